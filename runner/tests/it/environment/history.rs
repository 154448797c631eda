//! What an environment is told: of the history, of the command line, of the project file; and what it hands to new revisions.

use super::{configure, write_environment};
use crate::support::{Project, sqlite};

/// Prints all that it knows.
const TELLING: &str = r#"
fn tell(env: &mut EnvironmentContext) {
    eprintln!(
        "told: heads {:?}, start {:?}, to {:?}, on {:?} {:?} {:?}, {:?}",
        env.head_revisions(),
        env.starting_revision(),
        env.revision_argument(),
        env.dialect(),
        env.is_transactional_ddl(),
        env.requires_connection(),
        env.attributes(),
    );
}
pub fn run_migrations_offline(env: &mut EnvironmentContext) -> MigrationResult {
    env.configure(&Configuration::offline_for("mysql"))?;
    tell(env);
    env.run_migrations()
}
pub fn run_migrations_online(env: &mut EnvironmentContext) -> MigrationResult {
    let connection = env.connect(&get_url(env)?)?;
    env.configure(&Configuration::online(connection).transactional_ddl(false))?;
    tell(env);
    env.head_revision()?;
    env.run_migrations()
}
"#;

fn told(project: &Project, arguments: &[&str]) -> String {
    let run = project.runner(arguments);
    let line = run.stderr.lines().find_map(|line| line.strip_prefix("told: "));
    line.unwrap_or(&run.stderr).to_owned()
}

#[test]
fn the_command_line_is_told_by_the_ids_that_it_means() {
    let database = sqlite();
    let project = Project::on(&database.url);
    project.configure(&format!(
        "url = {:?}\n[attributes]\nowner = 'shop'\n[ci.attributes]\nowner = 'robot'\nrole = 'r'",
        database.url
    ));
    write_environment(&project, TELLING);
    project.table_revision("a1");
    project.table_revision("b2 < a1");
    let of_top = r#"[("owner", "shop")]"#;
    for (arguments, wanted) in [
        (
            ["upgrade", "head", "--sql"].as_slice(),
            format!(r#"heads ["b2"], start None, to ["b2"], on Some("mysql") Some(false) false, {of_top}"#),
        ),
        (
            &["upgrade", "a1:head", "--sql"],
            format!(r#"heads ["b2"], start Some("a1"), to ["b2"], on Some("mysql") Some(false) false, {of_top}"#),
        ),
        (
            &["upgrade", "head", "--sql", "--dialect", "postgresql"],
            format!(r#"heads ["b2"], start None, to ["b2"], on Some("postgresql") Some(true) false, {of_top}"#),
        ),
        (
            &["upgrade", "+1"],
            format!(r#"heads ["b2"], start None, to ["+1"], on Some("sqlite") Some(false) true, {of_top}"#),
        ),
        (
            &["--name", "ci", "downgrade", "base"],
            r#"heads ["b2"], start None, to [], on Some("sqlite") Some(false) true, [("owner", "robot"), ("role", "r")]"#.to_owned(),
        ),
        (
            &["current"],
            format!(r#"heads ["b2"], start None, to [], on Some("sqlite") Some(false) true, {of_top}"#),
        ),
    ] {
        assert_eq!(told(&project, arguments), wanted, "{arguments:?}");
    }
    project.table_revision("c3 < a1");
    project
        .runner(&["current"])
        .fails_with(&["there are 2 heads: b2, c3; ask for `head_revisions`"]);
}

#[test]
fn the_template_of_revisions_is_handed_more_variables() {
    let database = sqlite();
    let project = Project::on(&database.url);
    let url = format!("url = {:?}\n", database.url);
    let template = std::fs::read_to_string(project.path("migrations/script.rs.hbs")).unwrap();
    let owned = template.replace("Create Date:", "Owner: {{team}}\n//! Create Date:");
    project.write("migrations/script.rs.hbs", &owned);
    let variables = ".target_metadata(wanted).template_args(&[(\"team\", \"billing\")])";
    let wanted = "fn wanted() -> Metadata {
        Metadata::new().table(Table::new(\"t\", &[Column::new(\"id\", Integer)], &[]))
    }";
    configure(&project, variables, wanted);
    let written = |arguments: &[&str]| {
        let run = project.runner(&[&["revision"], arguments].concat()).succeeds();
        let path = run.stdout.lines().last().unwrap().trim();
        std::fs::read_to_string(path).unwrap()
    };
    project.configure(&(url.clone() + "revision_environment = true"));
    assert!(written(&["-m", "one"]).contains("//! Owner: billing\n"));
    project.runner(&["upgrade", "head"]).succeeds();
    assert!(written(&["--autogenerate", "-m", "two"]).contains("//! Owner: billing\n"));
    // Without the environment, there is no such variable.
    project.configure(&url);
    project.runner(&["revision", "-m", "three"]).fails_with(&["script.rs.hbs", "team"]);
    project.configure(&(url + "revision_environment = true"));
    configure(&project, ".template_args(&[(\"message\", \"mine\")])", "");
    let run = project.runner(&["revision", "-m", "four"]);
    run.fails_with(&["`template_args` of `env.rs` names `message`", "give it another name"]);
}
