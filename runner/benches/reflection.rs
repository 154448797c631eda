//! Times the reflection of a database beside the bare queries that it asks: the same driver runs them, and all rows are fetched.
//!
//! `cargo bench --bench reflection -- sqlite:///large.db` prints one line of JSON: the medians in seconds, and how many queries a
//! reflection takes. On SQLite, whose tables are read from the text of their statements, the queries that others read a catalog by
//! are timed besides.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use migration_api::abi::Arena;
use migration_api::schema::TableName;
use migration_api::{Rows, Value};
use runner::dialect::{DatabaseError, DatabaseUrl, Dialect, Lock, Session, open};

/// How often each is timed.
const REPETITIONS: usize = 9;

/// What there is to ask SQLite about all tables: columns, foreign keys, indexes and their columns.
const SQLITE_CATALOG: [&str; 3] = [
    "SELECT m.name, m.sql, c.* FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table'",
    "SELECT m.name, k.* FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) k WHERE m.type = 'table'",
    "SELECT m.name, i.*, c.* FROM sqlite_schema m JOIN pragma_index_list(m.name) i \
     JOIN pragma_index_xinfo(i.name) c WHERE m.type = 'table'",
];

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds `--bench`.
    let url = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let url: DatabaseUrl = url.ok_or("name a database by its URL")?.parse()?;
    let mut connection = Recording { inner: open(&url, Path::new("/"))?, asked: Vec::new() };
    reflect(&mut connection)?;
    let own = std::mem::take(&mut connection.asked);
    let catalog = SQLITE_CATALOG.map(|sql| (sql.to_owned(), Vec::new()));
    let is_sqlite = connection.dialect().name() == "sqlite";

    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..REPETITIONS {
        times[0].push(reflect(connection.inner.as_mut())?);
        times[1].push(ask(connection.inner.as_mut(), &own)?);
        if is_sqlite {
            times[2].push(ask(connection.inner.as_mut(), &catalog)?);
        }
    }
    report(own.len(), times);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the output of the benchmark")]
fn report(queries: usize, times: [Vec<Duration>; 3]) {
    let names = ["reflection", "own", "catalog"];
    let known = names.into_iter().zip(times).filter(|(_, times)| !times.is_empty());
    let medians = known.map(|(name, mut times)| {
        times.sort_unstable();
        format!(r#""{name}": {:.6}"#, times[times.len() / 2].as_secs_f64())
    });
    println!(r#"{{"queries": {queries}, {}}}"#, medians.collect::<Vec<_>>().join(", "));
}

/// Reflects the default schema, as a comparison does.
fn reflect(connection: &mut dyn Session) -> Result<Duration, DatabaseError> {
    let arena = Arena::default();
    let start = Instant::now();
    let schema = connection.dialect().inspector().reflect(connection, &[], &arena)?;
    let time = start.elapsed();
    drop(std::hint::black_box(schema));
    Ok(time)
}

/// A query and its parameters, which are texts.
type Query = (String, Vec<String>);

/// Asks queries, and fetches all of their rows.
fn ask(connection: &mut dyn Session, queries: &[Query]) -> Result<Duration, DatabaseError> {
    let start = Instant::now();
    for (sql, parameters) in queries {
        let parameters: Vec<_> = parameters.iter().map(|text| Value::Text(text)).collect();
        std::hint::black_box(connection.query(sql, &parameters)?);
    }
    Ok(start.elapsed())
}

/// A session that remembers what it is asked.
struct Recording {
    inner: Box<dyn Session>,
    asked: Vec<Query>,
}

impl Session for Recording {
    fn dialect(&self) -> &'static dyn Dialect {
        self.inner.dialect()
    }

    fn execute(&mut self, sql: &str) -> Result<u64, DatabaseError> {
        self.inner.execute(sql)
    }

    fn execute_with(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64, DatabaseError> {
        self.inner.execute_with(sql, parameters)
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, DatabaseError> {
        let text = |parameter: &Value<'_>| match parameter {
            Value::Text(text) => (*text).to_owned(),
            other => panic!("a query of the catalog with {other:?}"),
        };
        self.asked.push((sql.to_owned(), parameters.iter().map(text).collect()));
        self.inner.query(sql, parameters)
    }

    fn version_rows(&mut self, table: TableName<'_>) -> Result<Option<Vec<String>>, DatabaseError> {
        self.inner.version_rows(table)
    }

    fn try_lock(&mut self, version_table: TableName<'_>) -> Result<Lock, DatabaseError> {
        self.inner.try_lock(version_table)
    }

    fn try_begin(&mut self) -> Result<Lock, DatabaseError> {
        self.inner.try_begin()
    }

    fn transaction_is_open(&mut self) -> Result<bool, DatabaseError> {
        self.inner.transaction_is_open()
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        self.inner.commit()
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        self.inner.rollback()
    }

    fn unlock(&mut self) -> Result<(), DatabaseError> {
        self.inner.unlock()
    }
}
