//! Runs an author's asynchronous function on a thread of its own.
//!
//! What it asks of the runner is asked by the thread in which the runner waits. So neither of the two threads ever enters one
//! asynchronous runtime from within another, whoever's runtime it is.

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc;
use std::thread;

use super::guard::{keep_panic_place, take_panic_place};
use super::host::{HostHandle, Job};

/// Runs `work` on a thread of its own, and here, meanwhile, what it asks of the runner.
///
/// A panic of it goes on here.
pub(super) fn on_own_thread<T: Send>(
    host: &HostHandle,
    work: impl FnOnce(HostHandle) -> T + Send,
) -> T {
    let (jobs, todo) = mpsc::channel::<Job>();
    let result = thread::scope(|scope| {
        let worker = scope.spawn(move || {
            let host = HostHandle::elsewhere(jobs);
            panic::catch_unwind(AssertUnwindSafe(|| work(host)))
                .map_err(|payload| (payload, take_panic_place()))
        });
        // They end with the last handle, which goes when the work is done.
        todo.into_iter().for_each(|job| job(host));
        worker.join()
    });
    match result {
        Ok(Ok(done)) => done,
        Ok(Err((payload, place))) => {
            keep_panic_place(place);
            panic::resume_unwind(payload)
        }
        Err(payload) => panic::resume_unwind(payload),
    }
}
