//! Alembic itself on the same databases: either can go on where the other stopped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::support::{Database, Project, databases};

const REQUIREMENTS: [&str; 2] = ["alembic==1.20.1", "psycopg[binary]==3.3.*"];

/// Returns the folder of the programs of an environment with Alembic, made at the first call.
fn programs() -> &'static Path {
    static PROGRAMS: OnceLock<PathBuf> = OnceLock::new();
    PROGRAMS.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("alembic");
        let programs = folder.join("bin");
        if !programs.join("alembic").is_file() {
            run(Command::new("python3").args(["-m", "venv"]).arg(&folder));
            run(Command::new(programs.join("pip")).args(["install", "-q"]).args(REQUIREMENTS));
        }
        programs
    })
}

fn run(command: &mut Command) -> String {
    let done = command.output().unwrap_or_else(|error| {
        panic!("{command:?}: {error}; `make test` installs what is missing")
    });
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command:?}\n{stderr}");
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// Returns an Alembic project with the revisions that `project` has, each making its table.
fn alembic_project(database: &Database, graphs: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    run(Command::new(programs().join("alembic")).current_dir(&folder).args(["init", "m"]));
    let ini = folder.path().join("alembic.ini");
    let url = database.url.replace("postgresql://", "postgresql+psycopg://").replace('%', "%%");
    let text = fs::read_to_string(&ini).unwrap();
    fs::write(&ini, text.replace("driver://user:pass@localhost/dbname", &url)).unwrap();
    for graph in graphs {
        let (id, down) = graph.split_once(" < ").unwrap_or((graph, ""));
        let down = if down.is_empty() { "None".to_owned() } else { format!("{down:?}") };
        let text = format!(
            "\"\"\"make {id}\"\"\"\nfrom alembic import op\nimport sqlalchemy as sa\n\
             revision = {id:?}\ndown_revision = {down}\nbranch_labels = None\ndepends_on = None\n\
             def upgrade():\n    op.create_table(\"t_{id}\", sa.Column(\"id\", sa.Integer))\n\
             def downgrade():\n    op.drop_table(\"t_{id}\")\n"
        );
        fs::write(folder.path().join(format!("m/versions/{id}_make.py")), text).unwrap();
    }
    folder
}

#[test]
fn a_database_goes_back_and_forth_between_the_two() {
    let graphs = ["a1", "b2 < a1", "c3 < b2", "d4 < c3"];
    for database in databases() {
        let project = Project::on(&database.url);
        graphs.iter().for_each(|graph| project.table_revision(graph));
        let folder = alembic_project(&database, &graphs);
        let alembic = |arguments: &[&str]| {
            run(Command::new(programs().join("alembic")).current_dir(&folder).args(arguments))
        };
        assert_eq!(alembic(&["history"]), project.runner(&["history"]).succeeds().stdout);
        for (by_alembic, arguments, tables) in [
            (false, ["upgrade", "b2"], 2),
            (true, ["upgrade", "+1"], 3),
            (false, ["upgrade", "head"], 4),
            (true, ["downgrade", "-2"], 2),
            (false, ["downgrade", "a1"], 1),
            (true, ["upgrade", "head"], 4),
            (false, ["stamp", "b2"], 4),
            (true, ["stamp", "head"], 4),
            (false, ["downgrade", "base"], 0),
            (true, ["upgrade", "a1"], 1),
        ] {
            if by_alembic {
                alembic(&arguments);
            } else {
                project.runner(&arguments).succeeds();
            }
            assert_eq!(alembic(&["current"]), project.current(), "{arguments:?}");
            assert_eq!(database.tables().len(), tables, "{arguments:?}");
        }
    }
}

#[test]
fn the_version_table_is_the_same() {
    let made = databases().into_iter().zip(databases());
    for (ours, theirs) in made {
        let project = Project::on(&ours.url);
        project.table_revision("a1");
        project.runner(&["upgrade", "head"]).succeeds();
        let folder = alembic_project(&theirs, &["a1"]);
        let mut alembic = Command::new(programs().join("alembic"));
        run(alembic.current_dir(&folder).args(["upgrade", "head"]));
        let query = match ours.is_postgres() {
            true => {
                "SELECT concat_ws(' ', column_name, data_type, character_maximum_length, \
                 is_nullable, constraint_name) FROM information_schema.columns \
                 LEFT JOIN information_schema.key_column_usage USING (table_name, column_name) \
                 WHERE table_name = 'alembic_version'"
            }
            false => "SELECT sql FROM sqlite_master WHERE name = 'alembic_version'",
        };
        let words = |database: &Database| {
            let texts = database.texts(query).join(" ");
            texts.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(words(&ours), words(&theirs));
    }
}
