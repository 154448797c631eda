//! Cargo and the locks of databases, kept apart.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// Lets either one compile or any number hold the locks of their databases, where several databases of a project are migrated at once.
///
/// Who holds the lock of a database must not compile before it is given back: it would wait for itself.
#[derive(Debug, Clone, Default)]
pub struct CompileGate(Arc<RwLock<()>>);

impl CompileGate {
    #[cfg(feature = "cli")]
    /// Waits until no lock of a database is held; none is taken until the guard goes.
    pub(super) fn compile(&self) -> std::sync::RwLockWriteGuard<'_, ()> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until nothing is being compiled; nothing is until the guard goes.
    pub(crate) fn hold(&self) -> RwLockReadGuard<'_, ()> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}
