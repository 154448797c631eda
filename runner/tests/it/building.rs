//! What is compiled, and when.

use std::fs;

use crate::support::{Project, sqlite};

/// Variables with which cargo cannot be started.
const NO_CARGO: [(&str, &str); 1] = [("CARGO", "/nowhere/cargo")];

#[test]
fn what_has_not_changed_needs_no_cargo() {
    let database = sqlite();
    let project = Project::on(&database.url);
    project.write("migrations/names.rs", "pub const TABLE: &str = \"one\";\n");
    let env = fs::read_to_string(project.path("migrations/env.rs")).unwrap();
    let env =
        env.replace("migration_api::revisions!();", "pub mod names;\nmigration_api::revisions!();");
    project.write("migrations/env.rs", &env);
    project.revision(
        "a1",
        "ctx.create_table(crate::names::TABLE, &[Column::new(\"id\", Integer)], &[])",
        "ctx.drop_table(crate::names::TABLE)",
    );
    let run = project.runner(&["upgrade", "head"]).succeeds();
    assert!(run.stderr.contains("Building the environment"), "{}", run.stderr);
    for arguments in [["upgrade", "head"], ["downgrade", "base"], ["upgrade", "head"]] {
        project.runner_with(&arguments, &NO_CARGO).succeeds();
    }
    // A new revision is not needed for the way back.
    project.table_revision("b2 < a1");
    project.runner_with(&["upgrade", "a1"], &NO_CARGO).succeeds();
    project.runner_with(&["upgrade", "b2"], &NO_CARGO).fails_with(&["/nowhere/cargo"]);
    // A shared module is a source of every revision.
    project.write("migrations/names.rs", "pub const TABLE: &str = \"another\";\n");
    project.runner_with(&["current"], &NO_CARGO).fails_with(&["/nowhere/cargo"]);
    project.runner(&["downgrade", "base"]).fails_with(&["another"]);
}

#[test]
fn a_package_keeps_what_its_workspace_says() {
    let database = sqlite();
    let project = Project::on(&database.url);
    project.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"migrations\", \"shop\"]\n\
         [workspace.dependencies]\nshop = { path = \"shop\" }\n\
         [profile.dev]\npanic = \"abort\"\n",
    );
    project.write(
        "shop/Cargo.toml",
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    project.write("shop/src/lib.rs", "pub const TABLE: &str = \"goods\";\n");
    let manifest = fs::read_to_string(project.path("migrations/Cargo.toml")).unwrap();
    let manifest = manifest.replace("\n[workspace]\n", "");
    project.write("migrations/Cargo.toml", &format!("{manifest}shop.workspace = true\n"));
    project.revision(
        "a1",
        "ctx.create_table(shop::TABLE, &[Column::new(\"id\", Integer)], &[])",
        "panic!(\"caught\")",
    );
    project.runner(&["upgrade", "head"]).succeeds();
    project.runner(&["downgrade", "base"]).fails_with(&["it panicked: caught"]);
    project.write(".cargo/config.toml", "[profile.dev]\npanic = \"abort\"\n");
    project.runner(&["downgrade", "base"]).fails_with(&["it panicked: caught"]);
    project.write("shop/src/lib.rs", "pub const TABLE: &str = \"wares\";\n");
    project.runner_with(&["current"], &NO_CARGO).fails_with(&["/nowhere/cargo"]);
}

#[test]
fn a_dependency_that_is_gone_is_not_missed() {
    let database = sqlite();
    let project = Project::on(&database.url);
    project.write(
        "shop/Cargo.toml",
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    project.write("shop/src/lib.rs", "pub const TABLE: &str = \"goods\";\n");
    let manifest = fs::read_to_string(project.path("migrations/Cargo.toml")).unwrap();
    let with =
        manifest.replace("[dependencies]\n", "[dependencies]\nshop = { path = \"../shop\" }\n");
    project.write("migrations/Cargo.toml", &with);
    project.table_revision("a1");
    project.runner(&["upgrade", "head"]).succeeds();
    project.write("migrations/Cargo.toml", &manifest);
    fs::remove_dir_all(project.path("shop")).unwrap();
    project.runner(&["current"]).succeeds();
    project.runner(&["downgrade", "base"]).succeeds();
}

#[test]
fn a_source_that_became_older_is_built_again() {
    let database = sqlite();
    let project = Project::on(&database.url);
    project.table_revision("a1");
    project.runner(&["upgrade", "head"]).succeeds();
    project.runner(&["downgrade", "base"]).succeeds();
    let path = project.path("migrations/versions/a1_make.rs");
    let text = fs::read_to_string(&path).unwrap().replace("t_a1", "t_b1");
    fs::write(&path, text).unwrap();
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000))
        .unwrap();
    project.runner(&["upgrade", "head"]).succeeds();
    assert_eq!(database.tables(), ["t_b1"]);
}

#[test]
fn a_target_directory_from_cargos_configuration_is_used() {
    let database = sqlite();
    let project = Project::on(&database.url);
    project.table_revision("a1");
    project.write(".cargo/config.toml", "[build]\ntarget-dir = \"elsewhere\"\n");
    let mut command = project.command(&["upgrade", "head"]);
    assert!(command.env_remove("CARGO_TARGET_DIR").status().unwrap().success());
    assert!(project.path("elsewhere/runner").is_dir());
    assert!(!project.path("migrations/target").exists());
}

#[test]
fn a_file_that_is_no_revision_matters_only_where_all_are_needed() {
    let database = sqlite();
    let project = Project::on(&database.url);
    project.table_revision("abcd1");
    project.write("migrations/versions/helpers.rs", "pub fn help() {}\n");
    let texts =
        ["helpers.rs is not a revision: it has no `REVISION` constant", "outside of `versions/`"];
    for arguments in
        [["upgrade", "head"].as_slice(), &["history"], &["heads"], &["revision", "-m", "x"]]
    {
        project.runner(arguments).fails_with(&texts);
    }
    project.runner(&["upgrade", "abcd1"]).succeeds();
    let run = project.runner(&["current"]).succeeds();
    assert_eq!(run.stdout, "abcd1 (head)\n");
    assert!(run.stderr.contains("warning: "), "{}", run.stderr);
    project.write("migrations/versions/.#abcd1.rs", "what an editor leaves");
    fs::remove_file(project.path("migrations/versions/helpers.rs")).unwrap();
    project.runner(&["history"]).succeeds();
}

#[test]
fn a_history_that_does_not_hang_together_is_told() {
    let project = Project::new();
    project.table_revision("a1");
    project.table_revision("c3 < b2");
    project.runner(&["history"]).fails_with(&["`c3`", "`b2`"]);
    project.table_revision("b2 < c3");
    project.runner(&["heads"]).fails_with(&["b2", "c3"]);
    let text = fs::read_to_string(project.path("migrations/versions/a1_make.rs")).unwrap();
    project.write("migrations/versions/b2_make.rs", &text);
    project.runner(&["heads"]).fails_with(&[
        "revision `a1` stands in two files",
        "a1_make.rs",
        "b2_make.rs",
    ]);
    project.write("migrations/versions/b2_make.rs", "\n\npub const REVISION: &str = ID;\n");
    project.runner(&["heads"]).fails_with(&["b2_make.rs:3: write the value as plain texts"]);
}
