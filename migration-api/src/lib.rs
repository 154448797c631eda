//! What a migration is written against.
//!
//! A revision file uses [`MigrationContext`] and the schema types through [`prelude`]; an `env.rs`
//! uses [`EnvironmentContext`]. [`schema::Metadata`] gathers what the application wants, for `revision --autogenerate` and `check`;
//! [`autogenerate`] has what the hooks of an environment are handed, and what they give back.
//!
//! Everything an author hands over is plain borrowed data, so that revision files compile quickly. [`abi`] carries it across the C
//! boundary to the runner.
//!
//! Features, none of them on by itself:
//!
//! - `derive`: `#[derive(Table)]` and `#[derive(EnumType)]`, for the application's own crate.
//! - `rewriter`: `Configuration::process_revision_directives` and `autogenerate::Rewriter`, for an `env.rs` that changes revisions
//!   before they are written.
//! - `postgres`, `rusqlite`, `mysql`: [`Connection`] for the connections of these drivers.
//! - `host`: the receiving side of all this; for the runner.

pub mod abi;
pub mod autogenerate;
mod batch;
mod block_on;
pub mod connection;
mod context;
mod environment;
mod error;
pub mod ops;
pub mod prelude;
mod row;
pub mod schema;
mod value;

pub use batch::BatchAlterTable;
pub use block_on::block_on;
pub use connection::{AsyncConnection, Connection, ConnectionError};
pub use context::{AsyncMigrationContext, Done, MigrationContext};
pub use environment::{
    ComparisonOptions, Configuration, ConnectionId, EnvironmentContext, StepInfo, percent_encode,
};
pub use error::{MigrationError, MigrationResult, Place};
#[cfg(feature = "derive")]
pub use migration_api_derive::{EnumType, Table};
pub use ops::Operation;
pub use row::{Cell, FromCell, Row, Rows};
pub use value::{Date, Decimal, Json, ParseValueError, Time, Timestamp, TimestampTz, Uuid, Value};

/// Includes every revision of the package as a public module, from the list that the package's
/// build script writes, and gathers all in `MIGRATIONS`, for the application that runs them itself.
///
/// Stands once in `env.rs`. It expands to nothing when the `revisions` feature is off, as it is
/// for the compiled units, which take the revision files one by one.
#[macro_export]
macro_rules! revisions {
    () => {
        #[cfg(feature = "revisions")]
        pub mod versions {
            use super::executor;

            include!(concat!(env!("OUT_DIR"), "/revisions.rs"));
        }

        #[cfg(feature = "revisions")]
        $crate::executor!(crate);

        /// All migrations of this package, for the application that runs them itself.
        #[cfg(feature = "revisions")]
        pub static MIGRATIONS: $crate::abi::Migrations = $crate::abi::Migrations {
            folder: env!("CARGO_MANIFEST_DIR"),
            revisions: versions::REVISIONS,
            environment: $crate::environment!(self),
        };
    };
}

/// A revision of the list that the package's build script writes.
#[doc(hidden)]
#[macro_export]
macro_rules! linked_revision {
    ($module:ident, $file:literal, $path:literal) => {
        $crate::abi::LinkedRevision {
            file: $file,
            text: include_str!($path),
            entry: $crate::revision!($module),
        }
    };
}
