//! What a project knows of the agreement in which it takes part.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::{Agreement, Member};

/// The part of one database in an agreement of several; none where it is migrated for itself.
#[derive(Default)]
pub struct Part(Mutex<Option<Member>>);

impl Agreement {
    /// Returns the part of each of these databases.
    pub fn parts(names: &[String]) -> Vec<Part> {
        let members = Self::members(names).into_iter();
        members.map(|member| Part(Mutex::new(Some(member)))).collect()
    }
}

impl Part {
    /// Takes the part, for the one run that there is.
    pub(crate) fn take(&self) -> Option<Member> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Ends the part of a database whose work is over, however that was, so that nobody waits for it.
    pub fn end(&self, is_done: bool) {
        match (self.take(), is_done) {
            (Some(member), true) => member.leave(),
            (member, _) => drop(member),
        }
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Part")
    }
}
