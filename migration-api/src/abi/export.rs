//! What a unit exports, and how it carries out a command.

use std::panic::Location;

use super::guard::{STATUS_FAILED, guard, note_panics};
use super::host::{Bytes, Host, HostHandle};
use super::message::{Command, Direction, Request};
use super::wire::{Decode, Encode, Reader, Writer};
use crate::context::MigrationContext;
use crate::environment::{self, EnvironmentContext, Settings};
use crate::error::{MigrationError, MigrationResult, Place};

/// A revision of a unit.
#[derive(Debug)]
pub struct RevisionEntry {
    /// Its id.
    pub id: &'static str,
    /// Its `upgrade`.
    pub upgrade: fn(&mut MigrationContext) -> MigrationResult,
    /// Its `downgrade`.
    pub downgrade: fn(&mut MigrationContext) -> MigrationResult,
}

/// The functions of an environment.
#[derive(Debug)]
pub struct Environment {
    /// `run_migrations_offline`.
    pub offline: fn(&mut EnvironmentContext) -> MigrationResult,
    /// `run_migrations_online`.
    pub online: fn(&mut EnvironmentContext) -> MigrationResult,
}

/// A revision that an application holds.
#[derive(Debug)]
pub struct LinkedRevision {
    /// Its file, as seen from the package.
    pub file: &'static str,
    /// The text of that file, of which the runner reads ids, parents and message.
    pub text: &'static str,
    /// Its functions.
    pub entry: RevisionEntry,
}

/// All migrations of a package, for the application that holds them: `migrations::MIGRATIONS`.
#[derive(Debug)]
pub struct Migrations {
    /// The package's folder when it was compiled, for messages.
    pub folder: &'static str,
    /// Its revisions.
    pub revisions: &'static [LinkedRevision],
    /// Its environment.
    pub environment: Environment,
}

/// All that a unit holds.
#[derive(Debug)]
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
    note_panics();
    // SAFETY: as the caller promises.
    unsafe { carry_out(exports, host, command) }
}

/// Carries out a command in the application that holds the migrations itself. Its panics are told as it tells all of its own.
///
/// # Safety
/// `host` and the bytes of `command` are valid until this returns.
pub unsafe fn dispatch_linked(migrations: &Migrations, host: *const Host, command: Bytes) -> i32 {
    // SAFETY: as the caller promises.
    unsafe { carry_out(migrations, host, command) }
}

/// Where the author's functions are found.
trait Functions {
    fn revision(&self, id: &str) -> Option<&RevisionEntry>;
    fn environment(&self) -> Option<&Environment>;
}

impl Functions for Exports {
    fn revision(&self, id: &str) -> Option<&RevisionEntry> {
        self.revisions.iter().find(|revision| revision.id == id)
    }

    fn environment(&self) -> Option<&Environment> {
        self.environment.as_ref()
    }
}

impl Functions for Migrations {
    fn revision(&self, id: &str) -> Option<&RevisionEntry> {
        let found = self.revisions.iter().find(|revision| revision.entry.id == id);
        found.map(|revision| &revision.entry)
    }

    fn environment(&self) -> Option<&Environment> {
        Some(&self.environment)
    }
}

/// Carries out a command with these functions.
///
/// # Safety
/// `host` and the bytes of `command` are valid until this returns.
unsafe fn carry_out(functions: &dyn Functions, host: *const Host, command: Bytes) -> i32 {
    if host.is_null() || command.start.is_null() {
        return STATUS_FAILED;
    }
    // SAFETY: as the caller promises; neither the handle nor the bytes are kept.
    let (host, command) = unsafe { (HostHandle::new(host), command.as_slice()) };
    guard(&host, || match Command::decode(&mut Reader::new(command))? {
        Command::Migrate { revision, direction, facts } => {
            let mut context = MigrationContext::new(host.clone(), facts);
            migrate(functions, &revision, direction, &mut context)
        }
        Command::Environment(settings) => environment(functions, &host, settings),
        Command::Ask(question) => {
            let mut answer = Writer::default();
            environment::answer(&question).encode(&mut answer);
            host.call(&Request::Answer(answer.bytes()), Place::of(Location::caller())).map(drop)
        }
        Command::VersionApplied { step, facts } => {
            environment::version_applied(&step, &mut MigrationContext::new(host.clone(), facts))
        }
        Command::Drive { connection, call } => {
            let mut answer = Writer::default();
            environment::drive(connection, &call).encode(&mut answer);
            host.call(&Request::Driven(answer.bytes()), Place::of(Location::caller())).map(drop)
        }
    })
}

fn migrate(
    functions: &dyn Functions,
    id: &str,
    direction: Direction,
    context: &mut MigrationContext,
) -> MigrationResult {
    let Some(revision) = functions.revision(id) else {
        return Err(MigrationError::new(&format!("this library has no revision `{id}`")));
    };
    match direction {
        Direction::Up => (revision.upgrade)(context),
        Direction::Down => (revision.downgrade)(context),
    }
}

fn environment(
    functions: &dyn Functions,
    host: &HostHandle,
    settings: Settings,
) -> MigrationResult {
    let Some(environment) = functions.environment() else {
        return Err(MigrationError::new("this library has no environment"));
    };
    let run = if settings.offline { environment.offline } else { environment.online };
    let done = run(&mut EnvironmentContext::new(host.clone(), settings));
    environment::forget_all();
    done
}

/// Exports the environment in this crate as the library of a unit.
#[macro_export]
macro_rules! export_environment {
    ($package:ident) => {
        $crate::executor!($package);
        $crate::export_library!($crate::abi::Exports {
            revisions: &[],
            environment: Some($crate::environment!($package)),
        });
    };
}

/// The functions of the environment that stands in this module, run by [`executor!`](crate::executor).
#[doc(hidden)]
#[macro_export]
macro_rules! environment {
    ($module:ident) => {
        $crate::abi::Environment {
            offline: |env| {
                $crate::abi::run_environment($module::run_migrations_offline, env, executor::run)
            },
            online: |env| {
                $crate::abi::run_environment($module::run_migrations_online, env, executor::run)
            },
        }
    };
}

/// The functions of the revision that is this module, run by [`executor!`](crate::executor).
#[doc(hidden)]
#[macro_export]
macro_rules! revision {
    ($module:ident) => {
        $crate::abi::RevisionEntry {
            id: $module::REVISION,
            upgrade: |ctx| $crate::abi::run_revision($module::upgrade, ctx, executor::run),
            downgrade: |ctx| $crate::abi::run_revision($module::downgrade, ctx, executor::run),
        }
    };
}

/// What runs asynchronous functions of a package: its own `block_on`, if its root has one.
#[doc(hidden)]
#[macro_export]
macro_rules! executor {
    ($root:ident) => {
        mod executor {
            #[allow(unused_imports, reason = "the name of the package's own comes first")]
            use $crate::block_on;

            pub(super) fn run(
                future: ::std::pin::Pin<
                    ::std::boxed::Box<dyn ::std::future::Future<Output = ()> + '_>,
                >,
            ) {
                #[allow(unused_imports, reason = "it need not have one")]
                use $root::*;
                block_on(future)
            }
        }
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
