//! The runner's side of the boundary, as a unit sees it.

use std::ffi::c_void;

use super::message::{Reply, Request, RequestAt};
use super::wire::{Decode, Encode, Reader, Writer};
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

/// The host, for the length of one command.
#[derive(Clone, Copy)]
pub struct HostHandle {
    host: *const Host,
}

impl HostHandle {
    /// Takes the host of a command.
    ///
    /// # Safety
    /// `host` is valid as long as this handle or a copy of it is used.
    pub unsafe fn new(host: *const Host) -> Self {
        Self { host }
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
        let mut reply = Bytes::lend(&[]);
        // SAFETY: the runner keeps `host` valid while the command runs (`new`), and a request is
        // only sent from within one; `message` outlives the call; `reply` is a valid place.
        let (status, reply) = unsafe {
            let host = &*self.host;
            let status = (host.call)(host.context, Bytes::lend(message), &mut reply);
            (status, reply.as_slice())
        };
        if status == REPLY_OK {
            return Reply::decode(&mut Reader::new(reply))
                .map_err(|error| MigrationError::reported(error.to_string(), place));
        }
        Err(MigrationError::reported(String::from_utf8_lossy(reply).into_owned(), place))
    }
}
