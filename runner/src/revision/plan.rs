//! A plan: the ordered steps of an upgrade or a downgrade, with what each does to the version table.

use super::Target;

/// The ordered steps that an upgrade or a downgrade will run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The steps in the order in which they run; none when the target is reached already.
    pub steps: Vec<Step>,
    /// What the user should know before the steps run.
    pub warnings: Vec<PlanWarning>,
}

impl Plan {
    /// Deletes all rows before anything else, whether or not there are revisions of these ids.
    ///
    /// Where the rows are just those that the plan ends with, nothing is left to do.
    pub fn purge_first(&mut self, rows: &[String]) {
        let sorted = |rows: &[String]| {
            let mut rows = rows.to_vec();
            rows.sort();
            rows
        };
        let mut last = Vec::new();
        self.steps.iter().for_each(|step| step.change_rows(&mut last));
        if sorted(&last) == sorted(rows) {
            self.steps.clear();
            return;
        }
        self.steps.insert(
            0,
            Step {
                revision: String::new(),
                direction: Direction::Stamp,
                from: rows.to_vec(),
                to: Vec::new(),
                changes: vec![RowChange::Clear],
            },
        );
    }
}

/// One revision to run, or one stamp to set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The revision to run; of a stamp, the one that is stamped or whose row goes; empty, when all rows go.
    pub revision: String,
    /// Which of its functions to run, if any.
    pub direction: Direction,
    /// The revisions that the step leads away from.
    pub from: Vec<String>,
    /// The revisions that the step leads to.
    pub to: Vec<String>,
    /// The changes to the version table, in order.
    pub changes: Vec<RowChange>,
}

impl Step {
    /// Changes the rows of a version table as this step does.
    pub fn change_rows(&self, rows: &mut Vec<String>) {
        for change in &self.changes {
            match change {
                RowChange::Clear => rows.clear(),
                RowChange::Insert(row) => rows.push(row.clone()),
                RowChange::Delete(row) => rows.retain(|other| other != row),
                RowChange::Update { from, to } => {
                    rows.iter_mut().filter(|row| *row == from).for_each(|row| row.clone_from(to));
                }
            }
        }
    }
}

/// Which way a step leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The step runs `upgrade`.
    Up,
    /// The step runs `downgrade`.
    Down,
    /// The step runs nothing: only the version table changes.
    Stamp,
}

/// One statement for the version table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowChange {
    /// Removes all rows.
    Clear,
    /// Adds a row.
    Insert(String),
    /// Removes a row.
    Delete(String),
    /// Changes one row into another.
    Update {
        /// The row that is there.
        from: String,
        /// What it becomes.
        to: String,
    },
}

/// Something that a plan takes for granted, and that the user may have meant otherwise.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanWarning {
    /// Steps down are counted from one of several rows.
    #[error("a relative downgrade from several revisions is ambiguous; it starts from `{start}`")]
    AmbiguousDowngrade {
        /// The row that the steps are counted from.
        start: String,
        /// The other rows.
        others: Vec<String>,
    },
    /// More than a branch is undone with it.
    #[error(
        "`{target}` also undoes what is not on that branch, but rests on what goes: {}",
        first_few(revisions)
    )]
    OffBranch {
        /// What was asked for.
        target: Target,
        /// The revisions off the branch, in load order.
        revisions: Vec<String>,
    },
    /// A row that another one includes is left out.
    #[error("`{row}` gets no row of its own: that of another revision includes it")]
    StampCovered {
        /// The revision that will have no row.
        row: String,
    },
    /// A target loses its row to another one.
    #[error("`{row}` was named, but its row gives way to that of another target")]
    StampLost {
        /// The revision that will have no row.
        row: String,
    },
}

impl PlanWarning {
    /// Returns what the user can do to say it plainly.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::AmbiguousDowngrade { start, .. } => {
                Some(format!("name the revision to go down to, or say `{start}-N`"))
            }
            Self::OffBranch { .. } | Self::StampCovered { .. } => None,
            Self::StampLost { row } => Some(format!("stamp `{row}` once more by itself")),
        }
    }
}

/// Returns up to five names, and how many there are besides.
fn first_few(names: &[String]) -> String {
    let few: Vec<&str> = names.iter().take(5).map(String::as_str).collect();
    match names.len() - few.len() {
        0 => few.join(", "),
        more => format!("{} and {more} more", few.join(", ")),
    }
}
