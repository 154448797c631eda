//! What a prepared transaction is called.

use std::fmt;
use std::str::FromStr;

/// What every name of ours begins with.
const MARK: &str = "runner";

/// The name of a prepared transaction: it tells the next run whose it is and who decides about it.
///
/// It has 53 bytes, fewer than the 64 that XA allows:
/// <https://dev.mysql.com/doc/refman/8.4/en/xa-statements.html>
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PreparedName {
    /// The digest of the version table's name, as several projects may share a database.
    pub(super) project: String,
    /// The digest of the coordinator's name.
    pub(super) coordinator: String,
    /// The run.
    pub run: String,
}

impl PreparedName {
    /// Returns the name for a run of a project with this version table.
    pub(crate) fn new(version_table: &str, coordinator: &str, run: &str) -> Self {
        let (project, coordinator) = (digest(version_table), digest(coordinator));
        Self { project, coordinator, run: run.to_owned() }
    }

    /// Returns whether it belongs to a project with this version table.
    pub(crate) fn is_of(&self, version_table: &str) -> bool {
        self.project == digest(version_table)
    }

    /// Returns whether the database of this name decides.
    pub fn is_decided_by(&self, database: &str) -> bool {
        self.coordinator == digest(database)
    }
}

/// Returns the name of a new run, that no other has.
pub(crate) fn new_run() -> String {
    uuid::Uuid::new_v4().simple().to_string()[..16].to_owned()
}

fn digest(text: &str) -> String {
    format!("{:x}", md5::compute(text))[..12].to_owned()
}

impl fmt::Display for PreparedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { project, coordinator, run } = self;
        write!(f, "{MARK}_{project}_{coordinator}_{run}")
    }
}

/// The name is none of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForeignName;

impl FromStr for PreparedName {
    type Err = ForeignName;

    fn from_str(text: &str) -> Result<Self, ForeignName> {
        let parts: Vec<_> = text.split('_').collect();
        let is_hex = |text: &str, length| {
            text.len() == length && text.bytes().all(|it| it.is_ascii_hexdigit())
        };
        match parts.as_slice() {
            [MARK, project, coordinator, run]
                if is_hex(project, 12) && is_hex(coordinator, 12) && is_hex(run, 16) =>
            {
                let owned = |text: &str| text.to_owned();
                let (project, coordinator) = (owned(project), owned(coordinator));
                Ok(Self { project, coordinator, run: owned(run) })
            }
            _ => Err(ForeignName),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_again() {
        let name = PreparedName::new("public.alembic_version", "engine1", &new_run());
        assert!(name.to_string().len() <= 64);
        assert_eq!(name.to_string().parse(), Ok(name.clone()));
        assert!(name.is_of("public.alembic_version") && name.is_decided_by("engine1"));
        assert!(!name.is_of("alembic_version") && !name.is_decided_by("engine2"));
    }

    #[test]
    fn a_name_of_somebody_else_is_left_alone() {
        for text in ["", "runner", "runner_1_2_3", "x'; DROP", "runner_a_b_c_d"] {
            assert_eq!(text.parse::<PreparedName>(), Err(ForeignName), "{text}");
        }
        let name = PreparedName::new("v", "c", "0123456789abcdef").to_string();
        assert!(name.replace("runner", "other").parse::<PreparedName>().is_err());
        assert!(format!("{name}0").parse::<PreparedName>().is_err());
    }
}
