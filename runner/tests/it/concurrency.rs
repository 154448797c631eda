//! Many runs at once.

use std::time::{Duration, Instant};

use crate::support::{Project, Run, databases, mariadb, postgres, sqlite};

#[test]
fn twenty_runs_at_once_run_each_revision_once() {
    for database in databases() {
        for each in [false, true] {
            let project = Project::new();
            project.configure(&format!(
                "url = {:?}\ntransaction_per_migration = {each}",
                database.url
            ));
            let graphs = match each {
                false => ["a1", "b2 < a1", "c3 < b2"].as_slice(),
                true => &["a1", "b2 < a1", "c3 < b2", "d4 < c3", "e5 < d4"],
            };
            for graph in graphs {
                project.table_revision(graph);
            }
            let runs: Vec<_> = (0..20).map(|_| project.start(&["upgrade", "head"])).collect();
            let mut ran = Vec::new();
            for run in runs {
                let run = Run::from(run.wait_with_output().unwrap()).succeeds();
                let lines = run.stderr.lines().filter(|line| line.contains("Running upgrade"));
                ran.extend(lines.map(|line| line.trim().to_owned()));
            }
            ran.sort();
            ran.dedup();
            let new = if each { 2 } else { 3 };
            assert_eq!(ran.len(), new, "{ran:#?}");
            assert_eq!(database.version_rows().unwrap().len(), 1);
        }
        assert_eq!(database.tables().len(), 5);
    }
}

#[test]
fn a_run_that_waits_too_long_says_for_whom() {
    for held in [postgres(), mariadb()] {
        let mut holder = held.connect();
        let table = migration_api::schema::TableName::parse("alembic_version");
        holder.try_lock(table).unwrap();
        let project = waiting_project(&held.url);
        let start = Instant::now();
        let run = project.runner(&["upgrade", "head"]).fails_with(&[
            "another run holds the migration lock",
            "gave up after 1 s",
            "lock_timeout",
        ]);
        assert!(run.stderr.contains("Waiting for another run to end: "), "{}", run.stderr);
        assert!(start.elapsed() > Duration::from_secs(1));
        holder.unlock().unwrap();
        project.runner(&["upgrade", "head"]).succeeds();
    }

    let held = sqlite();
    let mut holder = held.connect();
    holder.try_begin().unwrap();
    let project = waiting_project(&held.url);
    project.runner(&["upgrade", "head"]).fails_with(&["another run holds the migration lock"]);
    holder.rollback().unwrap();
    project.runner(&["upgrade", "head"]).succeeds();
}

fn waiting_project(url: &str) -> Project {
    let project = Project::new();
    project.configure(&format!("url = {url:?}\nlock_timeout = 1"));
    project.table_revision("a1");
    project
}
