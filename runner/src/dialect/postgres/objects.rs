//! PostgreSQL's types of the user's own, and its extensions.

use migration_api::Value;
use migration_api::ops::{
    AddEnumValue, CreateDomain, CreateEnum, CreateExtension, DropTable, RenameEnumValue,
    ValuePosition,
};
use migration_api::schema::{Column, ColumnType, TableName};

use crate::dialect::{DatabaseError, Dialect, Session};
use crate::sql::{RenderError, Statement, default};

/// Returns what creates the enum types of these columns, where they are not there yet.
pub(super) fn enums_of_columns(
    dialect: &dyn Dialect,
    columns: &[Column<'_>],
) -> Result<Vec<Statement<'static>>, RenderError> {
    let types: Vec<_> = columns.iter().map(|column| column.ty).collect();
    enums_of(dialect, &types)
}

/// Returns what creates the enum types among these, where they are not there yet.
pub(super) fn enums_of(
    dialect: &dyn Dialect,
    types: &[ColumnType<'_>],
) -> Result<Vec<Statement<'static>>, RenderError> {
    let mut enums: Vec<(TableName<'_>, &[&str])> = Vec::new();
    for ty in types {
        if let Some(found) = enum_in(dialect, *ty)
            && !enums.contains(&found)
        {
            enums.push(found);
        }
    }
    enums.into_iter().map(|(name, values)| unless_there(dialect, name, values)).collect()
}

fn enum_in<'a>(
    dialect: &dyn Dialect,
    ty: ColumnType<'a>,
) -> Option<(TableName<'a>, &'a [&'a str])> {
    match ty.on(dialect.name()) {
        ColumnType::Enum(name, values) => Some((TableName::parse(name), values)),
        ColumnType::Array(of) => enum_in(dialect, *of),
        _ => None,
    }
}

/// Creates a type unless it is there: PostgreSQL has no `IF NOT EXISTS` for it.
fn unless_there(
    dialect: &dyn Dialect,
    name: TableName<'_>,
    values: &[&str],
) -> Result<Statement<'static>, RenderError> {
    let create = create_type(dialect, name, values)?;
    let body =
        format!("BEGIN\n    {create};\nEXCEPTION\n    WHEN duplicate_object THEN NULL;\nEND");
    let quote = dollar_quote(&body);
    Ok(Statement::routine(format!("DO {quote}\n{body}\n{quote}")))
}

/// The enum types that columns of the table `$1` have, and those of no other table.
const ENUMS_OF: &str = "SELECT DISTINCT t.oid::regtype::text FROM pg_attribute a \
    JOIN pg_type c ON c.oid = a.atttypid JOIN pg_type t ON t.oid = coalesce(nullif(c.typelem, 0), c.oid) \
    WHERE a.attrelid = to_regclass($1::text) AND NOT a.attisdropped AND t.typtype = 'e' AND NOT EXISTS (\
    SELECT FROM pg_attribute o JOIN pg_class r ON r.oid = o.attrelid \
    WHERE r.relkind IN ('r', 'p') AND o.atttypid IN (t.oid, t.typarray) AND o.attrelid <> a.attrelid)";

/// Returns what the drop of a table leaves that nothing else uses: its enum types, each with the way to be rid of it.
pub(super) fn left_by(
    dialect: &dyn Dialect,
    op: &DropTable<'_>,
    connection: &mut dyn Session,
) -> Result<Vec<(String, String)>, DatabaseError> {
    let table = dialect.table(op.table);
    let rows = connection.query(ENUMS_OF, &[Value::Text(&table)])?.rows;
    let note = |ty: String| {
        let message =
            format!("drop_table `{}` leaves the type `{ty}`, which no table uses now", op.table);
        (message, format!("drop it with `ctx.drop_enum({ty:?})` unless something else needs it"))
    };
    Ok(rows.iter().filter_map(|row| row.first()).map(ToString::to_string).map(note).collect())
}

/// Returns a dollar quote that does not stand in `text`.
fn dollar_quote(text: &str) -> String {
    let mut tag = String::new();
    while text.contains(&format!("${tag}$")) {
        tag.push('q');
    }
    format!("${tag}$")
}

fn create_type(
    dialect: &dyn Dialect,
    name: TableName<'_>,
    values: &[&str],
) -> Result<String, RenderError> {
    let values: Result<Vec<_>, _> =
        values.iter().map(|value| dialect.literal((*value).into())).collect();
    Ok(format!("CREATE TYPE {} AS ENUM ({})", dialect.table(name), values?.join(", ")))
}

/// Renders `CREATE TYPE … AS ENUM`.
pub(super) fn create_enum(
    dialect: &dyn Dialect,
    op: &CreateEnum<'_>,
) -> Result<Vec<Statement<'static>>, RenderError> {
    Ok(vec![match op.if_not_exists {
        true => unless_there(dialect, op.name, op.values)?,
        false => Statement::new(create_type(dialect, op.name, op.values)?),
    }])
}

/// Renders `ALTER TYPE … ADD VALUE`.
pub(super) fn add_enum_value(
    dialect: &dyn Dialect,
    op: &AddEnumValue<'_>,
) -> Result<Vec<Statement<'static>>, RenderError> {
    let name = dialect.table(op.name);
    let if_not_exists = if op.if_not_exists { "IF NOT EXISTS " } else { "" };
    let value = dialect.literal(op.value.into())?;
    let position = match op.position {
        ValuePosition::Last => String::new(),
        ValuePosition::Before(other) => format!(" BEFORE {}", dialect.literal(other.into())?),
        ValuePosition::After(other) => format!(" AFTER {}", dialect.literal(other.into())?),
    };
    let sql = format!("ALTER TYPE {name} ADD VALUE {if_not_exists}{value}{position}");
    Ok(vec![Statement::new(sql)])
}

/// Renders `ALTER TYPE … RENAME VALUE`.
pub(super) fn rename_enum_value(
    dialect: &dyn Dialect,
    op: &RenameEnumValue<'_>,
) -> Result<Vec<Statement<'static>>, RenderError> {
    let name = dialect.table(op.name);
    let (value, new) = (dialect.literal(op.value.into())?, dialect.literal(op.new_value.into())?);
    Ok(vec![Statement::new(format!("ALTER TYPE {name} RENAME VALUE {value} TO {new}"))])
}

/// Renders `CREATE DOMAIN`.
pub(super) fn create_domain(
    dialect: &dyn Dialect,
    op: &CreateDomain<'_>,
) -> Result<Vec<Statement<'static>>, RenderError> {
    let mut statements = enums_of(dialect, &[op.ty])?;
    let mut sql =
        format!("CREATE DOMAIN {} AS {}", dialect.table(op.name), dialect.column_type(op.ty)?);
    if let Some(collation) = op.collation {
        sql.extend([format!(" COLLATE {}", dialect.quote(collation))]);
    }
    if let Some(value) = op.default {
        sql.extend([format!(" DEFAULT {}", default(dialect, value)?)]);
    }
    if op.not_null {
        sql.push_str(" NOT NULL");
    }
    if let Some(condition) = op.check {
        sql.extend([format!(" CHECK ({condition})")]);
    }
    for (name, condition) in op.checks {
        sql.extend([format!(" CONSTRAINT {} CHECK ({condition})", dialect.quote(name))]);
    }
    statements.push(Statement::new(sql));
    Ok(statements)
}

/// Renders `CREATE EXTENSION`.
pub(super) fn create_extension(
    dialect: &dyn Dialect,
    op: &CreateExtension<'_>,
) -> Result<Vec<Statement<'static>>, RenderError> {
    let if_not_exists = if op.if_not_exists { "IF NOT EXISTS " } else { "" };
    let mut sql = format!("CREATE EXTENSION {if_not_exists}{}", dialect.quote(op.name));
    if let Some(schema) = op.schema {
        sql.extend([format!(" SCHEMA {}", dialect.quote(schema))]);
    }
    if let Some(version) = op.version {
        sql.extend([format!(" VERSION {}", dialect.literal(version.into())?)]);
    }
    Ok(vec![Statement::new(sql)])
}
