//! The adapters of asynchronous drivers, beside those of the runner's own.

use migration_api::connection::{Connection, ErrorKind};
use migration_api::prelude::*;
use sqlx::Connection as _;
use tokio::runtime::{Builder, Runtime};

use crate::support::{Database, mariadb, postgres, sqlite};

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

/// What is asked of the drivers of one kind of database.
struct Questions {
    /// Expressions of every type that can be read, and of some that cannot.
    expressions: &'static [&'static str],
    /// A table with a column of each type that values are written into, and those values.
    columns: &'static [(&'static str, Value<'static>)],
    /// The mark of the placeholder with this number.
    placeholder: fn(usize) -> String,
}

impl Questions {
    /// Returns all that is said to a driver, each with its parameters.
    fn all(&self) -> Vec<(String, Vec<Value<'static>>)> {
        let mut all: Vec<_> =
            self.expressions.iter().map(|it| (format!("SELECT {it} AS c"), vec![])).collect();
        let types: Vec<_> =
            self.columns.iter().enumerate().map(|(i, (ty, _))| format!("c{i} {ty}")).collect();
        let marks: Vec<_> = (1..=self.columns.len()).map(self.placeholder).collect();
        let values: Vec<_> = self.columns.iter().map(|(_, value)| *value).collect();
        let insert = format!("INSERT INTO t VALUES ({})", marks.join(", "));
        all.push((format!("CREATE TABLE t ({})", types.join(", ")), vec![]));
        all.push((insert.clone(), values.clone()));
        all.push((insert, vec![Value::Null; values.len()]));
        all.push(("SELECT * FROM t".into(), vec![]));
        all.push(("SELECT count(*) FROM t; SELECT 1 AS one".into(), vec![]));
        all.push(("UPDATE t SET c0 = c0; DELETE FROM t WHERE c0 IS NULL".into(), vec![]));
        // What was prepared before does not fit any more.
        all.push(("ALTER TABLE t ADD COLUMN more INTEGER".into(), vec![]));
        all.push(("SELECT * FROM t".into(), vec![]));
        all.push(("SELECT * FROM nowhere".into(), vec![]));
        all.push(("DROP TABLE t".into(), vec![]));
        all
    }
}

/// What a driver makes of it.
fn told<T: std::fmt::Debug>(sql: &str, done: Result<T, ConnectionError>) -> String {
    match done {
        Ok(done) => format!("{sql}: {done:?}"),
        Err(error) => {
            let code = error.code.unwrap_or_default();
            let message = match error.kind {
                // The words of a value that cannot be read are ours.
                ErrorKind::Unreadable { column } => format!("{column}: {}", error.message),
                kind => format!("{kind:?} {}", error.message.trim_end_matches('.')),
            };
            format!("{sql}: {message} {code} {:?}", error.position)
        }
    }
}

fn is_query(sql: &str) -> bool {
    sql.starts_with("SELECT") && !sql.contains(';')
}

fn said_by(connection: &mut dyn Connection, questions: &Questions) -> Vec<String> {
    let said = questions.all().into_iter().map(|(sql, parameters)| match parameters.as_slice() {
        [] if is_query(&sql) => told(&sql, connection.query(&sql, &[])),
        [] => told(&sql, connection.execute(&sql)),
        all => told(&sql, connection.execute_many(&sql, &[all, all])),
    });
    said.collect()
}

async fn said_by_async(
    connection: &mut impl AsyncConnection,
    questions: &Questions,
) -> Vec<String> {
    let mut said = Vec::new();
    for (sql, parameters) in questions.all() {
        said.push(match parameters.as_slice() {
            [] if is_query(&sql) => told(&sql, connection.query(&sql, &[]).await),
            [] => told(&sql, connection.execute(&sql).await),
            all => told(&sql, connection.execute_many(&sql, &[all, all]).await),
        });
    }
    said
}

/// Compares line by line, so that the one that differs is seen.
#[track_caller]
fn same(expected: &[String], found: &[String]) {
    for (expected, found) in expected.iter().zip(found) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
}

const POSTGRES: Questions = Questions {
    expressions: &[
        "NULL::integer",
        "true",
        "1::smallint",
        "-2::integer",
        "9223372036854775807::bigint",
        "7::oid",
        "0.1::real",
        "1e300::float8",
        "'NaN'::float8",
        "12.50::numeric",
        "0::numeric",
        "'NaN'::numeric",
        "-10000.0001::numeric",
        "'ä'::text",
        "'x'::varchar(3)",
        "'x'::char(3)",
        "'x'::\"char\"",
        "'n'::name",
        "'\\x00ff'::bytea",
        "'2024-02-29'::date",
        "'0045-03-15 BC'::date",
        "'infinity'::date",
        "'23:59:59.5'::time",
        "'24:00'::time",
        "'1999-12-31 23:59:59.999999'::timestamp",
        "'2024-05-31 12:00+02'::timestamptz",
        "'67e55044-10b1-426f-9247-bb680e5fe0c8'::uuid",
        "'{\"a\": 1}'::json",
        "'{\"a\": 1}'::jsonb",
        "ARRAY[1, 2]",
        "'1 day'::interval",
        "'127.0.0.1'::inet",
        "pg_sleep(0)",
        "'x'",
        "1 / 0",
    ],
    columns: &[
        ("boolean", Value::Text("t")),
        ("smallint", Value::Text("1")),
        ("integer", Value::Text("-2")),
        ("bigint", Value::Text("9223372036854775807")),
        ("oid", Value::Text("7")),
        ("real", Value::Text("0.1")),
        ("float8", Value::Text("1e300")),
        ("numeric", Value::Text("-10000.0001")),
        ("numeric(10, 2)", Value::Text("5")),
        ("text", Value::Text("ä'\\")),
        ("varchar(9)", Value::Text("x")),
        ("char(3)", Value::Text("x")),
        ("bytea", Value::Text("\\x00ff")),
        ("date", Value::Text("2024-02-29")),
        ("time", Value::Text("23:59:59.5")),
        ("timestamp", Value::Text("0045-03-15 01:02:03 BC")),
        ("timestamptz", Value::Text("2024-05-31 12:00:00+00")),
        ("uuid", Value::Text("67e55044-10b1-426f-9247-bb680e5fe0c8")),
        ("json", Value::Text("[1]")),
        ("jsonb", Value::Text("[1]")),
        ("mood", Value::Text("glad")),
        ("positive", Value::Text("3")),
    ],
    placeholder: |number| format!("${number}"),
};

const COPY: &str = "COPY copied FROM STDIN";

#[test]
fn drivers_of_postgresql_say_the_same() {
    let database = postgres();
    let own_types = "CREATE TYPE mood AS ENUM ('glad', 'sad'); CREATE DOMAIN positive AS integer CHECK (VALUE > 0)";
    database.execute(own_types);
    let mut client = ::postgres::Client::connect(&database.url, ::postgres::NoTls).unwrap();
    let expected = said_by(&mut client, &POSTGRES);
    // The driver's own name of an array.
    let of_sqlx: Vec<_> = expected.iter().map(|line| line.replace("`_int4`", "`int4[]`")).collect();
    let readable = expected
        .iter()
        .filter(|line| !line.contains("Statement") && !line.contains("is not read"))
        .count();
    assert!(readable > POSTGRES.expressions.len(), "{expected:#?}");
    runtime().block_on(async {
        let (mut client, connection) =
            tokio_postgres::connect(&database.url, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        same(&expected, &said_by_async(&mut client, &POSTGRES).await);
        client.batch_execute("CREATE TABLE copied (a integer, b text)").await.unwrap();
        let copied = AsyncConnection::copy_in(&mut client, COPY, "1\tx\n2\t\\N\n").await;
        assert_eq!(copied.unwrap().unwrap(), 2);
        let refused = AsyncConnection::copy_in(&mut client, COPY, "no number\tx\n").await;
        assert_eq!(refused.unwrap().unwrap_err().code.as_deref(), Some("22P02"));

        let mut connection = sqlx::PgConnection::connect(&database.url).await.unwrap();
        same(&of_sqlx, &said_by_async(&mut connection, &POSTGRES).await);
        assert!(connection.copy_in(COPY, "1\tx\n").await.is_none());
    });
}

#[test]
fn what_the_binary_form_lacks_says_how_to_cast() {
    let database = postgres();
    runtime().block_on(async {
        let mut connection = sqlx::PgConnection::connect(&database.url).await.unwrap();
        for (sql, value, text) in [
            ("SELECT $1::inet", "127.0.0.1", "cannot send parameter 1 as `inet`"),
            ("SELECT $1::integer", "many", "is to be `int4`, and `many`"),
        ] {
            let error = connection.query(sql, &[Value::Text(value)]).await.unwrap_err();
            assert!(error.message.contains(text), "{error}");
            assert!(error.hint.unwrap().contains("`:name::text::"));
        }
        for (sql, text) in [
            ("SELECT ($1::text[])[3] AS a", r#"{x,NULL,"y \" z"}"#),
            ("SELECT cardinality($1::integer[])::text || ' \" z' AS a", "{}"),
        ] {
            let rows = connection.query(sql, &[Value::Text(text)]).await.unwrap();
            assert!(rows.rows[0][0].to_string().ends_with(" \" z"), "{sql}");
        }
        let sql = "SELECT $1::text::inet::text AS a";
        let rows = connection.query(sql, &[Value::Text("127.0.0.1")]).await.unwrap();
        assert_eq!(rows.rows[0][0].to_string(), "127.0.0.1/32");
        // The types of placeholders are not remembered across a change of the table.
        connection.execute("CREATE TABLE t (a integer)").await.unwrap();
        for change in ["", "ALTER TABLE t ALTER COLUMN a TYPE text"] {
            connection.execute(change).await.unwrap();
            let insert = "INSERT INTO t VALUES ($1)";
            assert_eq!(connection.execute_with(insert, &[Value::Text("1")]).await.unwrap(), 1);
            let found = connection.query("SELECT a FROM t WHERE a = $1", &[Value::Text("1")]).await;
            assert!(!found.unwrap().rows.is_empty());
        }
    });
}

const MARIADB: Questions = Questions {
    expressions: &[
        "NULL",
        "1",
        "-1",
        "18446744073709551615",
        "1.50",
        "1e0",
        "CAST(0.1 AS FLOAT)",
        "'ä'",
        "X'00ff'",
        "b'101'",
        "CAST('2024-02-29' AS DATE)",
        "CAST('2024-02-29 01:02:03.5' AS DATETIME(6))",
        "CAST('00:00:00' AS TIME)",
        "CAST('23:59:59.000001' AS TIME(6))",
        "CAST('-01:00:00' AS TIME)",
        "CAST('24:00:00' AS TIME)",
        "CAST('25:00:00' AS TIME)",
        "TRUE",
        "JSON_OBJECT('a', 1)",
        "'x' COLLATE utf8mb4_bin",
        "ST_GeomFromText('POINT(1 2)')",
        "1 / 0",
        "nope()",
    ],
    columns: &[
        ("TINYINT(1)", Value::Bool(true)),
        ("TINYINT UNSIGNED", Value::Int(255)),
        ("SMALLINT", Value::Int(-3)),
        ("MEDIUMINT UNSIGNED", Value::Int(9)),
        ("INT", Value::Int(-2)),
        ("BIGINT UNSIGNED", Value::Decimal("18446744073709551615")),
        ("FLOAT", Value::Float(0.1)),
        ("DOUBLE", Value::Float(1e300)),
        ("DECIMAL(20, 4)", Value::Decimal("-10000.0001")),
        ("BIT(9)", Value::Int(257)),
        ("YEAR", Value::Int(2024)),
        ("CHAR(3)", Value::Text("x")),
        ("VARCHAR(9) COLLATE utf8mb4_bin", Value::Text("ä")),
        ("TEXT", Value::Text("'\\")),
        ("BLOB", Value::Bytes(&[0, 255])),
        ("VARBINARY(3)", Value::Bytes(&[1])),
        ("BINARY(2)", Value::Bytes(&[1])),
        ("ENUM('a', 'b')", Value::Text("b")),
        ("SET('a', 'b')", Value::Text("a,b")),
        ("JSON", Value::Json("{}")),
        ("DATE", Value::Text("2024-02-29")),
        ("TIME(6)", Value::Text("23:59:59.000001")),
        ("DATETIME(6)", Value::Text("2024-02-29 00:00:00")),
        ("TIMESTAMP NULL", Value::Text("2024-02-29 01:02:03")),
        ("UUID", Value::Text("67e55044-10b1-426f-9247-bb680e5fe0c8")),
    ],
    placeholder: |_| "?".to_owned(),
};

#[test]
fn drivers_of_mariadb_say_the_same() {
    let database = mariadb();
    let url = database.url.replace("mariadb://", "mysql://");
    let mut client = mysql_client(&url);
    let expected = said_by(&mut client, &MARIADB);
    runtime().block_on(async {
        let mut connection = sqlx::MySqlConnection::connect(&url).await.unwrap();
        same(&expected, &said_by_async(&mut connection, &MARIADB).await);
    });
}

/// A session as sqlx's driver opens it.
fn mysql_client(url: &str) -> mysql::Conn {
    let options = mysql::OptsBuilder::from_opts(mysql::Opts::from_url(url).unwrap());
    let sql = "SET time_zone = '+00:00', sql_mode = CONCAT(@@sql_mode, ',PIPES_AS_CONCAT,NO_ENGINE_SUBSTITUTION')";
    let flags = mysql::consts::CapabilityFlags::CLIENT_FOUND_ROWS;
    mysql::Conn::new(options.init(vec![sql]).additional_capabilities(flags)).unwrap()
}

const SQLITE: Questions = Questions {
    expressions: &[
        "NULL",
        "1",
        "-9223372036854775808",
        "0.1",
        "'ä'",
        "x'00ff'",
        "CAST(x'ff' AS TEXT)",
        "x''",
        "''",
        "nope()",
    ],
    columns: &[
        ("BOOLEAN", Value::Bool(true)),
        ("INTEGER", Value::Int(-2)),
        ("REAL", Value::Float(0.1)),
        ("NUMERIC", Value::Decimal("12.50")),
        ("TEXT", Value::Text("ä'")),
        ("BLOB", Value::Bytes(&[0, 255])),
        ("DATE", Value::Text("2024-02-29")),
        ("DATETIME", Value::Text("2024-02-29 01:02:03")),
        ("ANY", Value::Json("{}")),
    ],
    placeholder: |number| format!("?{number}"),
};

#[test]
fn drivers_of_sqlite_say_the_same() {
    let path = |database: &Database| database.url.trim_start_matches("sqlite:///").to_owned();
    let (ours, theirs) = (sqlite(), sqlite());
    let mut connection = ::rusqlite::Connection::open(path(&ours)).unwrap();
    // Where a mistake stands, sqlx does not tell.
    let without_place = |line: &String| {
        line.split(" Some(").next().unwrap_or_default().replace(" None", "").trim_end().to_owned()
    };
    let expected: Vec<_> = said_by(&mut connection, &SQLITE).iter().map(without_place).collect();
    runtime().block_on(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path(&theirs));
        let options = options.create_if_missing(true);
        let mut connection = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
        let said = said_by_async(&mut connection, &SQLITE).await;
        same(&expected, &said.iter().map(without_place).collect::<Vec<_>>());
    });
}
