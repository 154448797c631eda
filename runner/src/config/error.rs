//! What can be wrong with a project file.

use std::io;
use std::path::PathBuf;

/// Why the project's settings could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// No project file here or in a folder above.
    #[error("there is no `runner.toml` in {} or in a folder above it", folder.display())]
    NotFound { folder: PathBuf },
    /// The file cannot be read.
    #[error("cannot read {}", file.display())]
    Read { file: PathBuf, source: io::Error },
    /// A `Cargo.toml` was named that has no settings for the runner.
    #[error("{} has no `[package.metadata.runner]` or `[workspace.metadata.runner]`", file.display())]
    NoMetadata { file: PathBuf },
    /// The file is no TOML.
    #[error("{} is not valid TOML\n{}", file.display(), reason.trim_end())]
    Toml { file: PathBuf, reason: String },
    /// The file has a key that means nothing.
    #[error("{}: unknown key `{key}`", place(file, *line))]
    UnknownKey { file: PathBuf, line: Option<usize>, key: String, near: Option<&'static str> },
    /// A value is of the wrong kind.
    #[error("{}: `{key}` must be {expected}", place(file, *line))]
    WrongValue { file: PathBuf, line: Option<usize>, key: String, expected: &'static str },
    /// A value is of the right kind, but means nothing.
    #[error("{}: `{key}` is wrong: {reason}", place(file, *line))]
    InvalidValue { file: PathBuf, line: Option<usize>, key: String, reason: String },
    /// A write hook is not as it should be.
    #[error("{}: the write hook `{hook}` {reason}", file.display())]
    WriteHook { file: PathBuf, hook: String, reason: String },
    /// A setting without which nothing works is missing.
    #[error("{} does not say `{key}`", file.display())]
    Missing { file: PathBuf, key: &'static str },
    /// The section asked for is not there.
    #[error("{} has no section `[{name}]`", file.display())]
    NoSection { file: PathBuf, name: String, known: Vec<String> },
    /// An environment variable that a value needs is not set.
    #[error("`{key}` in {} needs the environment variable `{variable}`, which is not set", file.display())]
    NoVariable { file: PathBuf, key: String, variable: String },
    /// A `${` without its end.
    #[error("`{key}` in {} has a `${{` without `}}`", file.display())]
    OpenVariable { file: PathBuf, key: String },
    /// The `.env` file is damaged.
    #[error("cannot read {}: {reason}", file.display())]
    Dotenv { file: PathBuf, reason: String },
}

fn place(file: &std::path::Path, line: Option<usize>) -> String {
    match line {
        Some(line) => format!("{}:{line}", file.display()),
        None => file.display().to_string(),
    }
}

impl ConfigError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NotFound { .. } => Some(
                "make a project here with `runner init`, or name its file with `--config`".into(),
            ),
            Self::UnknownKey { near: Some(near), .. } => Some(format!("did you mean `{near}`?")),
            Self::UnknownKey { near: None, .. } => {
                Some("values for your own `env.rs` go into the `[attributes]` table".into())
            }
            Self::Missing { key, .. } => {
                Some(format!("add `{key} = \"migrations\"`: the folder of the migration package"))
            }
            Self::NoSection { known, .. } if known.is_empty() => {
                Some("the file has no sections".into())
            }
            Self::NoSection { known, .. } => Some(format!("it has: {}", known.join(", "))),
            Self::NoVariable { variable, .. } => {
                Some(format!("set it, put it into `.env`, or write `${{{variable}:-default}}`"))
            }
            Self::OpenVariable { .. } => Some("a plain `$` is written `$$`".into()),
            Self::NoMetadata { .. }
            | Self::Read { .. }
            | Self::Toml { .. }
            | Self::WrongValue { .. }
            | Self::InvalidValue { .. }
            | Self::WriteHook { .. }
            | Self::Dotenv { .. } => None,
        }
    }
}
