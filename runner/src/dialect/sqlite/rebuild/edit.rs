//! Changes of a table's text.

use super::column::{Clause, ClauseKind, Column};
use super::constraint::{Constraint, ConstraintKind, TableConstraint, TableConstraintKind};
use super::description::Demand;
use super::error::RebuildError;
use super::layout::{self, Item};
use super::places::Place;
use super::reader;
use super::table_text::TableText;
use super::{mention, order, token};

/// Where a new column goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position<'a> {
    First,
    Before(&'a str),
    After(&'a str),
    Last,
}

type Edit = Result<(), RebuildError>;

impl TableText {
    /// Gives a column another type; an empty one takes the type away.
    pub(crate) fn set_type(&mut self, column: &str, ty: &str) -> Edit {
        let ty = ty.trim();
        let definition = format!("c {ty}");
        let read = reader::whole(&definition, Column::read);
        let read = read.filter(|read| read.clauses.is_empty()).ok_or_else(|| not("a type", ty))?;
        self.column_mut(column)?.set_type(read.ty());
        Ok(())
    }

    /// Has a column refuse `NULL`, or take it again.
    pub(crate) fn set_not_null(&mut self, column: &str, not_null: bool) -> Edit {
        let column = self.column_mut(column)?;
        if !not_null {
            column.remove(&ClauseKind::NotNull);
        } else if !column.has(&ClauseKind::NotNull) {
            column.remove(&ClauseKind::Null);
            let clause = read_clause("NOT NULL", "NOT NULL")?;
            column.clauses.insert(0, Clause { lead: " ".into(), ..clause });
        }
        Ok(())
    }

    /// Gives a column another default, as it stands behind `DEFAULT`, or none.
    pub(crate) fn set_default(&mut self, column: &str, default: Option<&str>) -> Edit {
        self.set_clause(column, ClauseKind::Default, "DEFAULT", "a default", default)
    }

    /// Gives a column another collation, or none.
    pub(crate) fn set_collation(&mut self, column: &str, collation: Option<&str>) -> Edit {
        self.set_clause(column, ClauseKind::Collate, "COLLATE", "a collation", collation)
    }

    /// Has a column's values generated, from what stands behind `AS`: `(a + b) STORED`; or has it
    /// keep the values that it has.
    pub(crate) fn set_generated(&mut self, column: &str, generated: Option<&str>) -> Edit {
        let keyword = "GENERATED ALWAYS AS";
        self.set_clause(column, ClauseKind::Generated, keyword, "a generated value", generated)
    }

    /// Adds a column, defined as in a `CREATE TABLE`.
    pub(crate) fn add_column(&mut self, definition: &str, position: Position<'_>) -> Edit {
        let read = reader::whole(definition, Column::read);
        let mut column = read.ok_or_else(|| not("a column", definition))?;
        if self.column_names().any(|name| token::same_name(name, &column.name)) {
            let table = self.name.clone();
            return Err(RebuildError::ColumnExists { table, column: column.name });
        }
        column.is_old = false;
        let index = match position {
            Position::First => 0,
            Position::Before(other) => self.column_index(other)?,
            Position::After(other) => self.column_index(other)? + 1,
            Position::Last => self.columns.len(),
        };
        let item = Item::new(self.usual_lead().to_owned(), column);
        self.keeping_first_lead(|columns| columns.insert(index, item));
        Ok(())
    }

    /// Drops a column with what is written on it, and the keys and unique constraints that it is
    /// part of; returns these constraints.
    ///
    /// A check, a generated column or a foreign key of another column that mentions it refuses.
    pub(crate) fn drop_column(&mut self, column: &str) -> Result<Vec<Constraint>, RebuildError> {
        let index = self.column_index(column)?;
        if self.columns.len() == 1 {
            let (table, column) = (self.name.clone(), column.to_owned());
            return Err(RebuildError::OnlyColumn { table, column });
        }
        if let Some(user) = self.user_of(index) {
            let (table, column) = (self.name.clone(), column.to_owned());
            return Err(RebuildError::ColumnInUse { table, column, user });
        }
        let on_it = |place: Place| matches!(place, Place::Column { column, .. } if column == index);
        let of_it =
            |found: &Constraint| found.columns.iter().any(|name| token::same_name(name, column));
        let lost: Vec<_> =
            self.places().filter(|(place, found)| on_it(*place) || of_it(found)).collect();
        for (place, _) in lost.iter().rev().filter(|(place, _)| !on_it(*place)) {
            self.remove(*place);
        }
        self.keeping_first_lead(|columns| drop(columns.remove(index)));
        Ok(lost.into_iter().map(|(_, constraint)| constraint).collect())
    }

    /// Adds a constraint behind the others.
    pub(crate) fn add_constraint(&mut self, definition: &str) -> Edit {
        let read = reader::whole(definition, TableConstraint::read);
        let is_name = |read: &TableConstraint| read.kind == TableConstraintKind::Name;
        let constraint =
            read.filter(|read| !is_name(read)).ok_or_else(|| not("a constraint", definition))?;
        if let Some(last) = self.constraints.last_mut() {
            last.joined = false;
        }
        self.constraints.push(Item::new(self.usual_lead().to_owned(), constraint));
        Ok(())
    }

    /// Drops the constraint of this name, on a column or behind the columns; a named `NOT NULL` and
    /// the like too.
    pub(crate) fn drop_constraint(&mut self, name: &str) -> Edit {
        let constraint = format!("constraint `{name}`");
        let place = self.only(&self.places_named(name), &constraint, || self.names())?;
        let keys = self.places_of(|found| found.kind == ConstraintKind::PrimaryKey);
        if keys.contains(&place) {
            return self.drop_primary_key();
        }
        self.remove(place);
        Ok(())
    }

    /// Drops the primary key, named or not. Its columns go on refusing `NULL`, as they do on other databases.
    pub(crate) fn drop_primary_key(&mut self) -> Edit {
        let keys: Vec<_> = self.places_of(|found| found.kind == ConstraintKind::PrimaryKey);
        let place = self.only(&keys, "primary key", Vec::new)?;
        let key = self.places().find(|(at, _)| *at == place).map(|(_, key)| key.columns);
        self.remove(place);
        key.iter().flatten().try_for_each(|column| self.set_not_null(column, true))
    }

    /// Drops the constraint without a name of this kind that is on these columns, in whatever order.
    pub(crate) fn drop_unnamed(&mut self, kind: ConstraintKind, columns: &[&str]) -> Edit {
        let places = self.places_of(|found| {
            found.name.is_none() && found.kind == kind && same_names(&found.columns, columns)
        });
        let listed: Vec<_> = columns.iter().map(|column| format!("`{column}`")).collect();
        let constraint = format!("unnamed {} on {}", kind.title(), listed.join(", "));
        let place = self.only(&places, &constraint, Vec::new)?;
        self.remove(place);
        Ok(())
    }

    /// Drops the first constraint without a name that says what is wanted, or the primary key, named or not. `words` tell of
    /// it if there is none.
    pub(crate) fn drop_meant(&mut self, words: &str, wanted: impl Fn(&Demand<'_>) -> bool) -> Edit {
        let described = self.describe_constraints();
        let found = described.iter().position(|it| {
            let may_be = it.name.is_none() || matches!(it.demand, Demand::PrimaryKey(_));
            may_be && wanted(&it.demand)
        });
        // Both are in the order in which they are written.
        let place = found.and_then(|index| self.places().nth(index));
        let Some((place, found)) = place else {
            let unnamed = described.iter().zip(self.constraints());
            let unnamed = unnamed.filter(|(it, _)| it.name.is_none()).map(|(_, it)| it.text);
            let (table, constraint) = (self.name.clone(), format!("unnamed `{words}`"));
            let others = unnamed.collect();
            return Err(RebuildError::NoSuchConstraint { table, constraint, others });
        };
        if found.kind == ConstraintKind::PrimaryKey {
            return self.drop_primary_key();
        }
        self.remove(place);
        Ok(())
    }

    /// Has the key count up for ever, or no more. Where it is to count, it becomes the column's.
    ///
    /// <https://sqlite.org/autoinc.html>
    pub(crate) fn set_autoincrement(&mut self, column: &str, counts: bool) -> Edit {
        self.column_index(column)?;
        let is_key = |found: &Constraint| found.kind == ConstraintKind::PrimaryKey;
        let key = self.places().find(|(_, found)| is_key(found));
        let of_column = |found: &Constraint| {
            let [name] = found.columns.as_slice() else { return false };
            token::same_name(name, column)
        };
        let Some((place, key)) = key.filter(|(_, found)| of_column(found)) else {
            let table = self.name.clone();
            let constraint = format!("primary key that is the column `{column}` only");
            return Err(RebuildError::NoSuchConstraint { table, constraint, others: Vec::new() });
        };
        if self.is_autoincrement() == counts {
            return Ok(());
        }
        self.remove(place);
        if counts {
            self.set_type(column, "INTEGER")?;
        }
        let name = key.name.map(|name| format!("CONSTRAINT {} ", token::quoted_name(&name)));
        let counting = if counts { " AUTOINCREMENT" } else { "" };
        let words = format!("{}PRIMARY KEY{counting}", name.unwrap_or_default());
        let clause = read_clause(&words, "a primary key")?;
        self.column_mut(column)?.clauses.push(Clause { lead: " ".into(), ..clause });
        Ok(())
    }

    /// Has the columns of each group follow one another in its order, in the places that they have
    /// together; all other columns stay where they are.
    pub(crate) fn reorder(&mut self, groups: &[&[&str]]) -> Edit {
        let indexes = |group: &&[&str]| group.iter().map(|name| self.column_index(name)).collect();
        let groups_of_indexes = groups.iter().map(indexes).collect::<Result<Vec<_>, _>>()?;
        let order = order::reordered(self.columns.len(), &groups_of_indexes);
        let Some(order) = order else {
            let columns = groups.concat().into_iter().map(str::to_owned).collect();
            return Err(RebuildError::CircularOrder { table: self.name.clone(), columns });
        };
        self.keeping_first_lead(|columns| {
            *columns = order.iter().filter_map(|index| columns.get(*index).cloned()).collect();
        });
        Ok(())
    }

    /// Adds an option behind the last parenthesis, `STRICT` or `WITHOUT ROWID`, unless it is there.
    pub(crate) fn append_option(&mut self, option: &str) -> Edit {
        let wanted = "an option of a table";
        let words = token::tokens(option).find(|token| !token.is_trivia());
        let word = words.and_then(|token| token.name()).ok_or_else(|| not(wanted, option))?;
        if mention::mentions(&self.options, &word) {
            return Ok(());
        }
        let ended = self.options.trim_end().trim_end_matches(';');
        let is_first = token::tokens(ended).all(|token| token.is_trivia());
        let comma = if is_first { "" } else { "," };
        let comment = token::tokens(ended).last().is_some_and(|token| token.text.starts_with("--"));
        let line = if comment { "\n" } else { "" };
        self.options = format!("{ended}{line}{comma} {}", option.trim());
        Ok(())
    }

    /// Removes an option behind the last parenthesis, if it is there.
    pub(crate) fn remove_option(&mut self, option: &str) {
        let is_it = |text: &&str| token::same_words(text.trim_end().trim_end_matches(';'), option);
        let kept: Vec<_> = self.options.split(',').filter(|text| !is_it(text)).collect();
        self.options = kept.join(",");
    }

    fn set_clause(
        &mut self,
        column: &str,
        kind: ClauseKind,
        keyword: &str,
        wanted: &'static str,
        text: Option<&str>,
    ) -> Edit {
        let clause = text.map(|text| {
            let clause = read_clause(&format!("{keyword} {text}"), wanted);
            clause.map_err(|_| not(wanted, text))
        });
        let column = self.column_mut(column)?;
        match clause.transpose()? {
            Some(clause) if clause.kind == kind => column.put(clause),
            Some(clause) => return Err(not(wanted, &clause.text)),
            None => column.remove(&kind),
        }
        Ok(())
    }

    fn column_mut(&mut self, column: &str) -> Result<&mut Column, RebuildError> {
        let index = self.column_index(column)?;
        Ok(&mut self.columns[index].part)
    }

    /// Returns what cannot do without a column, though it is not written on it.
    fn user_of(&self, index: usize) -> Option<String> {
        let name = &self.columns[index].part.name;
        let generated = self.columns.iter().enumerate().find(|(at, item)| {
            let mut clauses = item.part.clauses.iter();
            let generated = |clause: &Clause| clause.kind == ClauseKind::Generated;
            *at != index
                && clauses.any(|part| generated(part) && mention::mentions(&part.text, name))
        });
        if let Some((_, item)) = generated {
            return Some(format!("the generated column `{}`", item.part.name));
        }
        let mut others = self.places().filter(
            |(place, _)| !matches!(place, Place::Column { column, .. } if *column == index),
        );
        let is_named = |names: &[String]| names.iter().any(|own| token::same_name(own, name));
        let user = others.find(|(_, found)| match (found.kind, &found.references) {
            (ConstraintKind::Check, _) => is_named(&found.columns),
            (ConstraintKind::ForeignKey, Some(to)) => {
                !is_named(&found.columns) && self.is_referred_to(to, name)
            }
            (
                ConstraintKind::PrimaryKey | ConstraintKind::Unique | ConstraintKind::ForeignKey,
                _,
            ) => false,
        });
        user.map(|(_, found)| found.title())
    }

    /// Returns the place there is, or says that there is none or more than one.
    fn only(
        &self,
        places: &[Place],
        constraint: &str,
        others: impl FnOnce() -> Vec<String>,
    ) -> Result<Place, RebuildError> {
        let (table, constraint) = (self.name.clone(), constraint.to_owned());
        match places {
            [place] => Ok(*place),
            [] => Err(RebuildError::NoSuchConstraint { table, constraint, others: others() }),
            [..] => Err(RebuildError::AmbiguousConstraint { table, constraint }),
        }
    }

    fn places_of(&self, wanted: impl Fn(&Constraint) -> bool) -> Vec<Place> {
        self.places().filter(|(_, found)| wanted(found)).map(|(place, _)| place).collect()
    }

    /// Returns where anything of this name is written.
    fn places_named(&self, name: &str) -> Vec<Place> {
        let on_columns = self.columns.iter().enumerate().flat_map(|(column, item)| {
            let clauses = item.part.clauses.iter().enumerate();
            let named = clauses.filter(|(_, part)| part.label.has(name));
            named.map(move |(clause, _)| Place::Column { column, clause })
        });
        let behind = self.constraints.iter().enumerate();
        let behind = behind.filter(|(_, item)| item.part.label.has(name));
        on_columns.chain(behind.map(|(index, _)| Place::Table(index))).collect()
    }

    /// Returns the names of all constraints, and of clauses.
    fn names(&self) -> Vec<String> {
        let clauses = self.columns.iter().flat_map(|item| &item.part.clauses);
        let labels = clauses.map(|clause| &clause.label);
        let labels = labels.chain(self.constraints.iter().map(|item| &item.part.label));
        labels.filter_map(|label| label.name().map(str::to_owned)).collect()
    }

    /// Returns the space that parts of this table stand behind.
    fn usual_lead(&self) -> &str {
        let leads = self.columns.iter().map(|item| &item.lead);
        let mut leads = leads.chain(self.constraints.iter().map(|item| &item.lead));
        let first = leads.next().map_or(" ", |lead| layout::indent(lead));
        match leads.next() {
            Some(lead) => layout::indent(lead),
            None if first.contains('\n') => first,
            None => " ",
        }
    }

    /// Changes the columns, so that the first one stands behind the same space as before.
    fn keeping_first_lead(&mut self, change: impl FnOnce(&mut Vec<Item<Column>>)) {
        let before = self.columns.first().cloned();
        change(&mut self.columns);
        let Some(before) = before.filter(|item| layout::is_blank(&item.lead)) else { return };
        let is_first = |item: &Item<Column>| item.part.name == before.part.name;
        if self.columns.first().is_some_and(|item| is_first(item) || !layout::is_blank(&item.lead))
        {
            return;
        }
        let lead = self
            .columns
            .first_mut()
            .map(|item| std::mem::replace(&mut item.lead, before.lead.clone()));
        let old = self.columns.iter_mut().skip(1).find(|item| is_first(item));
        if let (Some(lead), Some(old)) = (lead, old) {
            old.lead = lead;
        }
    }
}

fn read_clause(text: &str, wanted: &'static str) -> Result<Clause, RebuildError> {
    reader::whole(text, Clause::read).ok_or_else(|| not(wanted, text))
}

fn not(wanted: &'static str, text: &str) -> RebuildError {
    RebuildError::NotA { wanted, text: text.to_owned() }
}

fn same_names(a: &[String], b: &[&str]) -> bool {
    let holds = |name: &str| b.iter().any(|other| token::same_name(name, other));
    a.len() == b.len() && a.iter().all(|name| holds(name))
}
