//! Revisions and environments of `async fn`s, without a runtime of their own.

mod adapters;
mod page;
mod template;

use std::fs;

use crate::support::{Project, sqlite};

/// A future that another thread completes.
const LATER: &str = "
pub async fn later() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    let done = Arc::new(AtomicBool::new(false));
    std::future::poll_fn(move |context| {
        if done.load(Ordering::SeqCst) {
            return std::task::Poll::Ready(());
        }
        let (done, waker) = (Arc::clone(&done), context.waker().clone());
        std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(5));
            done.store(true, Ordering::SeqCst);
            waker.wake();
        });
        std::task::Poll::Pending
    })
    .await;
}
";

/// Writes a revision with these functions, `upgrade` first.
fn revision(project: &Project, id: &str, parent: &str, functions: &str) {
    let parent = if parent.is_empty() { String::new() } else { format!("{parent:?}") };
    project.write(
        &format!("migrations/versions/{id}.rs"),
        &format!(
            "//! make {id}\nuse migration_api::prelude::*;\npub const REVISION: &str = {id:?};\n\
             pub const DOWN_REVISION: &[&str] = &[{parent}];\n{functions}\n"
        ),
    );
}

fn with_later(project: &Project, change: impl Fn(&str) -> String) {
    let env = fs::read_to_string(project.path("migrations/env.rs")).unwrap();
    project.write("migrations/env.rs", &(change(&env) + LATER));
}

/// The environment's function as an asynchronous one.
fn asynchronous(env: &str) -> String {
    let from = "pub fn run_migrations_online(env: &mut EnvironmentContext) -> MigrationResult {";
    assert!(env.contains(from));
    env.replace(from, &format!("{}\n    later().await;", from.replace("pub fn", "pub async fn")))
}

/// The history of a function of each kind.
fn history(project: &Project) {
    revision(
        project,
        "plain",
        "",
        "pub fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
            ctx.create_table(\"plain\", &[Column::new(\"id\", Integer)], &[])
        }
        pub async fn downgrade(ctx: &mut MigrationContext) -> MigrationResult {
            crate::later().await;
            ctx.drop_table(\"plain\")
        }",
    );
    revision(
        project,
        "awaited",
        "plain",
        "pub async fn upgrade(ctx: &mut AsyncMigrationContext) -> MigrationResult {
            crate::later().await;
            ctx.create_table(\"awaited\", &[Column::new(\"id\", Integer)], &[]).await?;
            ctx.execute(\"INSERT INTO awaited VALUES (:id)\", &[(\"id\", 7.into())]).await?;
            let rows = ctx.query(\"SELECT id FROM awaited\", &[]).await?;
            assert_eq!(rows[0].get::<i64>(\"id\")?, 7);
            assert_eq!(ctx.dialect(), \"sqlite\");
            ctx.sync().create_index(\"ix_awaited\", \"awaited\", &[\"id\"])
        }
        pub async fn downgrade(ctx: &mut AsyncMigrationContext) -> MigrationResult {
            ctx.drop_table(\"awaited\").await
        }",
    );
}

#[test]
fn functions_of_every_kind_run_in_environments_of_either() {
    for environment in [str::to_owned as fn(&str) -> String, asynchronous] {
        let database = sqlite();
        let project = Project::on(&database.url);
        with_later(&project, environment);
        history(&project);
        project.runner(&["upgrade", "head"]).succeeds();
        assert_eq!(project.current(), "awaited (head)\n");
        project.runner(&["downgrade", "base"]).succeeds();
        assert_eq!(project.current(), "");
    }
}

#[test]
fn what_fails_in_an_asynchronous_function_is_told_with_its_place() {
    let database = sqlite();
    let project = Project::on(&database.url);
    with_later(&project, asynchronous);
    for (body, texts) in [
        ("panic!(\"on purpose\")", ["it panicked: on purpose", "versions/a1.rs:6:"]),
        ("Err(MigrationError::new(\"no luck\"))", ["no luck", "versions/a1.rs:6:"]),
        ("ctx.drop_table(\"nope\").await", ["no such table: nope", "versions/a1.rs:6:"]),
    ] {
        let functions = format!(
            "pub async fn upgrade(ctx: &mut AsyncMigrationContext) -> MigrationResult {{\n\
             crate::later().await; {body} }}\n\
             pub fn downgrade(_: &mut MigrationContext) -> MigrationResult {{ Ok(()) }}"
        );
        revision(&project, "a1", "", &functions);
        project.runner(&["upgrade", "head"]).fails_with(&texts);
        assert_eq!(project.current(), "");
    }
    let env = fs::read_to_string(project.path("migrations/env.rs")).unwrap();
    project.write("migrations/env.rs", &env.replace("later().await;", "panic!(\"at once\");"));
    project.runner(&["current"]).fails_with(&["at once", "env.rs:"]);
}

#[test]
fn a_package_brings_its_own_runtime() {
    let database = sqlite();
    let project = Project::on(&database.url);
    let own = "
        pub fn block_on<F: std::future::Future>(future: F) -> F::Output {
            eprintln!(\"our own runtime\");
            migration_api::block_on(future)
        }\n";
    with_later(&project, |env| asynchronous(env) + own);
    history(&project);
    let run = project.runner(&["upgrade", "head"]).succeeds();
    // The environment's function, and one of the two revisions.
    assert_eq!(run.stderr.matches("our own runtime").count(), 2, "{}", run.stderr);
}
