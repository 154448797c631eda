//! Writes a new revision file from the project's own template.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Zoned;
use serde::Serialize;

use super::awaited::{asynchronous, awaited};
use super::{ScriptDirectory, ScriptError, ScriptFile, file_template, template};
use crate::autogenerate::render::Rendered;
use crate::config::Config;
use crate::revision::Revision;

/// The template of revisions in a migration package; the user's to change.
const TEMPLATE: &str = "script.rs.hbs";

/// What stands in a function that does nothing yet.
const NOTHING: &str = "    let _ = ctx;\n    Ok(())";

/// A revision to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRevision {
    /// What it does, in the author's words.
    pub message: String,
    /// Its place in the history.
    pub revision: Revision,
    /// When it is made.
    pub created: Zoned,
    /// The location to write it into, where the author chose one.
    pub version_path: Option<PathBuf>,
    /// What its functions do; `None` leaves that to the author.
    pub body: Option<Rendered>,
    /// Where there are several databases, what the functions for each of them do.
    pub databases: Vec<DatabaseFunctions>,
    /// More variables of the template, by name.
    pub variables: Vec<(String, String)>,
}

/// The functions of a revision for one of several databases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseFunctions {
    /// The database.
    pub name: String,
    /// What the functions do; `None` leaves that to the author.
    pub body: Option<Rendered>,
}

impl NewRevision {
    /// Returns what its functions do, each with what the names of these functions end in.
    fn bodies(&mut self) -> impl Iterator<Item = (String, &mut Rendered)> {
        let of_databases = self.databases.iter_mut().filter_map(|it| {
            let end = format!("_{}", function_suffix(&it.name));
            Some((end, it.body.as_mut()?))
        });
        self.body.iter_mut().map(|body| (String::new(), body)).chain(of_databases)
    }
}

/// What the template sees: the revision, and its lists as one line each.
#[derive(Serialize)]
struct TemplateData<'a> {
    message: &'a str,
    revision: &'a str,
    down_revisions: &'a [String],
    branch_labels: &'a [String],
    depends_on: &'a [String],
    create_date: &'a str,
    /// The message as lines of a doc comment.
    doc_lines: Vec<&'a str>,
    /// The parents with commas between, for the doc comment.
    revises: String,
    /// What stands between the braces of the functions.
    upgrade: &'a str,
    downgrade: &'a str,
    /// The `use` lines that they need.
    imports: Vec<&'a str>,
    /// Where there are several databases: the functions for each.
    databases: Vec<DatabaseData<'a>>,
    /// What the environment adds.
    #[serde(flatten)]
    variables: BTreeMap<&'a str, &'a str>,
}

/// What the template sees of one of several databases.
#[derive(Serialize)]
struct DatabaseData<'a> {
    name: &'a str,
    /// What the names of its functions end in.
    ident: String,
    upgrade: &'a str,
    downgrade: &'a str,
}

impl<'a> DatabaseData<'a> {
    fn of(functions: &'a DatabaseFunctions) -> Self {
        let body = functions.body.as_ref();
        Self {
            name: &functions.name,
            ident: function_suffix(&functions.name),
            upgrade: body.map_or(NOTHING, |body| &body.upgrade),
            downgrade: body.map_or(NOTHING, |body| &body.downgrade),
        }
    }
}

/// The names that the template has in any case.
const OWN: [&str; 12] = [
    "message",
    "revision",
    "down_revisions",
    "branch_labels",
    "depends_on",
    "create_date",
    "doc_lines",
    "revises",
    "upgrade",
    "downgrade",
    "imports",
    "databases",
];

/// Writes the file of a new revision and returns its path.
///
/// # Errors
/// When the template cannot be rendered or leaves out what the revision should be, when it is not clear which folder
/// to write to, or when the file is there or cannot be written.
pub fn generate(
    config: &Config,
    directory: &ScriptDirectory,
    new: &NewRevision,
) -> Result<PathBuf, ScriptError> {
    let files = &config.revision_files;
    let created = match &files.time_zone {
        None => new.created.clone(),
        Some(zone) => new.created.with_time_zone(zone.clone()),
    };
    let asked = new.version_path.as_deref();
    let folder = directory.folder_for(files, &new.revision.down_revisions, asked)?;
    let slug = file_template::slug(&new.message, files.slug_length);
    let below = files.template.path(&new.revision.id, &slug, &created);
    if below.split('/').any(|part| part.starts_with('.')) {
        return Err(ScriptError::Hidden { path: folder.join(below) });
    }
    let path = folder.join(below);
    let format = if files.time_zone.is_some() { "%F %T.%6f%:z" } else { "%F %T.%6f" };
    let text = text(config, new, &created.strftime(format).to_string())?;
    check(&path, &text, &new.revision)?;
    let parent = path.parent().unwrap_or(&folder);
    fs::create_dir_all(parent)
        .map_err(|source| ScriptError::Write { path: parent.to_owned(), source })?;
    write_new(&path, &text)?;
    Ok(path)
}

/// Returns the file's text: its operations are awaited where the template's functions are asynchronous.
fn text(config: &Config, new: &NewRevision, create_date: &str) -> Result<String, ScriptError> {
    let text = render(config, new, create_date)?;
    let mut fitting = new.clone();
    for (end, body) in fitting.bodies() {
        let names = [format!("upgrade{end}"), format!("downgrade{end}")];
        let [upgrade, downgrade] = asynchronous(&text, names.each_ref().map(String::as_str));
        for (is_asynchronous, part) in
            [(upgrade, &mut body.upgrade), (downgrade, &mut body.downgrade)]
        {
            if is_asynchronous {
                *part = awaited(part);
            }
        }
    }
    let text = match fitting == *new {
        true => text,
        false => render(config, &fitting, create_date)?,
    };
    check_bodies(&text, &fitting)?;
    Ok(text)
}

fn render(config: &Config, new: &NewRevision, create_date: &str) -> Result<String, ScriptError> {
    let source = config.script_location.join(TEMPLATE);
    let text = fs::read_to_string(&source)
        .map_err(|error| ScriptError::Read { path: source.clone(), source: error })?;
    let message = match new.message.trim() {
        "" => "empty message".to_owned(),
        message => plain(message),
    };
    if let Some((name, _)) = new.variables.iter().find(|(name, _)| OWN.contains(&name.as_str())) {
        return Err(ScriptError::VariableTaken { name: name.clone() });
    }
    let Revision { id, down_revisions, branch_labels, depends_on, .. } = &new.revision;
    let body = new.body.as_ref();
    let data = TemplateData {
        message: &message,
        revision: id,
        down_revisions,
        branch_labels,
        depends_on,
        create_date,
        doc_lines: message.lines().collect(),
        revises: down_revisions.join(", "),
        upgrade: body.map_or(NOTHING, |body| &body.upgrade),
        downgrade: body.map_or(NOTHING, |body| &body.downgrade),
        imports: imports(new),
        databases: new.databases.iter().map(DatabaseData::of).collect(),
        variables: new.variables.iter().map(|(name, value)| (&**name, &**value)).collect(),
    };
    template::render(&source.display().to_string(), &text, &data)
}

/// Returns what the functions for a database end in: `upgrade_engine1`.
pub fn function_suffix(database: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    database.chars().map(plain).collect()
}

/// Returns a text as a doc comment may hold it: the compiler refuses a lone carriage return, and characters that turn
/// the direction of writing.
pub(crate) fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let character = |c: char| if c.is_control() && c != '\n' { ' ' } else { c };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| !turns(*c)).map(character).collect()
}

/// Checks that the template wrote down what the revision should be, before there is a file.
fn check(path: &Path, text: &str, revision: &Revision) -> Result<(), ScriptError> {
    let written = ScriptFile::parse(path, text)
        .map_err(|error| ScriptError::TemplateBroken { reason: error.to_string() })?;
    let parts = [
        ("REVISION", written.id == revision.id),
        ("DOWN_REVISION", written.down_revisions == revision.down_revisions),
        ("BRANCH_LABELS", written.branch_labels == revision.branch_labels),
        ("DEPENDS_ON", written.depends_on == revision.depends_on),
    ];
    match parts.iter().find(|(_, is_same)| !is_same) {
        None => Ok(()),
        Some((constant, _)) => Err(ScriptError::TemplateDiffers { constant }),
    }
}

/// Returns the `use` lines of all functions, each once.
fn imports(new: &NewRevision) -> Vec<&str> {
    let of_databases = new.databases.iter().filter_map(|it| it.body.as_ref());
    let bodies = new.body.iter().chain(of_databases);
    let lines: BTreeSet<&str> = bodies.flat_map(|body| &body.imports).map(String::as_str).collect();
    lines.into_iter().collect()
}

/// Checks that the template, which may be older than the places for them, wrote down what the functions do.
fn check_bodies(text: &str, new: &NewRevision) -> Result<(), ScriptError> {
    let has = |body: &Rendered| [text.contains(&body.upgrade), text.contains(&body.downgrade)];
    let [upgrade, downgrade] = new.body.as_ref().map_or([true; 2], has);
    let mut of_databases = new.databases.iter().filter_map(|it| it.body.as_ref());
    let parts = [
        ("{{upgrade}}", upgrade),
        ("{{downgrade}}", downgrade),
        ("{{#each databases}}", of_databases.all(|body| has(body) == [true; 2])),
        ("{{#each imports}}", imports(new).iter().all(|line| text.contains(line))),
    ];
    let missing = parts.iter().filter(|(_, is_there)| !is_there).map(|(place, _)| *place);
    match missing.collect::<Vec<_>>() {
        places if places.is_empty() => Ok(()),
        places => Err(ScriptError::TemplateLacks { places }),
    }
}

/// Writes a file that must not be there yet.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), ScriptError> {
    let file = fs::OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| {
        // Half a file would stand in the way of every command.
        file.write_all(text.as_bytes()).inspect_err(|_| drop(fs::remove_file(path)))
    });
    written.map_err(|source| match source.kind() {
        std::io::ErrorKind::AlreadyExists => ScriptError::Exists { path: path.to_owned() },
        _ => ScriptError::Write { path: path.to_owned(), source },
    })
}
