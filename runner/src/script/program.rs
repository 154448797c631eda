//! Starts the programs that a user names: write hooks and editors.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use super::ProgramError;
use crate::config;

/// Editors that may be there when none is named, the system's own choice first.
const EDITORS: [&str; 6] = ["sensible-editor", "editor", "nano", "vim", "vi", "code"];

/// Runs a write hook in `folder`. What it prints is no result, and goes where messages go.
pub(super) fn run_hook(
    program: &str,
    arguments: &[String],
    folder: &Path,
) -> Result<(), ProgramError> {
    if !folder.is_dir() {
        let (program, folder) = (program.to_owned(), folder.to_owned());
        return Err(ProgramError::NoFolder { program, folder });
    }
    run(program, command(program, arguments, folder).stdin(Stdio::null()).stdout(io::stderr()))
}

fn command(program: &str, arguments: &[String], folder: &Path) -> Command {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that starts users' programs"
    )]
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    command
}

fn run(program: &str, command: &mut Command) -> Result<(), ProgramError> {
    let named = || program.to_owned();
    let status = command.status();
    let status = status.map_err(|source| ProgramError::Start { program: named(), source })?;
    match status.success() {
        true => Ok(()),
        false => Err(ProgramError::Failed { program: named(), status: status.to_string() }),
    }
}

/// Opens a file in the user's editor, and waits until it is closed.
///
/// # Errors
/// When there is no editor, or it fails.
pub fn edit(path: &Path, folder: &Path) -> Result<(), ProgramError> {
    let file = path.to_string_lossy().into_owned();
    if let Some(line) = config::editor() {
        let words = shlex::split(&line).unwrap_or_default();
        let Some((program, arguments)) = words.split_first() else {
            return Err(ProgramError::EditorQuote { command: line });
        };
        let arguments = [arguments, &[file]].concat();
        return run(program, &mut command(program, &arguments, folder));
    }
    for editor in EDITORS {
        match run(editor, &mut command(editor, std::slice::from_ref(&file), folder)) {
            Err(ProgramError::Start { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            }
            other => return other,
        }
    }
    Err(ProgramError::NoEditor)
}
