//! PostgreSQL by sqlx.

use std::borrow::Cow;

use futures_util::StreamExt;
use sqlx_core::Either;
use sqlx_core::arguments::Arguments;
use sqlx_core::column::Column;
use sqlx_core::connection::Connection as _;
use sqlx_core::encode::{Encode, IsNull};
use sqlx_core::error::{BoxDynError, DatabaseError, Error};
use sqlx_core::executor::Executor;
use sqlx_core::query::query_with;
use sqlx_core::raw_sql::raw_sql;
use sqlx_core::row::Row;
use sqlx_core::sql_str::{AssertSqlSafe, SqlSafeStr};
use sqlx_core::statement::Statement;
use sqlx_core::type_info::TypeInfo;
use sqlx_core::types::Type;
use sqlx_core::value::ValueRef;
use sqlx_postgres::{
    PgArgumentBuffer, PgArguments, PgConnection, PgDatabaseError, PgErrorPosition,
    PgRow as DriverRow, PgTypeInfo, PgTypeKind, PgValueRef, Postgres,
};

use super::{async_connection, refused};
use crate::connection::postgresql::binary::{self, ValueType};
use crate::connection::postgresql::encode::{Unencoded, encode, encode_array};
use crate::connection::postgresql::text::text;
use crate::connection::{AsyncConnection, ConnectionError};
use crate::row::{Cell, Rows};
use crate::value::Value;

async_connection!(PgConnection, "postgresql");

/// The server counts each statement for itself.
async fn total_changes(_: &mut PgConnection) -> Result<Option<u64>, ConnectionError> {
    Ok(None)
}

fn refusal(error: &(dyn DatabaseError + 'static)) -> ConnectionError {
    let Some(failure) = error.try_downcast_ref::<PgDatabaseError>() else {
        return refused(error, None);
    };
    let position = match failure.position() {
        Some(PgErrorPosition::Original(at)) => u64::try_from(at.saturating_sub(1)).ok(),
        Some(PgErrorPosition::Internal { .. }) | None => None,
    };
    ConnectionError {
        detail: failure.detail().map(str::to_owned),
        hint: failure.hint().map(str::to_owned),
        position,
        ..refused(error, Some(failure.code().to_owned()))
    }
}

/// Binds the values as the types that the server infers for them: the driver sends them in the binary form only.
async fn arguments(
    connection: &mut PgConnection,
    sql: &str,
    parameters: &[Value<'_>],
) -> Result<PgArguments, ConnectionError> {
    let mut arguments = PgArguments::default();
    if parameters.is_empty() {
        return Ok(arguments);
    }
    let statement = connection.prepare(AssertSqlSafe(sql).into_sql_str()).await.map_err(failure)?;
    let types = match statement.parameters() {
        Some(Either::Left(types)) => types,
        Some(Either::Right(_)) | None => &[],
    };
    for (at, parameter) in parameters.iter().enumerate() {
        let ty = types.get(at).cloned().unwrap_or_else(<str as Type<Postgres>>::type_info);
        let sent = base(&ty);
        let encoded = |text: &str| match sent.kind() {
            PgTypeKind::Array(element) => {
                let element = base(element);
                encode_array(value_type(element, &name(element)), text)
            }
            _ => encode(value_type(sent, &name(sent)), text),
        };
        let bytes = text(*parameter).map(|text| encoded(&text)).transpose();
        let bytes = bytes.map_err(|reason| unencoded(at, reason))?;
        let added = arguments.add(Encoded { ty, bytes });
        added.map_err(|error| ConnectionError::statement(error.to_string()))?;
    }
    Ok(arguments)
}

fn unencoded(at: usize, reason: Unencoded) -> ConnectionError {
    let number = at + 1;
    let (message, ty) = match reason {
        Unencoded::Type(ty) => {
            (format!("sqlx's driver cannot send parameter {number} as `{ty}`"), ty)
        }
        Unencoded::Value { ty, text } => {
            (format!("parameter {number} is to be `{ty}`, and `{text}` cannot be sent as that"), ty)
        }
    };
    let hint = format!("have the server read it: `:name::text::{ty}`");
    ConnectionError { hint: Some(hint), ..ConnectionError::statement(message) }
}

/// A value in the binary form of its type.
struct Encoded {
    ty: PgTypeInfo,
    bytes: Option<Vec<u8>>,
}

impl Type<Postgres> for Encoded {
    /// Every value says its own type besides.
    fn type_info() -> PgTypeInfo {
        <str as Type<Postgres>>::type_info()
    }
}

impl Encode<'_, Postgres> for Encoded {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        match &self.bytes {
            Some(bytes) => {
                buffer.extend_from_slice(bytes);
                Ok(IsNull::No)
            }
            None => Ok(IsNull::Yes),
        }
    }

    fn produces(&self) -> Option<PgTypeInfo> {
        Some(self.ty.clone())
    }
}

/// Returns the value, or why it cannot be read.
fn cell(value: PgValueRef<'_>) -> Result<Cell, String> {
    if value.is_null() {
        return Ok(Cell::Null);
    }
    let ty: Cow<'_, PgTypeInfo> = value.type_info();
    let ty = ty.into_owned();
    let bytes = value.as_bytes().map_err(|error| error.to_string())?;
    let ty = base(&ty);
    binary::cell(value_type(ty, &name(ty)), bytes)
}

/// Returns the type whose binary form a domain has.
fn base(ty: &PgTypeInfo) -> &PgTypeInfo {
    match ty.kind() {
        PgTypeKind::Domain(inner) => base(inner),
        _ => ty,
    }
}

/// Returns what is known of a type, whose name the driver writes in capitals.
fn value_type<'a>(ty: &PgTypeInfo, name: &'a String) -> ValueType<'a> {
    let is_text = matches!(ty.kind(), PgTypeKind::Enum(_)) || name == "citext";
    ValueType { oid: ty.oid().map_or(0, |oid| oid.0), name, is_text }
}

fn name(ty: &PgTypeInfo) -> String {
    match ty.kind() {
        PgTypeKind::Simple | PgTypeKind::Array(_) => ty.name().to_lowercase(),
        _ => ty.name().to_owned(),
    }
}
