//! Several databases that are migrated together, or none of them: commit in two phases.
//!
//! Of the databases that have something to do, one is the coordinator. Each of the others does its work and *prepares* its transaction, which from
//! then on stays whatever happens to this program or the server. Once all are prepared, the coordinator commits its own transaction, in which it
//! has noted the name of the run: that commit is the decision. Then the others commit what they have prepared, and the note is
//! taken back.
//!
//! A run that dies leaves prepared transactions behind. The next one finds them, and asks the coordinator that their names tell of: if it has the note,
//! they are committed, and if not, they are undone. Locks keep it from deciding while the other is still alive.
//!
//! A database that cannot prepare (SQLite) can only be the coordinator, so there can be one such.

mod agreement;
mod name;
mod part;
mod run;

pub use agreement::Agreement;
pub(super) use agreement::{Decision, Disagreement, Member, Role};
pub use name::PreparedName;
pub use part::Part;
pub use run::FoundPrepared;
