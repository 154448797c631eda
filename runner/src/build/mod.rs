//! Compiles the environment and the revisions that a plan needs, and nothing else.
//!
//! A generated cargo workspace below the target directory has one small package for the
//! environment and one for every so many revisions, the *units*. Cargo does the building; it is
//! not even started when no source of a unit has changed.

#[cfg(feature = "cli")]
mod builder;
#[cfg(feature = "cli")]
mod cargo;
#[cfg(feature = "cli")]
mod dep_info;
#[cfg(feature = "cli")]
mod entry;
mod error;
mod event;
#[cfg(feature = "cli")]
mod folder;
#[cfg(feature = "cli")]
mod freshness;
mod gate;
#[cfg(feature = "cli")]
mod messages;
#[cfg(feature = "cli")]
mod package;
#[cfg(feature = "cli")]
mod unit;
#[cfg(feature = "cli")]
mod workspace;

#[cfg(feature = "cli")]
pub use builder::Builder;
#[cfg(feature = "cli")]
pub use cargo::workspace_root;
pub use error::BuildError;
pub use event::BuildEvent;
pub use gate::CompileGate;
