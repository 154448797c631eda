//! Cargo and the locks of databases, kept apart.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// Lets either one compile or any number hold the locks of their databases, where several databases of a project are migrated at once.
///
/// Who holds the lock of a database must not compile before it is given back: it would wait for itself.
#[derive(Debug, Clone, Default)]
pub struct CompileGate(Arc<RwLock<Failed>>);

/// What did not compile, so that it is told of one database and not of each: the units and revisions that were asked for.
pub(super) type Failed = BTreeSet<Vec<String>>;

impl CompileGate {
    /// Waits until no lock of a database is held; none is taken until the guard goes.
    #[cfg(feature = "cli")]
    pub(super) fn compile(&self) -> std::sync::RwLockWriteGuard<'_, Failed> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until nothing is being compiled; nothing is until the guard goes.
    pub(crate) fn hold(&self) -> RwLockReadGuard<'_, impl Sized> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn nothing_compiles_while_a_lock_is_held() {
        let (gate, held, compiling) =
            (CompileGate::default(), AtomicUsize::new(0), AtomicUsize::new(0));
        let pause = || thread::sleep(Duration::from_millis(1));
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        let guard = gate.compile();
                        assert_eq!(compiling.fetch_add(1, Ordering::SeqCst), 0);
                        pause();
                        assert_eq!(held.load(Ordering::SeqCst), 0);
                        compiling.fetch_sub(1, Ordering::SeqCst);
                        drop(guard);
                        let guard = gate.hold();
                        held.fetch_add(1, Ordering::SeqCst);
                        pause();
                        assert_eq!(compiling.load(Ordering::SeqCst), 0);
                        held.fetch_sub(1, Ordering::SeqCst);
                        drop(guard);
                    }
                });
            }
        });
    }
}
