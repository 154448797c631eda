//! One history, whoever drives the connection: the runner's own driver, or one that `env.rs` hands over.

mod packages;

use std::fs;

use crate::operations::catalog;
use crate::support::{Database, Project, Run, postgres};
use packages::PACKAGES;

/// Revisions of tables, of rows by parameters and in bulk, of queries that print what they find, of objects of all kinds.
const HISTORY: [(&str, &str); 5] = [
    ("a1", include_str!("tables.rs.txt")),
    ("b2 < a1", include_str!("rows.rs.txt")),
    ("c3 < b2", include_str!("queries.rs.txt")),
    ("d4 < c3", include_str!("changes.rs.txt")),
    ("e5 < d4", include_str!("autocommit.rs.txt")),
];

/// What fails on top of the history.
// A value that its type has not is left out: sqlx's driver finds it before the server does, and says it in its own words.
const FAILURES: [(&str, &str); 8] = [
    ("a mistake in a statement", "ctx.execute(\"CREATE TABLE u (id integer);\\nSELEC 1\", &[]).map(drop)"),
    ("a value twice", "ctx.execute(\"INSERT INTO account (id, name) VALUES (:id, 'x')\", &[(\"id\", 1.into())]).map(drop)"),
    ("no such table", "ctx.query(\"SELECT * FROM nowhere WHERE id = :id\", &[(\"id\", 1.into())]).map(drop)"),
    ("no such column", "ctx.add_column(\"account\", Column::new(\"name\", Text))"),
    ("a few rows", "ctx.bulk_insert(\"account\", &[\"id\", \"name\"], &[&[7777.into(), \"x\".into()], &[1.into(), \"x\".into()]])"),
    ("a raised error", "ctx.execute(\"DO $$ BEGIN RAISE EXCEPTION 'not today' USING DETAIL = 'it rains', HINT = 'wait', ERRCODE = 'P0042'; END $$\", &[]).map(drop)"),
    ("a constraint at the end", "ctx.execute(\"ALTER TABLE entry ALTER CONSTRAINT fk_entry_account DEFERRABLE INITIALLY DEFERRED\", &[])?;
        ctx.execute(\"INSERT INTO entry (account_id) VALUES (999999)\", &[]).map(drop)"),
    ("a commit of its own", "ctx.execute(\"COMMIT\", &[]).map(drop)"),
];

/// Many rows of which one is there already: with COPY where the driver has it, and with INSERT where not.
const MANY_ROWS: &str = "let rows: Vec<[Value<'_>; 2]> = (0..300).map(|at| [Value::Int(if at == 250 { 1 } else { 5000 + at }), \"x\".into()]).collect();
    let rows: Vec<&[Value<'_>]> = rows.iter().map(|row| row.as_slice()).collect();
    ctx.bulk_insert(\"account\", &[\"id\", \"name\"], &rows)";

fn write_revision(project: &Project, graph: &str, text: &str) {
    let (upgrade, downgrade) = text.split_once("// downgrade\n").unwrap_or((text, "Ok(())"));
    project.revision(graph, upgrade, downgrade);
}

/// What the program has said, without what is the project's and the database's own.
fn told(run: &Run, project: &Project, database: &Database) -> String {
    let text = format!("{:?}\n{}{}", run.code, run.stdout, run.stderr);
    let name = database.url.rsplit('/').next().unwrap();
    let text = text.replace(&project.folder().display().to_string(), "…").replace(name, "…");
    // How long anything took, and what was compiled for it.
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("Compil"));
    lines.map(without_time).collect()
}

/// Leaves out the time that a line ends in.
fn without_time(line: &str) -> String {
    let time = line.rsplit_once(' ').filter(|(_, last)| {
        let number = last.trim_matches(['(', ')']).trim_end_matches("ms").trim_end_matches('s');
        last.ends_with(['s', ')']) && number.parse::<f64>().is_ok()
    });
    format!("{}\n", time.map_or(line, |(line, _)| line))
}

/// All that has happened, in order: what the program has said, and what was in the database then.
struct Log<'a> {
    project: &'a Project,
    database: Database,
    entries: Vec<String>,
}

impl Log<'_> {
    fn run(&mut self, arguments: &[&str]) -> i32 {
        let run = self.project.runner(arguments);
        let told = told(&run, self.project, &self.database);
        self.entries.push(format!("{}: {told}", arguments.join(" ")));
        run.code.unwrap()
    }

    fn succeed(&mut self, arguments: &[&str]) {
        let code = self.run(arguments);
        assert_eq!(code, 0, "{}", self.entries.last().unwrap());
    }

    fn fail(&mut self, arguments: &[&str]) {
        let code = self.run(arguments);
        assert_eq!(code, 1, "{}", self.entries.last().unwrap());
    }

    fn look(&mut self) {
        let mut connection = self.database.connect();
        self.entries.push(catalog::dump(&mut *connection, true).join("\n"));
        for table in self.database.tables() {
            let rows = format!("SELECT t::text FROM {table} t ORDER BY 1");
            self.entries.push(format!("{table}: {}", self.database.texts(&rows).join("\n")));
        }
        self.entries.push(format!("{:?}", self.database.version_rows()));
    }
}

/// Has the whole history happen.
fn happened(project: &Project, database: Database) -> Vec<String> {
    let mut log = Log { project, database, entries: Vec::new() };
    for (graph, text) in HISTORY {
        write_revision(project, graph, text);
    }
    log.succeed(&["upgrade", "b2", "--sql"]);
    log.succeed(&["upgrade", "b2"]);
    log.look();
    log.succeed(&["upgrade", "head"]);
    log.look();
    // `-v` names the URL, which only the built-in driver is told.
    for arguments in [&["current"][..], &["history"], &["upgrade", "head"]] {
        log.succeed(arguments);
    }
    // All tables are unknown to the environment.
    log.fail(&["check"]);
    log.succeed(&["downgrade", "-2"]);
    log.look();
    log.succeed(&["upgrade", "+1"]);
    log.succeed(&["upgrade", "head"]);
    for (what, text) in FAILURES {
        write_revision(project, "f6 < e5", text);
        log.fail(&["upgrade", "head"]);
        log.entries.last_mut().unwrap().insert_str(0, what);
        log.look();
    }
    fs::remove_file(project.path("migrations/versions/f6_make.rs")).unwrap();
    log.succeed(&["downgrade", "base"]);
    log.look();
    log.succeed(&["stamp", "head"]);
    log.look();
    log.entries
}

/// Checks that two drivers have led to the same.
#[track_caller]
fn same(name: &str, expected: &[String], found: &[String]) {
    for (one, other) in expected.iter().zip(found) {
        assert_eq!(one, other, "{name}");
    }
    assert_eq!(expected.len(), found.len(), "{name}");
}

#[test]
fn every_driver_leaves_the_same_catalog_and_log() {
    let mut expected = Vec::new();
    for package in PACKAGES {
        let database = postgres();
        let project = package.project(&database);
        let found = happened(&project, database);
        if expected.is_empty() {
            expected = found;
        } else {
            same(package.name, &expected, &found);
        }
    }
    let text = expected.join("\n");
    for part in ["table account", "queried 300 rows", "Key (id)=(1) already exists", "it rains"] {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

#[test]
fn many_rows_of_which_one_is_refused_are_told_by_every_driver() {
    for package in PACKAGES {
        let database = postgres();
        let project = package.project(&database);
        write_revision(&project, HISTORY[0].0, HISTORY[0].1);
        write_revision(&project, HISTORY[1].0, HISTORY[1].1);
        project.runner(&["upgrade", "head"]).succeeds();
        let catalog = catalog::dump(&mut *database.connect(), true);
        write_revision(&project, "c3 < b2", MANY_ROWS);
        project.runner(&["upgrade", "head"]).fails_with(&[
            "upgrade of `c3`",
            "duplicate key value violates unique constraint \"account_pkey\"",
            "Key (id)=(1) already exists",
            "versions/c3_make.rs:",
        ]);
        assert_eq!(catalog::dump(&mut *database.connect(), true), catalog, "{}", package.name);
        assert_eq!(database.texts("SELECT count(*)::text FROM account"), ["303"]);
    }
}
