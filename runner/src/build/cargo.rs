//! The cargo command line. No other file of the builder starts a program.

use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use cargo_metadata::{Error, Metadata, MetadataCommand};

use super::error::BuildError;
use super::messages::{self, Outcome};
use crate::config;

/// Asks cargo about a package, its dependencies and its workspace.
pub(super) fn metadata(package: &Path) -> Result<Metadata, BuildError> {
    ask(package, &mut MetadataCommand::new())
}

/// Returns the root of the workspace to which the package in this folder belongs: its own folder,
/// if it is alone.
pub fn workspace_root(package: &Path) -> Result<PathBuf, BuildError> {
    let metadata = ask(package, MetadataCommand::new().no_deps())?;
    Ok(metadata.workspace_root.into_std_path_buf())
}

fn ask(package: &Path, command: &mut MetadataCommand) -> Result<Metadata, BuildError> {
    command.cargo_path(config::cargo_program());
    command.manifest_path(package.join("Cargo.toml")).current_dir(package);
    command.exec().map_err(|error| match error {
        Error::Io(source) => no_cargo(source),
        Error::CargoMetadata { stderr } => from_stderr(stderr, package, |message| {
            BuildError::Metadata { package: package.to_owned(), message }
        }),
        other => BuildError::Metadata { package: package.to_owned(), message: other.to_string() },
    })
}

/// Builds packages of the generated workspace.
///
/// Cargo runs in the folder of the user's package, so that a toolchain or a configuration chosen
/// there counts here too.
pub(super) fn build(
    workspace: &Path,
    target_directory: &Path,
    package: &Path,
    units: &[String],
) -> Result<(bool, Outcome, String), BuildError> {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that starts cargo")]
    let mut command = Command::new(config::cargo_program());
    command.arg("build").arg("--quiet");
    command.args(["--message-format", "json-diagnostic-rendered-ansi"]);
    // A panic must be caught at the boundary, whatever a configuration file or a variable says.
    command.args(["--config", "profile.dev.panic=\"unwind\""]);
    command.arg("--manifest-path").arg(workspace.join("Cargo.toml"));
    command.arg("--target-dir").arg(target_directory);
    for unit in units {
        command.arg("--package").arg(unit);
    }
    command.current_dir(package).stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(no_cargo)?;
    let mut errors = child.stderr.take();
    // Both pipes are read at once: a full one would stop cargo.
    let errors = thread::spawn(move || {
        let mut text = Vec::new();
        if let Some(stream) = &mut errors {
            drop(stream.read_to_end(&mut text));
        }
        String::from_utf8_lossy(&text).into_owned()
    });
    let outcome = match child.stdout.take() {
        Some(stream) => messages::read(BufReader::new(stream)),
        None => Ok(Outcome::default()),
    };
    let outcome = outcome.map_err(|source| BuildError::Messages { source })?;
    let status = child.wait().map_err(|source| BuildError::Messages { source })?;
    Ok((status.success(), outcome, errors.join().unwrap_or_default()))
}

fn no_cargo(source: std::io::Error) -> BuildError {
    BuildError::NoCargo { program: config::cargo_program().to_string_lossy().into_owned(), source }
}

/// Returns the error of a cargo that failed without a compiler's message.
pub(super) fn from_stderr(
    stderr: String,
    package: &Path,
    otherwise: impl FnOnce(String) -> BuildError,
) -> BuildError {
    let about_api = stderr.contains("`migration-api") || stderr.contains("migration-api v");
    let cannot_be_had = ["no matching package", "failed to", "unable to update", "not found"];
    if about_api && cannot_be_had.iter().any(|text| stderr.to_lowercase().contains(text)) {
        return BuildError::NoApi { package: package.to_owned() };
    }
    otherwise(stderr)
}
