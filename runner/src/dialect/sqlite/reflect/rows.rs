//! Rows of the catalog to nouns.

use std::collections::{BTreeMap, BTreeSet};

use migration_api::Cell;
use migration_api::abi::Arena;
use migration_api::schema::{
    Autoincrement, Column, Computed, Constraint, ConstraintKind, ForeignKey, Index, Table,
    TableName, TableOption,
};

use super::super::rebuild::{
    ColumnDescription, ConstraintDescription, Demand, RebuildError, TableText, Unexpected,
    same_name,
};
use super::{statements, types, values};
use crate::schema::Schema;

/// An object of a database file, as `sqlite_schema` has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct CatalogRow<'r> {
    /// The database file.
    pub(super) schema: &'r str,
    /// `table`, `index`, `view` or `trigger`.
    pub(super) kind: &'r str,
    pub(super) name: &'r str,
    /// The table that it belongs to.
    pub(super) table: &'r str,
    pub(super) sql: &'r str,
}

/// Why a text of the catalog is not understood: what it is about, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unreadable(pub(super) String);

impl<'r> CatalogRow<'r> {
    /// Reads a row of [`objects`](super::catalog::objects).
    pub(super) fn read(row: &'r [Cell]) -> Option<Self> {
        let [schema, kind, name, table, sql] = row else { return None };
        let text = |cell: &'r Cell| match cell {
            Cell::Text(text) => Some(text.as_str()),
            _ => None,
        };
        Some(Self {
            schema: text(schema)?,
            kind: text(kind)?,
            name: text(name)?,
            table: text(table)?,
            sql: text(sql)?,
        })
    }

    fn key(&self, name: &str) -> Key {
        (self.schema.to_owned(), name.to_ascii_lowercase())
    }

    fn table_name<'a>(&self, name: &str, arena: &'a Arena) -> TableName<'a> {
        let schema = (self.schema != "main").then(|| arena.keep_text(self.schema.to_owned()));
        TableName { schema, name: arena.keep_text(name.to_owned()) }
    }

    fn unreadable(&self, Unexpected { at }: Unexpected) -> Unreadable {
        let near: String = self.sql.get(at..).unwrap_or_default().chars().take(20).collect();
        let (kind, name) = (self.kind, self.name);
        Unreadable(format!("the text of the {kind} `{name}` is not understood at `{near}`"))
    }
}

/// A database file, and a table's name in it in small letters.
type Key = (String, String);

/// Returns the objects that these rows tell of. Those of modules are given by database file and name, and are left out.
pub(super) fn schema<'a>(
    rows: &[CatalogRow<'_>],
    of_modules: &BTreeSet<(&str, &str)>,
    arena: &'a Arena,
) -> Result<Schema<'a>, Unreadable> {
    let is_of_module = |row: &CatalogRow<'_>| of_modules.contains(&(row.schema, row.table));
    let mut rows: Vec<_> = rows.iter().filter(|row| !is_of_module(row)).collect();
    rows.sort_by_key(|row| row.name);
    let mut schema = Schema::default();
    let mut tables = BTreeMap::new();
    for row in rows.iter().filter(|row| row.kind == "table") {
        let table = table(row, arena).map_err(|error| Unreadable(error.to_string()))?;
        tables.insert(row.key(row.name), table);
    }
    let mut indexes: BTreeMap<Key, Vec<Index<'a>>> = BTreeMap::new();
    for row in &rows {
        let key = row.key(row.table);
        let told = |error| row.unreadable(error);
        match (row.kind, tables.get(&key)) {
            ("index", Some(table)) => {
                let name = arena.keep_text(row.name.to_owned());
                let index = statements::index(row.sql, name, table, arena).map_err(told)?;
                indexes.entry(key).or_default().push(index);
            }
            ("view", _) => {
                let name = row.table_name(row.name, arena);
                schema.views.push(statements::view(row.sql, name, arena).map_err(told)?);
            }
            ("trigger", _) => {
                let name = arena.keep_text(row.name.to_owned());
                let table = row.table_name(row.table, arena);
                let trigger = statements::trigger(row.sql, name, table, arena).map_err(told)?;
                schema.triggers.push(trigger);
            }
            _ => {}
        }
    }
    let resolved: Vec<_> =
        tables.iter().map(|(key, it)| resolved(key, it, &tables, arena)).collect();
    for ((key, _), table) in tables.iter().zip(resolved) {
        let indexes = arena.keep(indexes.remove(key).unwrap_or_default());
        schema.tables.push(Table { indexes, ..table });
    }
    schema.sort();
    Ok(schema)
}

/// Returns a collation by the name that it is usually written by.
pub(super) fn collation_name(name: &str) -> &str {
    let known = ["BINARY", "NOCASE", "RTRIM"].into_iter().find(|known| same_name(known, name));
    known.unwrap_or(name)
}

fn table<'a>(row: &CatalogRow<'_>, arena: &'a Arena) -> Result<Table<'a>, RebuildError> {
    let text = TableText::parse(row.sql)?;
    let mut constraints: Vec<_> = text
        .describe_constraints()
        .iter()
        .map(|found| constraint(found, &text, row, arena))
        .collect();
    // It is written first wherever it was read.
    constraints.sort_by_key(|it| !matches!(it.kind, ConstraintKind::PrimaryKey(_)));
    let key = constraints.iter().find_map(|it| match it.kind {
        ConstraintKind::PrimaryKey(columns) => Some(columns),
        _ => None,
    });
    let row_id = text.rowid_column();
    let numbering = |name: &str| match row_id {
        Some(row_id) if same_name(row_id, name) && text.is_autoincrement() => Autoincrement::Always,
        Some(row_id) if same_name(row_id, name) => Autoincrement::Auto,
        _ => Autoincrement::Never,
    };
    let columns = text.describe_columns().map(|found| {
        let column = column(&found, arena);
        let in_key = key.is_some_and(|key| key.contains(&column.name));
        let is_numbered = in_key && key.is_some_and(|key| key.len() == 1) && column.ty.is_integer();
        let autoincrement = if is_numbered { numbering(column.name) } else { Autoincrement::Auto };
        Column { autoincrement, nullable: column.nullable && !in_key, ..column }
    });
    let columns = arena.keep(columns.collect());
    let options = [
        text.is_without_rowid().then_some(TableOption::WithoutRowid),
        text.is_strict().then_some(TableOption::Strict),
    ];
    Ok(Table {
        name: row.table_name(row.name, arena),
        options: arena.keep(options.into_iter().flatten().collect()),
        ..Table::new("", columns, arena.keep(constraints))
    })
}

fn column<'a>(found: &ColumnDescription<'_>, arena: &'a Arena) -> Column<'a> {
    let keep = |text: &str| arena.keep_text(text.to_owned());
    let ty = types::column_type(keep(found.ty));
    let collation = found.collation.map(|text| {
        let name = super::super::rebuild::Reader::new(text).name().unwrap_or_default();
        collation_name(&name).to_owned()
    });
    Column {
        nullable: !found.not_null,
        default: found.default.and_then(|text| values::default(text, ty, arena)),
        collation: collation.filter(|name| name != "BINARY").map(|name| arena.keep_text(name)),
        computed: found.generated.map(|(expression, stored)| Computed {
            expression: keep(expression),
            stored: Some(stored),
        }),
        ..Column::new(keep(found.name), ty)
    }
}

fn constraint<'a>(
    found: &ConstraintDescription<'_>,
    text: &TableText,
    row: &CatalogRow<'_>,
    arena: &'a Arena,
) -> Constraint<'a> {
    let keep = |text: &str| arena.keep_text(text.to_owned());
    // By the column's own letters.
    let own = |name: &&str| {
        let column = text.describe_columns().find(|column| same_name(column.name, name));
        keep(column.map_or(*name, |column| column.name))
    };
    let names =
        |columns: &[&str]| -> &'a [&'a str] { arena.keep(columns.iter().map(own).collect()) };
    let (kind, timing) = match &found.demand {
        Demand::PrimaryKey(columns) => (ConstraintKind::PrimaryKey(names(columns)), None),
        Demand::Unique(columns) => (ConstraintKind::Unique(names(columns)), None),
        Demand::Check(condition) => (ConstraintKind::Check(keep(condition)), None),
        Demand::ForeignKey { columns, to, timing } => {
            let key = ForeignKey {
                columns: names(columns),
                referred_table: row.table_name(&to.table, arena),
                referred_columns: arena.keep(to.columns.iter().map(|it| keep(it)).collect()),
                on_delete: to.on_delete,
                on_update: to.on_update,
                match_kind: None,
                on_delete_columns: &[],
            };
            (ConstraintKind::ForeignKey(key), Some(*timing))
        }
    };
    let constraint = Constraint { timing: timing.unwrap_or_default(), ..Constraint::new("", kind) };
    Constraint { name: found.name.map(keep), ..constraint }
}

/// Returns a table whose foreign keys name what they refer to by its own letters, and all of its columns.
fn resolved<'a>(
    key: &Key,
    table: &Table<'a>,
    tables: &BTreeMap<Key, Table<'a>>,
    arena: &'a Arena,
) -> Table<'a> {
    let constraints = table.constraints.iter().map(|constraint| match constraint.kind {
        ConstraintKind::ForeignKey(reference) => {
            let name = reference.referred_table.name.to_ascii_lowercase();
            let to = tables.get(&(key.0.clone(), name));
            let kind = to.map_or(reference, |to| referring_to(&reference, to, arena));
            Constraint { kind: ConstraintKind::ForeignKey(kind), ..*constraint }
        }
        _ => *constraint,
    });
    Table { constraints: arena.keep(constraints.collect()), ..*table }
}

fn referring_to<'a>(key: &ForeignKey<'a>, to: &Table<'a>, arena: &'a Arena) -> ForeignKey<'a> {
    let primary_key = to.constraints.iter().find_map(|constraint| match constraint.kind {
        ConstraintKind::PrimaryKey(columns) => Some(columns),
        _ => None,
    });
    let own = |name: &&'a str| {
        let column = to.columns.iter().find(|column| same_name(column.name, name));
        column.map_or(*name, |column| column.name)
    };
    let referred_columns = match (key.referred_columns, primary_key) {
        ([], Some(columns)) => columns,
        (columns, _) => arena.keep(columns.iter().map(own).collect()),
    };
    ForeignKey { referred_table: to.name, referred_columns, ..*key }
}
