//! Databases that are migrated together or not at all, wherever the program is killed.

use std::process::Stdio;

use super::wire::Scissors;
use crate::support::{Database, Project, Run, mariadb, postgres, sqlite};

/// Two databases that are migrated together.
struct Pair {
    project: Project,
    databases: [Database; 2],
}

const NAMES: [&str; 2] = ["one", "other"];

impl Pair {
    /// Makes a project of two databases, and brings each to `a1` for itself.
    fn new(databases: [Database; 2]) -> Self {
        let pair = Self { project: Project::of_template("multidb"), databases };
        pair.project.revision(
            "a1",
            "ctx.create_table(\"kept\", &[Column::new(\"id\", Integer).primary_key()], &[])",
            "ctx.drop_table(\"kept\")",
        );
        // Schema changes on those that undo them, rows on all.
        pair.project.revision(
            "b2 < a1",
            "if ctx.dialect() != \"mysql\" {
                 ctx.create_table(\"added\", &[Column::new(\"id\", Integer)], &[])?;
             }
             ctx.execute(\"INSERT INTO kept VALUES (1)\", &[])?;
             ctx.execute(\"INSERT INTO kept VALUES (2)\", &[]).map(drop)",
            "if ctx.dialect() != \"mysql\" {
                 ctx.drop_table(\"added\")?;
             }
             ctx.execute(\"DELETE FROM kept\", &[]).map(drop)",
        );
        pair.configure(false, |database| database.url.clone());
        pair.project.runner(&["upgrade", "a1"]).succeeds();
        pair.configure(true, |database| database.url.clone());
        pair
    }

    fn configure(&self, together: bool, url: impl Fn(&Database) -> String) {
        let sections = NAMES.iter().zip(&self.databases);
        let sections = sections.map(|(name, it)| format!("[{name}]\nurl = {:?}\n", url(it)));
        let sections: String = sections.collect();
        let top = format!("databases = {NAMES:?}\ntwo_phase_commit = {together}\n");
        self.project.configure(&format!("{top}{sections}"));
    }

    /// Runs a command whose program is killed at this message; returns how many it sent, and whether it was not killed.
    fn cut_off(&self, arguments: &[&str], scissors: &Scissors) -> (usize, bool) {
        self.configure(true, |database| scissors.url(&database.url));
        let mut command = self.project.command(arguments);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let ended = scissors.watch(child);
        self.configure(true, |database| database.url.clone());
        ended
    }

    /// Checks that all or nothing of `b2` is done, on both alike; returns whether it is.
    fn is_done(&self, told: &str) -> bool {
        let of = |database: &Database| {
            let is_done = database.version_rows().unwrap() == ["b2"];
            let rows = database.texts("SELECT count(*) FROM kept");
            assert_eq!(rows, [if is_done { "2" } else { "0" }], "{told}");
            let tables = database.tables();
            assert_eq!(
                tables.contains(&"added".into()),
                is_done && !database.commits_ddl(),
                "{told}"
            );
            assert!(!tables.contains(&"alembic_version_two_phase".into()), "{told}");
            is_done
        };
        let [one, other] = self.databases.each_ref().map(of);
        assert_eq!(one, other, "one is migrated and the other is not, {told}");
        one
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.project.runner(arguments).succeeds()
    }
}

/// Kills an upgrade at each message that it sends to the servers, before or after the server has it, and lets the next run look.
fn killed_at_every_message(
    databases: [Database; 2],
    delivered: fn(usize) -> bool,
    at_least: usize,
) {
    let pair = Pair::new(databases);
    let (mut ends, mut recovered) = ([0, 0], 0);
    for message in 1.. {
        let delivered = delivered(message);
        let scissors = Scissors::after(message, delivered);
        let (sent, survived) = pair.cut_off(&["upgrade", "b2"], &scissors);
        if survived && sent < message {
            break;
        }
        // It finds what was left, and has nothing else to do, wherever that leads.
        let run = pair.run(&["upgrade", "a1"]);
        recovered += usize::from(run.stderr.contains("Recovered"));
        let told = format!("killed at message {message}, delivered: {delivered}\n{}", run.stderr);
        let is_done = pair.is_done(&told);
        ends[usize::from(is_done)] += 1;
        if is_done {
            pair.run(&["downgrade", "a1"]);
            assert!(!pair.is_done("taken back"));
        }
    }
    assert!(ends[0] + ends[1] >= at_least, "{ends:?}");
    assert!(ends[0] > 0 && ends[1] > 0 && recovered > 0, "{ends:?}, {recovered}");
    pair.run(&["upgrade", "b2"]);
    assert!(pair.is_done("at last"));
}

#[test]
fn two_postgresql_databases_are_never_apart() {
    killed_at_every_message([postgres(), postgres()], |message| message % 2 == 0, 30);
}

#[test]
fn sqlite_decides_for_a_server() {
    killed_at_every_message([postgres(), sqlite()], |_| false, 20);
}

#[test]
fn mariadb_takes_part_with_rows() {
    killed_at_every_message([mariadb(), postgres()], |message| message % 2 == 1, 30);
}

#[test]
fn a_failure_of_one_undoes_the_other() {
    let pair = Pair::new([postgres(), sqlite()]);
    pair.databases[1].execute("INSERT INTO kept VALUES (2)");
    let run = pair.project.runner(&["upgrade", "head"]);
    assert_eq!(run.code, Some(1));
    for text in ["UNIQUE constraint failed: kept.id", "are migrated together or not at all"] {
        assert!(run.stderr.contains(text), "{}", run.stderr);
    }
    for database in &pair.databases {
        assert_eq!(database.version_rows().unwrap(), ["a1"]);
        assert!(!database.tables().contains(&"added".into()));
    }
    pair.databases[1].execute("DELETE FROM kept");
    pair.run(&["upgrade", "head"]);
    assert!(pair.is_done("after the failure was mended"));
    let run = pair.run(&["upgrade", "head"]);
    assert!(run.stderr.contains("nothing to do"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_together_is_refused() {
    let pair = Pair::new([sqlite(), sqlite()]);
    let run = pair.project.runner(&["upgrade", "head"]);
    assert!(run.stderr.contains("of such there can be only one"), "{}", run.stderr);
    assert!(!pair.is_done("two files of SQLite"));

    let pair = Pair::new([postgres(), mariadb()]);
    pair.project.revision(
        "c3 < b2",
        "ctx.create_table(\"more\", &[Column::new(\"id\", Integer)], &[])",
        "ctx.drop_table(\"more\")",
    );
    let run = pair.project.runner(&["upgrade", "head"]);
    assert!(run.stderr.contains("MariaDB commits at each schema change"), "{}", run.stderr);
    assert!(!pair.is_done("a schema change on MariaDB"));

    pair.project.revision("c3 < b2", "ctx.autocommit_block(|_| Ok(()))", "Ok(())");
    let run = pair.project.runner(&["upgrade", "head"]);
    assert!(run.stderr.contains("`autocommit_block` would commit a part"), "{}", run.stderr);
    assert!(!pair.is_done("a block without a transaction"));
}
