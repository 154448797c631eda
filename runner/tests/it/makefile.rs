//! The `Makefile` that `init --makefile` writes.

use std::fs;

use crate::support::{make_in, runner_in};

/// The targets, each with what is given to it, a part of what it prints, and its exit code.
type Step<'a> = (&'a [&'a str], &'a str, i32);

#[test]
fn each_target_does_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    runner_in(folder.path(), &["init", "--makefile"]).succeeds();
    let message = r#"it's a "quoted" `message`"#;
    let asked = format!("m={message}");
    let steps: [Step<'_>; 14] = [
        (&[], "make rollback", 0),
        (&["revision"], "say what it does: make revision m=", 2),
        (&["revision", &asked], "versions/", 0),
        (&["migrate"], "Running upgrade", 0),
        (&["current"], "(head)", 0),
        (&["history"], message, 0),
        (&["check"], "`target_metadata`", 2),
        (&["sql"], "CREATE TABLE alembic_version", 0),
        (&["revision", "auto=1", "m=account"], "versions/", 0),
        (&["sql", "to=:head"], "CREATE TABLE account", 0),
        (&["migrate", "to=+1"], "Running upgrade", 0),
        (&["check"], "No new upgrade operations detected", 0),
        (&["rollback"], "Running downgrade", 0),
        (&["rollback", "to=base"], "Running downgrade", 0),
    ];
    for (at, (arguments, text, code)) in steps.into_iter().enumerate() {
        if at == 7 {
            let path = folder.path().join("migrations/env.rs");
            let table = "Metadata::new().table(Table::new(\"account\", &[Column::new(\"id\", \
                         Integer).primary_key()], &[]))";
            let wanted = fs::read_to_string(&path).unwrap();
            fs::write(&path, wanted.replace("Metadata::new()\n", &format!("{table}\n"))).unwrap();
        }
        let run = make_in(folder.path(), arguments);
        let printed = format!("{}{}", run.stdout, run.stderr);
        assert_eq!(run.code, Some(code), "{arguments:?}: {printed}");
        assert!(printed.contains(text), "{arguments:?}: {printed}");
    }
}

#[test]
fn a_makefile_that_is_there_is_left_alone() {
    for name in ["Makefile", "makefile", "GNUmakefile"] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), "all:\n").unwrap();
        let run = runner_in(folder.path(), &["init", "--makefile"]).succeeds();
        let told = format!("{name} is there already and was left as it is");
        assert!(run.stderr.contains(&told), "{}", run.stderr);
        let files = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name());
        let files = files.filter(|it| it.to_string_lossy().to_lowercase().contains("makefile"));
        assert_eq!(files.collect::<Vec<_>>(), [name]);
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), "all:\n");
    }
}

#[test]
fn a_makefile_lies_beside_a_project_file_of_another_name() {
    let folder = tempfile::tempdir().unwrap();
    runner_in(folder.path(), &["--config", "my shop.toml", "init", "--makefile"]).succeeds();
    let run = make_in(folder.path(), &["migrate"]).succeeds();
    assert!(run.stderr.contains("nothing to do, the database is at its base"), "{}", run.stderr);
    runner_in(folder.path(), &["init", "other"]).succeeds();
    assert!(!folder.path().join("other/Makefile").exists());
}
