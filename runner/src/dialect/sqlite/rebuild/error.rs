//! Why a table cannot be rebuilt.

/// Why a table's text cannot be read or changed, or a table not rebuilt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RebuildError {
    #[error("the table `{table}` cannot be rebuilt: {reason}")]
    NotRebuildable { table: String, reason: &'static str },
    #[error("the text of the table `{table}` is not understood at character {at}: `{near}`")]
    Unreadable { table: String, at: usize, near: String },
    #[error("`{text}` is not {wanted}")]
    NotA { wanted: &'static str, text: String },
    #[error("the table `{table}` does not exist")]
    NoSuchTable { table: String },
    #[error("the table `{table}` has no column `{column}`")]
    NoSuchColumn { table: String, column: String },
    #[error("the table `{table}` has a column `{column}` already")]
    ColumnExists { table: String, column: String },
    #[error("`{column}` is the only column of the table `{table}`, which cannot do without")]
    OnlyColumn { table: String, column: String },
    #[error("{user} mentions the column `{column}` of the table `{table}`, which would be dropped")]
    ColumnInUse { table: String, column: String, user: String },
    #[error("the table `{table}` has no {constraint}")]
    NoSuchConstraint { table: String, constraint: String, others: Vec<String> },
    #[error("the table `{table}` has several of {constraint}")]
    AmbiguousConstraint { table: String, constraint: String },
    #[error("the wanted order of columns of the table `{table}` goes in a circle: {}", listed(.columns))]
    CircularOrder { table: String, columns: Vec<String> },
    #[error("the column `{column}` of the table `{table}` is generated and takes no values")]
    Generated { table: String, column: String },
    #[error("no column of the new table `{table}` takes values from the old one")]
    NothingCopied { table: String },
    #[error("`{name}`, which the rebuild of the table `{table}` needs for itself, exists already")]
    TemporaryNameTaken { table: String, name: String },
    #[error("the table `{table}` cannot be rebuilt while foreign keys are enforced")]
    ForeignKeysEnforced { table: String },
    #[error("the table `{table}` has changed since its text was read")]
    Changed { table: String },
    #[error("the columns of the table `{table}` are {}, but were read as {}", listed(.columns), listed(.read))]
    Misread { table: String, columns: Vec<String>, read: Vec<String> },
}

impl RebuildError {
    /// Returns what the user can do next.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Self::NotRebuildable { .. } | Self::NothingCopied { .. } => {
                Some("create a new table and fill it with `execute`".into())
            }
            Self::Unreadable { .. } | Self::Misread { .. } => Some(
                "rebuild this table with `execute`, and report its CREATE TABLE as an error of \
                 this program"
                    .into(),
            ),
            Self::NotA { .. } => Some("write it as in a CREATE TABLE of SQLite".into()),
            Self::NoSuchTable { .. } | Self::NoSuchColumn { .. } | Self::ColumnExists { .. } => {
                None
            }
            Self::OnlyColumn { .. } => Some("drop the table, or add another column first".into()),
            Self::ColumnInUse { user, .. } => Some(format!("drop or change {user} first")),
            Self::NoSuchConstraint { others, .. } if others.is_empty() => None,
            Self::NoSuchConstraint { others, .. } => Some(format!("it has {}", listed(others))),
            Self::AmbiguousConstraint { .. } => {
                Some("rebuild this table with `execute`: they cannot be told apart".into())
            }
            Self::CircularOrder { .. } => Some("name each pair of columns in one order".into()),
            Self::Generated { .. } => Some("leave its copy out".into()),
            Self::TemporaryNameTaken { name, .. } => Some(format!(
                "see what `{name}` is, perhaps left by another program's broken run, and drop it"
            )),
            Self::ForeignKeysEnforced { .. } => Some(
                "run `PRAGMA foreign_keys=OFF` before the transaction begins: dropping the old \
                 table would delete the rows that refer to it"
                    .into(),
            ),
            Self::Changed { .. } => Some("read the table again, then change its text".into()),
        }
    }
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
