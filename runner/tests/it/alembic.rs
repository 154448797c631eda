//! Alembic itself on the same databases: either can go on where the other stopped.

use crate::support::{AlembicProject, Database, Project, databases, revision};

/// Returns an Alembic project with the revisions of these graphs, each making its table.
fn alembic_project(database: &Database, graphs: &[&str]) -> AlembicProject {
    let project = AlembicProject::on(database);
    for revision in graphs.iter().map(|graph| revision(graph)) {
        project.table_revision(&format!("{}_make", revision.id), &revision);
    }
    project
}

#[test]
fn a_database_goes_back_and_forth_between_the_two() {
    let graphs = ["a1", "b2 < a1", "c3 < b2", "d4 < c3"];
    for database in databases() {
        let project = Project::on(&database.url);
        graphs.iter().for_each(|graph| project.table_revision(graph));
        let theirs = alembic_project(&database, &graphs);
        assert_eq!(theirs.alembic(&["history"]), project.runner(&["history"]).succeeds().stdout);
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
                theirs.alembic(&arguments);
            } else {
                project.runner(&arguments).succeeds();
            }
            assert_eq!(theirs.alembic(&["current"]), project.current(), "{arguments:?}");
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
        alembic_project(&theirs, &["a1"]).alembic(&["upgrade", "head"]);
        let scheme = ours.url.split(':').next();
        let query = match scheme.unwrap_or_default() {
            "mariadb" => {
                "SELECT concat_ws(' ', column_name, column_type, is_nullable, column_key) \
                 FROM information_schema.columns \
                 WHERE table_schema = DATABASE() AND table_name = 'alembic_version'"
            }
            "postgresql" => {
                "SELECT concat_ws(' ', column_name, data_type, character_maximum_length, \
                 is_nullable, constraint_name) FROM information_schema.columns \
                 LEFT JOIN information_schema.key_column_usage USING (table_name, column_name) \
                 WHERE table_name = 'alembic_version'"
            }
            _ => "SELECT sql FROM sqlite_master WHERE name = 'alembic_version'",
        };
        let words = |database: &Database| {
            let texts = database.texts(query).join(" ");
            texts.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(words(&ours), words(&theirs));
    }
}
