//! Compiled migrations, called.

use migration_api::abi::{self, Bytes, Command, Encode, Migrations, Writer};

use super::host::{self, Failure, HostCalls};

/// Compiled migrations that can be called.
#[derive(Clone, Copy)]
pub struct Unit {
    code: Code,
}

/// Where the code of a unit is.
#[derive(Clone, Copy)]
pub(super) enum Code {
    /// In a library that was opened.
    #[cfg(feature = "cli")]
    Opened(&'static abi::Library),
    /// In this very program.
    Linked(&'static Migrations),
}

impl Unit {
    pub(super) const fn of(code: Code) -> Self {
        Self { code }
    }

    /// Has the unit carry out a command; what it asks meanwhile goes to `calls`.
    ///
    /// # Errors
    /// What the unit says of its failure.
    pub fn run(&self, command: &Command, calls: &mut dyn HostCalls) -> Result<(), Failure> {
        let mut message = Writer::default();
        command.encode(&mut message);
        let message = Bytes::lend(message.bytes());
        match self.code {
            #[cfg(feature = "cli")]
            Code::Opened(table) => host::with_host(calls, |host| {
                // SAFETY: the host and the message live until `run` returns, and `check` has seen
                // that the library was compiled for this very call.
                unsafe { (table.run)(host, message) }
            }),
            Code::Linked(migrations) => host::with_host(calls, |host| {
                // SAFETY: the host and the message live until this returns.
                unsafe { abi::dispatch_linked(migrations, host, message) }
            }),
        }
    }

    /// Returns the migrations that this program itself holds.
    pub fn linked(migrations: &'static Migrations) -> Self {
        Self::of(Code::Linked(migrations))
    }
}
