//! What came of several databases, in a table.

use std::path::PathBuf;

use super::format::{self, LineParts};
use super::output::Output;
use crate::command::{Current, DatabaseOutcome, DatabaseReport, Migrated};
use crate::runtime::{Compared, ComparisonForm, Moved};

impl Output {
    /// Tells how far each database went: its name, from where to where, in how many steps, in which time.
    pub(super) fn summary(&mut self, reports: &[DatabaseReport<Migrated>]) {
        let rows: Vec<[String; 5]> = reports.iter().map(row).collect();
        let width = |column: usize| {
            rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default()
        };
        let [name, way, steps, time] = [0, 1, 2, 3].map(width);
        let count = rows.len();
        self.status("Summary", format!("of {count} {}", plural(count, "database")));
        for [database, gone, taken, seconds, error] in &rows {
            let way = format!("{database:name$}  {gone:way$}  {taken:steps$}");
            let line = format!("{way}  {seconds:>time$}  {error}");
            self.detail(line.trim_end());
        }
    }

    /// Tells which files were written.
    pub(super) fn wrote(&mut self, files: &[PathBuf]) {
        for file in files {
            self.status("Wrote", file.display());
        }
    }

    /// Prints where each database stands.
    pub(super) fn current_of_each(&mut self, reports: &[DatabaseReport<Current<'_>>]) {
        for report in reports {
            let Some(current) = report.result() else { continue };
            self.current_of(&report.database, current);
        }
    }

    /// Prints where one of several databases stands.
    fn current_of(&mut self, database: &str, current: &Current<'_>) {
        if self.verbose {
            self.result(&format!("Current revision(s) for {database} ({}):\n", current.url));
            self.list(&current.revisions, LineParts::default());
            return;
        }
        let parts = LineParts { tree: true, ..LineParts::default() };
        let lines: Vec<String> = match current.revisions.as_slice() {
            [] => vec!["<base>".to_owned()],
            revisions => revisions.iter().map(|it| format::line(it, parts)).collect(),
        };
        let lines = lines.iter().map(|line| format!("{database}: {line}\n"));
        self.result(&lines.collect::<String>());
    }

    /// Prints the differences of each database, in the form in which they were asked for.
    pub(super) fn compared_each(
        &mut self,
        reports: &[DatabaseReport<Compared>],
        form: ComparisonForm,
    ) {
        match form {
            ComparisonForm::Json => self.result(&document(reports)),
            ComparisonForm::Lines | ComparisonForm::Sql | ComparisonForm::Revision => {
                let mut text = String::new();
                for report in reports {
                    let Some(compared) = report.result() else { continue };
                    let mut line = |it: &str| text.extend([&report.database, ": ", it, "\n"]);
                    match compared.differences.as_slice() {
                        [] => line(NOTHING),
                        all => all.iter().for_each(|it| line(it)),
                    }
                }
                self.result(&text);
            }
        }
    }
}

/// What Alembic says where nothing differs.
const NOTHING: &str = "No new upgrade operations detected.";

/// Returns a document with that of each database by its name.
fn document(reports: &[DatabaseReport<Compared>]) -> String {
    let of = |report: &DatabaseReport<Compared>| {
        let document = serde_json::from_str(&report.result()?.text).ok()?;
        Some((report.database.clone(), document))
    };
    let all: serde_json::Map<String, serde_json::Value> = reports.iter().filter_map(of).collect();
    format!("{:#}\n", serde_json::Value::Object(all))
}

/// Returns the columns of a database: its name, how far it went, in how many steps, in which time, and why no further.
fn row(report: &DatabaseReport<Migrated>) -> [String; 5] {
    let seconds = format!("{:.2} s", report.duration.as_secs_f64());
    let (gone, steps, seconds, error) = match &report.outcome {
        DatabaseOutcome::Done(Migrated { moved: Some(moved), .. }) => {
            let steps = format!("{} {}", moved.steps, plural(moved.steps, "step"));
            (way(moved), steps, seconds, String::new())
        }
        DatabaseOutcome::Done(_) => ("done".into(), String::new(), seconds, String::new()),
        DatabaseOutcome::Failed(error) => {
            let text = error.to_string();
            let line = text.lines().next().unwrap_or_default().to_owned();
            ("failed".into(), String::new(), seconds, line)
        }
        DatabaseOutcome::NotBegun => {
            ("not begun".into(), String::new(), String::new(), String::new())
        }
    };
    [report.database.clone(), gone, steps, seconds, error]
}

fn way(moved: &Moved) -> String {
    let rows = |rows: &[String]| match rows {
        [] => "<base>".to_owned(),
        rows => rows.join(", "),
    };
    match moved.steps {
        0 => format!("at {}", rows(&moved.to)),
        _ => format!("{} -> {}", rows(&moved.from), rows(&moved.to)),
    }
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}
