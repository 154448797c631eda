//! What can be wrong with a compiled unit.

use std::error::Error;
use std::path::PathBuf;

use migration_api::abi::ABI_VERSION;

/// Why a library could not be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The system cannot open it.
    #[error("cannot open the library {}", path.display())]
    Open { path: PathBuf, source: Box<dyn Error + Send + Sync> },
    /// It exports something else under our name.
    #[error("{} is not a library of migrations", path.display())]
    Foreign { path: PathBuf },
    /// It was compiled for another runner.
    #[error(
        "{} was compiled with a `migration-api` of ABI version {version}, and this runner speaks {ABI_VERSION}",
        path.display()
    )]
    OtherVersion { path: PathBuf, version: u32 },
}

impl LoadError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Open { .. } | Self::Foreign { .. } => Some(
                "remove the folder `runner` from cargo's target directory and try again".into(),
            ),
            Self::OtherVersion { version, .. } if *version > ABI_VERSION => {
                Some("install a newer `runner`".into())
            }
            Self::OtherVersion { .. } => Some(
                "update `migration-api` in the migration package to the version of this runner"
                    .into(),
            ),
        }
    }
}
