//! A table put together from the rows of the catalog.
//!
//! Its constraints stand in this order: primary key, unique constraints, checks, foreign keys; those of a kind, and indexes, by name,
//! as the servers have an order of their own for them.

use migration_api::abi::Arena;
use migration_api::schema::{
    Autoincrement, Column, Constraint, ConstraintKind, ForeignKey, Index, ReferentialAction, Table,
    TableName, TableOption,
};

use super::columns::{ColumnRow, Surroundings};
use super::indexes::{IndexRow, Keys, foreign_keys, serves_foreign_key};
use super::partitions::{self, PartitionRow};
use super::rows::{Databases, Fields};

/// What holds for all tables of the session.
pub(super) struct Defaults {
    /// The default database.
    pub(super) database: String,
    pub(super) charset: String,
    pub(super) collation: String,
    pub(super) engine: String,
    row_format: String,
}

impl Defaults {
    pub(super) fn read(mut fields: Fields) -> Self {
        Self {
            database: fields.text(),
            charset: fields.text(),
            collation: fields.text(),
            engine: fields.text(),
            row_format: fields.text(),
        }
    }

    /// Returns what a table has of which nothing is said.
    pub(super) fn table_defaults<'a>(&self, arena: &'a Arena) -> Vec<TableOption<'a>> {
        let keep = |text: &String| arena.keep_text(text.clone());
        vec![
            TableOption::Engine(keep(&self.engine)),
            TableOption::Charset(keep(&self.charset)),
            TableOption::Collate(keep(&self.collation)),
            TableOption::RowFormat("DEFAULT"),
        ]
    }
}

/// What the catalog tells of one table.
#[derive(Default)]
pub(super) struct TableRows {
    pub(super) kind: String,
    engine: String,
    collation: String,
    options: String,
    comment: Option<String>,
    pub(super) columns: Vec<ColumnRow>,
    pub(super) indexes: Vec<IndexRow>,
    pub(super) checks: Vec<CheckRow>,
    pub(super) keys: Vec<ForeignKeyRow>,
    pub(super) partitions: Vec<PartitionRow>,
}

/// A check as the catalog has it.
pub(super) struct CheckRow {
    name: String,
    condition: String,
    /// Whether it stands on the column of its name (MariaDB).
    of_column: bool,
}

/// A foreign key as the catalog has it.
pub(super) struct ForeignKeyRow {
    pub(super) name: String,
    on_delete: String,
    on_update: String,
    columns: Vec<String>,
    referred: (String, String),
    referred_columns: Vec<String>,
}

impl TableRows {
    pub(super) fn read(mut fields: Fields) -> Self {
        Self {
            kind: fields.text(),
            engine: fields.text(),
            collation: fields.text(),
            options: fields.text(),
            comment: fields.filled(),
            ..Self::default()
        }
    }

    /// Returns the table in the normal form.
    pub(super) fn table<'a>(self, name: TableName<'a>, reader: &Reader<'_, 'a>) -> Table<'a> {
        let arena = reader.arena;
        let options = self.table_options(reader);
        let keys = Keys::of(&self.indexes, name, &self.engine, reader.mariadb, arena);
        let key_columns = match keys.primary_key.map(|key| key.kind) {
            Some(ConstraintKind::PrimaryKey(columns)) => columns,
            _ => &[],
        };
        let (documents, checks) = self.documents_and_checks(arena);
        let around = Surroundings {
            databases: reader.databases,
            mariadb: reader.mariadb,
            collation: &self.collation,
            key: key_columns,
            documents: &documents,
        };
        let checks = checks.iter().map(|check| {
            let condition = around.expression(&check.condition);
            let condition = if reader.mariadb { condition } else { bare(condition) };
            Constraint::check(arena.keep_text(check.name.clone()), arena.keep_text(condition))
        });
        let constraints = keys.primary_key.into_iter().chain(keys.unique).chain(checks);
        let constraints: Vec<_> = constraints.collect();
        let foreign = self.keys.into_iter().map(|row| row.constraint(reader)).collect();
        let columns = self.columns.into_iter().map(|row| around.column(row, arena)).collect();
        let table = Table {
            name,
            columns: arena.keep(columns),
            constraints: arena.keep(constraints),
            indexes: arena.keep(keys.indexes),
            options: arena.keep(options),
            comment: self.comment.map(|text| arena.keep_text(text)),
            renamed_from: None,
        };
        with_foreign_keys(&table, foreign, arena)
    }

    /// Returns the columns that are documents, as MariaDB makes them, and the other checks.
    fn documents_and_checks<'a>(&self, arena: &'a Arena) -> (Vec<&'a str>, Vec<&CheckRow>) {
        let is_document = |check: &CheckRow| {
            let quoted = format!("json_valid(`{}`)", check.name.replace('`', "``"));
            check.of_column
                && check.condition == quoted
                && self.columns.iter().any(|it| it.name == check.name && it.may_be_document())
        };
        let (documents, others): (Vec<_>, Vec<_>) =
            self.checks.iter().partition(|check| is_document(check));
        let names = documents.iter().map(|check| arena.keep_text(check.name.clone()));
        (names.collect(), others)
    }

    fn table_options<'a>(&self, reader: &Reader<'_, 'a>) -> Vec<TableOption<'a>> {
        let (session, arena) = (reader.session, reader.arena);
        let keep = |text: &str| arena.keep_text(text.to_owned());
        let mut options = Vec::new();
        if self.engine != session.engine && !self.engine.is_empty() {
            options.push(TableOption::Engine(keep(&self.engine)));
        }
        // The name of a collation begins with that of its character set.
        let charset = self.collation.split('_').next().unwrap_or_default();
        if charset != session.charset {
            options.push(TableOption::Charset(keep(charset)));
        }
        if self.collation != session.collation {
            options.push(TableOption::Collate(keep(&self.collation)));
        }
        for word in words(&self.options) {
            match word.strip_prefix("row_format=") {
                Some(format) if !format.eq_ignore_ascii_case(&session.row_format) => {
                    options.push(TableOption::RowFormat(keep(format)));
                }
                Some(_) => {}
                None if word == "partitioned" => {}
                // Aria's tables are so by themselves, and other engines' take no notice of it.
                None if matches!(word.as_str(), "transactional=1" | "page_checksum=1") => {}
                None => options.push(TableOption::Other("mysql", keep(&word))),
            }
        }
        if self.kind == "SYSTEM VERSIONED" {
            options.push(TableOption::Other("mysql", "WITH SYSTEM VERSIONING"));
        }
        if let Some(text) = partitions::clause(&self.partitions) {
            options.push(TableOption::PartitionBy(arena.keep_text(text)));
        }
        options
    }
}

/// What tables are put together with.
pub(super) struct Reader<'r, 'a> {
    pub(super) databases: &'r Databases<'a>,
    pub(super) session: &'r Defaults,
    pub(super) mariadb: bool,
    pub(super) arena: &'a Arena,
}

impl CheckRow {
    pub(super) fn read(fields: &mut Fields) -> Self {
        Self {
            name: fields.text(),
            condition: fields.text(),
            of_column: fields.number() == Some(1),
        }
    }
}

impl ForeignKeyRow {
    pub(super) fn read(fields: &mut Fields) -> Self {
        Self {
            name: fields.text(),
            on_delete: fields.text(),
            on_update: fields.text(),
            columns: Vec::new(),
            referred: (String::new(), String::new()),
            referred_columns: Vec::new(),
        }
    }

    /// Adds one of its columns.
    pub(super) fn add(&mut self, fields: &mut Fields) {
        self.columns.push(fields.text());
        self.referred = fields.place();
        self.referred_columns.push(fields.text());
    }

    fn constraint<'a>(self, reader: &Reader<'_, 'a>) -> Constraint<'a> {
        let arena = reader.arena;
        let list = |names: Vec<String>| {
            let names: &[_] =
                arena.keep(names.into_iter().map(|name| arena.keep_text(name)).collect());
            names
        };
        let (database, table) = self.referred;
        let mut referred_table = reader.databases.name(&database, arena.keep_text(table));
        if !reader.databases.names().contains(&database.as_str()) {
            referred_table.schema = Some(arena.keep_text(database));
        }
        let key = ForeignKey {
            columns: list(self.columns),
            referred_table,
            referred_columns: list(self.referred_columns),
            on_delete: action(&self.on_delete),
            on_update: action(&self.on_update),
            match_kind: None,
            on_delete_columns: &[],
        };
        Constraint::new(arena.keep_text(self.name), ConstraintKind::ForeignKey(key))
    }
}

/// Returns what is done, unless that is to refuse, which InnoDB does at once whether told `RESTRICT` or `NO ACTION`.
///
/// <https://mariadb.com/kb/en/foreign-keys/>
fn action(rule: &str) -> Option<ReferentialAction> {
    match rule {
        "CASCADE" => Some(ReferentialAction::Cascade),
        "SET NULL" => Some(ReferentialAction::SetNull),
        "SET DEFAULT" => Some(ReferentialAction::SetDefault),
        _ => None,
    }
}

/// Returns the table with these foreign keys besides: without the indexes that InnoDB makes for them, and with what is then to be said of a
/// numbered key that refers to another table, which by itself is not numbered.
pub(super) fn with_foreign_keys<'a>(
    table: &Table<'a>,
    foreign: Vec<Constraint<'a>>,
    arena: &'a Arena,
) -> Table<'a> {
    if foreign.is_empty() {
        return *table;
    }
    let own = table.constraints.iter().copied().chain(foreign);
    let constraints: &[_] = arena.keep(own.collect());
    let refers = |name: &str| foreign_keys(constraints).any(|(_, key)| key.columns.contains(&name));
    let is_key =
        |name: &str| constraints.iter().any(|it| it.kind == ConstraintKind::PrimaryKey(&[name]));
    let columns = table.columns.iter().map(|column| {
        let is_numbered = column.autoincrement == Autoincrement::Auto
            && column.ty.is_integer()
            && is_key(column.name)
            && refers(column.name);
        let autoincrement = if is_numbered { Autoincrement::Always } else { column.autoincrement };
        Column { autoincrement, ..*column }
    });
    let stays = |index: &&Index<'a>| !serves_foreign_key(index, table.name.name, constraints);
    Table {
        columns: arena.keep(columns.collect()),
        constraints,
        indexes: arena.keep(table.indexes.iter().filter(stays).copied().collect()),
        ..*table
    }
}

/// Returns a condition without the parentheses around all of it, in which MySQL puts it.
fn bare(condition: String) -> String {
    let mut depth = 0;
    for (at, character) in condition.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 && at + 1 < condition.len() {
            return condition;
        }
    }
    let inner = condition.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inner.map(str::to_owned).unwrap_or(condition)
}

/// Returns the options of a table one by one: spaces between quotes part nothing.
fn words(options: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for character in options.chars() {
        match quote {
            None if character == ' ' => words.push(String::new()),
            None if matches!(character, '\'' | '"' | '`') => quote = Some(character),
            Some(it) if it == character => quote = None,
            _ => {}
        }
        if let Some(last) = words.last_mut().filter(|_| character != ' ' || quote.is_some()) {
            last.push(character);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_and_conditions_are_taken_apart() {
        let options = words("row_format=FIXED  `a b`='c d' \"e\"=1 partitioned");
        assert_eq!(options, ["row_format=FIXED", "`a b`='c d'", "\"e\"=1", "partitioned"]);
        for (text, bared) in [("(a > 0)", "a > 0"), ("(a) or (b)", "(a) or (b)"), ("a", "a")] {
            assert_eq!(bare(text.into()), bared);
        }
    }
}
