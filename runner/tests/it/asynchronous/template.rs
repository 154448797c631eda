//! The template of async functions: unchanged, with sqlx, and with revisions of all kinds.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use super::revision;
use crate::init::cargo;
use crate::support::{Database, Project, mariadb, postgres, sqlite};

/// Changes a file of the project.
#[track_caller]
fn edit(project: &Project, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(project.path(path)).unwrap();
    assert!(text.contains(from), "`{from}` is not in {path}");
    project.write(path, &text.replace(from, to));
}

/// Makes the application want a table.
fn want_account(project: &Project) {
    let wanted = "Metadata::new().table(Table::new(
        \"account\",
        &[
            Column::new(\"id\", Integer).primary_key(),
            Column::new(\"name\", Varchar(40)).not_null(),
        ],
        &[],
    ))";
    edit(project, "migrations/env.rs", "    Metadata::new()\n", &format!("    {wanted}\n"));
}

fn revision_text(project: &Project, message: &str) -> String {
    let folder = fs::read_dir(project.path("migrations/versions")).unwrap();
    let mut paths = folder.map(|entry| entry.unwrap().path());
    let ending = format!("_{message}.rs");
    let path = paths.find(|path| path.to_string_lossy().ends_with(&ending)).unwrap();
    fs::read_to_string(path).unwrap()
}

/// Goes up, down and up again, and prints the script.
fn round_trip(project: &Project, database: &Database) {
    project.runner(&["upgrade", "head"]).succeeds();
    assert!(database.tables().contains(&"account".to_owned()), "{:?}", database.tables());
    project.runner(&["check"]).succeeds();
    project.runner(&["downgrade", "base"]).succeeds();
    assert!(!database.tables().contains(&"account".to_owned()), "{:?}", database.tables());
    let script = project.runner(&["upgrade", "head", "--sql"]).succeeds().stdout;
    assert!(script.contains("CREATE TABLE"), "{script}");
    project.runner(&["upgrade", "head"]).succeeds();
}

#[test]
fn a_new_project_works_unchanged() {
    let database = postgres();
    let project = Project::of_template_on("async", &database.url);
    cargo(project.folder(), &["clippy", "--offline", "--", "-D", "warnings"]);
    cargo(project.folder(), &["fmt", "--check"]);
    project.runner(&["revision", "-m", "nothing yet"]).succeeds();
    want_account(&project);
    project.runner(&["upgrade", "head"]).succeeds();
    project.runner(&["revision", "--autogenerate", "-m", "accounts"]).succeeds();
    let text = revision_text(&project, "accounts");
    for part in [
        "pub async fn upgrade(ctx: &mut AsyncMigrationContext) -> MigrationResult {",
        ".await?;",
        "ctx.drop_table(\"account\").await?;",
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert!(revision_text(&project, "nothing_yet").contains("let _ = ctx;\n    Ok(())"));
    cargo(project.folder(), &["clippy", "--offline", "--", "-D", "warnings"]);
    cargo(project.folder(), &["fmt", "--check"]);
    round_trip(&project, &database);
}

/// Uncomments the lines of `env.rs` and `Cargo.toml` that the template has for a database.
fn switch_to_sqlx(project: &Project, heading: &str, database: &str) {
    let env = fs::read_to_string(project.path("migrations/env.rs")).unwrap();
    let (_, behind) = env.split_once(&format!("{heading}:\n")).unwrap();
    let lines = behind.lines().map_while(|line| line.trim_start().strip_prefix("//     "));
    let lines: Vec<_> = lines.collect();
    assert!(!lines.is_empty(), "{heading}");
    let connect = "let mut connection = tokio_postgres::connect(env, &url).await?;";
    edit(project, "migrations/env.rs", connect, &lines.join("\n    "));
    let (before, uses) =
        ("use migration_api::connection::tokio_postgres;\n", "// With sqlx instead: ");
    edit(project, "migrations/env.rs", before, "");
    edit(project, "migrations/env.rs", uses, "");
    let feature = format!("features = [\"sqlx-{database}\"]");
    edit(project, "migrations/Cargo.toml", "features = [\"tokio-postgres\"]", &feature);
    edit(project, "migrations/Cargo.toml", "# sqlx = {", "sqlx = {");
    edit(
        project,
        "migrations/Cargo.toml",
        "\"postgres\", \"runtime-tokio\"",
        &format!("\"{database}\", \"runtime-tokio\""),
    );
}

#[track_caller]
fn with_sqlx(database: &Database, heading: &str, driver: &str) {
    let project = Project::of_template_on("async", &database.url);
    switch_to_sqlx(&project, heading, driver);
    want_account(&project);
    project.runner(&["revision", "--autogenerate", "-m", "accounts"]).succeeds();
    round_trip(&project, database);
    // Values go by the driver too, and what fails is told with its place.
    let id = project.current();
    let id = id.split_whitespace().next().unwrap_or_default();
    let insert = "ctx.execute(\"INSERT INTO account (id, name) VALUES (:id, :name)\", &[(\"id\", 1.into()), (\"name\", \"Eve\".into())])?;
        let rows = ctx.query(\"SELECT id, name FROM account WHERE id = :id\", &[(\"id\", 1.into())])?;
        assert_eq!(rows[0].get::<String>(\"name\")?, \"Eve\");
        ctx.execute(\"SELECT * FROM nowhere\", &[]).map(drop)";
    project.revision(&format!("f1 < {id}"), insert, "Ok(())");
    project.runner(&["upgrade", "head"]).fails_with(&["nowhere", "versions/f1_make.rs:"]);
    assert!(project.current().starts_with(id));
}

#[test]
fn sqlx_runs_on_postgresql() {
    with_sqlx(&postgres(), "on PostgreSQL", "postgres");
}

#[test]
fn sqlx_runs_on_mariadb() {
    with_sqlx(&mariadb(), "on MySQL and MariaDB", "mysql");
}

#[test]
fn sqlx_runs_on_sqlite() {
    with_sqlx(&sqlite(), "on SQLite", "sqlite");
}

/// A server that answers each request by the word `pong`.
fn pong() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let read = stream.read(&mut [0; 1024]).unwrap();
            assert!(read > 0);
            stream.write_all(b"HTTP/1.0 200 OK\r\n\r\npong").unwrap();
        }
    });
    port
}

/// An asynchronous revision that asks a server, by the package's own runtime.
fn asking(port: u16) -> String {
    format!(
        "use tokio::io::{{AsyncReadExt, AsyncWriteExt}};
        async fn ask() -> MigrationResult<String> {{
            let mut stream = tokio::net::TcpStream::connect(\"127.0.0.1:{port}\").await?;
            stream.write_all(b\"GET / HTTP/1.0\\r\\n\\r\\n\").await?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await?;
            Ok(answer.rsplit('\\n').next().unwrap_or_default().to_owned())
        }}
        pub async fn upgrade(ctx: &mut AsyncMigrationContext) -> MigrationResult {{
            ctx.create_table(\"asked\", &[Column::new(\"answer\", Text)], &[]).await?;
            let answer = tokio::spawn(ask()).await??;
            ctx.execute(\"INSERT INTO asked VALUES (:a)\", &[(\"a\", answer.as_str().into())]).await?;
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            Ok(())
        }}
        pub async fn downgrade(ctx: &mut MigrationContext) -> MigrationResult {{
            tokio::task::yield_now().await;
            ctx.drop_table(\"asked\")
        }}"
    )
}

/// A plain revision that has a runtime of its own for a moment, and then the package's.
const BLOCKING: &str = "
    pub fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async { tokio::time::sleep(std::time::Duration::from_millis(1)).await });
        crate::block_on(async { tokio::time::sleep(std::time::Duration::from_millis(1)).await });
        ctx.create_table(\"blocked\", &[Column::new(\"id\", Integer)], &[])
    }
    pub fn downgrade(ctx: &mut MigrationContext) -> MigrationResult {
        ctx.drop_table(\"blocked\")
    }";

#[test]
fn revisions_of_either_kind_have_the_runtime_in_environments_of_either() {
    let port = pong();
    let database = postgres();
    let asynchronous = Project::of_template_on("async", &database.url);
    let synchronous = Project::of_template_on("generic", &database.url);
    // The synchronous environment takes the runtime of the other template.
    let env = fs::read_to_string(asynchronous.path("migrations/env.rs")).unwrap();
    let (_, runtime) = env.split_once("static RUNTIME").unwrap();
    let runtime = runtime.split_once("\n/// The schema").unwrap().0;
    let imports = "use std::sync::LazyLock;\nuse tokio::runtime::{Builder, Runtime};\n";
    let text = fs::read_to_string(synchronous.path("migrations/env.rs")).unwrap();
    let (comment, code) = text.split_once("use std::env::var;").unwrap();
    synchronous.write(
        "migrations/env.rs",
        &format!("{comment}use std::env::var;\n{imports}{code}\nstatic RUNTIME{runtime}"),
    );
    edit(
        &synchronous,
        "migrations/Cargo.toml",
        "[dependencies]\n",
        "[dependencies]\ntokio = { version = \"1\", features = [\"net\", \"rt-multi-thread\", \"time\"] }\n",
    );
    for project in [&asynchronous, &synchronous] {
        edit(
            project,
            "migrations/Cargo.toml",
            "features = [\"net\"",
            "features = [\"io-util\", \"net\"",
        );
        revision(project, "a1", "", &asking(port));
        revision(project, "b2", "a1", BLOCKING);
        revision(project, "c3", "b2", &asking(port).replace("asked", "again"));
        let run = project.runner(&["upgrade", "head"]).succeeds();
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        assert_eq!(database.texts("SELECT answer FROM asked"), ["pong"]);
        project.runner(&["downgrade", "base"]).succeeds();
        assert_eq!(project.current(), "");
    }
}

#[test]
fn a_server_that_is_not_there_is_told_without_the_password() {
    let project = Project::of_template_on("async", "postgresql://eve:secret@127.0.0.1:1/shop");
    let run = project.runner(&["upgrade", "head"]).fails_with(&[
        "cannot connect to the PostgreSQL database `shop` at 127.0.0.1:1 as user `eve`",
        "start the server, or correct the host and port of the URL",
        "env.rs:",
    ]);
    assert!(!run.stderr.contains("secret"), "{}", run.stderr);
    let other = Project::of_template_on("async", "mysql://eve:secret@127.0.0.1:1/shop");
    let run =
        other.runner(&["current"]).fails_with(&["mysql://eve:***@127.0.0.1:1/shop", "env.rs"]);
    assert!(!run.stderr.contains("secret"), "{}", run.stderr);
    // A block_on without a runtime.
    edit(
        &project,
        "migrations/env.rs",
        "    RUNTIME.block_on(future)",
        "    let _ = &RUNTIME;\n    migration_api::block_on(future)",
    );
    project.runner(&["current"]).fails_with(&["needs a Tokio runtime", "env.rs:"]);
}
