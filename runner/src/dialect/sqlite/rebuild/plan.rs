//! The statements that rebuild a table.

use super::copy::{self, CopyColumn};
use super::error::RebuildError;
use super::mention;
use super::table_text::TableText;
use super::token::{self, Token, quoted_name, quoted_text};

/// A table as it is before it is rebuilt.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OldTable<'a> {
    /// The database file's name: `main`, `temp`, or the one that it is attached by.
    pub(crate) schema: &'a str,
    pub(crate) name: &'a str,
    /// The names that `PRAGMA table_xinfo` gives, in its order.
    pub(crate) columns: &'a [String],
    /// All of `sqlite_schema` of this database file, in its order.
    pub(crate) objects: &'a [SchemaObject],
    pub(crate) session: Pragmas,
}

/// A row of `sqlite_schema`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SchemaObject {
    /// Column `type`: `table`, `index`, `view` or `trigger`.
    pub(crate) kind: String,
    pub(crate) name: String,
    /// Column `tbl_name`.
    pub(crate) table: String,
    /// None for an index that SQLite has made for a constraint.
    pub(crate) sql: Option<String>,
}

/// What the connection is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Pragmas {
    /// `PRAGMA foreign_keys`.
    pub(crate) foreign_keys: bool,
    /// `PRAGMA legacy_alter_table`.
    pub(crate) legacy_alter_table: bool,
}

/// The statements that rebuild a table, within a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rebuild {
    pub(crate) statements: Vec<String>,
    /// What has to be run after a statement failed: it sets the connection back, which a rollback
    /// does not.
    pub(crate) cleanup: Vec<String>,
}

/// Returns the statements that put `new` in the place of a table.
///
/// Its indexes and triggers are made again by their own texts. Whatever mentions a column that is
/// dropped refuses.
pub(crate) fn plan(
    table: OldTable<'_>,
    new: &TableText,
    copies: &[CopyColumn<'_>],
) -> Result<Rebuild, RebuildError> {
    let table = table.as_stored()?;
    let old = table.text(new)?;
    let temporary = table.temporary_name()?;
    table.check_dropped_columns(&old, new)?;

    let name_of = |name: &str| format!("{}.{}", quoted_name(table.schema), quoted_name(name));
    let (from, into) = (name_of(table.name), name_of(&temporary));
    let mut statements =
        vec![new.to_sql(&into), copy::insert((&old, &from), (new, &into), copies)?];
    if old.is_autoincrement() && new.is_autoincrement() {
        statements.extend(table.counter(&temporary));
    }
    // Dropping the table drops the figures of its name.
    statements.extend(table.move_statistics(table.name, &temporary));
    statements.push(format!("DROP TABLE {from}"));
    let rename = format!("ALTER TABLE {into} RENAME TO {}", quoted_name(table.name));
    let cleanup = table.renaming_only(rename, &mut statements);
    statements.extend(table.move_statistics(&temporary, table.name));
    statements.extend(table.own_objects().filter_map(|object| object.create_in(table.schema)));
    Ok(Rebuild { statements, cleanup })
}

impl<'a> OldTable<'a> {
    /// Takes the name as SQLite has it, whose letters may be of other case.
    fn as_stored(self) -> Result<Self, RebuildError> {
        let is_it = |object: &&SchemaObject| {
            object.kind == "table" && token::same_name(&object.name, self.name)
        };
        let row = self.objects.iter().find(is_it);
        let row = row.ok_or_else(|| RebuildError::NoSuchTable { table: self.name.to_owned() })?;
        Ok(Self { name: &row.name, ..self })
    }

    /// Reads the table's text, and holds it to what else is known of it.
    fn text(&self, new: &TableText) -> Result<TableText, RebuildError> {
        let table = || self.name.to_owned();
        if self.session.foreign_keys {
            return Err(RebuildError::ForeignKeysEnforced { table: table() });
        }
        let is_it = |object: &&SchemaObject| object.kind == "table" && object.name == self.name;
        let row = self.objects.iter().find(is_it);
        let sql = row.and_then(|row| row.sql.as_deref()).unwrap_or_default();
        if sql != new.source {
            return Err(RebuildError::Changed { table: table() });
        }
        let old = TableText::parse(sql)?;
        let read: Vec<_> = old.column_names().map(str::to_owned).collect();
        if read != self.columns {
            let columns = self.columns.to_vec();
            return Err(RebuildError::Misread { table: table(), columns, read });
        }
        Ok(old)
    }

    fn temporary_name(&self) -> Result<String, RebuildError> {
        let name = format!("_alembic_tmp_{}", self.name);
        if self.objects.iter().any(|object| token::same_name(&object.name, &name)) {
            return Err(RebuildError::TemporaryNameTaken { table: self.name.to_owned(), name });
        }
        Ok(name)
    }

    fn check_dropped_columns(&self, old: &TableText, new: &TableText) -> Result<(), RebuildError> {
        // One that is made anew by the same name serves whatever mentions it.
        let kept = |name: &str| new.column_names().any(|own| token::same_name(own, name));
        for column in old.column_names().filter(|name| !kept(name)) {
            if let Some(user) = self.objects.iter().find(|object| self.uses(old, object, column)) {
                return Err(RebuildError::ColumnInUse {
                    table: self.name.to_owned(),
                    column: column.to_owned(),
                    user: user.title(),
                });
            }
        }
        Ok(())
    }

    /// Returns whether an object, other than the table itself, mentions one of its columns.
    fn uses(&self, old: &TableText, object: &SchemaObject, column: &str) -> bool {
        let sql = object.sql.as_deref().unwrap_or_default();
        match object.kind.as_str() {
            "table" => object.name != self.name && refers_to(sql, old, column),
            _ if token::same_name(&object.table, self.name) => mention::mentions(sql, column),
            "index" => false,
            _ => mention::mentions(sql, self.name) && mention::mentions(sql, column),
        }
    }

    /// Hands the counter of an `AUTOINCREMENT` key on, also that of an empty table.
    /// <https://sqlite.org/autoinc.html>
    fn counter(&self, temporary: &str) -> [String; 2] {
        let sequence = format!("{}.sqlite_sequence", quoted_name(self.schema));
        let (old, new) = (quoted_text(self.name), quoted_text(temporary));
        [
            format!("DELETE FROM {sequence} WHERE name = {new}"),
            format!("UPDATE {sequence} SET name = {new} WHERE name = {old}"),
        ]
    }

    /// Has what `ANALYZE` found out belong to a table of another name.
    /// <https://sqlite.org/fileformat2.html#the_sqlite_stat1_table>
    fn move_statistics(&self, from: &str, to: &str) -> Vec<String> {
        let of = |object: &&SchemaObject| {
            ["sqlite_stat1", "sqlite_stat3", "sqlite_stat4"].contains(&object.name.as_str())
        };
        let schema = quoted_name(self.schema);
        let (from, to) = (quoted_text(from), quoted_text(to));
        let update = |object: &SchemaObject| {
            format!("UPDATE {schema}.{} SET tbl = {to} WHERE tbl = {from}", object.name)
        };
        self.objects.iter().filter(of).map(update).collect()
    }

    /// Adds the statement that renames the new table, and returns what sets the connection back.
    ///
    /// Otherwise SQLite looks into views and triggers for what it has to rename with it, and
    /// refuses as they mention a table that does not exist at this moment.
    /// <https://sqlite.org/pragma.html#pragma_legacy_alter_table>
    fn renaming_only(&self, rename: String, statements: &mut Vec<String>) -> Vec<String> {
        if self.session.legacy_alter_table {
            statements.push(rename);
            return Vec::new();
        }
        let off = "PRAGMA legacy_alter_table=OFF".to_owned();
        statements.extend(["PRAGMA legacy_alter_table=ON".to_owned(), rename, off.clone()]);
        vec![off]
    }

    /// Returns the indexes and triggers that go with the old table, in the order they were made in.
    fn own_objects(&self) -> impl Iterator<Item = &'a SchemaObject> {
        let name = self.name;
        self.objects
            .iter()
            .filter(move |object| object.kind != "table" && token::same_name(&object.table, name))
    }
}

impl SchemaObject {
    /// Returns what a message calls it.
    fn title(&self) -> String {
        format!("the {} `{}`", self.kind, self.name)
    }

    /// Returns the statement that makes it in a database file; none where SQLite makes it itself.
    fn create_in(&self, schema: &str) -> Option<String> {
        let sql = self.sql.as_deref()?;
        let tokens: Vec<_> = token::tokens(sql).filter(|token| !token.is_trivia()).collect();
        let name = name_at(&tokens)?;
        let (before, after) = sql.split_at_checked(name)?;
        Some(format!("{before}{}.{after}", quoted_name(schema)))
    }
}

/// Returns whether a table of this text has a foreign key that hangs on a column of `old`.
fn refers_to(sql: &str, old: &TableText, column: &str) -> bool {
    // A virtual table, whose text is not read, has no foreign keys.
    let Ok(other) = TableText::parse(sql) else { return false };
    let mut keys = other.constraints().into_iter().filter_map(|found| found.references);
    keys.any(|to| old.is_referred_to(&to, column))
}

/// Returns where the name stands in `CREATE UNIQUE INDEX name …` as SQLite keeps it, without a
/// schema.
fn name_at(tokens: &[Token<'_>]) -> Option<usize> {
    let kind = tokens.iter().position(|token| token.is("INDEX") || token.is("TRIGGER"))?;
    tokens.get(kind + 1).map(|token| token.start)
}
