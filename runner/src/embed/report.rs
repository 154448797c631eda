//! What a run has done.

use crate::revision::Direction;
use crate::runtime::Event;

/// What an upgrade, a downgrade or a stamp has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The steps, in order; none where the database was there already.
    pub steps: Vec<AppliedStep>,
    /// What the user should know besides.
    pub warnings: Vec<String>,
}

/// A step that was run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedStep {
    /// What it was.
    pub direction: Direction,
    /// The revisions before it.
    pub from: Vec<String>,
    /// The revisions after it.
    pub to: Vec<String>,
    /// The revision's message.
    pub doc: String,
}

impl Report {
    /// Notes what an event tells of.
    pub(super) fn note(&mut self, event: &Event) {
        match event {
            Event::Running { direction, from, to, doc } => self.steps.push(AppliedStep {
                direction: *direction,
                from: from.clone(),
                to: to.clone(),
                doc: doc.clone(),
            }),
            Event::Warning { message, .. } => self.warnings.push(message.clone()),
            _ => {}
        }
    }
}
