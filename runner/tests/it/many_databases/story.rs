//! From a new project to databases that hold what is wanted, and back.

use std::fs;

use super::{NAMES, Several, at, by_database};

/// A table of this name, with a column that each kind of database has.
fn table(name: &str) -> String {
    format!(
        "Metadata::new().table(Table::new({name:?}, &[Column::new(\"id\", Integer).primary_key()], &[]))"
    )
}

#[test]
fn each_database_gets_what_is_wanted_of_it() {
    let several = Several::new();
    let project = &several.project;
    let plain = project.runner(&["revision", "-m", "first", "--rev-id", "a1"]).succeeds();
    let text = fs::read_to_string(plain.stdout.trim()).unwrap();
    for name in NAMES {
        for part in [
            format!("        Some(\"{name}\") => upgrade_{name}(ctx),\n"),
            format!("        Some(\"{name}\") => downgrade_{name}(ctx),\n"),
            format!(
                "fn upgrade_{name}(ctx: &mut MigrationContext) -> MigrationResult {{\n    let _ = ctx;"
            ),
        ] {
            assert!(text.contains(&part), "{part}\n{text}");
        }
    }
    project.runner(&["upgrade"]).succeeds();
    assert_eq!(several.rows(), NAMES.map(|_| at("a1")));

    let [lite, pg, maria] = ["pebble", "elephant", "seal"].map(table);
    several.want(&[("lite", &lite), ("pg", &pg), ("maria", &maria)]);
    let check = project.runner(&["check"]);
    assert_eq!(check.code, Some(3), "{}", check.stderr);
    insta::assert_snapshot!(check.stdout, @"
    lite: add table pebble
    pg: add table elephant
    maria: add table seal
    ");
    let json = project.runner(&["check", "--format", "json", "--database", "pg"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["pg"]["differences"].as_array().map(Vec::len), Some(1), "{json}");

    let written = project
        .runner(&["revision", "--autogenerate", "-m", "animals", "--rev-id", "b2"])
        .succeeds();
    insta::assert_snapshot!(by_database(&written.stderr), @"
    lite: Detected add table pebble
    pg: Detected add table elephant
    maria: Detected add table seal
         Created revision b2
    ");
    let text = fs::read_to_string(written.stdout.trim()).unwrap();
    let (_, functions) = text.split_once("fn upgrade_lite").unwrap();
    insta::assert_snapshot!(format!("fn upgrade_lite{functions}"), @r#"
    fn upgrade_lite(ctx: &mut MigrationContext) -> MigrationResult {
        ctx.create_table("pebble", &[Column::new("id", Integer).primary_key()], &[])?;
        Ok(())
    }

    fn downgrade_lite(ctx: &mut MigrationContext) -> MigrationResult {
        // The rows of `pebble` are lost.
        ctx.drop_table("pebble")?;
        Ok(())
    }

    fn upgrade_pg(ctx: &mut MigrationContext) -> MigrationResult {
        ctx.create_table("elephant", &[Column::new("id", Integer).primary_key()], &[])?;
        Ok(())
    }

    fn downgrade_pg(ctx: &mut MigrationContext) -> MigrationResult {
        // The rows of `elephant` are lost.
        ctx.drop_table("elephant")?;
        Ok(())
    }

    fn upgrade_maria(ctx: &mut MigrationContext) -> MigrationResult {
        ctx.create_table("seal", &[Column::new("id", Integer).primary_key()], &[])?;
        Ok(())
    }

    fn downgrade_maria(ctx: &mut MigrationContext) -> MigrationResult {
        // The rows of `seal` are lost.
        ctx.drop_table("seal")?;
        Ok(())
    }
    "#);
    let upgraded = project.runner(&["upgrade", "head"]).succeeds();
    insta::assert_snapshot!(by_database(&upgraded.stderr), @"
    lite: Running upgrade a1 -> b2, animals
    pg: Running upgrade a1 -> b2, animals
    maria: Running upgrade a1 -> b2, animals
         Summary of 3 databases
      lite   a1 -> b2  1 step  … s
      pg     a1 -> b2  1 step  … s
      maria  a1 -> b2  1 step  … s
    ");
    assert_eq!(
        several.tables(),
        [["pebble"], ["elephant"], ["seal"]].map(|it| it.map(str::to_owned).to_vec())
    );
    let check = project.runner(&["check"]).succeeds();
    assert_eq!(check.stdout.matches("No new upgrade operations detected.").count(), 3);
    let again = project.runner(&["revision", "--autogenerate", "-m", "x", "--no-empty"]).succeeds();
    assert!(again.stderr.contains("no differences found, no file was written"), "{}", again.stderr);

    project.runner(&["downgrade", "-1"]).succeeds();
    assert_eq!(several.tables(), [const { Vec::<String>::new() }; 3]);
    project.runner(&["downgrade", "base"]).succeeds();
    assert_eq!(several.rows(), [const { Some(Vec::new()) }; 3]);
}

#[test]
fn one_is_compared_alone_and_the_others_keep_empty_functions() {
    let several = Several::new();
    let project = &several.project;
    several.want(&[("lite", &table("pebble")), ("pg", &table("elephant"))]);
    let written =
        project.runner(&["revision", "--autogenerate", "-m", "x", "--database", "l*"]).succeeds();
    let text = fs::read_to_string(written.stdout.trim()).unwrap();
    assert!(text.contains("\"pebble\"") && !text.contains("elephant"), "{text}");
    assert!(text.contains(
        "fn upgrade_pg(ctx: &mut MigrationContext) -> MigrationResult {\n    let _ = ctx;"
    ));
    // One that cannot be compared keeps all from being written.
    project.runner(&["upgrade"]).succeeds();
    let files = || fs::read_dir(project.path("migrations/versions")).unwrap().count();
    project.runner(&["revision", "--autogenerate", "-m", "y", "--keep-going"]).fails_with(&[
        "maria: failed: `env.rs` does not say what the database should hold",
        "1 of 3 databases failed: maria",
    ]);
    assert_eq!(files(), 1);
}

#[test]
fn each_database_has_its_own_plan_and_version_table() {
    let several = Several::new();
    let project = &several.project;
    several.table_revision("a1");
    several.table_revision("b2 < a1");
    project.runner(&["upgrade", "a1", "--database", "lite"]).succeeds();
    project.runner(&["upgrade", "b2", "--database", "pg"]).succeeds();
    assert_eq!(several.rows(), [at("a1"), at("b2"), None]);
    let current = project.runner(&["current"]).succeeds();
    insta::assert_snapshot!(current.stdout, @"
    lite: a1
    pg: b2 (head)
    maria: <base>
    ");
    let heads = project.runner(&["current", "--check-heads"]);
    assert_eq!(heads.code, Some(3));
    assert!(heads.stderr.contains("b2 on lite, b2 on maria not applied"), "{}", heads.stderr);
    let upgraded = project.runner(&["upgrade", "-j", "1"]).succeeds();
    insta::assert_snapshot!(by_database(&upgraded.stderr), @"
    lite: Running upgrade a1 -> b2, make b2
    pg: Finished nothing to do, the database is at b2
    maria: Running upgrade  -> a1, make a1
    maria: Running upgrade a1 -> b2, make b2
         Summary of 3 databases
      lite   a1 -> b2      1 step  … s
      pg     at b2         0 steps  … s
      maria  <base> -> b2  2 steps  … s
    ");
    project
        .runner(&["stamp", "a1", "--database", "[mp]*", "--database", "m*", "--database", "p?"])
        .fails_with(&["lists no database `[mp]*`", "it lists: lite, pg, maria"]);
    let stamped =
        project.runner(&["stamp", "a1", "--database", "m*", "--database", "p?"]).succeeds();
    insta::assert_snapshot!(by_database(&stamped.stderr), @"
    pg: Running stamp_revision b2 -> a1, make a1
    maria: Running stamp_revision b2 -> a1, make a1
         Summary of 2 databases
      pg     b2 -> a1  1 step  … s
      maria  b2 -> a1  1 step  … s
    ");
    assert_eq!(several.rows(), [at("b2"), at("a1"), at("a1")]);
    project.runner(&["current", "--check-heads", "--database", "lite"]).succeeds();
}

#[test]
fn a_version_table_is_made_in_each() {
    let several = Several::new();
    let made = several.project.runner(&["ensure-version"]).succeeds();
    insta::assert_snapshot!(by_database(&made.stderr), @"
    lite: Created the version table alembic_version
    pg: Created the version table alembic_version
    maria: Created the version table alembic_version
         Summary of 3 databases
      lite   done  … s
      pg     done  … s
      maria  done  … s
    ");
    assert_eq!(several.rows(), [const { Some(Vec::new()) }; 3]);
}
