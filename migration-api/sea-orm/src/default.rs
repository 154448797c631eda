//! Defaults of columns.

use migration_api::Value;
use migration_api::abi::Arena;
use migration_api::schema::DefaultValue;
use sea_orm::sea_query::{Expr, Keyword, PostgresQueryBuilder, Query, Value as SeaValue};

/// Returns a default, which is a plain value or an SQL expression.
pub(crate) fn read<'a>(expression: &Expr, arena: &'a Arena) -> DefaultValue<'a> {
    match expression {
        Expr::Value(value) => match plain(value, arena) {
            Some(value) => DefaultValue::Literal(value),
            None => DefaultValue::Expression(sql(expression, arena)),
        },
        Expr::Keyword(Keyword::CurrentTimestamp) => DefaultValue::Expression("CURRENT_TIMESTAMP"),
        Expr::Keyword(Keyword::CurrentDate) => DefaultValue::Expression("CURRENT_DATE"),
        Expr::Keyword(Keyword::CurrentTime) => DefaultValue::Expression("CURRENT_TIME"),
        Expr::Custom(text) => DefaultValue::Expression(arena.keep_text(text.to_string())),
        other => DefaultValue::Expression(sql(other, arena)),
    }
}

fn plain<'a>(value: &SeaValue, arena: &'a Arena) -> Option<Value<'a>> {
    Some(match value {
        SeaValue::Bool(Some(value)) => Value::Bool(*value),
        SeaValue::TinyInt(Some(value)) => Value::Int((*value).into()),
        SeaValue::SmallInt(Some(value)) => Value::Int((*value).into()),
        SeaValue::Int(Some(value)) => Value::Int((*value).into()),
        SeaValue::BigInt(Some(value)) => Value::Int(*value),
        SeaValue::TinyUnsigned(Some(value)) => Value::Int((*value).into()),
        SeaValue::SmallUnsigned(Some(value)) => Value::Int((*value).into()),
        SeaValue::Unsigned(Some(value)) => Value::Int((*value).into()),
        SeaValue::BigUnsigned(Some(value)) => Value::Int((*value).try_into().ok()?),
        SeaValue::Float(Some(value)) => Value::Float((*value).into()),
        SeaValue::Double(Some(value)) => Value::Float(*value),
        SeaValue::String(Some(value)) => Value::Text(arena.keep_text(value.clone())),
        SeaValue::Char(Some(value)) => Value::Text(arena.keep_text(value.to_string())),
        _ => return None,
    })
}

/// Returns what SeaQuery writes for an expression.
fn sql<'a>(expression: &Expr, arena: &'a Arena) -> &'a str {
    let query = Query::select().expr(expression.clone()).to_string(PostgresQueryBuilder);
    arena.keep_text(query.strip_prefix("SELECT ").unwrap_or(&query).to_owned())
}
