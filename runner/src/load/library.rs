//! Libraries of units, opened.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use libloading::Library as Opened;
use migration_api::abi::{ABI_VERSION, LIBRARY_SYMBOL, Library, MAGIC};

use super::error::LoadError;
use super::unit::{Code, Unit};

/// The compiled units that this process has open. They stay open until it ends: what a library
/// has started, a thread or a destructor, may outlive every call.
#[derive(Default)]
pub struct Libraries {
    open: BTreeMap<PathBuf, Unit>,
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
        let unit = open(path)?;
        self.open.insert(path.to_owned(), unit);
        Ok(unit)
    }
}

/// Opens a library.
fn open(path: &Path) -> Result<Unit, LoadError> {
    let fail = |source: libloading::Error| LoadError::Open {
        path: path.to_owned(),
        source: Box::new(source),
    };
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
    Ok(Unit::of(Code::Opened(unsafe { &*table })))
}

#[cfg(test)]
mod tests {
    use migration_api::abi::Bytes;

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
