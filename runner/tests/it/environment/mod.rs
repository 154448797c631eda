//! What an environment may say of its migrations, and do besides them.

mod chapter;
mod configurations;
mod history;
mod hooks;
mod statements;
mod transactions;

use std::fs;

use crate::support::Project;

/// Puts these functions into the place of the template's `run_migrations_online` and `run_migrations_offline`.
fn write_environment(project: &Project, functions: &str) {
    let env = fs::read_to_string(project.path("migrations/env.rs")).unwrap();
    let first = "/// Prints the SQL of the migrations";
    let (kept, _) = env.split_once(first).unwrap();
    project.write("migrations/env.rs", &format!("{kept}{first}.\n{functions}\n"));
}

/// Has both functions of the environment run with a configuration like this, which follows on `Configuration::…`.
fn configure(project: &Project, configuration: &str, items: &str) {
    let functions = format!(
        "pub fn run_migrations_offline(env: &mut EnvironmentContext) -> MigrationResult {{
            let url = get_url(env)?;
            env.configure(&Configuration::offline(&url){configuration})?;
            env.run_migrations()
        }}
        pub fn run_migrations_online(env: &mut EnvironmentContext) -> MigrationResult {{
            let url = get_url(env)?;
            let connection = env.connect(&url)?;
            env.configure(&Configuration::online(connection){configuration})?;
            env.run_migrations()
        }}
        {items}"
    );
    write_environment(project, &functions);
}
