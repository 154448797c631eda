//! What a database holds as the SQL that makes it.

use std::collections::BTreeSet;

use migration_api::abi::Arena;
use migration_api::schema::{Column, ColumnType, Table, TableName};

use super::Schema;
use crate::autogenerate::create_all;
use crate::dialect::Dialect;
use crate::sql::{self, RenderError};

/// Returns the statements that make everything a schema holds, in an order that runs.
///
/// # Errors
/// When something of it has no SQL in this dialect.
pub fn script(dialect: &dyn Dialect, schema: &Schema<'_>) -> Result<String, RenderError> {
    let arena = Arena::default();
    let schema = with_made_enums(dialect, schema, &arena);
    let mut statements = Vec::new();
    for operation in create_all(dialect, &schema, &arena) {
        for statement in sql::render(dialect, &operation)? {
            statements.push(statement.to_script(dialect)? + "\n");
        }
    }
    Ok(statements.join("\n"))
}

/// Has columns name the enum types that are made before them, which otherwise each table would make if they were missing.
fn with_made_enums<'a>(dialect: &dyn Dialect, schema: &Schema<'a>, arena: &'a Arena) -> Schema<'a> {
    let mut schema = schema.clone();
    if !dialect.has_types() {
        return schema;
    }
    let made = schema.enums.iter().map(|it| it.name).collect();
    let column = |column: &Column<'a>| Column { ty: named(column.ty, &made, arena), ..*column };
    for table in &mut schema.tables {
        let columns = arena.keep(table.columns.iter().map(column).collect());
        *table = Table { columns, ..*table };
    }
    schema
}

fn named<'a>(
    ty: ColumnType<'a>,
    made: &BTreeSet<TableName<'a>>,
    arena: &'a Arena,
) -> ColumnType<'a> {
    match ty {
        ColumnType::Enum(name, _) if made.contains(&TableName::parse(name)) => {
            ColumnType::Named(name)
        }
        ColumnType::Array(of) => match arena.keep(vec![named(*of, made, arena)]) {
            [of] => ColumnType::Array(of),
            _ => ty,
        },
        _ => ty,
    }
}
