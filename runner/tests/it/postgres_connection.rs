//! Sessions of PostgreSQL as `psql` opens them: TLS, variables, the password file, sockets, several hosts, timeouts.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use migration_api::Value;
use runner::config::SessionSettings;
use runner::dialect::{DatabaseError, Session, open, open_with};

use crate::support::{PASSWORD, Project, certificate, postgres, postgres_with_tls, server};

/// Opens a session, or tells why not.
fn try_open(url: &str) -> Result<Box<dyn Session>, String> {
    open(&url.parse().unwrap(), Path::new("/")).map_err(|error| told(&error))
}

fn told(error: &DatabaseError) -> String {
    format!("{error}\n{}", error.help().unwrap_or_default())
}

fn is_encrypted(connection: &mut dyn Session) -> bool {
    let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    connection.query(sql, &[]).unwrap().rows[0][0].to_string() == "true"
}

#[test]
fn tls_is_as_libpq_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let [ours, other] = ["localhost", "elsewhere"].map(|host| certificate(folder.path(), host));
    let server = postgres_with_tls(&ours);
    let url = server.url("postgres");
    let by_name = url.replace("127.0.0.1", "localhost");
    let (ours, other) = (ours.file.display(), other.file.display());
    // An asynchronous environment, whose driver is another, has the same.
    let asynchronous = Project::of_template("async");
    let by_program =
        |command: &[&str], url: &str| asynchronous.runner_with(command, &[("DATABASE_URL", url)]);
    let encrypted =
        "let rows = ctx.query(\"SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()\", &[])?;
        assert!(rows[0].get::<bool>(\"ssl\")?);
        Ok(())";
    asynchronous.revision("a1", encrypted, "Ok(())");
    for url in [
        url.clone(),
        format!("{url}?sslmode=allow"),
        format!("{url}?sslmode=prefer"),
        format!("{url}?sslmode=require"),
        format!("{url}?sslmode=require&sslrootcert={ours}"),
        format!("{url}?sslmode=verify-ca&sslrootcert={ours}"),
        format!("{by_name}?sslmode=verify-full&sslrootcert={ours}"),
    ] {
        let mut session = try_open(&url).unwrap_or_else(|error| panic!("{url}: {error}"));
        assert!(is_encrypted(&mut *session), "{url}");
        by_program(&["upgrade"], &url).succeeds();
        by_program(&["downgrade", "base"], &url).succeeds();
    }
    for (url, texts) in [
        (
            format!("{url}?sslmode=verify-ca&sslrootcert={other}"),
            ["signed by nobody that is believed", "`sslrootcert`"],
        ),
        (
            format!("{url}?sslmode=require&sslrootcert={other}"),
            ["signed by nobody that is believed", "`sslrootcert`"],
        ),
        (
            format!("{by_name}?sslmode=verify-full&sslrootcert={other}"),
            ["signed by nobody", "`sslrootcert`"],
        ),
        (
            format!("{url}?sslmode=verify-full&sslrootcert={ours}"),
            ["is for another host", "`sslmode=verify-ca`"],
        ),
        (
            format!("{url}?sslmode=verify-ca&sslrootcert=/nowhere.pem"),
            ["cannot use the certificates of `/nowhere.pem`", "PEM"],
        ),
        (format!("{url}?sslmode=disable"), ["no encryption", "leave `sslmode=disable` out"]),
    ] {
        let Err(error) = try_open(&url) else { panic!("{url} opens") };
        for text in texts {
            assert!(error.contains(text), "{url}: {error}");
        }
        assert!(!error.contains(PASSWORD), "{error}");
        by_program(&["upgrade"], &url).fails_with(&texts);
    }
    let socket = format!(
        "postgresql:///postgres?host={}&port={}&user=postgres&password={}",
        server.socket_folder().display(),
        server.port,
        migration_api::percent_encode(PASSWORD)
    );
    assert!(!is_encrypted(&mut *try_open(&socket).unwrap()));

    // A whole run, by the program.
    let project = Project::on(&format!("{by_name}?sslmode=verify-full&sslrootcert={ours}"));
    project.table_revision("a1");
    project.runner(&["upgrade", "head"]).succeeds();
    project.configure(&format!("url = \"{url}?sslmode=verify-full&sslrootcert={ours}\""));
    project.runner(&["current"]).fails_with(&["cannot connect to", "another host"]);
}

#[test]
fn a_server_without_tls_is_used_unless_it_is_demanded() {
    let url = server().url("postgres");
    for mode in ["disable", "allow", "prefer"] {
        let mut session = try_open(&format!("{url}?sslmode={mode}")).unwrap();
        assert!(!is_encrypted(&mut *session), "{mode}");
    }
    for mode in ["require", "verify-full"] {
        let Err(error) = try_open(&format!("{url}?sslmode={mode}")) else { panic!("{mode}") };
        assert!(
            error.contains("the server has no TLS") && error.contains("sslmode=prefer"),
            "{error}"
        );
    }
}

#[test]
fn the_first_host_that_answers_is_used() {
    let url = server().url("postgres");
    let several = url.replace("127.0.0.1", "127.0.0.1:1,127.0.0.1");
    try_open(&several).unwrap();
}

#[test]
fn variables_and_the_password_file_fill_what_the_url_leaves_out() {
    let database = postgres();
    let name = database.url.rsplit('/').next().unwrap();
    let port = server().port.to_string();
    for template in ["generic", "async"] {
        database.reset();
        let project = Project::of_template_on(template, "postgresql://");
        project.table_revision("a1");
        let passwords = project.path("passwords");
        let line = PASSWORD.replace('\\', "\\\\").replace(':', "\\:");
        fs::write(&passwords, format!("# ours\nelsewhere:*:*:*:no\n*:{port}:*:postgres:{line}\n"))
            .unwrap();
        let file = passwords.to_str().unwrap();
        let place = [
            ("PGHOST", "127.0.0.1"),
            ("PGPORT", &port),
            ("PGUSER", "postgres"),
            ("PGDATABASE", name),
        ];
        let run = |more: &[(&str, &str)]| {
            project.runner_with(&["upgrade", "head"], &[&place, more].concat())
        };

        fs::set_permissions(&passwords, fs::Permissions::from_mode(0o644)).unwrap();
        run(&[("PGPASSFILE", file)]).fails_with(&[
            "the password file",
            "others may read it",
            "chmod 600",
        ]);
        fs::set_permissions(&passwords, fs::Permissions::from_mode(0o600)).unwrap();
        run(&[("PGPASSFILE", file)]).succeeds();
        assert_eq!(database.tables(), ["t_a1"]);
        run(&[("PGPASSWORD", PASSWORD)]).succeeds();
        run(&[("PGPASSWORD", "wrong"), ("PGPASSFILE", file)])
            .fails_with(&["password authentication failed"]);
        run(&[("PGPASSFILE", "/nowhere")]).fails_with(&["asks for a password", "PGPASSWORD"]);
        run(&[("PGPASSWORD", PASSWORD), ("PGSSLMODE", "require")]).fails_with(&["has no TLS"]);
    }
}

#[test]
fn settings_of_the_project_are_made_in_the_session() {
    let database = postgres();
    database.execute("CREATE SCHEMA \"Own\"; CREATE TABLE slow (id INT)");
    let project = Project::new();
    let url = &database.url;
    project.configure(&format!(
        "url = {url:?}\nsearch_path = 'Own, public'\nstatement_timeout = 0.5\ndatabase_lock_timeout = 0.2"
    ));
    project.table_revision("a1");
    project.runner(&["upgrade", "head"]).succeeds();
    assert_eq!(
        database.texts("SELECT tablename::text FROM pg_tables WHERE schemaname = 'Own'").len(),
        2
    );
    project.revision("b2 < a1", "ctx.execute(\"SELECT pg_sleep(5)\", &[])?; Ok(())", "Ok(())");
    project.runner(&["upgrade", "head"]).fails_with(&["statement timeout", "`statement_timeout`"]);

    let mut other = database.connect();
    other.execute("BEGIN; LOCK TABLE slow").unwrap();
    project.revision("b2 < a1", "ctx.drop_table(\"slow\")", "Ok(())");
    project.runner(&["upgrade", "head"]).fails_with(&["lock timeout", "`database_lock_timeout`"]);

    project.configure("url = 'sqlite:///x.db'\nsearch_path = 'a'");
    project
        .runner(&["upgrade", "head"])
        .fails_with(&["SQLite has no `search_path` to set", "leave `search_path` out"]);
    let settings = SessionSettings {
        database_lock_timeout: Some(Duration::from_secs(1)),
        ..SessionSettings::default()
    };
    open_with(&url.parse().unwrap(), Path::new("/"), &settings).unwrap();
}

#[test]
fn an_index_that_was_left_invalid_is_named_with_the_way_to_be_rid_of_it() {
    let database = postgres();
    let mut connection = database.connect();
    connection
        .execute("CREATE SCHEMA s; CREATE TABLE s.t (a INT); INSERT INTO s.t VALUES (1), (1)")
        .unwrap();
    let error =
        connection.execute("CREATE UNIQUE INDEX CONCURRENTLY \"I x\" ON s.t (a)").unwrap_err();
    let text = told(&error);
    assert!(text.contains("it has left the invalid index `s.\"I x\"` behind"), "{text}");
    connection.execute("DROP INDEX CONCURRENTLY s.\"I x\"").unwrap();
    // One that fails in a transaction leaves nothing.
    let error = connection.execute("CREATE UNIQUE INDEX ix ON s.t (a)").unwrap_err();
    assert!(!told(&error).contains("invalid"), "{error}");
    let one = connection.query("SELECT $1::int", &[Value::Int(1)]).unwrap();
    assert_eq!(one.rows.len(), 1);

    let project = Project::on(&database.url);
    project.revision(
        "a1",
        "ctx.autocommit_block(|ctx| ctx.invoke(&CreateIndex::new(Index::new(\"ix\", \"s.t\", &[\"a\"]).unique()).concurrently()))",
        "Ok(())",
    );
    project.runner(&["upgrade", "head"]).fails_with(&[
        "Key (a)=(1) is duplicated",
        "invalid index `s.ix` behind",
        "DROP INDEX CONCURRENTLY s.ix",
    ]);
}
