//! What is MariaDB's own, or another thing there: its words, values and locks, and runs that fail where each schema
//! change is committed at once.

use std::net::TcpListener;
use std::sync::Barrier;
use std::thread;

use migration_api::schema::TableName;

use crate::support::{Database, Project, certificate, mariadb, mariadb_server, server_with_tls};

/// A project whose second revision asks for these operations.
fn failing(database: &Database, upgrade: &str) -> Project {
    let project = Project::on(&database.url);
    project.table_revision("a1");
    project.revision("b2 < a1", upgrade, "Ok(())");
    project
}

#[test]
fn every_operation_and_its_way_back() {
    let database = mariadb();
    let project = Project::on(&database.url);
    project.revision(
        "a1",
        r#"
        ctx.create_table(
            "customer",
            &[
                Column::new("id", BigInt).primary_key(),
                Column::new("Name", Varchar(50)).not_null().default("it's".into()),
                Column::new("email", Varchar(100)).unique(),
                Column::new("score", Numeric(8, 2)).default_sql("(1 + 1)"),
            ],
            &[Constraint::check("ck_score", "score >= 0")],
        )?;
        ctx.create_table(
            "order",
            &[
                Column::new("id", Integer).primary_key().no_autoincrement(),
                Column::new("customer_id", BigInt)
                    .references("customer", "id")
                    .on_delete(ReferentialAction::SetNull),
            ],
            &[],
        )?;
        ctx.create_index("ix_order_customer", "order", &["customer_id"])?;
        ctx.create_unique_index("ix_customer_name", "customer", &["Name"])?;
        ctx.execute("INSERT INTO customer (email) VALUES ('a')", &[])?;
        let rows = ctx.query("SELECT id, `Name`, score FROM customer", &[])?;
        assert_eq!(rows[0].get::<i64>("id")?, 1);
        assert_eq!(rows[0].get::<String>("Name")?, "it's");
        assert_eq!(rows[0].get::<Decimal>("score")?, Decimal("2.00".into()));
        Ok(())
        "#,
        "ctx.drop_table(\"order\")?; ctx.drop_table(\"customer\")",
    );
    project.revision(
        "b2 < a1",
        r#"
        ctx.add_column("customer", Column::new("active", Boolean).not_null().default(true.into()))?;
        ctx.alter_column(AlterColumn::new("customer", "email").rename("mail"))?;
        ctx.rename_table("order", "orders")?;
        let changed = ctx.execute(
            "UPDATE customer SET mail = CONCAT(:mail, ':mail'), active = :no WHERE mail = :old",
            &[("mail", "b".into()), ("no", false.into()), ("old", "a".into())],
        )?;
        assert_eq!(changed, 1);
        // It finds a row that has these values already: that counts.
        assert_eq!(ctx.execute("UPDATE customer SET active = 0", &[])?, 1);
        let rows = ctx.query("SELECT mail, active FROM customer", &[])?;
        assert_eq!(rows[0].get::<String>("mail")?, "b:mail");
        assert!(!rows[0].get::<bool>("active")?);
        ctx.create_check_constraint("ck_active", "customer", "active < 2")?;
        ctx.create_unique_constraint("uq_mail", "customer", &["mail"])
        "#,
        r#"
        ctx.drop_constraint("uq_mail", "customer")?;
        ctx.drop_constraint("ck_active", "customer")?;
        ctx.rename_table("orders", "order")?;
        ctx.alter_column(AlterColumn::new("customer", "mail").rename("email"))?;
        ctx.drop_column("customer", "active")
        "#,
    );
    project.runner(&["upgrade", "head"]).succeeds();
    assert_eq!(database.tables(), ["customer", "orders"]);
    project.runner(&["downgrade", "a1"]).succeeds();
    assert_eq!(database.tables(), ["customer", "order"]);
    project.runner(&["downgrade", "base"]).succeeds();
    assert!(database.tables().is_empty());
}

#[test]
fn values_are_read_as_the_server_has_them() {
    let database = mariadb();
    database.execute(
        "CREATE TABLE v (a BIGINT UNSIGNED, b BIT(12), c FLOAT, d ENUM('x', 'y'), e VARBINARY(3), f YEAR, g JSON, \
         h DECIMAL(20, 3), i TIMESTAMP(3) NULL, j SET('p', 'q'), k TIME(6), l CHAR(2) CHARACTER SET latin1);
         INSERT INTO v VALUES (18446744073709551615, b'100000000001', 0.1, 'y', X'00FF27', 2024, '[1]', \
         -12345678901234567.890, '2024-02-29 12:00:00.25', 'p,q', '23:59:59.000001', 'é')",
    );
    let rows = database.connect().query("SELECT * FROM v", &[]).unwrap();
    insta::assert_snapshot!(format!("{:?}", rows.rows[0]), @r#"[Decimal("18446744073709551615"), Int(2049), Float(0.1), Text("y"), Bytes([0, 255, 39]), Int(2024), Text("[1]"), Decimal("-12345678901234567.890"), Timestamp(Timestamp { date: Date { year: 2024, month: 2, day: 29 }, time: Time { hour: 12, minute: 0, second: 0, microsecond: 250000 } }), Text("p,q"), Time(Time { hour: 23, minute: 59, second: 59, microsecond: 1 }), Text("é")]"#);
    for (query, told) in [
        ("SELECT CAST('0000-00-00' AS DATE) AS zero", "column `zero` of the query"),
        ("SELECT TIME '-01:00:00' AS early", "column `early` of the query"),
        ("SELECT TIME '25:00:00' AS late", "column `late` of the query"),
    ] {
        let error = database.connect().query(query, &[]).unwrap_err().to_string();
        assert!(error.starts_with(told) && error.contains("CAST(… AS CHAR)"), "{error}");
    }
}

#[test]
fn values_that_have_no_place_are_refused() {
    use migration_api::{Date, Value};
    let database = mariadb();
    let mut connection = database.connect();
    let date = Date { year: 10_000, month: 1, day: 1 };
    for value in [Value::Date(date), Value::Float(f64::NAN), Value::Float(f64::INFINITY)] {
        assert!(connection.query("SELECT ?", &[value]).is_err());
    }
    assert_eq!(connection.query("SELECT ?", &[Value::Int(1)]).unwrap().rows.len(), 1);
}

#[test]
fn several_statements_are_run_and_the_first_error_is_told() {
    let database = mariadb();
    let mut connection = database.connect();
    let sql =
        "CREATE TABLE t (a INT); INSERT INTO t VALUES (1), (2); SELECT 1; UPDATE t SET a = 3;";
    assert_eq!(connection.execute(sql).unwrap(), 2);
    let error = connection.execute("SELECT 1;\nSELEKT 2; DROP TABLE t").unwrap_err();
    assert!(error.to_string().contains("(error 1064, SQLSTATE 42000)"), "{error}");
    assert_eq!(database.tables(), ["t"]);
    assert_eq!(connection.query("SELECT a FROM t", &[]).unwrap().rows.len(), 2);
}

#[test]
fn a_deadlock_and_a_killed_session_are_told_as_what_they_are() {
    let database = mariadb();
    database
        .execute("CREATE TABLE t (a INT PRIMARY KEY, n INT); INSERT INTO t VALUES (1, 0), (2, 0)");
    let both_began = Barrier::new(2);
    let cross = |first: i32| {
        let mut connection = database.connect();
        connection.try_begin().unwrap();
        connection.execute(&format!("UPDATE t SET n = 1 WHERE a = {first}")).unwrap();
        both_began.wait();
        let done = connection.execute(&format!("UPDATE t SET n = 1 WHERE a = {}", 3 - first));
        let open = connection.transaction_is_open().unwrap();
        connection.rollback().unwrap();
        done.err().map(|error| (error.to_string(), open))
    };
    let failed = thread::scope(|scope| {
        let other = scope.spawn(|| cross(2));
        [cross(1), other.join().unwrap()].into_iter().flatten().next().unwrap()
    });
    assert!(failed.0.contains("error 1213") && !failed.1, "{failed:?}");

    let mut killed = database.connect();
    let id = killed.query("SELECT CONNECTION_ID()", &[]).unwrap().rows[0][0].to_string();
    database.execute(&format!("KILL {id}"));
    let error = killed.execute("SELECT 1").unwrap_err().to_string();
    assert!(error.starts_with("the connection to the MariaDB database"), "{error}");
    assert!(killed.execute("SELECT 1").is_err());
}

#[test]
fn the_server_says_which_it_is_and_one_session_has_the_lock() {
    let database = mariadb();
    let as_mysql = database.url.replace("mariadb://", "mysql+pymysql://") + "?charset=utf8mb4";
    let theirs = Database::at(as_mysql);
    let (mut first, mut second) = (database.connect(), theirs.connect());
    assert_eq!(second.dialect().name(), "mariadb");
    let table = TableName::parse("alembic_version");
    assert_eq!(first.try_lock(table).unwrap(), runner::dialect::Lock::Acquired);
    let held = format!("{:?}", second.try_lock(table).unwrap());
    assert!(held.contains("connection ") && held.contains("of user `tests` from"), "{held}");
    let elsewhere = mariadb();
    let lock = elsewhere.connect().try_lock(table).unwrap();
    assert_eq!(lock, runner::dialect::Lock::Acquired, "each database has a lock of its own");
    first.execute("SELECT RELEASE_ALL_LOCKS()").unwrap();
    assert!(first.unlock().unwrap_err().to_string().contains("lock was lost"));
    assert_eq!(second.try_lock(table).unwrap(), runner::dialect::Lock::Acquired);
    second.unlock().unwrap();
}

#[test]
fn what_stays_of_a_step_that_fails_is_told_and_the_rest_can_be_resumed() {
    let database = mariadb();
    let create = "ctx.create_table(\"half\", &[Column::new(\"id\", Integer)], &[])?;";
    let insert = "ctx.execute(\"INSERT INTO half VALUES (1)\", &[])?;";
    let add = "ctx.add_column(\"half\", Column::new(\"n\", Integer))?;";
    // The second insert has one value for two columns.
    let upgrade = format!("{create}\n{insert}\n{add}\n{insert}\nOk(())");
    let project = failing(&database, &upgrade);
    let run =
        project.runner(&["upgrade", "head"]).fails_with(&["upgrade of `b2` (make b2) failed"]);
    insta::assert_snapshot!(told(&run.stderr), @"
    error: upgrade of `b2` (make b2) failed at migrations/versions/b2_make.rs:15:5
    caused by: Column count doesn't match value count at row 1 (error 1136, SQLSTATE 21S01)
    help: the step before this one stays
    help: a part of this step is committed and cannot be undone:
    help:   1. create_table `half`: done, and stays
    help:   2. execute `INSERT INTO half VALUES (1)`: done, and stays
    help:   3. add_column `half`: done, and stays
    help:   4. execute `INSERT INTO half VALUES (1)`: failed
    help: either undo by hand what stays, or correct the revision and run `runner upgrade b2 --resume-after 3`
    ");
    assert_eq!(project.current(), "a1\n");

    let fixed = insert.replace("VALUES (1)", "(id) VALUES (2)");
    let text = format!("{create}\n{insert}\n{add}\n{fixed}\n");
    project.revision("b2 < a1", &format!("{text}Ok(())"), "ctx.drop_table(\"half\")");
    project
        .runner(&["upgrade", "head", "--resume-after", "9"])
        .fails_with(&["it asks for 4 operations only", "`--resume-after 4`"]);
    project.runner(&["upgrade", "head", "--resume-after", "3"]).succeeds();
    assert_eq!(database.texts("SELECT id FROM half ORDER BY id"), ["1", "2"]);
    assert_eq!(project.current(), "b2 (head)\n");
    project.runner(&["downgrade", "base"]).succeeds();
    assert!(database.tables().is_empty());
}

#[test]
fn what_a_statement_commits_besides_is_not_called_undone() {
    let create = "ctx.create_table(\"half\", &[Column::new(\"id\", Integer)], &[])?;";
    let insert = "ctx.execute(\"INSERT INTO half VALUES (1)\", &[])?;";
    let run = |sql: &str| format!("ctx.execute({sql:?}, &[])?;");
    let timed = run("SET STATEMENT max_statement_time = 9 FOR CREATE TABLE timed (a INT)");
    for (upgrade, texts, tables) in [
        (
            format!("{create} {insert} {timed} {}", run("SELEKT 1")),
            ["2. execute `INSERT INTO half VALUES (1)`: done, and stays", "--resume-after 3`"],
            ["half", "t_a1", "timed"].as_slice(),
        ),
        (
            format!("{create} {}", run("DROP TABLE half, nowhere")),
            ["2. execute `DROP TABLE half, nowhere`: it is not known what of it stays", ""],
            &["t_a1"],
        ),
        (
            format!("{create} {}", run("CREATE OR REPLACE TABLE half (a INT) AS SELECT 'x' AS a")),
            ["it is not known what of it stays", ""],
            &["t_a1"],
        ),
        (
            run("CREATE TABLE log (event TEXT); SELEKT 1"),
            ["1. execute `CREATE TABLE log (event TEXT); SELEKT 1`: it is not known", ""],
            &["log", "t_a1"],
        ),
    ] {
        let database = mariadb();
        let project = failing(&database, &format!("{upgrade} Ok(())"));
        let run = project.runner(&["upgrade", "head"]).fails_with(&texts);
        assert_eq!(database.tables(), tables, "{}", run.stderr);
    }
    let project = Project::on(&mariadb().url);
    project.revision("a1", "panic!(\"boom\")", "Ok(())");
    project.runner(&["upgrade", "head"]).fails_with(&["but for the version table, the database"]);
}

#[test]
fn a_resumed_step_has_the_settings_of_its_session_again() {
    let database = mariadb();
    let create = "ctx.create_table(\"half\", &[Column::new(\"id\", Integer)], &[])?;";
    let settings = "ctx.execute(\"SET FOREIGN_KEY_CHECKS = 0, @n = 5\", &[])?;";
    let fill = "ctx.execute(\"INSERT INTO half VALUES (@n), (@@foreign_key_checks)\", &[])?;";
    let fails = format!("{settings} {create} ctx.execute(\"SELEKT 1\", &[])?; Ok(())");
    let project = failing(&database, &fails);
    project.runner(&["upgrade", "head"]).fails_with(&[
        "1. execute `SET FOREIGN_KEY_CHECKS = 0, @n = 5`: of the session, and done again",
        "--resume-after 2`",
    ]);
    project.revision("b2 < a1", &format!("{settings} {create} {fill} Ok(())"), "Ok(())");
    project.runner(&["upgrade", "b2", "--resume-after", "2"]).succeeds();
    assert_eq!(database.texts("SELECT id FROM half ORDER BY id"), ["0", "5"]);

    let computed = "ctx.execute(\"SET @n = LAST_INSERT_ID()\", &[])?;";
    let next = format!("{computed} ctx.drop_table(\"half\")?;");
    project.revision("c3 < b2", &format!("{next} ctx.drop_table(\"none\")"), "Ok(())");
    project.runner(&["upgrade", "head"]).fails_with(&[
        "1. execute `SET @n = LAST_INSERT_ID()`: of the session, and gone with it",
        "what operation 1 left in the session is gone",
    ]);
    project.revision("c3 < b2", &format!("{next} Ok(())"), "Ok(())");
    project.runner(&["upgrade", "head", "--resume-after", "2"]).fails_with(&[
        "operation 1, execute `SET @n = LAST_INSERT_ID()`, left something in the session",
        "--resume-after 2`",
    ]);
    let given = next.replace("LAST_INSERT_ID()", "7");
    project.revision("c3 < b2", &format!("{given} Ok(())"), "Ok(())");
    project.runner(&["upgrade", "head", "--resume-after", "2"]).succeeds();
    assert_eq!(project.current(), "c3 (head)\n");
}

#[test]
fn what_is_longer_than_the_server_takes_is_refused_and_the_session_goes_on() {
    let database = mariadb();
    database.execute("CREATE TABLE t (a LONGTEXT)");
    let mut connection = database.connect();
    let limit =
        connection.query("SELECT @@max_allowed_packet", &[]).unwrap().rows[0][0].to_string();
    let long = "x".repeat(limit.parse().unwrap());
    let told = [
        connection.execute(&format!("INSERT INTO t VALUES ('{long}')")).unwrap_err(),
        connection.execute_with("INSERT INTO t VALUES (?)", &[(&long).into()]).unwrap_err(),
    ];
    for error in told {
        assert!(error.to_string().contains("longer than the server's `max_allowed_packet`"));
        assert!(error.help().unwrap().contains("raise `max_allowed_packet`"));
    }
    // Several values may be longer together.
    let half = &long[..long.len() / 2];
    connection.execute("ALTER TABLE t ADD b LONGTEXT, ADD c LONGTEXT").unwrap();
    let values = [half.into(), half.into(), half.into()];
    assert_eq!(connection.execute_with("INSERT INTO t VALUES (?, ?, ?)", &values).unwrap(), 1);
}

#[test]
fn nothing_false_is_said_of_what_stays() {
    let create = "ctx.create_table(\"half\", &[Column::new(\"id\", Integer)], &[])?;";
    let insert = "ctx.execute(\"INSERT INTO half VALUES (1)\", &[])?;";
    let mut all = String::new();
    for (upgrade, count) in [
        // The insert stands behind the last schema change: it is undone.
        (format!("{create} {insert} panic!(\"boom\")"), Some("0")),
        // Before the first one nothing is kept.
        (
            "ctx.execute(\"INSERT INTO t_a1 VALUES (1)\", &[])?; Err(MigrationError::new(\"no\"))"
                .into(),
            None,
        ),
        // A schema change commits what stands before it, even when it fails.
        (
            format!("{create} {insert} ctx.execute(\"CREATE TABLE half (a INT)\", &[])?; Ok(())"),
            Some("1"),
        ),
        // Of several statements in one text, some are done.
        (
            format!(
                "{create} ctx.execute(\"CREATE TABLE x (a INT); INSERT INTO x VALUES (1); SELEKT 1\", &[])?; Ok(())"
            ),
            Some("0"),
        ),
        // A statement that ends the transaction is not run.
        (format!("{create} {insert} ctx.execute(\"COMMIT\", &[])?; Ok(())"), Some("0")),
        // What is to be said of the version row is said of the step.
        (
            format!("{create} {insert} ctx.execute(\"DELETE FROM alembic_version\", &[])?; Ok(())"),
            Some("0"),
        ),
    ] {
        let database = mariadb();
        let project = failing(&database, &upgrade);
        let run =
            project.runner(&["upgrade", "head"]).fails_with(&["upgrade of `b2` (make b2) failed"]);
        all.push_str(&told(&run.stderr));
        all.push('\n');
        assert_eq!(project.current(), "a1\n", "{upgrade}");
        if let Some(count) = count {
            assert_eq!(database.texts("SELECT count(*) FROM half"), [count], "{upgrade}");
        }
    }
    insta::assert_snapshot!(all, @"
    error: upgrade of `b2` (make b2) failed at migrations/versions/b2_make.rs:12:114
    caused by: it panicked: boom
    help: the step before this one stays
    help: a part of this step is committed and cannot be undone:
    help:   1. create_table `half`: done, and stays
    help:   2. execute `INSERT INTO half VALUES (1)`: undone
    help: either undo by hand what stays, or correct the revision and run `runner upgrade b2 --resume-after 1`
    error: upgrade of `b2` (make b2) failed at migrations/versions/b2_make.rs:12:55
    caused by: no
    help: this step was undone; the steps before it stay
    error: upgrade of `b2` (make b2) failed at migrations/versions/b2_make.rs:12:118
    caused by: Table 'half' already exists (error 1050, SQLSTATE 42S01)
    help: the step before this one stays
    help: a part of this step is committed and cannot be undone:
    help:   1. create_table `half`: done, and stays
    help:   2. execute `INSERT INTO half VALUES (1)`: done, and stays
    help:   3. execute `CREATE TABLE half (a INT)`: failed
    help: either undo by hand what stays, or correct the revision and run `runner upgrade b2 --resume-after 2`
    error: upgrade of `b2` (make b2) failed at migrations/versions/b2_make.rs:12:68
    caused by: You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version for the right syntax to use near 'SELEKT 1' at line 1 (error 1064, SQLSTATE 42000)
    help: the step before this one stays
    help: a part of this step is committed and cannot be undone:
    help:   1. create_table `half`: done, and stays
    help:   2. execute `CREATE TABLE x (a INT); INSERT INTO x VA…`: it is not known what of it stays
    help: either undo by hand what stays, or see to operation 2: run `runner upgrade b2 --resume-after 1` once it is undone, `runner upgrade b2 --resume-after 2` once it is done
    error: upgrade of `b2` (make b2) failed at migrations/versions/b2_make.rs:12:118
    caused by: `COMMIT` would end the transaction in which the run works
    help: leave COMMIT and ROLLBACK out of a revision: the runner begins and ends transactions
    help: the step before this one stays
    help: a part of this step is committed and cannot be undone:
    help:   1. create_table `half`: done, and stays
    help:   2. execute `INSERT INTO half VALUES (1)`: undone
    help:   3. execute `COMMIT`: failed
    help: either undo by hand what stays, or correct the revision and run `runner upgrade b2 --resume-after 1`
    error: upgrade of `b2` (make b2) failed
    caused by: changing `a1` to `b2` in the version table should change one row, and changed 0
    help: something other than `runner` changed the version table meanwhile; `runner current` tells where the database stands
    help: the step before this one stays
    help: a part of this step is committed and cannot be undone:
    help:   1. create_table `half`: done, and stays
    help:   2. execute `INSERT INTO half VALUES (1)`: undone
    help:   3. execute `DELETE FROM alembic_version`: undone
    help: either undo by hand what stays, or correct the revision and run `runner upgrade b2 --resume-after 1`
    ");
}

#[test]
fn a_downgrade_that_fails_is_told_and_resumed() {
    let database = mariadb();
    let project = Project::on(&database.url);
    let create = |name: &str| {
        format!("ctx.create_table(\"{name}\", &[Column::new(\"id\", Integer)], &[])?;")
    };
    let downgrade = "ctx.drop_table(\"x\")?; ctx.drop_table(\"z\")?; ctx.drop_table(\"y\")";
    project.revision("a1", &format!("{} {} Ok(())", create("x"), create("y")), downgrade);
    project.runner(&["upgrade", "head"]).succeeds();
    project.runner(&["downgrade", "base"]).fails_with(&[
        "1. drop_table `x`: done, and stays",
        "2. drop_table `z`: failed",
        "run the downgrade again with `--resume-after 1`",
    ]);
    database.execute("CREATE TABLE z (id INT)");
    project.runner(&["downgrade", "base", "--resume-after", "1"]).succeeds();
    assert!(database.tables().is_empty());
}

#[test]
fn a_server_that_cannot_be_used_is_told_without_the_password() {
    let server = mariadb_server();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = listener.local_addr().unwrap().port();
    let secret = "pass%20of-nobody";
    let port = server.port;
    let mut all = String::new();
    for url in [
        format!("mysql://me:{secret}@127.0.0.1:1/shop"),
        server.url_as("tests", "pass of-nobody", "mysql"),
        server.url("no_such_database"),
        format!("mariadb://me:{secret}@127.0.0.1:{silent}/shop?connect_timeout=1"),
        format!("mysql://me:{secret}@127.0.0.1:{port}/shop?ssl_mode=REQUIRED"),
        format!("mysql://me:{secret}@localhost/shop?unix_socket=/nowhere/socket"),
        format!("mysql://me:{secret}@no-such-host.invalid/shop"),
        format!("mysql://me:{secret}@localhost/shop?colour=red"),
    ] {
        let error = runner::dialect::open(&url.parse().unwrap(), std::path::Path::new("/"));
        let Err(error) = error else { panic!("{url} opens") };
        let text = format!("{error}\n  {}\n", error.help().unwrap_or_default());
        for hidden in [secret, "pass of-nobody", "s3cret"] {
            assert!(!text.contains(hidden), "{text}");
        }
        let text = text.replace(&port.to_string(), "PORT").replace(&silent.to_string(), "SILENT");
        all.push_str(&text);
    }
    insta::assert_snapshot!(all, @"
    cannot connect to the MySQL database `shop` at 127.0.0.1:1 as user `me`: Connection refused (os error 111)
      start the server, or correct the host and port of the URL
    cannot connect to the MariaDB database `mysql` at 127.0.0.1:PORT as user `tests`: Access denied for user 'tests'@'127.0.0.1' (using password: YES)
      correct the user and password of the URL
    cannot connect to the MariaDB database `no_such_database` at 127.0.0.1:PORT as user `tests`: Unknown database 'no_such_database'
      create the database (`CREATE DATABASE …`), or correct its name in the URL
    cannot connect to the MariaDB database `shop` at 127.0.0.1:SILENT as user `me`: the server does not answer
      see whether a MySQL or MariaDB server listens there, and is not overloaded
    cannot connect to the MySQL database `shop` at 127.0.0.1:PORT as user `me`: the server does not encrypt connections
      set up TLS on the server, or write `?ssl_mode=PREFERRED`
    cannot connect to the MySQL database `shop` at /nowhere/socket as user `me`: No such file or directory (os error 2)
      start the server, or correct the host and port of the URL
    cannot connect to the MySQL database `shop` at no-such-host.invalid:3306 as user `me`: failed to lookup address information: Name or service not known
      check the host and port of the URL, or its `?unix_socket=`
    the database URL `mysql://me:***@localhost/shop?colour=red` is wrong: unknown option `colour`: it is one of `unix_socket`, `charset`, `connect_timeout`, `ssl_mode`, `ssl-mode`, `ssl_ca`, `ssl_cert`, `ssl_key`
      percent-encode what is special in a user, password or name: `@` is `%40`
    ");
}

#[test]
fn a_session_is_encrypted_and_the_server_checked_as_the_url_says() {
    let folder = tempfile::tempdir().unwrap();
    let [ours, other] = ["localhost", "elsewhere"].map(|host| certificate(folder.path(), host));
    let server = server_with_tls(&ours.file, &ours.key);
    let url = server.url("mysql");
    let by_name = url.replace("127.0.0.1", "localhost");
    let (ours, other) = (ours.file.display(), other.file.display());
    for (url, cipher) in [
        (url.clone(), true),
        (format!("{url}?ssl_mode=DISABLED"), false),
        (format!("{url}?ssl_mode=REQUIRED"), true),
        (format!("{url}?ssl_ca={ours}"), true),
        (format!("{by_name}?ssl_mode=VERIFY_IDENTITY&ssl_ca={ours}"), true),
    ] {
        let shown = Database::at(url.clone()).connect().query("SHOW STATUS LIKE 'Ssl_cipher'", &[]);
        assert_eq!(!shown.unwrap().rows[0][1].to_string().is_empty(), cipher, "{url}");
    }
    let (identity, nowhere) = ("ssl_mode=VERIFY_IDENTITY", "/nowhere/file.pem");
    for (options, texts) in [
        ("ssl_mode=VERIFY_CA".to_owned(), ["TLS: ", "UnknownIssuer"]),
        (format!("ssl_ca={other}"), ["TLS: ", "UnknownIssuer"]),
        (format!("{identity}&ssl_ca={ours}"), ["TLS: ", "not valid for name \"127.0.0.1\""]),
        (format!("ssl_ca={nowhere}"), ["cannot read `", nowhere]),
        (format!("ssl_cert={ours}&ssl_key={nowhere}"), ["cannot read `", nowhere]),
    ] {
        let url = format!("{url}?{options}").parse().unwrap();
        let Err(error) = runner::dialect::open(&url, std::path::Path::new("/")) else {
            panic!("{url} opens");
        };
        let told = error.to_string();
        assert!(texts.iter().all(|text| told.contains(text)), "{told}");
    }
}

/// Returns what is told of a failure, from its first line.
fn told(stderr: &str) -> String {
    stderr.lines().skip_while(|line| !line.starts_with("error: ")).collect::<Vec<_>>().join("\n")
}
