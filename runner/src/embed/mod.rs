//! Migrations that an application holds, and runs itself.
//!
//! The application depends on its migration package as on any crate. Nothing is compiled and no library is opened when it runs; its
//! build takes new and changed revisions in. Each run has its own thread, its own settings and no state beyond itself, so that any
//! number of them can go on at once.
//!
//! ```no_run
//! # static MIGRATIONS: migration_api::abi::Migrations = migration_api::abi::Migrations {
//! #     folder: "", revisions: &[], environment: migration_api::abi::Environment { offline: |_| Ok(()), online: |_| Ok(()) } };
//! # fn open() -> Box<dyn migration_api::Connection + Send> { unimplemented!() }
//! use runner::embed::Migrator;
//!
//! # fn main() -> Result<(), runner::Error> {
//! let mut connection = open();
//! let report = Migrator::new(&MIGRATIONS).on(&mut connection).upgrade("head")?;
//! assert_eq!(report.steps.len(), 2);
//! # Ok(())
//! # }
//! ```

mod asynchronous;
mod blocking;
mod report;
mod settings;
mod work;

pub use asynchronous::AsyncRun;
pub use blocking::Run;
pub use report::{AppliedStep, Report};
pub use settings::Migrator;
