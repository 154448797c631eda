//! Where settings come from, and what is wrong with them.

use std::fs;

use crate::support::{Project, postgres, server, sqlite};

#[test]
fn the_project_is_found_from_below_and_by_name() {
    let database = sqlite();
    let project = Project::new();
    project.configure("url = \"sqlite:///below.db\"");
    project.table_revision("a1");
    let inside = project.path("migrations/versions");
    let run = crate::support::runner_in(&inside, &["upgrade", "head"]).succeeds();
    assert!(run.stderr.contains("Running upgrade"), "{}", run.stderr);
    assert!(project.path("below.db").is_file(), "a relative path starts at the project file");

    let text = format!("script_location = \"migrations\"\nurl = {:?}\n", database.url);
    project.write("other.toml", &text);
    project.runner(&["-c", "other.toml", "upgrade", "head"]).succeeds();
    assert_eq!(database.tables(), ["t_a1"]);
    let run = project.runner_with(&["current", "-v"], &[("RUNNER_CONFIG", "other.toml")]);
    assert!(run.succeeds().stdout.contains(&database.url));

    fs::remove_file(project.path("runner.toml")).unwrap();
    project.runner(&["history"]).fails_with(&["there is no `runner.toml` in", "runner init"]);
    project.write(
        "Cargo.toml",
        "[workspace]\nmembers = []\n[workspace.metadata.runner]\n\
         script_location = \"migrations\"\nurl = \"sqlite:///meta.db\"\n",
    );
    crate::support::runner_in(&inside, &["current"]).succeeds();
    assert!(project.path("meta.db").is_file());
}

#[test]
fn sections_variables_and_arguments_reach_the_environment() {
    let (one, other) = (sqlite(), sqlite());
    let project = Project::new();
    project.configure(&format!(
        "url = \"${{SHOP_URL}}\"\n[attributes]\nowner = \"shop\"\n[other]\nurl = {:?}",
        other.url
    ));
    project.table_revision("a1");
    project.runner(&["current"]).fails_with(&["`url`", "SHOP_URL", ".env"]);
    project.write(".env", &format!("SHOP_URL=\"{}\"\n", one.url));
    project.runner(&["upgrade", "head"]).succeeds();
    assert_eq!(one.tables(), ["t_a1"]);
    let run = project.runner_with(&["current", "-v"], &[("SHOP_URL", &other.url)]).succeeds();
    assert!(run.stdout.contains(&other.url), "`.env` does not override what is set");
    let run = project.runner_with(&["current", "-v"], &[("DATABASE_URL", &other.url)]).succeeds();
    assert!(run.stdout.contains(&other.url));
    std::fs::remove_file(project.path(".env")).unwrap();
    project.runner_with(&["current"], &[("DATABASE_URL", &other.url)]).succeeds();
    project.write(".env", &format!("DATABASE_URL={}\n", other.url));
    let run = project.runner(&["current", "-v"]).succeeds();
    assert!(run.stdout.contains(&other.url), "`.env` reaches `env.rs`");
    fs::remove_file(project.path(".env")).unwrap();
    project.runner(&["-n", "other", "upgrade", "head"]).succeeds();
    assert_eq!(other.tables(), ["t_a1"]);
    project.runner(&["--name", "none", "current"]).fails_with(&["no section `[none]`", "other"]);

    let env = fs::read_to_string(project.path("migrations/env.rs")).unwrap();
    let line = "let connection = match env.connection()";
    let said = "return Err(MigrationError::new(&format!(\"{:?} {:?} {:?} {:?}\", \
                env.x_argument(\"tenant\"), env.x_argument(\"bare\"), env.attribute(\"owner\"), \
                env.section())));\n    #[allow(unreachable_code)]\n";
    project.write("migrations/env.rs", &env.replace(line, &format!("{said}{line}")));
    project
        .runner(&["-x", "tenant=a=b", "current", "-x", "bare", "-n", "other"])
        .fails_with(&["Some(\"a=b\") Some(\"\") Some(\"shop\") Some(\"other\")"]);
}

#[test]
fn the_parts_of_a_postgresql_url_come_from_variables() {
    let database = postgres();
    database.execute("DROP ROLE IF EXISTS \"me@home\"");
    database.execute("CREATE ROLE \"me@home\" SUPERUSER LOGIN PASSWORD 'p:/?#[]@ä'");
    let name = database.url.rsplit('/').next().unwrap();
    let project = Project::new();
    project.table_revision("a1");
    let variables = [
        ("POSTGRES_USER", "me@home"),
        ("POSTGRES_PASSWORD", "p:/?#[]@ä"),
        ("POSTGRES_HOST", "127.0.0.1"),
        ("POSTGRES_PORT", &server().port.to_string()),
        ("POSTGRES_DB", name),
    ];
    project.runner_with(&["upgrade", "head"], &variables).succeeds();
    assert_eq!(database.tables(), ["t_a1"]);
}

#[test]
fn what_is_wrong_with_the_file_is_told() {
    let project = Project::new();
    for (settings, texts) in [
        ("lock_timout = 3", ["runner.toml:2: unknown key `lock_timout`", "`lock_timeout`?"]),
        ("lock_timeout = \"x\"", ["runner.toml:2", "a number of seconds"]),
        ("url = ", ["runner.toml is not valid TOML", "line 2"]),
    ] {
        project.configure(settings);
        project.runner(&["history"]).fails_with(&texts);
    }
    for arguments in [["nonsense"].as_slice(), &[], &["upgrade", "--nonsense"], &["downgrade"]] {
        assert_eq!(project.runner(arguments).code, Some(2), "{arguments:?}");
    }
    assert_eq!(project.runner(&["--version"]).succeeds().stderr, "");
}
