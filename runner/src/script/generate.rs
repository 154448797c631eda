//! Writes a new revision file from the project's own template.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{ScriptError, template};

/// The template of revisions in a migration package; the user's to change.
const TEMPLATE: &str = "script.rs.hbs";
/// Alembic's `truncate_slug_length`.
const SLUG_LENGTH: usize = 40;

/// A revision to be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewRevision {
    /// What it does, in the author's words.
    pub message: String,
    /// Its id.
    pub revision: String,
    /// Its parents.
    pub down_revisions: Vec<String>,
    /// Its branch labels.
    pub branch_labels: Vec<String>,
    /// Its dependencies.
    pub depends_on: Vec<String>,
    /// When it was made, as its doc comment tells.
    pub create_date: String,
}

/// What the template sees: the revision, and its lists as one line each.
#[derive(Serialize)]
struct TemplateData<'a> {
    #[serde(flatten)]
    revision: &'a NewRevision,
    /// The message as lines of a doc comment.
    doc_lines: Vec<&'a str>,
    /// The parents with commas between, for the doc comment.
    revises: String,
}

/// Writes the file of a new revision and returns its path.
///
/// # Errors
/// When the template cannot be rendered, or the file is there or cannot be written.
pub fn generate(script_location: &Path, revision: &NewRevision) -> Result<PathBuf, ScriptError> {
    let folder = script_location.join("versions");
    let path = folder.join(file_name(&revision.revision, &revision.message));
    let source = script_location.join(TEMPLATE);
    let text = fs::read_to_string(&source)
        .map_err(|error| ScriptError::Read { path: source.clone(), source: error })?;
    let message = match revision.message.is_empty() {
        true => "empty message",
        false => &revision.message,
    };
    let data = TemplateData {
        revision,
        doc_lines: message.lines().collect(),
        revises: revision.down_revisions.join(", "),
    };
    let rendered = template::render(&source.display().to_string(), &text, &data)?;
    fs::create_dir_all(&folder)
        .map_err(|source| ScriptError::Write { path: folder.clone(), source })?;
    write_new(&path, &rendered)?;
    Ok(path)
}

/// Writes a file that must not be there yet.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), ScriptError> {
    let file = fs::OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|source| match source.kind() {
        std::io::ErrorKind::AlreadyExists => ScriptError::Exists { path: path.to_owned() },
        _ => ScriptError::Write { path: path.to_owned(), source },
    })
}

/// Returns `<id>_<slug>.rs`: the slug is the message's words in lower case, cut at a word's end.
fn file_name(id: &str, message: &str) -> String {
    let words = message.split(|c: char| !c.is_alphanumeric() && c != '_');
    let words: Vec<_> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let slug = truncate(&words.join("_"));
    format!("{id}_{slug}.rs")
}

fn truncate(slug: &str) -> String {
    if slug.chars().count() <= SLUG_LENGTH {
        return slug.to_owned();
    }
    let cut: String = slug.chars().take(SLUG_LENGTH).collect();
    let whole_words = cut.rsplit_once('_').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words}_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_its_message() {
        for (message, wanted) in [
            ("create account table", "a1_create_account_table.rs"),
            ("", "a1_.rs"),
            ("Add: the (new) Größe!", "a1_add_the_new_größe.rs"),
            (
                "a message that is much longer than a name of a file should be",
                "a1_a_message_that_is_much_longer_than_a_.rs",
            ),
        ] {
            assert_eq!(file_name("a1", message), wanted);
        }
    }
}
