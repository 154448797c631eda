//! What is told of a step.

/// A step that has just changed the version rows (Alembic's `MigrationInfo`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepInfo {
    /// Whether it leads up.
    pub is_upgrade: bool,
    /// Whether only the rows were changed, and no revision was run.
    pub is_stamp: bool,
    /// The revisions at its upper end: the one that was applied or undone, or those that were stamped.
    pub up_revision_ids: Vec<String>,
    /// The revisions at its lower end, those that the revision depends on included.
    pub down_revision_ids: Vec<String>,
    /// The rows of the version table as they are now.
    pub heads: Vec<String>,
    /// What the revision does, in its author's words; empty where it is not about one.
    pub message: String,
}

impl StepInfo {
    /// Returns the revision that the step is about: the first of its upper end; the empty text, if there is none.
    pub fn revision(&self) -> &str {
        self.up_revision_ids.first().map_or("", String::as_str)
    }

    /// Returns the revisions that the step leads away from.
    pub fn source_revision_ids(&self) -> &[String] {
        if self.is_upgrade { &self.down_revision_ids } else { &self.up_revision_ids }
    }

    /// Returns the revisions that the step leads to.
    pub fn destination_revision_ids(&self) -> &[String] {
        if self.is_upgrade { &self.up_revision_ids } else { &self.down_revision_ids }
    }
}
