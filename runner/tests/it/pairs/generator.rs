//! Random pairs: a schema, and the same after some edits. The seed makes the pair, and is its name.

use std::fmt::Write as _;

use super::files::Pair;

/// Returns the pair of a seed, as SQL for this database.
pub(super) fn pair(database: &'static str, seed: u64) -> Pair {
    let mut maker = Maker { dice: Dice(seed), database, names: 0 };
    let mut schema: Vec<Table> = Vec::new();
    for _ in 0..maker.dice.between(1, 4) {
        let table = maker.table(&schema);
        schema.push(table);
    }
    let from = sql(database, &schema);
    for _ in 0..maker.dice.between(1, 7) {
        maker.edit(&mut schema);
    }
    let mut to = sql(database, &schema);
    if to == from {
        let table = maker.table(&schema);
        schema.push(table);
        to = sql(database, &schema);
    }
    Pair { name: format!("random-{seed}"), from, to }
}

/// Counts in a way that looks random: the same for a seed wherever it runs.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        // SplitMix64: <https://prng.di.unimi.it/splitmix64.c>.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Returns a number of this range, both ends included.
    fn between(&mut self, low: usize, high: usize) -> usize {
        let width = (high - low + 1) as u64;
        low + usize::try_from(self.roll() % width).unwrap()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.between(1, 100) <= percent
    }

    fn one_of<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.between(0, list.len() - 1)]
    }
}

#[derive(Debug, Clone)]
struct Table {
    name: String,
    columns: Vec<Column>,
    /// Constraints and indexes by their names: what they are over, and how they are written behind it.
    uniques: Vec<(String, Vec<String>)>,
    checks: Vec<(String, String, i64)>,
    keys: Vec<ForeignKey>,
    indexes: Vec<Index>,
    comment: Option<String>,
}

#[derive(Debug, Clone)]
struct Column {
    name: String,
    family: Family,
    ty: &'static str,
    not_null: bool,
    default: Option<String>,
    comment: Option<String>,
}

#[derive(Debug, Clone)]
struct ForeignKey {
    name: String,
    column: String,
    table: String,
    action: &'static str,
}

#[derive(Debug, Clone)]
struct Index {
    name: String,
    columns: Vec<(String, bool)>,
    unique: bool,
    predicate: Option<String>,
}

/// Types that a server turns into one another by itself, so that a column may change from one to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Number,
    Text,
    Time,
    Truth,
}

impl Family {
    const ALL: [Self; 4] = [Self::Number, Self::Text, Self::Time, Self::Truth];

    fn types(self, database: &str) -> &'static [&'static str] {
        match (self, database) {
            (Self::Number, "mariadb") => &[
                "int",
                "bigint",
                "smallint",
                "decimal(10,2)",
                "decimal(8,0)",
                "double",
                "int unsigned",
            ],
            (Self::Number, _) => &[
                "integer",
                "bigint",
                "smallint",
                "numeric(10,2)",
                "numeric(8,0)",
                "double precision",
            ],
            (Self::Text, _) => &["varchar(20)", "varchar(80)", "char(10)", "varchar(7)"],
            (Self::Time, "postgresql") => &["timestamp", "timestamp(3)", "timestamptz", "date"],
            (Self::Time, "mariadb") => &["datetime", "datetime(3)", "date"],
            (Self::Time, _) => &["TIMESTAMP", "DATETIME", "DATE"],
            (Self::Truth, _) => &["boolean"],
        }
    }

    fn defaults(self, database: &str) -> &'static [&'static str] {
        match (self, database) {
            (Self::Number, _) => &["0", "1", "42", "7"],
            (Self::Text, _) => &["''", "'x'", "'it''s'", "'a \"b\"'"],
            (Self::Time, "mariadb") => &["'2026-01-02'"],
            (Self::Time, _) => &["CURRENT_TIMESTAMP", "'2026-01-02'"],
            (Self::Truth, _) => &["true", "false"],
        }
    }
}

struct Maker {
    dice: Dice,
    database: &'static str,
    names: usize,
}

impl Maker {
    /// Returns a name that nothing else has; now and then one that has to be quoted.
    fn name(&mut self, kind: &str) -> String {
        self.names += 1;
        match self.dice.between(0, 11) {
            0 => format!("{kind} {}", self.names),
            1 if self.database != "mariadb" || kind != "t" => {
                format!("{}{}", kind.to_uppercase(), self.names)
            }
            2 => format!("{kind}_ü{}", self.names),
            _ => format!("{kind}{}", self.names),
        }
    }

    fn table(&mut self, others: &[Table]) -> Table {
        let mut table = Table {
            name: self.name("t"),
            columns: Vec::new(),
            uniques: Vec::new(),
            checks: Vec::new(),
            keys: Vec::new(),
            indexes: Vec::new(),
            comment: self.comment(),
        };
        for _ in 0..self.dice.between(1, 6) {
            let column = self.column();
            table.columns.push(column);
        }
        for _ in 0..self.dice.between(0, 3) {
            self.add_part(&mut table, others);
        }
        table
    }

    fn column(&mut self) -> Column {
        let family = *self.dice.one_of(&Family::ALL);
        let mut column = Column {
            name: self.name("c"),
            family,
            ty: "",
            not_null: self.dice.chance(30),
            default: None,
            comment: self.comment(),
        };
        column.ty = *self.dice.one_of::<&str>(family.types(self.database));
        column.default = self.default(family);
        column
    }

    fn default(&mut self, family: Family) -> Option<String> {
        let given = self.dice.chance(40);
        given.then(|| (*self.dice.one_of(family.defaults(self.database))).to_owned())
    }

    fn comment(&mut self) -> Option<String> {
        let given = self.database != "sqlite" && self.dice.chance(20);
        given.then(|| (*self.dice.one_of(&["a remark", "it''s one", "ünïcode", "100%"])).to_owned())
    }

    /// Gives a table a constraint or an index.
    fn add_part(&mut self, table: &mut Table, others: &[Table]) {
        match self.dice.between(0, 3) {
            0 => {
                let (name, columns) = (self.name("uq"), self.columns_of(table));
                if table.uniques.iter().all(|(_, other)| *other != columns) {
                    table.uniques.push((name, columns));
                }
            }
            1 => {
                // MariaDB refuses a check of a column that a foreign key may set.
                let may_check = |it: &&Column| {
                    it.family == Family::Number
                        && (self.database != "mariadb" || !is_key(table, &it.name))
                };
                let numbers: Vec<_> = table.columns.iter().filter(may_check).collect();
                if let Some(column) = numbers.first() {
                    let limit = i64::try_from(self.dice.between(50, 90)).unwrap();
                    table.checks.push((self.name("ck"), column.name.clone(), limit));
                }
            }
            2 if !others.is_empty() => {
                let other = self.dice.one_of(others).name.clone();
                // The column is its own, as its type has to be the key's.
                let column = Column {
                    name: self.name("r"),
                    family: Family::Number,
                    ty: key_type(self.database),
                    not_null: false,
                    default: None,
                    comment: None,
                };
                let action = *self.dice.one_of(&[
                    "",
                    " ON DELETE CASCADE",
                    " ON DELETE SET NULL",
                    " ON UPDATE CASCADE",
                ]);
                let key = ForeignKey {
                    name: self.name("fk"),
                    column: column.name.clone(),
                    table: other,
                    action,
                };
                table.columns.push(column);
                // InnoDB makes an index for a key without one: with one, nothing is made and left.
                let name = self.name("ix");
                let columns = vec![(key.column.clone(), false)];
                table.indexes.push(Index { name, columns, unique: false, predicate: None });
                table.keys.push(key);
            }
            _ => {
                let columns = self.columns_of(table);
                let descending = self.database != "mariadb" || self.dice.chance(50);
                let columns =
                    columns.into_iter().map(|it| (it, descending && self.dice.chance(30)));
                let columns: Vec<_> = columns.collect();
                let predicate = (self.database != "mariadb" && self.dice.chance(25))
                    .then(|| format!("{} IS NOT NULL", quote(self.database, &columns[0].0)));
                let unique = self.dice.chance(25);
                table.indexes.push(Index { name: self.name("ix"), columns, unique, predicate });
            }
        }
    }

    /// Returns one or two columns that are in no foreign key.
    fn columns_of(&mut self, table: &Table) -> Vec<String> {
        let free: Vec<_> = table.columns.iter().filter(|it| !is_key(table, &it.name)).collect();
        let first = self.dice.one_of(&free).name.clone();
        let second = self.dice.one_of(&free).name.clone();
        if first == second { vec![first] } else { vec![first, second] }
    }

    /// Changes something of the schema.
    fn edit(&mut self, schema: &mut Vec<Table>) {
        let kind = self.dice.between(0, 13);
        if kind == 0 || schema.is_empty() {
            let table = self.table(schema);
            return schema.push(table);
        }
        let place = self.dice.between(0, schema.len() - 1);
        if kind == 1 {
            return drop_table(schema, place);
        }
        let others: Vec<_> = schema.iter().take(place).cloned().collect();
        let table = &mut schema[place];
        match kind {
            2..=4 => self.add_part(table, &others),
            5 | 6 => {
                let column = self.column();
                let at = self.dice.between(0, table.columns.len());
                table.columns.insert(at, column);
            }
            7 => self.drop_column(table),
            8 => self.drop_part(table),
            9 => table.comment = self.comment(),
            _ => self.change_column(table),
        }
    }

    fn drop_column(&mut self, table: &mut Table) {
        let place = self.dice.between(0, table.columns.len() - 1);
        let name = table.columns[place].name.clone();
        let others = table.columns.iter().filter(|it| !is_key(table, &it.name) && it.name != name);
        if others.count() == 0 {
            return;
        }
        table.columns.remove(place);
        table.uniques.retain(|(_, columns)| !columns.contains(&name));
        table.checks.retain(|(_, column, _)| *column != name);
        table.keys.retain(|key| key.column != name);
        table.indexes.retain(|index| index.columns.iter().all(|(column, _)| *column != name));
    }

    fn drop_part(&mut self, table: &mut Table) {
        match self.dice.between(0, 3) {
            0 => drop(table.uniques.pop()),
            1 => drop(table.checks.pop()),
            2 => drop(table.keys.pop()),
            _ => {
                let index = table.indexes.last().map(|it| it.columns[0].0.clone());
                if index.is_some_and(|column| !is_key(table, &column)) {
                    table.indexes.pop();
                }
            }
        }
    }

    fn change_column(&mut self, table: &mut Table) {
        let place = self.dice.between(0, table.columns.len() - 1);
        if is_key(table, &table.columns[place].name) {
            return;
        }
        let column = &mut table.columns[place];
        match self.dice.between(0, 3) {
            0 => column.ty = *self.dice.one_of::<&str>(column.family.types(self.database)),
            1 => column.not_null = !column.not_null,
            2 => column.default = self.default(column.family),
            _ => column.comment = self.comment(),
        }
    }
}

fn is_key(table: &Table, column: &str) -> bool {
    table.keys.iter().any(|key| key.column == column)
}

/// Drops a table, and the keys that refer to it.
fn drop_table(schema: &mut Vec<Table>, place: usize) {
    let gone = schema.remove(place).name;
    for table in schema {
        table.keys.retain(|key| key.table != gone);
    }
}

fn key_type(database: &str) -> &'static str {
    if database == "mariadb" { "int" } else { "integer" }
}

fn quote(database: &str, name: &str) -> String {
    if database == "mariadb" { format!("`{name}`") } else { format!("\"{name}\"") }
}

/// Returns the SQL that makes a schema.
fn sql(database: &str, schema: &[Table]) -> String {
    let mut sql = "SELECT 1;\n".to_owned();
    for table in schema {
        write_table(database, table, &mut sql);
    }
    sql
}

fn write_table(database: &str, table: &Table, sql: &mut String) {
    let q = |name: &str| quote(database, name);
    let name = q(&table.name);
    let mut parts = vec![match database {
        "postgresql" => "id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY".to_owned(),
        "mariadb" => "id int NOT NULL AUTO_INCREMENT PRIMARY KEY".to_owned(),
        _ => "id INTEGER PRIMARY KEY".to_owned(),
    }];
    parts.extend(table.columns.iter().map(|column| column_text(database, column)));
    for (name, columns) in &table.uniques {
        let columns: Vec<_> = columns.iter().map(|it| q(it)).collect();
        let kind = if database == "mariadb" { "UNIQUE KEY" } else { "UNIQUE" };
        parts.push(match database {
            "mariadb" => format!("{kind} {} ({})", q(name), columns.join(", ")),
            _ => format!("CONSTRAINT {} {kind} ({})", q(name), columns.join(", ")),
        });
    }
    for (name, column, limit) in &table.checks {
        parts.push(format!("CONSTRAINT {} CHECK ({} < {limit})", q(name), q(column)));
    }
    for key in &table.keys {
        let (column, other) = (q(&key.column), q(&key.table));
        let (name, action) = (q(&key.name), key.action);
        if database == "mariadb" {
            let index = table.indexes.iter().find(|it| it.columns[0].0 == key.column);
            parts.extend(index.map(|it| format!("KEY {} ({column})", q(&it.name))));
        }
        parts.push(format!(
            "CONSTRAINT {name} FOREIGN KEY ({column}) REFERENCES {other} (id){action}"
        ));
    }
    let comment = table.comment.as_deref();
    let tail = comment.filter(|_| database == "mariadb").map(|it| format!(" COMMENT = '{it}'"));
    let tail = tail.unwrap_or_default();
    writeln!(sql, "CREATE TABLE {name} (\n    {}\n){tail};", parts.join(",\n    ")).unwrap();
    for index in &table.indexes {
        if database == "mariadb" && is_key(table, &index.columns[0].0) {
            continue;
        }
        let columns = index.columns.iter();
        let columns = columns.map(|(name, desc)| q(name) + if *desc { " DESC" } else { "" });
        let columns = columns.collect::<Vec<_>>().join(", ");
        let unique = if index.unique { "UNIQUE " } else { "" };
        let predicate = index.predicate.as_ref().map(|it| format!(" WHERE {it}"));
        let predicate = predicate.unwrap_or_default();
        writeln!(sql, "CREATE {unique}INDEX {} ON {name} ({columns}){predicate};", q(&index.name))
            .unwrap();
    }
    if database == "postgresql" {
        let remarks =
            table.columns.iter().filter_map(|it| Some((q(&it.name), it.comment.as_ref()?)));
        for (column, text) in remarks {
            writeln!(sql, "COMMENT ON COLUMN {name}.{column} IS '{text}';").unwrap();
        }
        if let Some(text) = comment {
            writeln!(sql, "COMMENT ON TABLE {name} IS '{text}';").unwrap();
        }
    }
}

fn column_text(database: &str, column: &Column) -> String {
    let mut text = format!("{} {}", quote(database, &column.name), column.ty);
    if column.not_null {
        text.push_str(" NOT NULL");
    }
    if let Some(default) = &column.default {
        write!(text, " DEFAULT {default}").unwrap();
    }
    if let Some(comment) = column.comment.as_ref().filter(|_| database == "mariadb") {
        write!(text, " COMMENT '{comment}'").unwrap();
    }
    text
}
