//! Reads revision files, several at once.

use std::fs::File;
use std::io::{self, Read as _};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;

use super::{ScriptDirectory, ScriptError, ScriptFile, locations};
use crate::config::Config;
use crate::revision::Revision;

/// How many files are worth a thread of their own.
const FILES_A_THREAD: usize = 100;

/// How much of a file is read at first: mostly all that stands before the bodies.
const BEGINNING: usize = 4096;

/// A file, and its revision's place in the history.
type Read = (ScriptFile, Revision);

impl ScriptDirectory {
    /// Reads every revision of a project.
    ///
    /// A file that is no revision is remembered, for [`Self::require_complete`].
    ///
    /// # Errors
    /// When a folder cannot be read, or the revisions that can be do not make a graph.
    pub fn load(config: &Config) -> Result<Self, ScriptError> {
        if !config.script_location.is_dir() {
            return Err(ScriptError::NoDirectory { path: config.script_location.clone() });
        }
        Self::of(read_all(&locations::revision_paths(&config.revision_files)?))
    }
}

/// Reads files; the results are in their order.
fn read_all(paths: &[PathBuf]) -> Vec<Result<Read, ScriptError>> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = paths.len().div_ceil(FILES_A_THREAD).clamp(1, cores);
    let share = paths.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let mut shares = paths.chunks(share);
        let first = shares.next().unwrap_or_default();
        let others: Vec<_> = shares.map(|share| scope.spawn(|| read_each(share))).collect();
        let mut scripts = read_each(first);
        for other in others {
            match other.join() {
                Ok(read) => scripts.extend(read),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        scripts
    })
}

fn read_each(paths: &[PathBuf]) -> Vec<Result<Read, ScriptError>> {
    let mut bytes = [0; BEGINNING];
    let read = |path: &PathBuf| {
        let file = read(path, &mut bytes)?;
        let revision = file.revision();
        Ok((file, revision))
    };
    paths.iter().map(read).collect()
}

/// Reads a file no further than it takes to know the revision; `bytes` is room that is used again.
fn read(path: &Path, bytes: &mut [u8]) -> Result<ScriptFile, ScriptError> {
    let fail = |source| ScriptError::Read { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(fail)?;
    let length = file.read(bytes).map_err(fail)?;
    if let Some(script) = ScriptFile::parse_beginning(path, beginning(&bytes[..length])) {
        return Ok(script);
    }
    let mut whole = bytes[..length].to_vec();
    file.read_to_end(&mut whole).map_err(fail)?;
    let text = str::from_utf8(&whole)
        .map_err(|error| fail(io::Error::new(io::ErrorKind::InvalidData, error)))?;
    ScriptFile::parse(path, text)
}

/// Returns the text up to where it is cut within a character.
fn beginning(bytes: &[u8]) -> &str {
    let valid = match str::from_utf8(bytes) {
        Ok(text) => return text,
        Err(error) => error.valid_up_to(),
    };
    str::from_utf8(&bytes[..valid]).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_read_as_a_short_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.rs");
        let header = "const REVISION: &str = \"a\";\nconst DOWN_REVISION: &[&str] = &[\"b\"];\n";
        let rest = "const BRANCH_LABELS: &[&str] = &[];\nconst DEPENDS_ON: &[&str] = &[\"c\"];\n";
        for doc in [0, 50, 4_000, 4_090, 4_096, 100_000] {
            for body in ["", "fn upgrade() {}"] {
                let text = format!("//! {}\n{header}{rest}{body}", "ß".repeat(doc));
                std::fs::write(&path, &text).unwrap();
                let script = read(&path, &mut [0; BEGINNING]).unwrap();
                assert_eq!(script, ScriptFile::parse(&path, &text).unwrap(), "{doc}");
                assert_eq!(
                    (script.id.as_str(), &script.depends_on[..]),
                    ("a", &["c".to_owned()][..])
                );
            }
        }
    }
}
