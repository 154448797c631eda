//! Alembic for Rust: the library behind the program `runner`.
//!
//! The rooms, in the order in which a command passes through them: [`config`] finds the project,
//! [`script`] reads its revisions, [`revision`] makes them a graph and plans, [`build`] compiles
//! what a plan needs, [`load`] opens it, [`runtime`] runs it, [`sql`] and [`dialect`] turn
//! operations into statements and talk to the database. [`command`] is what the program, or an
//! application, calls; [`picture`] draws the history that it returns.

#[cfg(not(any(feature = "postgres", feature = "sqlite", feature = "mysql")))]
compile_error!(
    "the crate `runner` needs a database: give it one of the features `postgres`, `sqlite` and \
     `mysql`, as in `runner = { version = \"0.1\", default-features = false, features = [\"sqlite\"] }`"
);

pub mod autogenerate;
pub mod build;
#[cfg(feature = "cli")]
pub mod cli;
pub mod command;
pub mod config;
#[cfg(feature = "cli")]
pub mod diagram;
pub mod dialect;
pub mod embed;
pub mod error;
pub mod load;
#[cfg(feature = "cli")]
pub mod picture;
pub mod project;
pub mod revision;
pub mod runtime;
pub mod schema;
pub mod script;
pub mod sql;

pub use error::{Error, exit_code};
pub use project::Project;
