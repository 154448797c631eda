//! A file of SQL reaches no further than the database that it is run on.

use super::Source;
use crate::support::{Database, Project, mariadb, postgres, sqlite};

/// Checks that each of these statements is refused at its line, and by what words.
#[track_caller]
fn refused(database: &Database, statements: &[(&str, &str)]) {
    for (statement, words) in statements {
        let sql = format!("CREATE TABLE a (id INTEGER);\n\n-- the next one\n{statement}\n");
        let run = Source::new(&sql).diff(database);
        let said = format!("schema.sql:4: `{words}");
        assert!(run.stderr.contains(&said), "{statement}: {}{}", run.stdout, run.stderr);
        run.fails_with(&["help: "]);
    }
}

#[test]
fn statements_of_postgres() {
    let database = postgres();
    database.execute("CREATE TABLE kept (id INTEGER)");
    let name = database.url.rsplit('/').next().unwrap().to_owned();
    refused(
        &database,
        &[
            (&format!("DROP DATABASE {name};"), "DROP DATABASE"),
            ("create /* a; b */ database other;", "create database other"),
            ("CREATE ROLE somebody;", "CREATE ROLE somebody"),
            ("ALTER USER tests PASSWORD 'x';", "ALTER USER tests"),
            ("DROP ROLE IF EXISTS somebody;", "DROP ROLE IF"),
            ("ALTER SYSTEM SET work_mem = '1MB';", "ALTER SYSTEM SET"),
            ("DO $$ BEGIN IF true THEN CREATE ROLE somebody; END IF; END $$;", "DO"),
            ("CREATE TABLESPACE t LOCATION '/tmp';", "CREATE TABLESPACE"),
            ("REASSIGN OWNED BY a TO b;", "REASSIGN OWNED"),
            ("COPY a TO '/tmp/rows';", "COPY a TO"),
            ("COPY a FROM PROGRAM 'date';", "COPY a FROM"),
            ("PREPARE TRANSACTION 'x';", "PREPARE TRANSACTION"),
            ("COPY a\n  (id)\n  FROM\n stdin;\n1\n\\.", "COPY a"),
            ("\\c other", "\\c"),
            ("\\connect other", "\\connect"),
        ],
    );
    assert_eq!(database.tables(), ["kept"]);
}

#[test]
fn statements_of_mariadb() {
    let database = mariadb();
    let other = mariadb();
    other.execute("CREATE TABLE kept (id INTEGER)");
    let name = other.url.rsplit('/').next().unwrap().to_owned();
    let cases = [
        ("USE OTHER; DROP TABLE kept;", "USE OTHER"),
        ("/*!40000 DROP DATABASE IF EXISTS `OTHER`*/;", "DROP DATABASE"),
        ("DROP SCHEMA OTHER;", "DROP SCHEMA OTHER"),
        ("CREATE DATABASE /*!32312 IF NOT EXISTS*/ `another`;", "CREATE DATABASE"),
        ("ALTER DATABASE OTHER CHARACTER SET latin1;", "ALTER DATABASE"),
        ("DROP TABLE `OTHER`.kept;", "DROP TABLE"),
        ("DROP TABLE a, OTHER.kept;", "DROP TABLE"),
        ("CREATE TABLE OTHER.more (id INTEGER);", "CREATE TABLE"),
        ("INSERT INTO OTHER . kept VALUES (1);", "INSERT INTO"),
        ("UPDATE OTHER.kept SET id = 1;", "UPDATE"),
        ("DELETE FROM OTHER.kept;", "DELETE FROM"),
        ("DELETE k FROM a JOIN OTHER.kept k ON k.id = a.id;", "DELETE k"),
        ("RENAME TABLE a TO OTHER.a;", "RENAME TABLE"),
        ("ALTER TABLE a RENAME OTHER.a;", "ALTER TABLE"),
        ("CREATE INDEX i ON OTHER.kept (id);", "CREATE INDEX"),
        ("TRUNCATE OTHER.kept;", "TRUNCATE"),
        ("CREATE VIEW v AS SELECT k.id FROM a, OTHER.kept k;", "CREATE VIEW"),
        (
            "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW DELETE FROM OTHER.kept;",
            "CREATE TRIGGER",
        ),
        (
            "DELIMITER ;;\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN DELETE FROM OTHER.kept; END;;",
            "",
        ),
        ("CREATE USER somebody;", "CREATE USER"),
        ("SET GLOBAL max_connections = 1;", "SET GLOBAL"),
        ("SET @@global.max_connections = 1;", "SET"),
        ("SET PASSWORD = PASSWORD('x');", "SET PASSWORD"),
        ("LOAD DATA INFILE '/tmp/x' INTO TABLE a;", "LOAD DATA"),
        ("SELECT 1 INTO OUTFILE '/tmp/x';", "SELECT"),
        ("CALL p();", "CALL"),
        ("PREPARE s FROM 'DROP DATABASE x';", "PREPARE"),
        ("BEGIN NOT ATOMIC DROP TABLE a; END;", "BEGIN NOT"),
        ("SHUTDOWN;", "SHUTDOWN"),
        ("source other.sql", "source"),
        ("\\! date", "\\!"),
    ];
    for (statement, words) in cases {
        let line = if statement.starts_with("DELIMITER") { 3 } else { 2 };
        let sql = format!("CREATE TABLE a (id INTEGER);\n{}\n", statement.replace("OTHER", &name));
        let run = Source::new(&sql).diff(&database);
        let said = format!("schema.sql:{line}: `{}", words.replace("OTHER", &name));
        assert!(run.stderr.contains(&said), "{statement}: {}{}", run.stdout, run.stderr);
        run.fails_with(&["help: "]);
    }
    assert_eq!(other.tables(), ["kept"]);
}

#[test]
fn statements_of_sqlite() {
    let database = sqlite();
    let file = database.url.trim_start_matches("sqlite:///").to_owned();
    database.execute("CREATE TABLE kept (id INTEGER)");
    refused(
        &database,
        &[
            (&format!("ATTACH '{file}' AS other; DROP TABLE other.kept;"), "ATTACH"),
            ("DETACH DATABASE main;", "DETACH DATABASE"),
            (&format!("VACUUM INTO '{file}.copy';"), "VACUUM INTO"),
            (&format!("vacuum main into '{file}.copy';"), "vacuum main"),
            (".read other.sql", ".read"),
        ],
    );
    assert_eq!(database.tables(), ["kept"]);
    assert!(!std::path::Path::new(&format!("{file}.copy")).exists());
}

#[test]
fn what_is_tried_out_on_a_scratch_of_mariadb_stays_there() {
    let (database, other) = (mariadb(), mariadb());
    other.execute("CREATE TABLE kept (id INTEGER)");
    database.execute("CREATE TABLE a (id INTEGER)");
    let name = other.url.rsplit('/').next().unwrap();
    let project = Project::on(&database.url);
    let upgrade = |sql: String| format!("ctx.execute({sql:?}, &[]).map(drop)");
    for (body, words) in [
        (upgrade(format!("DROP TABLE {name}.kept")), "`DROP TABLE"),
        (
            format!("ctx.create_table(\"{name}.more\", &[Column::new(\"id\", Integer)], &[])"),
            "`CREATE TABLE",
        ),
        (upgrade(format!("DROP DATABASE {name}")), "`DROP DATABASE"),
        (format!("ctx.drop_table(\"{name}.kept\")"), "`DROP TABLE"),
    ] {
        project.revision("r1", &body, "Ok(())");
        let run = project.runner(&["diff", "--from", "r1", "--to", "database"]);
        run.fails_with(&[words, "scratch database", "help: "]);
        assert_eq!(other.tables(), ["kept"], "{body}");
    }
    // Nothing of this is so where a revision is run in earnest.
    project.runner(&["upgrade", "head"]).succeeds();
    assert!(other.tables().is_empty());
}
