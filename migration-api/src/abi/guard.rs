//! Stops errors and panics at the edge, and keeps their text.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use super::host::HostHandle;
use super::message::{Failure, Request};
use crate::error::{MigrationResult, Place};

/// The command was carried out.
pub const STATUS_OK: i32 = 0;
/// It was not; [`Request::Failed`] has told why.
pub const STATUS_FAILED: i32 = 1;

thread_local! {
    /// Where the last panic of this thread happened.
    static PANIC_PLACE: RefCell<Option<Place>> = const { RefCell::new(None) };
}

/// Runs `work` and turns its end, even a panic, into a status; tells the host of a failure.
pub(super) fn guard(host: &HostHandle, work: impl FnOnce() -> MigrationResult) -> i32 {
    match panic::catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(())) => STATUS_OK,
        Ok(Err(error)) => {
            let reported = error.is_reported();
            let failure = Failure { message: error.message(), panic: false, reported };
            fail(host, failure, error.place().cloned())
        }
        Err(payload) => {
            let place = take_panic_place();
            let message = panic_text(payload.as_ref());
            fail(host, Failure { message, panic: true, reported: false }, place)
        }
    }
}

/// Returns where the last panic of this thread happened.
pub(super) fn take_panic_place() -> Option<Place> {
    PANIC_PLACE.with(|slot| slot.borrow_mut().take())
}

/// Notes where a panic happened that this thread tells of.
pub(super) fn keep_panic_place(place: Option<Place>) {
    PANIC_PLACE.with(|slot| *slot.borrow_mut() = place);
}

fn fail(host: &HostHandle, failure: Failure<'_>, place: Option<Place>) -> i32 {
    let place = place.unwrap_or(Place { file: String::new(), line: 0, column: 0 });
    // The status says that it failed even if the text cannot be brought over.
    drop(host.call(&Request::Failed(failure), place));
    STATUS_FAILED
}

/// A `cdylib` has a standard library of its own, so the runner cannot see where its panics happen:
/// this notes the place instead of printing it.
pub(super) fn note_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        panic::set_hook(Box::new(|info| {
            keep_panic_place(info.location().map(Place::of));
        }));
    });
}

fn panic_text(payload: &(dyn Any + Send)) -> &str {
    if let Some(text) = payload.downcast_ref::<&str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "a panic without a text"
    }
}
