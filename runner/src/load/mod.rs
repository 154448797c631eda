//! Opens compiled units and calls them.
//!
//! Whatever comes from a library is checked like any other input: the table it exports before
//! anything is called, each message as it is decoded.

mod error;
mod host;
#[cfg(feature = "cli")]
mod library;
mod unit;

pub use error::LoadError;
pub use host::{Failure, HostCalls};
#[cfg(feature = "cli")]
pub use library::Libraries;
pub use unit::Unit;
