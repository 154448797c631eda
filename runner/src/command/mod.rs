//! What each command does; prints nothing.

mod branches;
mod current;
mod describe;
mod edit;
mod ensure_version;
mod environment;
mod history;
mod merge;
mod migrate;
mod overlap;
mod rebase;
mod revision;
mod schema;
mod show;
mod stamp;

pub use crate::script::{InitOptions, Initialised, init, templates};
pub use branches::{Branches, branches};
pub use current::{Current, current};
pub use describe::RevisionEntry;
pub use edit::edit;
pub use ensure_version::ensure_version;
pub use history::{HistoryOptions, heads, history};
pub use merge::{Merged, merge};
pub use migrate::{MigrateOptions, downgrade, upgrade};
pub use overlap::{Overlap, SharedTable, TableChange, overlap};
pub use rebase::{RebaseOptions, Rebased, rebase};
pub use revision::{Created, RevisionOptions, revision};
pub use schema::{SchemaFormat, SchemaOptions, SchemaText, schema};
pub use show::show;
pub use stamp::{StampOptions, stamp};
