//! The C boundary between the runner and a compiled unit.
//!
//! A unit exports one symbol, [`Library`], which the runner checks before it calls anything. Both
//! directions are one function each that takes an encoded message: the runner sends a
//! [`Command`], and while it runs the unit sends [`Request`]s back and reads [`Reply`]s. Only
//! integers and borrowed bytes cross; whoever allocated them frees them.

#[cfg(feature = "host")]
mod arena;
mod bridge;
mod export;
mod function;
mod guard;
mod host;
mod message;
mod wire;

pub use crate::context::MigrationFacts;
pub use crate::environment::Settings;
#[cfg(feature = "host")]
pub use arena::{Arena, SchemaMap};
pub use export::{
    Environment, Exports, LinkedRevision, Migrations, RevisionEntry, dispatch, dispatch_linked,
};
pub use function::{
    Asynchronous, BlockOn, EnvironmentFunction, Mixed, Plain, RevisionFunction, run_environment,
    run_revision,
};
pub use guard::{STATUS_FAILED, STATUS_OK};
pub use host::{Bytes, Host, HostHandle, REPLY_FAILED, REPLY_OK};
pub use message::{Command, Direction, Failure, Reply, Request, RequestAt};
pub(crate) use wire::encode_batch;
pub use wire::{Decode, Encode, Reader, WireError, Writer};

/// The version of everything in this module: the layouts, the messages and their encoding.
pub const ABI_VERSION: u32 = 4;

/// The name of the one symbol that a unit exports, a [`Library`].
pub const LIBRARY_SYMBOL: &str = "MIGRATION_LIBRARY";

/// What makes a symbol of this name one of ours.
pub const MAGIC: [u8; 8] = *b"migr-lib";

/// What a unit exports.
#[repr(C)]
pub struct Library {
    /// [`MAGIC`].
    pub magic: [u8; 8],
    /// [`ABI_VERSION`] of the `migration-api` that the unit was compiled with.
    pub abi_version: u32,
    /// The size of this struct there, in bytes.
    pub size: u32,
    /// Carries out an encoded [`Command`]; returns one of the `STATUS_` constants. The bytes and
    /// the host must be valid until it returns.
    pub run: unsafe extern "C" fn(host: *const Host, command: Bytes) -> i32,
}

impl Library {
    /// Returns the table of a unit whose commands go to `run`.
    pub const fn new(run: unsafe extern "C" fn(host: *const Host, command: Bytes) -> i32) -> Self {
        Self { magic: MAGIC, abi_version: ABI_VERSION, size: size_of::<Self>() as u32, run }
    }
}
