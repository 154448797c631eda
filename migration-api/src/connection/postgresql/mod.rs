//! What the drivers of PostgreSQL have in common: `binary` and `numeric` name no driver, and the others those of `postgres` and `tokio-postgres`
//! alike, which have one set of types.

pub(super) mod binary;
#[cfg(feature = "sqlx-postgres")]
pub(super) mod encode;
#[cfg(any(feature = "postgres", feature = "tokio-postgres"))]
mod error;
mod numeric;
#[cfg(any(feature = "postgres", feature = "tokio-postgres"))]
pub(super) mod parameters;
#[cfg(any(feature = "postgres", feature = "tokio-postgres"))]
pub(super) mod rows;
pub(super) mod text;
