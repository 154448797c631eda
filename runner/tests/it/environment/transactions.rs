//! `transactional_ddl` and `version_table_pk`: said by the environment or by the project file.

use super::configure;
use crate::support::{Database, Project, mariadb, postgres, sqlite};

/// A history whose second revision fails.
fn broken(database: &Database) -> Project {
    let project = Project::on(&database.url);
    project.table_revision("a1");
    project.revision("b2 < a1", "ctx.execute(\"nonsense\", &[])?; Ok(())", "let _ = ctx; Ok(())");
    project
}

#[test]
fn migrations_that_are_not_undone_together_stay_one_by_one() {
    for database in [sqlite(), postgres()] {
        for (setting, current) in [(None, ""), (Some("false"), "a1\n"), (Some("true"), "")] {
            for in_file in [false, true] {
                database.reset();
                let project = broken(&database);
                match setting {
                    Some(value) if in_file => project.configure(&format!(
                        "url = {:?}\ntransactional_ddl = {value}",
                        database.url
                    )),
                    Some(value) => configure(&project, &format!(".transactional_ddl({value})"), ""),
                    None => {}
                }
                let run = project.runner(&["upgrade", "head"]).fails_with(&["nonsense"]);
                assert_eq!(project.current(), current, "{setting:?} {in_file} {}", run.stderr);
            }
        }
    }
}

#[test]
fn no_word_makes_a_database_undo_what_it_commits() {
    let database = mariadb();
    let project = broken(&database);
    configure(&project, ".transactional_ddl(true)", "");
    let run = project.runner(&["--verbose", "upgrade", "head"]);
    let run = run.fails_with(&["the steps before it stay"]);
    assert!(run.stderr.contains("non-transactional"), "{}", run.stderr);
    assert_eq!(project.current(), "a1\n");
}

#[test]
fn the_marks_in_a_script_are_as_it_is_said() {
    for (database, usual) in [(sqlite(), true), (postgres(), true), (mariadb(), false)] {
        let project = Project::on(&database.url);
        project.table_revision("a1");
        for (setting, marked) in [("", usual), ("(true)", true), ("(false)", false)] {
            let said = if setting.is_empty() { "" } else { ".transactional_ddl" };
            configure(&project, &format!("{said}{setting}"), "");
            let script = project.runner(&["upgrade", "head", "--sql"]).succeeds().stdout;
            let has = [script.starts_with("BEGIN;\n"), script.contains("\nCOMMIT;\n")];
            assert_eq!(has, [marked; 2], "{}{setting}: {script}", database.title());
            database.reset();
            database.run_script(&script).unwrap();
            assert_eq!(project.current(), "a1 (head)\n");
        }
    }
}

#[test]
fn the_version_table_has_a_key_unless_it_is_not_to() {
    for database in [sqlite(), postgres(), mariadb()] {
        for (setting, keyless) in [("", false), ("version_table_pk = false", true)] {
            database.reset();
            let project = Project::on(&database.url);
            project.table_revision("a1");
            project.configure(&format!("url = {:?}\n{setting}", database.url));
            let script = project.runner(&["upgrade", "head", "--sql"]).succeeds().stdout;
            assert_eq!(!script.contains("PRIMARY KEY (version_num)"), keyless, "{script}");
            project.runner(&["upgrade", "head"]).succeeds();
            let twice = "INSERT INTO alembic_version VALUES ('a1')";
            let is_key = database.connect().execute(twice).is_err();
            assert_eq!(!is_key, keyless, "{}", database.title());
        }
        // The environment has the last word.
        database.reset();
        let project = Project::on(&database.url);
        project.configure(&format!("url = {:?}\nversion_table_pk = true", database.url));
        configure(&project, ".version_table_pk(false)", "");
        project.runner(&["ensure-version"]).succeeds();
        database.execute("INSERT INTO alembic_version VALUES ('a1'), ('a1')");
    }
}
