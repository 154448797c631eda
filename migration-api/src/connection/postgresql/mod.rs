//! What the drivers of PostgreSQL have in common: `binary` and `numeric` name no driver, and the others those of `postgres` and `tokio-postgres`
//! alike, which have one set of types.

mod binary;
mod error;
mod numeric;
pub(super) mod parameters;
pub(super) mod rows;
