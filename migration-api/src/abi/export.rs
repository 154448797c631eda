//! What a unit exports, and how it carries out a command.

use std::panic::Location;

use super::guard::{STATUS_FAILED, guard};
use super::host::{Bytes, Host, HostHandle};
use super::message::{Command, Direction, Request};
use super::wire::{Decode, Encode, Reader, Writer};
use crate::context::MigrationContext;
use crate::environment::{self, EnvironmentContext, Settings};
use crate::error::{MigrationError, MigrationResult, Place};

/// A revision of a unit.
pub struct RevisionEntry {
    /// Its id.
    pub id: &'static str,
    /// Its `upgrade`.
    pub upgrade: fn(&mut MigrationContext) -> MigrationResult,
    /// Its `downgrade`.
    pub downgrade: fn(&mut MigrationContext) -> MigrationResult,
}

/// The functions of an environment.
pub struct Environment {
    /// `run_migrations_offline`.
    pub offline: fn(&mut EnvironmentContext) -> MigrationResult,
    /// `run_migrations_online`.
    pub online: fn(&mut EnvironmentContext) -> MigrationResult,
}

/// All that a unit holds.
pub struct Exports {
    /// Its revisions.
    pub revisions: &'static [RevisionEntry],
    /// The environment, in the one unit that has it.
    pub environment: Option<Environment>,
}

/// Carries out a command.
///
/// # Safety
/// `host` and the bytes of `command` are valid until this returns.
pub unsafe fn dispatch(exports: &Exports, host: *const Host, command: Bytes) -> i32 {
    if host.is_null() || command.start.is_null() {
        return STATUS_FAILED;
    }
    // SAFETY: as the caller promises; neither the handle nor the bytes are kept.
    let (host, command) = unsafe { (HostHandle::new(host), command.as_slice()) };
    guard(host, || match Command::decode(&mut Reader::new(command))? {
        Command::Migrate { revision, direction, dialect, offline } => {
            let mut context = MigrationContext::new(host, dialect, offline);
            migrate(exports.revisions, &revision, direction, &mut context)
        }
        Command::Environment(settings) => environment(exports, host, settings),
        Command::Ask(question) => {
            let mut answer = Writer::default();
            environment::answer(&question).encode(&mut answer);
            host.call(&Request::Answer(answer.bytes()), Place::of(Location::caller())).map(drop)
        }
    })
}

fn migrate(
    revisions: &[RevisionEntry],
    id: &str,
    direction: Direction,
    context: &mut MigrationContext,
) -> MigrationResult {
    let Some(revision) = revisions.iter().find(|revision| revision.id == id) else {
        return Err(MigrationError::new(&format!("this library has no revision `{id}`")));
    };
    match direction {
        Direction::Up => (revision.upgrade)(context),
        Direction::Down => (revision.downgrade)(context),
    }
}

fn environment(exports: &Exports, host: HostHandle, settings: Settings) -> MigrationResult {
    let Some(environment) = &exports.environment else {
        return Err(MigrationError::new("this library has no environment"));
    };
    let run = if settings.offline { environment.offline } else { environment.online };
    run(&mut EnvironmentContext::new(host, settings))
}

/// Exports the environment in this crate as the library of a unit.
#[macro_export]
macro_rules! export_environment {
    ($package:ident) => {
        $crate::export_library!($crate::abi::Exports {
            revisions: &[],
            environment: Some($crate::abi::Environment {
                offline: $package::run_migrations_offline,
                online: $package::run_migrations_online,
            }),
        });
    };
}

/// Exports all that a unit holds as its library.
#[macro_export]
macro_rules! export_library {
    ($exports:expr) => {
        static EXPORTS: $crate::abi::Exports = $exports;

        unsafe extern "C" fn run(
            host: *const $crate::abi::Host,
            command: $crate::abi::Bytes,
        ) -> i32 {
            // SAFETY: the runner keeps both valid until this returns.
            unsafe { $crate::abi::dispatch(&EXPORTS, host, command) }
        }

        /// The one symbol of this library.
        // SAFETY: no other symbol of a unit has this name, as a unit exports one library.
        #[unsafe(no_mangle)]
        pub static MIGRATION_LIBRARY: $crate::abi::Library = $crate::abi::Library::new(run);
    };
}
