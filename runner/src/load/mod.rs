//! Opens compiled units and calls them.
//!
//! Whatever comes from a library is checked like any other input: the table it exports before
//! anything is called, each message as it is decoded.

mod error;
mod host;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use libloading::Library as Opened;
use migration_api::abi::{
    self, ABI_VERSION, Bytes, Command, Encode, LIBRARY_SYMBOL, Library, MAGIC, Migrations, Writer,
};

pub use error::LoadError;
pub use host::{Failure, HostCalls};

/// The compiled units that this process has open. They stay open until it ends: what a library
/// has started, a thread or a destructor, may outlive every call.
#[derive(Default)]
pub struct Libraries {
    open: BTreeMap<PathBuf, Unit>,
}

/// Compiled migrations that can be called.
#[derive(Clone, Copy)]
pub struct Unit {
    code: Code,
}

/// Where the code of a unit is.
#[derive(Clone, Copy)]
enum Code {
    /// In a library that was opened.
    Opened(&'static Library),
    /// In this very program.
    Linked(&'static Migrations),
}

impl Libraries {
    /// Returns the unit in this file, opened if it is not yet.
    ///
    /// # Errors
    /// When it cannot be opened, or is not a unit of ours.
    pub fn open(&mut self, path: &Path) -> Result<Unit, LoadError> {
        if let Some(unit) = self.open.get(path) {
            return Ok(*unit);
        }
        let unit = Unit::open(path)?;
        self.open.insert(path.to_owned(), unit);
        Ok(unit)
    }
}

impl Unit {
    fn open(path: &Path) -> Result<Self, LoadError> {
        let fail = |source| LoadError::Open { path: path.to_owned(), source };
        // SAFETY: opening runs the library's initialisers. It was compiled from the user's own
        // package at the user's own request, and ours registers none.
        let library = unsafe { Opened::new(path) }.map_err(fail)?;
        // SAFETY: a raw pointer can stand for whatever is there; `check` looks before it is used.
        let symbol = unsafe { library.get::<*const Library>(LIBRARY_SYMBOL) }.map_err(fail)?;
        // Of a static, the symbol is its address.
        // SAFETY: the address stays good, as the library is never closed.
        let table = unsafe { symbol.into_raw() }.as_raw_ptr().cast::<Library>();
        std::mem::forget(library);
        check(path, table)
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
        Self { code: Code::Linked(migrations) }
    }
}

/// Checks what a library exports before anything of it is called.
fn check(path: &Path, table: *const Library) -> Result<Unit, LoadError> {
    let foreign = || LoadError::Foreign { path: path.to_owned() };
    if table.is_null() || !table.is_aligned() {
        return Err(foreign());
    }
    // SAFETY: a symbol of this name has at least the first three fields in every ABI version, and
    // each is read on its own, so that no more is touched than is known to be there.
    let (magic, version, size) = unsafe { ((*table).magic, (*table).abi_version, (*table).size) };
    if magic != MAGIC {
        return Err(foreign());
    }
    if version != ABI_VERSION || size as usize != size_of::<Library>() {
        return Err(LoadError::OtherVersion { path: path.to_owned(), version });
    }
    // SAFETY: magic, version and size say that it is a `Library`; it is a static of a library
    // that is never closed.
    Ok(Unit { code: Code::Opened(unsafe { &*table }) })
}

#[cfg(test)]
mod tests {
    use super::*;

    unsafe extern "C" fn run(_: *const migration_api::abi::Host, _: Bytes) -> i32 {
        0
    }

    #[test]
    fn a_table_of_another_kind_is_refused_before_anything_is_called() {
        let path = Path::new("unit.so");
        let good = Library::new(run);
        assert!(check(path, &raw const good).is_ok());
        for (table, message) in [
            (
                Library { magic: *b"whatever", ..Library::new(run) },
                "unit.so is not a library of migrations",
            ),
            (
                Library { abi_version: 99, ..Library::new(run) },
                "unit.so was compiled with a `migration-api` of ABI version 99, and this runner speaks 4",
            ),
            (
                Library { size: 8, ..Library::new(run) },
                "unit.so was compiled with a `migration-api` of ABI version 4, and this runner speaks 4",
            ),
        ] {
            assert_eq!(
                check(path, &raw const table).err().map(|it| it.to_string()).as_deref(),
                Some(message)
            );
        }
        assert!(check(path, std::ptr::null()).is_err());
    }
}
