//! What each command does; prints nothing.

mod current;
mod describe;
mod history;
mod migrate;
mod revision;
mod show;
mod stamp;

pub use crate::script::{InitOptions, Initialised, init, templates};
pub use current::{Current, current};
pub use describe::RevisionEntry;
pub use history::{heads, history};
pub use migrate::{MigrateOptions, downgrade, upgrade};
pub use revision::{RevisionOptions, revision};
pub use show::show;
pub use stamp::stamp;
