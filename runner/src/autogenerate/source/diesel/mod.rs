//! Diesel's `schema.rs`, from its source.
//!
//! `table!` says columns, their types, whether they take NULL, and the primary key; `joinable!` says foreign keys of one column
//! to a primary key. What they cannot say is not compared: [`completed`] takes it from the database.

mod completed;
mod grammar;
mod sql_types;
mod types;
mod unsaid;

use std::collections::BTreeMap;
use std::path::Path;

use migration_api::abi::Arena;
use migration_api::schema::{
    Column, Constraint, ConstraintKind, ForeignKey, ReferentialAction, Table, TableName,
};
use syn::spanned::Spanned;

pub use self::completed::completed;
use self::grammar::{JoinableMacro, TableMacro};
use self::sql_types::SqlTypes;
pub use self::unsaid::unsaid;
use super::DieselError;

/// What a `schema.rs` says.
#[derive(Debug, Clone, PartialEq)]
pub struct DieselSchema<'a> {
    /// Its tables, in the order of the file.
    pub tables: Vec<Table<'a>>,
    /// Whether it says foreign keys: whether there is any `joinable!`.
    pub says_foreign_keys: bool,
}

/// What stands in a file, unread.
#[derive(Default)]
struct Macros {
    tables: Vec<syn::Macro>,
    joinable: Vec<syn::Macro>,
    sql_types: SqlTypes,
}

/// Reads the tables of a `schema.rs` for a database of this name.
pub fn tables<'a>(
    text: &str,
    path: &Path,
    dialect: &str,
    arena: &'a Arena,
) -> Result<DieselSchema<'a>, DieselError> {
    let file = syn::parse_file(text).map_err(|error| syntax_error(path, None, &error))?;
    let mut macros = Macros::default();
    macros.gather(&file.items);
    let parsed: Vec<TableMacro> = macros
        .tables
        .iter()
        .map(|it| {
            it.parse_body().map_err(|error| syntax_error(path, grammar::table_of(it), &error))
        })
        .collect::<Result<_, _>>()?;
    check_names(&parsed, path)?;
    let joinable: Vec<JoinableMacro> = macros
        .joinable
        .iter()
        .map(|it| it.parse_body().map_err(|error| syntax_error(path, None, &error)))
        .collect::<Result<_, _>>()?;
    let keys = foreign_keys(&parsed, &joinable, path, arena)?;
    let reader = Reader { path, dialect, sql_types: &macros.sql_types, arena };
    let tables = parsed
        .iter()
        .map(|table| reader.table(table, keys.get(&table.rust_name).map_or(&[], Vec::as_slice)))
        .collect::<Result<_, _>>()?;
    Ok(DieselSchema { tables, says_foreign_keys: !joinable.is_empty() })
}

impl Macros {
    /// Gathers the macros of a module and of those within it.
    fn gather(&mut self, items: &[syn::Item]) {
        for item in items {
            match item {
                syn::Item::Macro(item) => self.add(&item.mac),
                syn::Item::Struct(item) => self.sql_types.add(item),
                syn::Item::Mod(module) => {
                    if let Some((_, items)) = &module.content {
                        self.gather(items);
                    }
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, found: &syn::Macro) {
        let Some(name) = found.path.segments.last() else { return };
        if name.ident == "table" {
            self.tables.push(found.clone());
        } else if name.ident == "joinable" {
            self.joinable.push(found.clone());
        }
    }
}

fn syntax_error(path: &Path, table: Option<String>, error: &syn::Error) -> DieselError {
    let line = error.span().start().line;
    DieselError::Syntax { path: path.to_owned(), line, table, message: error.to_string() }
}

fn table_error(path: &Path, line: usize, table: &str, what: &str) -> DieselError {
    let (path, table, what) = (path.to_owned(), table.to_owned(), what.to_owned());
    DieselError::Table { path, line, table, what }
}

fn check_names(tables: &[TableMacro], path: &Path) -> Result<(), DieselError> {
    for (i, table) in tables.iter().enumerate() {
        if tables[..i]
            .iter()
            .any(|other| (&other.schema, &other.name) == (&table.schema, &table.name))
        {
            return Err(table_error(path, table.place, &table.name, "stands twice"));
        }
    }
    Ok(())
}

/// Returns the foreign keys that `joinable!` says, by the Rust name of the table that refers.
fn foreign_keys<'a>(
    tables: &[TableMacro],
    joinable: &[JoinableMacro],
    path: &Path,
    arena: &'a Arena,
) -> Result<BTreeMap<String, Vec<Constraint<'a>>>, DieselError> {
    let mut keys: BTreeMap<String, Vec<Constraint<'a>>> = BTreeMap::new();
    let find = |name: &syn::Ident| {
        tables.iter().find(|table| *name == table.rust_name).ok_or_else(|| {
            let place = name.span().start().line;
            table_error(
                path,
                place,
                &name.to_string(),
                "is named by `joinable!`, but no `table!` has it",
            )
        })
    };
    for joinable in joinable {
        let (child, parent) = (find(&joinable.child)?, find(&joinable.parent)?);
        let column = child.columns.iter().find(|column| joinable.column == column.rust_name);
        let Some(column) = column else {
            let what = format!("has no column `{}`, which `joinable!` names", joinable.column);
            return Err(table_error(path, joinable.column.span().start().line, &child.name, &what));
        };
        let [key] = parent.primary_key.as_slice() else {
            let what = "has a primary key of several columns, which no `joinable!` can name";
            return Err(table_error(path, joinable.parent.span().start().line, &parent.name, what));
        };
        let key = parent.column_name(key).unwrap_or(key);
        let foreign_key = ForeignKey {
            columns: one(arena, &column.name),
            referred_table: table_name(parent, arena),
            referred_columns: one(arena, key),
            on_delete: None::<ReferentialAction>,
            on_update: None,
            match_kind: None,
            on_delete_columns: &[],
        };
        let key = Constraint::new("", ConstraintKind::ForeignKey(foreign_key)).unnamed();
        keys.entry(child.rust_name.clone()).or_default().push(key);
    }
    Ok(keys)
}

fn one<'a>(arena: &'a Arena, name: &str) -> &'a [&'a str] {
    arena.keep(vec![arena.keep_text(name.to_owned())])
}

fn table_name<'a>(table: &TableMacro, arena: &'a Arena) -> TableName<'a> {
    TableName {
        schema: table.schema.as_ref().map(|schema| arena.keep_text(schema.clone())),
        name: arena.keep_text(table.name.clone()),
    }
}

/// What is needed to read a table.
struct Reader<'r, 'a> {
    path: &'r Path,
    dialect: &'r str,
    sql_types: &'r SqlTypes,
    arena: &'a Arena,
}

impl<'a> Reader<'_, 'a> {
    fn table(&self, table: &TableMacro, keys: &[Constraint<'a>]) -> Result<Table<'a>, DieselError> {
        let mut columns = Vec::new();
        for column in &table.columns {
            let (ty, nullable) = types::read(column, self.dialect, self.sql_types, self.arena)
                .map_err(|what| {
                    let what = format!("has a column `{}` {what}", column.name);
                    table_error(self.path, column.ty.span().start().line, &table.name, &what)
                })?;
            let in_key = table.primary_key.contains(&column.rust_name);
            let name = self.arena.keep_text(column.name.clone());
            columns.push(Column { nullable: nullable && !in_key, ..Column::new(name, ty) });
        }
        let mut constraints = vec![self.primary_key(table)?];
        constraints.extend(keys);
        let arena = self.arena;
        Ok(Table {
            name: table_name(table, arena),
            columns: arena.keep(columns),
            constraints: arena.keep(constraints),
            indexes: &[],
            options: &[],
            comment: None,
            renamed_from: None,
        })
    }

    fn primary_key(&self, table: &TableMacro) -> Result<Constraint<'a>, DieselError> {
        let mut columns = Vec::new();
        for key in &table.primary_key {
            let Some(name) = table.column_name(key) else {
                let what = format!("has no column `{key}`, which is to be its primary key");
                return Err(table_error(self.path, table.place, &table.name, &what));
            };
            columns.push(self.arena.keep_text(name.to_owned()));
        }
        Ok(Constraint::primary_key("", self.arena.keep(columns)).unnamed())
    }
}

#[cfg(test)]
mod tests;
