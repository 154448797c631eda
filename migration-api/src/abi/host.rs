//! The runner's side of the boundary, as a unit sees it.

use std::ffi::c_void;
use std::fmt;
use std::sync::mpsc::{self, Sender};

use super::message::{Reply, Request, RequestAt};
use super::wire::{Decode, Encode, Reader, WireError, Writer};
use crate::error::{MigrationError, Place};

/// The reply is the answer.
pub const REPLY_OK: i32 = 0;
/// The reply is text that says why there is no answer.
pub const REPLY_FAILED: i32 = 1;

/// Bytes lent to the other side.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Bytes {
    /// Where they begin; not null, even when there are none.
    pub start: *const u8,
    /// How many there are.
    pub length: usize,
}

impl Bytes {
    /// Lends `bytes`.
    pub fn lend(bytes: &[u8]) -> Self {
        Self { start: bytes.as_ptr(), length: bytes.len() }
    }

    /// Returns the bytes that were lent.
    ///
    /// # Safety
    /// They came from [`Self::lend`] and are lent for `'a` at least.
    pub unsafe fn as_slice<'a>(self) -> &'a [u8] {
        // SAFETY: as the caller promises; `lend` gives a valid start even for no bytes.
        unsafe { std::slice::from_raw_parts(self.start, self.length) }
    }
}

/// What the runner hands a unit with each command.
#[repr(C)]
pub struct Host {
    /// The runner's own, handed back with each call.
    pub context: *mut c_void,
    /// Takes an encoded request and lends the reply until the next call. Returns one of the
    /// `REPLY_` constants.
    pub call: unsafe extern "C" fn(context: *mut c_void, request: Bytes, reply: *mut Bytes) -> i32,
}

/// Work for the thread in which the runner waits.
pub(super) type Job = Box<dyn FnOnce(&HostHandle) + Send>;

/// The host, for the length of one command.
#[derive(Clone)]
pub struct HostHandle {
    route: Route,
}

/// The way to the host.
#[derive(Clone)]
enum Route {
    /// The runner waits in this thread.
    Here(*const Host),
    /// The runner waits in another, which takes these jobs meanwhile.
    There(Sender<Job>),
}

impl HostHandle {
    /// Takes the host of a command.
    ///
    /// # Safety
    /// `host` is valid as long as this handle or a copy of it is used.
    pub unsafe fn new(host: *const Host) -> Self {
        Self { route: Route::Here(host) }
    }

    /// Returns a handle for another thread than that in which the runner waits, and which takes these jobs.
    pub(super) fn elsewhere(jobs: Sender<Job>) -> Self {
        Self { route: Route::There(jobs) }
    }

    /// Sends a request and waits for its answer.
    pub(crate) fn call(
        &self,
        request: &Request<'_>,
        place: Place,
    ) -> Result<Reply, MigrationError> {
        let mut message = Writer::default();
        RequestAt { request: *request, place: place.clone() }.encode(&mut message);
        self.send(message.bytes(), place)
    }

    /// Sends an encoded [`RequestAt`], made at `place`, and waits for its answer.
    pub(crate) fn send(&self, message: &[u8], place: Place) -> Result<Reply, MigrationError> {
        let answered = match &self.route {
            // SAFETY: whoever made the handle keeps the host valid as long as it is used.
            Route::Here(host) => unsafe { exchange(*host, message) },
            Route::There(_) => {
                let message = message.to_vec();
                let answered = self.there(move |host| host.forward(&message));
                answered.unwrap_or_else(|gone| Err(gone.to_string()))
            }
        };
        let text = match answered {
            Ok(Ok(reply)) => return Ok(reply),
            Ok(Err(damaged)) => damaged.to_string(),
            Err(text) => text,
        };
        Err(MigrationError::reported(text, place))
    }

    /// Runs `work` in the thread in which the runner waits, and waits for it.
    ///
    /// # Errors
    /// When that thread waits no more.
    pub(crate) fn there<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T, RunnerGone> {
        let Route::There(jobs) = &self.route else { return Ok(work(self)) };
        let (done, result) = mpsc::channel();
        // Whoever asked waits below, so that the other end is there.
        let job: Job = Box::new(move |host| drop(done.send(work(host))));
        jobs.send(job).map_err(|_| RunnerGone)?;
        result.recv().map_err(|_| RunnerGone)
    }

    /// Hands `work` to the thread in which the runner waits, without waiting for it.
    ///
    /// # Errors
    /// When no other thread waits, or it waits no more.
    pub(crate) fn post(&self, work: impl FnOnce(&Self) + Send + 'static) -> Result<(), RunnerGone> {
        match &self.route {
            Route::Here(_) => Err(RunnerGone),
            Route::There(jobs) => jobs.send(Box::new(work)).map_err(|_| RunnerGone),
        }
    }

    fn forward(&self, message: &[u8]) -> Answered {
        match &self.route {
            // SAFETY: as in `send`.
            Route::Here(host) => unsafe { exchange(*host, message) },
            // Jobs are run by the thread in which the runner waits.
            Route::There(_) => Err(RunnerGone.to_string()),
        }
    }
}

/// The thread in which the runner waited does so no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RunnerGone;

impl fmt::Display for RunnerGone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the runner is not waiting for this call")
    }
}

/// The runner's answer, or the text that says why there is none.
type Answered = Result<Result<Reply, WireError>, String>;

/// Sends a message and reads its answer.
///
/// # Safety
/// `host` is that of the command which runs now, in this thread.
unsafe fn exchange(host: *const Host, message: &[u8]) -> Answered {
    let mut reply = Bytes::lend(&[]);
    // SAFETY: as the caller promises; `message` outlives the call, and `reply` is a valid place.
    let (status, reply) = unsafe {
        let host = &*host;
        let status = (host.call)(host.context, Bytes::lend(message), &mut reply);
        (status, reply.as_slice())
    };
    match status {
        REPLY_OK => Ok(Reply::decode(&mut Reader::new(reply))),
        _ => Err(String::from_utf8_lossy(reply).into_owned()),
    }
}
