//! Which revisions are compiled together.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::BuildError;

/// How many revisions a unit holds. A larger one takes longer to build again after its last
/// revision changed, many small ones take longer in all.
const SIZE: usize = 50;

/// What is compiled into one library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// `environment`, or `unit-0001` and so on.
    pub(super) name: String,
    /// Its revision files, as seen from the package; none for the environment.
    pub(super) files: Vec<String>,
}

impl Unit {
    /// Returns the unit of the environment.
    pub(super) fn environment() -> Self {
        Self { name: "environment".into(), files: Vec::new() }
    }

    /// Returns whether this is the unit of the environment.
    pub(super) fn is_environment(&self) -> bool {
        self.files.is_empty()
    }
}

/// Which revision file belongs to which unit.
///
/// A unit that is full is never changed for a new revision's sake, so that only the last one has
/// to be built again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Assignment {
    units: Vec<Vec<String>>,
}

impl Assignment {
    /// Reads what was written before; nothing, if that cannot be read.
    pub(super) fn read(path: &Path) -> Self {
        let text = fs::read(path).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Writes the assignment down, if it is not what the file says.
    pub(super) fn write(&self, path: &Path) -> Result<(), BuildError> {
        let text = serde_json::to_string(self).unwrap_or_default();
        super::workspace::write_changed(path, &text)
    }

    /// Returns the assignment with the files that are gone left out, and the new ones added in
    /// the order given.
    pub(super) fn extended(mut self, files: &[String]) -> Self {
        let present: BTreeSet<_> = files.iter().collect();
        for unit in &mut self.units {
            unit.retain(|file| present.contains(file));
        }
        let known: BTreeSet<_> = self.units.iter().flatten().cloned().collect();
        for file in files.iter().filter(|file| !known.contains(*file)) {
            match self.units.last_mut() {
                Some(last) if last.len() < SIZE => last.push(file.clone()),
                Some(_) | None => self.units.push(vec![file.clone()]),
            }
        }
        self
    }

    /// Returns the units that hold any of these files.
    pub(super) fn units_with(&self, files: &BTreeSet<String>) -> Vec<Unit> {
        let units = self.units.iter().enumerate();
        units
            .filter(|(_, unit)| unit.iter().any(|file| files.contains(file)))
            .map(|(at, unit)| Unit { name: format!("unit-{:04}", at + 1), files: unit.clone() })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(range: std::ops::Range<usize>) -> Vec<String> {
        range.map(|i| format!("r{i}.rs")).collect()
    }

    #[test]
    fn a_new_revision_touches_only_the_last_unit() {
        let before = Assignment::default().extended(&names(0..SIZE * 2 + 3));
        assert_eq!(before.units.iter().map(Vec::len).collect::<Vec<_>>(), [SIZE, SIZE, 3]);
        let after = before.clone().extended(&names(0..SIZE * 2 + 4));
        assert_eq!(after.units[..2], before.units[..2]);
        assert_eq!(after.units[2].len(), 4);
    }

    #[test]
    fn a_revision_that_is_gone_leaves_the_others_where_they_are() {
        let before = Assignment::default().extended(&names(0..SIZE * 2));
        let after = before.clone().extended(&names(1..SIZE * 2));
        assert_eq!(after.units[0], before.units[0][1..]);
        assert_eq!(after.units[1], before.units[1]);
        let needed = BTreeSet::from([format!("r{SIZE}.rs")]);
        let units = after.units_with(&needed);
        assert_eq!(units.len(), 1);
        assert_eq!(units[0].name, "unit-0002");
    }
}
