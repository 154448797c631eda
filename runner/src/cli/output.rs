//! Every byte printed: results to standard output, all else to standard error.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use super::format::{self, LineParts};
use crate::build::BuildEvent;
use crate::command::{Current, Initialised, RevisionEntry};
use crate::dialect::redact;
use crate::error::Error;
use crate::project::Project;
use crate::revision::Direction;
use crate::runtime::Event;
use crate::script::Template;

const STATUS: Style = AnsiColor::Green.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const ERROR: Style = AnsiColor::Red.on_default().bold();
const HELP: Style = AnsiColor::Cyan.on_default().bold();

/// The two streams.
pub(super) struct Output {
    quiet: bool,
    verbose: bool,
    /// Whether messages are coloured; results never are.
    color: ColorChoice,
    /// Why a result could not be written.
    unwritten: Option<io::Error>,
}

impl Output {
    pub(super) fn new(quiet: bool, verbose: bool, color: ColorChoice) -> Self {
        let color = match color {
            ColorChoice::Auto => AutoStream::choice(&io::stderr()),
            ColorChoice::AlwaysAnsi | ColorChoice::Always | ColorChoice::Never => color,
        };
        Self { quiet, verbose, color, unwritten: None }
    }

    /// Returns whether every result was written; says so if one was not.
    pub(super) fn is_complete(&mut self) -> bool {
        let Some(error) = self.unwritten.take() else { return true };
        self.message(ERROR, "error", &format!("cannot write to standard output: {error}"));
        false
    }

    /// Prints an error with its causes and the way out.
    pub(super) fn error(&mut self, error: &Error) {
        self.message(ERROR, "error", &error.to_string());
        let mut said = error.to_string();
        for cause in error.causes() {
            // An error that only passes another on would say the same twice.
            if !said.contains(&cause) {
                self.message(ERROR, "caused by", &cause);
                said = cause;
            }
        }
        for help in error.help().iter().flat_map(|help| help.lines()) {
            self.message(HELP, "help", help);
        }
    }

    fn message(&mut self, style: Style, title: &str, text: &str) {
        let text = redact(text);
        self.line(&format!("{style}{title}:{style:#} {text}\n"));
    }

    /// Writes a line at once, so that lines of several runs do not mix. A stream that is closed,
    /// as by `| head`, is no failure of ours: what cannot be written is dropped.
    fn line(&self, text: &str) {
        let mut line = AutoStream::new(Vec::new(), self.color);
        drop(line.write_all(text.as_bytes()));
        drop(io::stderr().write_all(&line.into_inner()));
    }

    /// Prints a line as cargo does: a verb to the right, then what it is about.
    fn status(&mut self, verb: &str, text: impl Display) {
        if !self.quiet {
            self.line(&format!("{STATUS}{verb:>12}{STATUS:#} {text}\n"));
        }
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
        if let Some(path) = &done.kept {
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

    pub(super) fn created(&mut self, id: &str, path: &Path) {
        self.status("Created", format!("revision {id}"));
        self.result(&format!("{}\n", path.display()));
    }

    pub(super) fn script(&mut self, script: Option<&str>) {
        self.result(script.unwrap_or_default());
    }

    pub(super) fn current(&mut self, current: &Current) {
        if self.verbose {
            self.result(&format!("Current revision(s) for {}:\n", current.url));
        }
        self.list(&current.revisions, LineParts { tree: true, ..LineParts::default() });
    }

    pub(super) fn history(&mut self, entries: &[RevisionEntry]) {
        self.list(entries, LineParts { parents: true, labels: true, tree: true, doc: true });
    }

    pub(super) fn heads(&mut self, entries: &[RevisionEntry]) {
        self.list(entries, LineParts { labels: true, ..LineParts::default() });
    }

    pub(super) fn show(&mut self, entries: &[RevisionEntry]) {
        let entries: Vec<_> = entries.iter().map(format::entry).collect();
        self.result(&entries.join("\n"));
    }

    fn list(&mut self, entries: &[RevisionEntry], parts: LineParts) {
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

    fn result(&mut self, text: &str) {
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
