//! How often a database is asked: no more often for many tables than for few.

use migration_api::abi::Arena;
use migration_api::schema::{Constraint, ConstraintKind, NamingConvention, Table, TableName};
use migration_api::{Rows, Value};
use runner::autogenerate::{Aspects, ComparisonSettings, WantedSchema, difference};
use runner::dialect::{DatabaseError, Dialect, Lock, Session};
use runner::schema::{Schema, Terms};

use crate::support::{Database, databases};

/// How often reflecting, comparing with the same, and comparing with what only the server knows to be the same ask a database.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    reflection: usize,
    same: usize,
    unclear: usize,
}

#[test]
fn many_tables_take_as_many_queries_as_few() {
    let [few, many] = [10, 200].map(|size| {
        let all = databases();
        let asked = Vec::from_iter(all.iter().map(|database| asked(database, size)));
        all.iter().for_each(Database::remove);
        asked
    });
    assert_eq!(few, many);
    // Nothing but the reflection asks, where a look at the values shows that all is the same.
    assert!(many.iter().all(|it| it.same == 0), "{many:?}");
}

fn asked(database: &Database, size: usize) -> Asked {
    let tables = (1..=size).map(|number| {
        let parent = number.saturating_sub(1).max(1);
        format!(
            "CREATE TABLE t_{number} (id INTEGER NOT NULL, code VARCHAR(20), quantity INTEGER, parent INTEGER, \
             PRIMARY KEY (id), CONSTRAINT uq_{number} UNIQUE (code), CONSTRAINT ck_{number} CHECK (quantity > 0), \
             CONSTRAINT fk_{number} FOREIGN KEY (parent) REFERENCES t_{parent} (id)); \
             CREATE INDEX ix_{number} ON t_{number} (quantity, code);"
        )
    });
    database.run_script(&tables.collect::<String>()).unwrap();
    let arena = Arena::default();
    let mut counting = Counting { inner: database.connect(), asked: 0 };
    let dialect = counting.dialect();
    let default_schema = dialect.inspector().default_schema(&mut counting).unwrap();
    let actual = dialect.inspector().reflect(&mut counting, &[], &arena).unwrap();
    assert_eq!(actual.tables.len(), size);
    let reflection = std::mem::take(&mut counting.asked);
    let terms = Terms {
        dialect,
        naming: NamingConvention::default(),
        default_schema: &default_schema,
        arena: &arena,
    };
    let mut compared = |tables: Vec<Table<'_>>| {
        let written = Schema { tables, ..actual.clone() };
        let wanted = WantedSchema { written, read: Schema::default() };
        let settings =
            ComparisonSettings { terms, aspects: Aspects::default(), always_batch: false };
        let found = difference(&mut counting, &actual, &wanted, &settings, &mut ()).unwrap();
        (found.changes.len(), std::mem::take(&mut counting.asked))
    };
    let (changes, same) = compared(actual.tables.clone());
    assert_eq!(changes, 0);
    let reworded = actual.tables.iter().map(|table| reworded(table, &arena)).collect();
    let (changes, unclear) = compared(reworded);
    assert_eq!(changes, 0);
    Asked { reflection, same, unclear }
}

/// Returns a table with its check in other words.
fn reworded<'a>(table: &Table<'a>, arena: &'a Arena) -> Table<'a> {
    let constraints = table.constraints.iter().map(|it| match it.kind {
        ConstraintKind::Check(_) => {
            Constraint { kind: ConstraintKind::Check("(quantity) > (0)"), ..*it }
        }
        _ => *it,
    });
    Table { constraints: arena.keep(constraints.collect()), ..*table }
}

/// A session that counts how often it is asked anything.
struct Counting {
    inner: Box<dyn Session>,
    asked: usize,
}

impl Counting {
    fn inner(&mut self) -> &mut dyn Session {
        self.asked += 1;
        self.inner.as_mut()
    }
}

impl Session for Counting {
    fn dialect(&self) -> &'static dyn Dialect {
        self.inner.dialect()
    }

    fn execute(&mut self, sql: &str) -> Result<u64, DatabaseError> {
        self.inner().execute(sql)
    }

    fn execute_with(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64, DatabaseError> {
        self.inner().execute_with(sql, parameters)
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, DatabaseError> {
        self.inner().query(sql, parameters)
    }

    fn version_rows(&mut self, table: TableName<'_>) -> Result<Option<Vec<String>>, DatabaseError> {
        self.inner().version_rows(table)
    }

    fn try_lock(&mut self, version_table: TableName<'_>) -> Result<Lock, DatabaseError> {
        self.inner().try_lock(version_table)
    }

    fn try_begin(&mut self) -> Result<Lock, DatabaseError> {
        self.inner().try_begin()
    }

    fn transaction_is_open(&mut self) -> Result<bool, DatabaseError> {
        self.inner().transaction_is_open()
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        self.inner().commit()
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        self.inner().rollback()
    }

    fn unlock(&mut self) -> Result<(), DatabaseError> {
        self.inner().unlock()
    }
}
