//! The histories of published projects, written as files for both programs, and one database between them.

use runner::revision::{Revision, RevisionMap};

use crate::support::{AlembicProject, Database, Project, sqlite};
use crate::vectors;

/// One revision of so many makes a table; the others do nothing, so that they compile quickly.
const TABLE_EACH: usize = 10;

/// Moves over a history, each with the program that makes it.
type Moves = [[&'static str; 3]];

/// Two branches, one of which depends on the other again and again.
const NEUTRON: &Moves = &[
    ["runner", "upgrade", "kilo"],
    ["runner", "upgrade", "expand@+1"],
    ["runner", "upgrade", "contract@+3"],
    ["alembic", "upgrade", "67daae"],
    ["runner", "downgrade", "expand@-2"],
    ["runner", "upgrade", "contract@head"],
    ["runner", "downgrade", "32e5974ada25"],
    ["runner", "upgrade", "heads"],
    ["alembic", "downgrade", "contract@-3"],
    ["runner", "downgrade", "expand@a963b38d82f4"],
    ["runner", "upgrade", "heads"],
    ["runner", "downgrade", "base"],
];

/// One long line.
const AIRFLOW: &Moves = &[
    ["runner", "upgrade", "+1"],
    ["runner", "upgrade", "+39"],
    ["runner", "downgrade", "-7"],
    ["alembic", "upgrade", "+20"],
    ["runner", "upgrade", "head-30"],
    ["runner", "downgrade", "937cbd"],
    ["runner", "upgrade", "788397e78828+5"],
    ["runner", "upgrade", "head"],
    ["alembic", "downgrade", "head-12"],
    ["runner", "downgrade", "-40"],
    ["runner", "upgrade", "heads"],
    ["runner", "downgrade", "base"],
];

#[test]
fn both_go_through_the_histories_of_published_projects() {
    for (name, moves) in [("real/neutron", NEUTRON), ("real/airflow", AIRFLOW)] {
        let tree = Tree::new(vectors::history(name));
        for arguments in [["history"], ["heads"]] {
            let ours = tree.ours.runner(&arguments).succeeds().stdout;
            assert_eq!(ours, tree.theirs.alembic(&arguments), "{name}");
        }
        for [program, command, target] in moves {
            match *program {
                "alembic" => drop(tree.theirs.alembic(&[command, target])),
                _ => drop(tree.ours.runner(&[command, target]).succeeds()),
            }
            tree.check(&format!("{name}: {command} {target}"));
        }
        assert_eq!(tree.database.version_rows(), Some(Vec::new()));
    }
}

/// A history as files of both programs.
struct Tree {
    history: Vec<Revision>,
    map: RevisionMap,
    database: Database,
    ours: Project,
    theirs: AlembicProject,
}

impl Tree {
    fn new(history: Vec<Revision>) -> Self {
        let database = sqlite();
        let (ours, theirs) = (Project::on(&database.url), AlembicProject::on(&database));
        for (number, revision) in history.iter().enumerate() {
            // Both programs load files by name, which keeps the order of the history.
            let file = format!("r{number:04}");
            if makes_table(number) {
                ours.table_revision_file(&file, revision);
                theirs.table_revision(&file, revision);
            } else {
                ours.revision_file(&file, revision, ["let _ = ctx;\nOk(())"; 2]);
                theirs.empty_revision(&file, revision);
            }
        }
        let map = RevisionMap::build(history.clone()).unwrap();
        Self { history, map, database, ours, theirs }
    }

    /// Checks that both see the database at one place, and that the tables of that place are there.
    fn check(&self, at: &str) {
        assert_eq!(lines(&self.ours.current()), lines(&self.theirs.alembic(&["current"])), "{at}");
        assert_eq!(self.database.tables(), self.wanted_tables(), "{at}");
    }

    fn wanted_tables(&self) -> Vec<String> {
        let rows = self.database.version_rows().unwrap();
        let to_current = ":current".parse().unwrap();
        let applied = match rows[..] {
            [] => Vec::new(),
            _ => self.map.range(&to_current, &rows).unwrap(),
        };
        let made = self.history.iter().enumerate().filter(|(number, _)| makes_table(*number));
        let ids = made.map(|(_, revision)| revision.id.as_str()).filter(|id| applied.contains(id));
        let mut tables: Vec<String> = ids.map(|id| format!("t_{id}")).collect();
        tables.sort();
        tables
    }
}

fn makes_table(number: usize) -> bool {
    number.is_multiple_of(TABLE_EACH)
}

/// Returns the lines, sorted: Alembic prints what is current in no order of its own.
fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}
