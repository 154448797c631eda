//! The functions that a unit calls back.

use std::ffi::c_void;
use std::panic::{self, AssertUnwindSafe};

use migration_api::Place;
use migration_api::abi::{
    Arena, Bytes, Decode, Encode, Host, REPLY_FAILED, REPLY_OK, Reader, Reply, Request, RequestAt,
    STATUS_OK, Writer,
};

/// Answers what a unit asks while it carries out a command.
pub trait HostCalls {
    /// Answers one request, made at this place of the author's source.
    ///
    /// # Errors
    /// The text that the author's function sees. Whoever answers keeps what more is known of it.
    fn call(&mut self, request: Request<'_>, place: &Place) -> Result<Reply, String>;

    /// Returns which schema of the unit's operations stands for which of the database.
    fn schemas(&self) -> &[(Option<String>, Option<String>)] {
        &[]
    }
}

/// How a unit failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What the author's function said, or the text of its panic.
    pub message: String,
    /// Where, as far as known.
    pub place: Option<Place>,
    /// Whether it panicked.
    pub panic: bool,
    /// Whether it only hands on an error with which [`HostCalls::call`] answered.
    pub reported: bool,
}

/// One command's side of the boundary.
struct Session<'a> {
    calls: &'a mut dyn HostCalls,
    reply: Vec<u8>,
    failure: Option<Failure>,
}

/// Runs `command` with a host whose requests go to `calls`.
pub(super) fn with_host(
    calls: &mut dyn HostCalls,
    command: impl FnOnce(*const Host) -> i32,
) -> Result<(), Failure> {
    let mut session = Session { calls, reply: Vec::new(), failure: None };
    let host = Host { context: (&raw mut session).cast::<c_void>(), call };
    if command(&raw const host) == STATUS_OK {
        return Ok(());
    }
    Err(session.failure.unwrap_or_else(|| Failure {
        message: "the library failed without saying why".into(),
        place: None,
        panic: false,
        reported: false,
    }))
}

/// Takes a request from a unit and lends it the reply.
///
/// # Safety
/// `context` is that of a living [`Host`] made by [`with_host`]; `request` and `reply` are valid.
unsafe extern "C" fn call(context: *mut c_void, request: Bytes, reply: *mut Bytes) -> i32 {
    // SAFETY: as the caller promises. A unit waits for its answer before it asks again, and asks
    // from one thread, so that this is the only reference to the session.
    let (session, request) = unsafe { (&mut *context.cast::<Session<'_>>(), request.as_slice()) };
    let status = session.answer(request);
    // SAFETY: as the caller promises. The session keeps the bytes until the next call.
    unsafe { reply.write(Bytes::lend(&session.reply)) };
    status
}

impl Session<'_> {
    /// Answers an encoded request; a panic of ours must not reach the unit.
    fn answer(&mut self, request: &[u8]) -> i32 {
        let answer = panic::catch_unwind(AssertUnwindSafe(|| {
            let arena = Arena::translating(self.calls.schemas().to_vec());
            let request = RequestAt::decode(&mut Reader::with_arena(request, &arena));
            let RequestAt { request, place } = request.map_err(|error| error.to_string())?;
            self.take(request, place)
        }));
        match answer {
            Ok(Ok(reply)) => {
                let mut message = Writer::default();
                reply.encode(&mut message);
                self.reply = message.into_bytes();
                REPLY_OK
            }
            Ok(Err(text)) => {
                self.reply = text.into_bytes();
                REPLY_FAILED
            }
            Err(_) => {
                self.reply = b"the runner itself failed; please report it".to_vec();
                REPLY_FAILED
            }
        }
    }

    fn take(&mut self, request: Request<'_>, place: Place) -> Result<Reply, String> {
        let Request::Failed(failure) = request else {
            return self.calls.call(request, &place);
        };
        self.failure = Some(Failure {
            message: failure.message.to_owned(),
            place: (place.line > 0).then_some(place),
            panic: failure.panic,
            reported: failure.reported,
        });
        Ok(Reply::Done)
    }
}
