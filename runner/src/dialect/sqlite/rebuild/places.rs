//! Where a table's constraints are written, and what follows from them.

use super::column::{Clause, ClauseKind, Column};
use super::constraint::{
    Constraint, ConstraintKind, Reference, TableConstraint, TableConstraintKind,
};
use super::table_text::TableText;
use super::{layout, mention, token};

/// Where a constraint is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// On a column, as one of its clauses.
    Column { column: usize, clause: usize },
    /// Behind the columns.
    Table(usize),
}

impl TableText {
    /// Returns the primary key, the unique constraints, the checks and the foreign keys, in the
    /// order in which they are written.
    pub(crate) fn constraints(&self) -> Vec<Constraint> {
        self.places().map(|(_, constraint)| constraint).collect()
    }

    /// Returns whether the table's key counts up for ever, by a row of `sqlite_sequence`.
    pub(crate) fn is_autoincrement(&self) -> bool {
        self.key_texts().any(|text| token::tokens(text).any(|token| token.is("AUTOINCREMENT")))
    }

    /// Returns the column that stands for the row id.
    ///
    /// <https://sqlite.org/lang_createtable.html#rowid>
    pub(crate) fn rowid_column(&self) -> Option<&str> {
        let key = self.places().find(|(_, found)| found.kind == ConstraintKind::PrimaryKey);
        let (place, key) = key.filter(|_| !self.is_without_rowid())?;
        let [name] = key.columns.as_slice() else { return None };
        let column = self.columns.iter().find(|item| token::same_name(&item.part.name, name))?;
        // By an old mistake of SQLite's that it cannot mend.
        let descends = matches!(place, Place::Column { .. })
            && token::tokens(&key.text).any(|token| token.is("DESC"));
        let mut words = token::tokens(column.part.ty()).filter(|token| !token.is_trivia());
        let first = words.next().and_then(|word| word.name());
        let is_integer = words.next().is_none()
            && first.is_some_and(|word| word.eq_ignore_ascii_case("INTEGER"));
        (is_integer && !descends).then_some(&column.part.name)
    }

    /// Returns where each constraint is written.
    pub(super) fn places(&self) -> impl Iterator<Item = (Place, Constraint)> {
        let on_columns = self.columns.iter().enumerate().flat_map(move |(column, item)| {
            let clauses = item.part.clauses.iter().enumerate();
            clauses.filter_map(move |(clause, part)| {
                let found = self.column_constraint(&item.part, part)?;
                Some((Place::Column { column, clause }, found))
            })
        });
        let behind = self.constraints.iter().enumerate();
        on_columns.chain(behind.filter_map(|(index, item)| {
            Some((Place::Table(index), self.table_constraint(&item.part)?))
        }))
    }

    /// Removes what is written at a place.
    pub(super) fn remove(&mut self, place: Place) {
        match place {
            Place::Column { column, clause } => self.columns[column].part.remove_at(clause),
            Place::Table(index) => {
                let removed = self.constraints.remove(index);
                let next = self.constraints.get_mut(index);
                // It may have stood on the same line.
                let joins = |lead: &str| layout::is_blank(lead) && !lead.contains('\n');
                if let Some(next) = next.filter(|next| joins(&next.lead)) {
                    next.lead = layout::indent(&removed.lead).to_owned();
                }
            }
        }
    }

    /// Returns whether a foreign key, of this table or another, hangs on this column.
    pub(super) fn is_referred_to(&self, to: &Reference, column: &str) -> bool {
        let key = || self.places().find(|(_, found)| found.kind == ConstraintKind::PrimaryKey);
        let is_in = |names: &[String]| names.iter().any(|name| token::same_name(name, column));
        let by_key = || key().is_some_and(|(_, key)| is_in(&key.columns));
        token::same_name(&to.table, &self.name)
            && if to.columns.is_empty() { by_key() } else { is_in(&to.columns) }
    }

    fn column_constraint(&self, column: &Column, clause: &Clause) -> Option<Constraint> {
        let own = || vec![column.name.clone()];
        let (kind, columns, references) = match &clause.kind {
            ClauseKind::PrimaryKey => (ConstraintKind::PrimaryKey, own(), None),
            ClauseKind::Unique => (ConstraintKind::Unique, own(), None),
            ClauseKind::Check => (ConstraintKind::Check, self.mentioned_in(&clause.text), None),
            ClauseKind::References(to) => (ConstraintKind::ForeignKey, own(), Some(to.clone())),
            ClauseKind::NotNull
            | ClauseKind::Null
            | ClauseKind::Default
            | ClauseKind::Collate
            | ClauseKind::Deferrable
            | ClauseKind::Generated
            | ClauseKind::Name => return None,
        };
        let name = clause.label.name().map(str::to_owned);
        Some(Constraint { name, kind, columns, references, text: clause.full_text() })
    }

    fn table_constraint(&self, part: &TableConstraint) -> Option<Constraint> {
        let (kind, columns, references) = match &part.kind {
            TableConstraintKind::PrimaryKey { columns } => {
                (ConstraintKind::PrimaryKey, columns.clone(), None)
            }
            TableConstraintKind::Unique { columns } => {
                (ConstraintKind::Unique, columns.clone(), None)
            }
            TableConstraintKind::Check => {
                (ConstraintKind::Check, self.mentioned_in(&part.text), None)
            }
            TableConstraintKind::ForeignKey { columns, references, .. } => {
                (ConstraintKind::ForeignKey, columns.clone(), Some(references.clone()))
            }
            TableConstraintKind::Name => return None,
        };
        let name = part.label.name().map(str::to_owned);
        let text = format!("{}{}", part.label.text, part.text);
        Some(Constraint { name, kind, columns, references, text })
    }

    fn mentioned_in(&self, text: &str) -> Vec<String> {
        let mentioned = self.column_names().filter(|name| mention::mentions(text, name));
        mentioned.map(str::to_owned).collect()
    }

    fn key_texts(&self) -> impl Iterator<Item = &str> {
        let on_columns = self.columns.iter().flat_map(|item| &item.part.clauses);
        let on_columns = on_columns.filter(|clause| clause.kind == ClauseKind::PrimaryKey);
        let is_key =
            |part: &&TableConstraint| matches!(part.kind, TableConstraintKind::PrimaryKey { .. });
        let behind = self.constraints.iter().map(|item| &item.part).filter(is_key);
        on_columns.map(|clause| clause.text.as_str()).chain(behind.map(|part| part.text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(constraint: &Constraint) -> String {
        let name = constraint.name.as_deref().unwrap_or("-");
        let to = constraint.references.as_ref();
        let to = to.map(|to| format!(" to {}({})", to.table, to.columns.join(" ")));
        let columns = constraint.columns.join(" ");
        format!("{name}: {} on {columns}{}", constraint.kind.title(), to.unwrap_or_default())
    }

    fn constraints(sql: &str) -> String {
        let text = TableText::parse(sql).unwrap();
        text.constraints().iter().map(drawn).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn constraints_are_found_wherever_they_are() {
        insta::assert_snapshot!(constraints("CREATE TABLE t(
            id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT,
            a INT UNIQUE CONSTRAINT positive CHECK (a > 0 AND [B] > 0) REFERENCES p,
            b INT NOT NULL CONSTRAINT fk REFERENCES \"q q\" (x) DEFAULT 'a',
            UNIQUE (A COLLATE nocase DESC, 'b') CONSTRAINT c CHECK (t.id <> 'a')
            FOREIGN KEY (a, b) REFERENCES t(a, b) ON DELETE CASCADE, CONSTRAINT nothing
        )"), @"
        pk: primary key on id
        -: unique constraint on a
        positive: check on a b
        -: foreign key on a to p()
        fk: foreign key on b to q q(x)
        -: unique constraint on A b
        c: check on id
        -: foreign key on a b to t(a b)
        ");
    }

    #[test]
    fn a_column_stands_for_the_row_id_where_sqlite_says_so() {
        for (sql, column) in [
            ("CREATE TABLE t(a INTEGER PRIMARY KEY, b)", Some("a")),
            ("CREATE TABLE t(a, b integer, PRIMARY KEY (\"B\" DESC))", Some("b")),
            ("CREATE TABLE t(a INTEGER PRIMARY KEY DESC)", None),
            ("CREATE TABLE t(a 'Integer' /* all */ PRIMARY KEY)", Some("a")),
            ("CREATE TABLE t(a INT PRIMARY KEY)", None),
            ("CREATE TABLE t(a INTEGER, b, PRIMARY KEY (a, b))", None),
            ("CREATE TABLE t(a INTEGER PRIMARY KEY) WITHOUT ROWID", None),
            ("CREATE TABLE t(a INTEGER)", None),
        ] {
            assert_eq!(TableText::parse(sql).unwrap().rowid_column(), column, "{sql}");
        }
    }
}
