//! Waits for another run to end, without holding anything meanwhile.

use std::thread;
use std::time::{Duration, Instant};

use super::{Event, Observer, RuntimeError};
use crate::dialect::{DatabaseError, Lock};
use crate::error::Error;

/// The pauses between two attempts.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// Tries until the lock is ours, or for `timeout`.
///
/// Attempts are made from here, one after another: a session that waits inside the database holds
/// a snapshot, for which the other run may have to wait in turn.
pub(super) fn wait(
    timeout: Duration,
    observer: Observer<'_>,
    mut attempt: impl FnMut() -> Result<Lock, DatabaseError>,
) -> Result<(), Error> {
    let start = Instant::now();
    let mut pause = FIRST_PAUSE;
    let mut told = false;
    loop {
        let Lock::Held { by } = attempt()? else { return Ok(()) };
        let left = timeout.saturating_sub(start.elapsed());
        if left.is_zero() {
            return Err(RuntimeError::LockTimeout { by, seconds: timeout.as_secs() }.into());
        }
        if !told {
            observer(Event::Waiting { by });
            told = true;
        }
        thread::sleep(pause.min(left));
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}
