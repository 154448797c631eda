//! What can be wrong with the files of a script directory.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::ProgramError;
use crate::revision::HistoryError;

/// Why revision files could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ScriptError {
    /// The folder of the revisions is not there.
    #[error("there is no folder {}", path.display())]
    NoDirectory { path: PathBuf },
    /// A version location is a file.
    #[error("{} is no folder, and so no version location", path.display())]
    NotAFolder { path: PathBuf },
    /// What was wrong with a file when the revisions were read.
    #[error(transparent)]
    Shared(Arc<Self>),
    /// A file or folder cannot be read.
    #[error("cannot read {}", path.display())]
    Read { path: PathBuf, source: io::Error },
    /// A file cannot be written.
    #[error("cannot write {}", path.display())]
    Write { path: PathBuf, source: io::Error },
    /// A file among the revisions is none.
    #[error("{} is not a revision: it has no `REVISION` constant", path.display())]
    NotARevision { path: PathBuf },
    /// A revision's header is not as it should be.
    #[error("{}:{line}: {reason}", path.display())]
    Header { path: PathBuf, line: usize, reason: String },
    /// Two files say the same id.
    #[error("revision `{id}` stands in two files: {} and {}", first.display(), second.display())]
    DuplicateId { id: String, first: PathBuf, second: PathBuf },
    /// A new revision could go into several folders.
    #[error(
        "there are several version locations, and nothing says which one the new revision belongs to"
    )]
    ManyLocations { locations: Vec<PathBuf> },
    /// A new revision was asked to go where no revisions are read from.
    #[error("{} is none of the version locations", path.display())]
    NotALocation { path: PathBuf, locations: Vec<PathBuf> },
    /// The template of revisions did not write what it was given.
    #[error("`script.rs.hbs` does not write `{constant}` as it was given")]
    TemplateDiffers { constant: &'static str },
    /// The template of revisions has no place for what the functions do.
    #[error(
        "`script.rs.hbs` has no place for what the revision does: it lacks {}",
        listed_code(places)
    )]
    TemplateLacks { places: Vec<&'static str> },
    /// A variable that the environment adds would hide one that the template has in any case.
    #[error("`template_args` of `env.rs` names `{name}`, which `script.rs.hbs` has already")]
    VariableTaken { name: String },
    /// The template of revisions does not make a revision.
    #[error("`script.rs.hbs` does not make a revision: {reason}")]
    TemplateBroken { reason: String },
    /// A new file would be passed over.
    #[error("{} would be passed over: a part of its name begins with a dot", path.display())]
    Hidden { path: PathBuf },
    /// A write hook failed on a new file.
    #[error("the write hook `{hook}` failed on {}", path.display())]
    WriteHook { hook: String, path: PathBuf, source: ProgramError },
    /// The header of a file is not written in a way that can be changed by a program.
    #[error("{}: `DOWN_REVISION` is not written as a list, a text or an option", path.display())]
    Rewrite { path: PathBuf },
    /// The revisions on disk do not make a history.
    #[error("{error}")]
    Graph { error: HistoryError, files: Vec<PathBuf> },
    /// A file that is to be written is there already.
    #[error("{} is there already", path.display())]
    Exists { path: PathBuf },
    /// The folder that `init` should fill has something in it.
    #[error("{} is there and is not empty", path.display())]
    NotEmpty { path: PathBuf },
    /// No template has this name.
    #[error("there is no template `{name}`")]
    NoTemplate { name: String },
    /// A template cannot be rendered.
    #[error("cannot render {name}: {reason}")]
    Render { name: String, reason: String },
    /// A `Cargo.toml` cannot take a new member.
    #[error("cannot add the package to the workspace in {}: {reason}", path.display())]
    Workspace { path: PathBuf, reason: String },
}

impl ScriptError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Shared(error) => error.help(),
            Self::NoDirectory { .. } => {
                Some("`runner init` makes one; `script_location` says where it is".into())
            }
            Self::NotARevision { .. } => Some(
                "keep other modules outside of `versions/`, or begin the file's name with `.`"
                    .into(),
            ),
            Self::DuplicateId { .. } => {
                Some("give one of them another id, in its file and in those that name it".into())
            }
            Self::NotEmpty { .. } => {
                Some("name another folder: nothing is ever overwritten".into())
            }
            Self::NoTemplate { .. } => Some(
                "`runner list-templates` shows those there are; the path of a folder works too"
                    .into(),
            ),
            Self::Graph { error, files } => {
                let places = files.iter().map(|path| format!("in {}", path.display()));
                let lines: Vec<String> = error.help().into_iter().chain(places).collect();
                Some(lines.join("\n"))
            }
            Self::ManyLocations { locations } => {
                Some(format!("say one with `--version-path`: {}", listed(locations)))
            }
            Self::NotALocation { locations, .. } => {
                Some(format!("`version_locations` says: {}", listed(locations)))
            }
            Self::NotAFolder { .. } => {
                Some("`version_locations` in `runner.toml` says where revisions are".into())
            }
            Self::Hidden { .. } => Some("change `file_template`".into()),
            Self::TemplateDiffers { .. } | Self::TemplateBroken { .. } => {
                Some("keep the four constants of the template as `runner init` writes them".into())
            }
            Self::VariableTaken { .. } => Some("give it another name".into()),
            Self::TemplateLacks { places } => Some(places_to_add(places)),
            Self::WriteHook { source, .. } => {
                let stays =
                    "the file stays as it is; `post_write_hooks` in `runner.toml` says what is run";
                Some(source.help().map_or(stays.into(), |help| format!("{help}\n{stays}")))
            }
            Self::Rewrite { .. } => Some("write the new parent by hand".into()),
            Self::Exists { .. } => Some("move it away first: nothing is ever overwritten".into()),
            Self::Read { .. }
            | Self::Write { .. }
            | Self::Header { .. }
            | Self::Render { .. }
            | Self::Workspace { .. } => None,
        }
    }
}

fn listed_code(places: &[&str]) -> String {
    places.iter().map(|place| format!("`{place}`")).collect::<Vec<_>>().join(", ")
}

/// Says which lines a template of revisions wants, and where.
fn places_to_add(places: &[&str]) -> String {
    let lines = places.iter().map(|place| match *place {
        "{{#each imports}}" => "below `use migration_api::prelude::*;`, add these three lines:\n\
             {{#each imports}}\n{{this}}\n{{/each}}"
            .to_owned(),
        place => format!(
            "in `fn {}`, put the line `{place}` in place of what stands between the braces",
            place.trim_matches(['{', '}'])
        ),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn listed(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}
