//! Every byte printed: results to standard output, all else to standard error.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use super::format::{self, LineParts};
use super::history::Format;
use crate::autogenerate::Suggestion;
use crate::build::BuildEvent;
use crate::command::{
    Branches, Created, Current, Initialised, Overlap, Rebased, RevisionEntry, SchemaText,
    SharedTable,
};
use crate::dialect::redact;
use crate::error::Error;
use crate::picture::{self, Glyphs};
use crate::project::Project;
use crate::revision::Direction;
use crate::runtime::{Compared, ComparisonForm, Event};
use crate::script::Template;

const STATUS: Style = AnsiColor::Green.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const ERROR: Style = AnsiColor::Red.on_default().bold();
const HELP: Style = AnsiColor::Cyan.on_default().bold();

/// The two streams.
pub(super) struct Output {
    quiet: bool,
    pub(super) verbose: bool,
    /// Whether messages are coloured.
    color: ColorChoice,
    /// Whether results are, those of them that have colours.
    result_color: ColorChoice,
    /// Why a result could not be written.
    unwritten: Option<io::Error>,
    /// Which of several databases the messages are about.
    database: Option<String>,
}

impl Output {
    pub(super) fn new(quiet: bool, verbose: bool, color: ColorChoice) -> Self {
        let (color, result_color) = match color {
            ColorChoice::Auto => {
                (AutoStream::choice(&io::stderr()), AutoStream::choice(&io::stdout()))
            }
            ColorChoice::AlwaysAnsi | ColorChoice::Always | ColorChoice::Never => (color, color),
        };
        Self { quiet, verbose, color, result_color, unwritten: None, database: None }
    }

    /// Returns whether every result was written; says so if one was not.
    pub(super) fn is_complete(&mut self) -> bool {
        let Some(error) = self.unwritten.take() else { return true };
        self.message(ERROR, "error", &format!("cannot write to standard output: {error}"));
        false
    }

    /// Prints an error with its causes and the way out.
    pub(super) fn error(&mut self, error: &Error) {
        self.error_as(ERROR, "error", error);
    }

    /// Prints why one of several databases failed.
    pub(super) fn failed(&mut self, error: &Error) {
        self.error_as(ERROR, "failed", error);
    }

    /// Has all that is told meanwhile begin with the name of a database.
    pub(super) fn of<T>(&mut self, database: &str, tell: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.database.replace(database.to_owned());
        let done = tell(self);
        self.database = before;
        done
    }

    fn error_as(&mut self, style: Style, title: &str, error: &Error) {
        self.message(style, title, &error.to_string());
        let mut said = error.to_string();
        for cause in error.causes() {
            // An error that only passes another on would say the same twice.
            if !said.contains(&cause) {
                self.message(style, "caused by", &cause);
                said = cause;
            }
        }
        for help in error.help().iter().flat_map(|help| help.lines()) {
            self.message(HELP, "help", help);
        }
    }

    fn message(&mut self, style: Style, title: &str, text: &str) {
        let text = redact(text);
        let database = self.database();
        self.line(&format!("{database}{style}{title}:{style:#} {text}\n"));
    }

    /// Writes a line at once, so that lines of several runs do not mix. A stream that is closed,
    /// as by `| head`, is no failure of ours: what cannot be written is dropped.
    fn line(&self, text: &str) {
        let mut line = AutoStream::new(Vec::new(), self.color);
        drop(line.write_all(text.as_bytes()));
        drop(io::stderr().write_all(&line.into_inner()));
    }

    /// Prints a line as cargo does: a verb to the right, then what it is about.
    pub(super) fn status(&mut self, verb: &str, text: impl Display) {
        if self.quiet {
            return;
        }
        let database = self.database();
        self.line(&match (database.is_empty(), verb) {
            (true, _) => format!("{STATUS}{verb:>12}{STATUS:#} {text}\n"),
            (false, "") => format!("{database}{text}\n"),
            (false, _) => format!("{database}{STATUS}{verb}{STATUS:#} {text}\n"),
        });
    }

    /// Prints a line that belongs to the one before it.
    pub(super) fn detail(&mut self, text: &str) {
        if !self.quiet {
            self.line(&format!("  {}\n", redact(text)));
        }
    }

    /// Returns what a message begins with that is about one of several databases.
    fn database(&self) -> String {
        self.database.as_ref().map(|name| format!("{name}: ")).unwrap_or_default()
    }

    /// Prints what is told while a command works.
    pub(super) fn event(&mut self, event: Event) {
        match event {
            Event::Build(BuildEvent::Building { environment, revisions }) => {
                let what = match (environment, revisions) {
                    (true, _) => "the environment".to_owned(),
                    (false, 1) => "1 revision".to_owned(),
                    (false, count) => format!("{count} revisions"),
                };
                self.status("Building", what);
            }
            Event::Build(BuildEvent::LeftOut { path }) => {
                let text = format!("{} does not compile and is left out", path.display());
                self.message(WARNING, "warning", &text);
            }
            Event::Context { database, transactional_ddl } => {
                if self.verbose {
                    let kind =
                        if transactional_ddl { "transactional" } else { "non-transactional" };
                    self.status("Context", format!("{database}, {kind} DDL"));
                }
            }
            Event::Running { direction, from, to, doc } => {
                let verb = match direction {
                    Direction::Up => "upgrade",
                    Direction::Down => "downgrade",
                    Direction::Stamp => "stamp_revision",
                };
                let doc = if doc.is_empty() { doc } else { format!(", {doc}") };
                let line = format!("{verb} {} -> {}{doc}", from.join(", "), to.join(", "));
                self.status("Running", line);
            }
            Event::CreatedTable { name } => {
                self.status("Created", format!("the version table {name}"));
            }
            Event::Progress(text) => self.status("", redact(&text)),
            Event::Waiting { by } => {
                let by = by.map(|by| format!(": {by}")).unwrap_or_default();
                self.status("Waiting", format!("for another run to end{by}"));
            }
            Event::NothingToDo { rows } => {
                let at = match rows.as_slice() {
                    [] => "its base".to_owned(),
                    rows => rows.join(", "),
                };
                self.status("Finished", format!("nothing to do, the database is at {at}"));
            }
            Event::Recovered { name, committed } => {
                let how = if committed { "committed" } else { "undone" };
                let text =
                    format!("a run that was cut off had prepared {name}, which is {how} now");
                self.status("Recovered", text);
            }
            Event::Detected(text) => self.status("Detected", redact(&text)),
            Event::Warning { message, help } => {
                self.message(WARNING, "warning", &message);
                if let Some(help) = help {
                    self.message(HELP, "help", &help);
                }
            }
        }
    }

    /// Warns of a file that is no revision, where a command goes on without it.
    pub(super) fn unreadable(&mut self, project: &mut Project) {
        if let Err(problem) = project.directory.require_complete() {
            self.message(WARNING, "warning", &problem.to_string());
        }
    }

    pub(super) fn initialised(&mut self, done: &Initialised) {
        for path in &done.written {
            self.status("Created", path.display());
        }
        for path in &done.kept {
            let text = format!("{} is there already and was left as it is", path.display());
            self.message(WARNING, "warning", &text);
        }
        if let Some(path) = &done.workspace {
            self.status("Added", format!("the package to the workspace in {}", path.display()));
        }
        self.status("", "next: `runner revision -m \"…\"`, then `runner upgrade head`");
    }

    pub(super) fn templates(&mut self, templates: &[Template]) {
        let mut text = String::from("Available templates:\n\n");
        for template in templates {
            text.extend([&template.name, " - ", &template.description, "\n"]);
        }
        text.push_str(
            "\nTemplates are used by `init`: runner init --template generic migrations\n",
        );
        self.result(&text);
    }

    pub(super) fn created(&mut self, created: &Created) {
        self.status("Created", format!("revision {}", created.id));
        self.result(&format!("{}\n", created.path.display()));
    }

    /// Tells what an automatic revision came to.
    pub(super) fn autogenerated(&mut self, is_equal: bool, all: &[Created]) {
        if is_equal {
            let file = if all.is_empty() { ", no file was written" } else { "" };
            self.status("Finished", format!("no differences found{file}"));
        }
        for created in all {
            self.created(created);
        }
    }

    /// Asks whether something was renamed, if somebody can answer.
    pub(super) fn ask_renamed(&mut self, suggestion: &Suggestion) -> bool {
        if self.quiet || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return false;
        }
        let question = match suggestion {
            Suggestion::Table { from, to } => format!("was the table {from} renamed to {to}?"),
            Suggestion::Column { table, from, to } => {
                format!("was the column {table}.{from} renamed to {to}?")
            }
        };
        let database = self.database();
        self.line(&format!("{database}{HELP}{:>12}{HELP:#} {question} [y/N] ", "Question"));
        let mut answer = String::new();
        // Whoever closes the input has said no.
        drop(io::stdin().read_line(&mut answer));
        matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
    }

    /// Prints differences in the form in which they were asked for.
    pub(super) fn compared(&mut self, compared: &Compared, form: ComparisonForm) {
        match form {
            ComparisonForm::Json | ComparisonForm::Sql => self.result(&compared.text),
            ComparisonForm::Lines | ComparisonForm::Revision => {
                let lines: String =
                    compared.differences.iter().map(|line| format!("{line}\n")).collect();
                self.result(&lines);
            }
        }
    }

    /// Tells that a check found nothing, in Alembic's words.
    pub(super) fn nothing_detected(&mut self) {
        self.result("No new upgrade operations detected.\n");
    }

    pub(super) fn nothing_to_merge(&mut self, only: Option<&str>) {
        let text = match only {
            None => "nothing to merge: there is no revision".to_owned(),
            Some(only) => format!("nothing to merge: only `{only}` is named"),
        };
        self.status("Finished", text);
    }

    /// Tells what the sides of a merge have in common.
    pub(super) fn overlap(&mut self, overlap: &Overlap, heads: &[String]) {
        for SharedTable { table, columns, changes } in &overlap.tables {
            let what = match columns[..] {
                [] => format!("several sides touch the table `{table}`"),
                _ => format!("several sides touch `{table}`: {}", columns.join(", ")),
            };
            self.message(WARNING, "warning", &what);
            for change in changes {
                self.message(HELP, "note", &format::table_change(change, &heads[change.side]));
            }
        }
        for (revision, reason) in &overlap.unknown {
            self.status("Note", format!("what {revision} changes besides is not known: {reason}"));
        }
        if overlap.tables.is_empty() {
            let all = if overlap.unknown.is_empty() { "" } else { ", as far as that is known" };
            self.status("Compared", format!("no table is touched by several sides{all}"));
        }
    }

    pub(super) fn not_compared(&mut self, error: &Error) {
        let text = "the revision is written, but what both sides touch could not be found out";
        self.message(WARNING, "warning", text);
        self.error_as(WARNING, "because", error);
    }

    pub(super) fn rebased(&mut self, rebased: Option<&Rebased>) {
        let Some(Rebased { rebase, path }) = rebased else {
            self.status("Finished", "nothing to do: the branch follows that head already");
            return;
        };
        let from = match rebase.from[..] {
            [] => "<base>".to_owned(),
            _ => rebase.from.join(", "),
        };
        self.status("Rebased", format!("{} from {from} onto {}", rebase.root, rebase.onto));
        self.result(&format!("{}\n", path.display()));
    }

    pub(super) fn script(&mut self, script: Option<&str>) {
        self.result(script.unwrap_or_default());
    }

    /// Prints what a database holds, or where it was written.
    pub(super) fn schema(&mut self, schema: &SchemaText) {
        match &schema.file {
            Some(file) => self.status("Wrote", format!("{} of {}", file.display(), schema.url)),
            None => self.result(&schema.text),
        }
    }

    pub(super) fn current(&mut self, current: &Current<'_>) {
        if self.verbose {
            self.result(&format!("Current revision(s) for {}:\n", current.url));
        }
        self.list(&current.revisions, LineParts { tree: true, ..LineParts::default() });
    }

    pub(super) fn history(&mut self, entries: &[RevisionEntry<'_>]) {
        self.list(entries, LineParts { parents: true, labels: true, tree: true, doc: true });
    }

    pub(super) fn heads(&mut self, entries: &[RevisionEntry<'_>]) {
        self.list(entries, LineParts { labels: true, ..LineParts::default() });
    }

    /// Draws the history, in colour where standard output is a terminal.
    pub(super) fn graph(&mut self, entries: &[RevisionEntry<'_>], glyphs: Glyphs) {
        let mut drawn = AutoStream::new(Vec::new(), self.result_color);
        // A list in memory takes all that is written into it.
        drop(drawn.write_all(picture::terminal(entries, glyphs).as_bytes()));
        self.result(&String::from_utf8_lossy(&drawn.into_inner()));
    }

    pub(super) fn formatted(&mut self, entries: &[RevisionEntry<'_>], format: Format) {
        let text = match format {
            Format::Dot => picture::dot(entries),
            Format::Mermaid => picture::mermaid(entries),
            Format::Json => picture::json(entries),
            Format::Svg => picture::svg(entries),
        };
        self.result(&text);
    }

    /// Lists each branch point with those that come right after it.
    pub(super) fn branches(&mut self, branches: &[Branches<'_>]) {
        let parts = LineParts { labels: true, tree: true, ..LineParts::default() };
        let mut text = String::new();
        for Branches { point, children } in branches {
            match self.verbose {
                true => text.push_str(format::entry(point).trim_end()),
                false => text.push_str(&format::line(point, parts)),
            }
            let indent = " ".repeat(point.id.chars().count());
            for child in children {
                let child = format::line(child, LineParts { doc: self.verbose, ..parts });
                text.extend(["\n", &indent, " -> ", &child]);
            }
            text.push_str("\n\n");
        }
        self.result(&text);
    }

    pub(super) fn show(&mut self, entries: &[RevisionEntry<'_>]) {
        let entries: Vec<_> = entries.iter().map(format::entry).collect();
        self.result(&entries.join("\n"));
    }

    pub(super) fn list(&mut self, entries: &[RevisionEntry<'_>], parts: LineParts) {
        let mut text = String::new();
        for entry in entries {
            match self.verbose {
                true => text.push_str(&format::entry(entry)),
                false => text.push_str(&format::line(entry, parts)),
            }
            text.push('\n');
        }
        self.result(&text);
    }

    pub(super) fn result(&mut self, text: &str) {
        let mut results = io::stdout().lock();
        let written = results.write_all(text.as_bytes()).and_then(|()| results.flush());
        // A reader that has seen enough, as `| head` has, is no failure.
        if let Err(error) = written
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.unwritten = Some(error);
        }
    }
}
