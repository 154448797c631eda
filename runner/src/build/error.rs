//! What can go wrong while compiling.

use std::io;
use std::path::PathBuf;

/// Why a library could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// There is no package where `script_location` says.
    #[error("there is no migration package in {}", path.display())]
    NoPackage { path: PathBuf },
    /// This program cannot compile.
    #[error(
        "nothing here compiles the migration package in {}: this program was built without that part",
        package.display()
    )]
    NoBuilder { package: PathBuf },
    /// Cargo is not installed.
    #[error("cannot start `{program}`, which compiles the revisions")]
    NoCargo { program: String, source: io::Error },
    /// Cargo could not make sense of the package.
    #[error("cargo cannot read the migration package in {}\n{}", package.display(), message.trim_end())]
    Metadata { package: PathBuf, message: String },
    /// The package is not what a migration package must be.
    #[error("the migration package in {} {reason}", package.display())]
    Package { package: PathBuf, reason: String },
    /// The compiler refused revisions.
    #[error("{} not compile\n{}", subject(files), rendered.trim_end())]
    Compile { files: Vec<String>, rendered: String },
    /// The same could not be compiled a moment ago.
    #[error("what it runs could not be compiled, as is told of another database")]
    FailedBefore,
    /// Cargo failed before or beside compiling.
    #[error("cargo failed\n{}", message.trim_end())]
    Cargo { message: String },
    /// The crate that revisions are written against is not to be had.
    #[error(
        "cargo cannot get `migration-api`, on which the migration package in {} depends",
        package.display()
    )]
    NoApi { package: PathBuf },
    /// There is no room for what is compiled.
    #[error("the disk is full: cargo cannot write into {}", path.display())]
    DiskFull { path: PathBuf },
    /// Cargo did well, but there is no library.
    #[error("cargo built no library for `{unit}`")]
    NoLibrary { unit: String },
    /// Something cannot be written.
    #[error("cannot write {}", path.display())]
    Write { path: PathBuf, source: io::Error },
    /// Cargo's messages cannot be read.
    #[error("cannot read the messages of cargo")]
    Messages { source: io::Error },
}

const FULL_HELP: &str = "make room on the disk, or name another place with CARGO_TARGET_DIR";

fn subject(files: &[String]) -> String {
    match files {
        [] => "the migration package does".into(),
        [file] => format!("{file} does"),
        files => format!("{} do", files.join(", ")),
    }
}

impl BuildError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NoPackage { .. } => Some(
                "`runner init` makes one; `script_location` in `runner.toml` says where it is"
                    .into(),
            ),
            Self::NoBuilder { .. } => Some(
                "hand the package's `MIGRATIONS` over, or give the crate `runner` the feature `cli`"
                    .into(),
            ),
            Self::NoCargo { .. } => {
                Some("install Rust with rustup, or add the folder of `cargo` to PATH".into())
            }
            Self::NoApi { .. } => Some(
                "name a source checkout in the package's Cargo.toml, `migration-api = { path = \
                 \"…\" }`, or make the package with `runner init --api-path PATH`; without one it \
                 has to come over the network"
                    .into(),
            ),
            Self::DiskFull { .. } => Some(FULL_HELP.into()),
            Self::Write { source, .. } if source.kind() == io::ErrorKind::StorageFull => {
                Some(FULL_HELP.into())
            }
            Self::Write { .. } => Some(
                "compiled revisions go into cargo's target directory; CARGO_TARGET_DIR names \
                 another one"
                    .into(),
            ),
            Self::Metadata { .. }
            | Self::Package { .. }
            | Self::Compile { .. }
            | Self::FailedBefore
            | Self::Cargo { .. }
            | Self::NoLibrary { .. }
            | Self::Messages { .. } => None,
        }
    }
}
