//! What is told while cargo works.

use std::path::PathBuf;

/// What the builder tells while it works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildEvent {
    /// Cargo is being started for the environment, or for units with so many revisions in all.
    Building { environment: bool, revisions: usize },
    /// A revision that the plan does not need does not compile, and was left out.
    LeftOut { path: PathBuf },
}
