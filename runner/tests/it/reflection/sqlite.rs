//! Reading what a database holds: SQLite.

use std::fmt::Write as _;

use migration_api::abi::Arena;
use migration_api::ops::{CreateRoutine, CreateTable, CreateView, RoutineKind};
use migration_api::prelude::*;
use migration_api::{Rows, Value};
use runner::dialect::{
    ComparedText, Connection, DatabaseError, Dialect, Digest, Lock, by_name, open,
};
use runner::schema::Schema;
use runner::sql;

/// What a database of every kind of object could hold.
const RICH: &str = r#"
    CREATE TABLE team (id INTEGER PRIMARY KEY AUTOINCREMENT, name varchar( 80 ) NOT NULL COLLATE nocase DEFAULT 'none',
        CONSTRAINT uq_team UNIQUE (NAME));
    CREATE TABLE [member list] (
        "team_id" INTEGER NOT NULL REFERENCES TEAM ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        number BIGINT,
        -- money, that is
        price NUMERIC(10,2) NOT NULL DEFAULT (1 + 1) CHECK ((price >= 0)), -- never less
        active BOOLEAN DEFAULT true, joined TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
        total AS (price * number), label TEXT GENERATED ALWAYS AS (upper(note)) STORED,
        note TEXT DEFAULT NULL, state DEFAULT draft,
        CONSTRAINT pk_member PRIMARY KEY (team_id, number),
        CONSTRAINT fk_self FOREIGN KEY (Team_Id, Number) REFERENCES "member list" (team_id, number) ON UPDATE SET NULL,
        UNIQUE (note, label) CONSTRAINT positive CHECK (number > 0 -- really
        )
    ) WITHOUT ROWID;
    CREATE TABLE big (id BIGINT PRIMARY KEY, a REFERENCES nowhere, b REFERENCES nowhere (x) MATCH FULL ON DELETE NO ACTION);
    CREATE TABLE exact (a INT PRIMARY KEY, b ANY, c TEXT UNIQUE, d BLOB, e REAL, f INTEGER DEFAULT -5) STRICT, WITHOUT ROWID;
    CREATE TABLE typed (a INT, b DOUBLE PRECISION, c NUMERIC, d, e DECIMAL(10, 2), f "odd type"(1), g JSON, h ANY, i DATETIME);
    CREATE TABLE copied AS SELECT 1 AS a, 'x' AS b;
    CREATE INDEX ix_price ON [member list] (price DESC, lower(note) COLLATE NOCASE, (note) COLLATE NOCASE) WHERE (number > 1);
    CREATE UNIQUE INDEX ix_name ON team (name COLLATE NOCASE ASC, id);
    CREATE VIEW rich AS SELECT * FROM team WHERE id > 1 -- all of them
    ;
    CREATE VIEW named (x, "y z") AS SELECT id, name FROM team;
    CREATE TRIGGER seen AFTER UPDATE OF name ON team WHEN new.name <> old.name BEGIN
        UPDATE team SET name = upper(new.name) WHERE id = 1; END;
    CREATE TRIGGER gone INSTEAD OF DELETE ON rich BEGIN DELETE FROM team WHERE id = old.id; END;
    CREATE VIRTUAL TABLE search USING fts5 (text);
"#;

fn scratch() -> Box<dyn Connection> {
    open(&"sqlite://".parse().unwrap(), "/".as_ref()).unwrap()
}

fn dialect() -> &'static dyn Dialect {
    by_name("sqlite").unwrap()
}

/// Returns a database in memory, after this SQL.
fn database(sql: &str) -> Box<dyn Connection> {
    let mut connection = scratch();
    connection.execute(sql).unwrap();
    connection
}

fn reflect<'a>(connection: &mut dyn Connection, schemas: &[&str], arena: &'a Arena) -> Schema<'a> {
    dialect().inspector().reflect(connection, schemas, arena).unwrap()
}

fn digest<'a>(wanted: &Schema<'a>, arena: &'a Arena) -> Digest<'a> {
    dialect().inspector().digest(&mut *scratch(), wanted, arena).unwrap()
}

/// Returns the values of a schema that say something, one a line.
fn drawn(schema: &Schema<'_>) -> String {
    let mut text = String::new();
    for table in &schema.tables {
        writeln!(text, "table {} {:?}", table.name, table.options).unwrap();
        for column in table.columns {
            writeln!(text, "  {}", said(&format!("{column:?}"))).unwrap();
        }
        for constraint in table.constraints {
            writeln!(text, "  {}", said(&format!("{constraint:?}"))).unwrap();
        }
        for index in table.indexes {
            writeln!(text, "  {}", said(&format!("{index:?}"))).unwrap();
        }
    }
    for view in &schema.views {
        writeln!(text, "{}", said(&format!("{view:?}"))).unwrap();
    }
    for trigger in &schema.triggers {
        writeln!(text, "{trigger:?}").unwrap();
    }
    text
}

/// Leaves out what says nothing.
fn said(text: &str) -> String {
    let unset = [
        "primary_key: false",
        "unique: false",
        "unique_name: None",
        "index: false",
        "default: None",
        "identity: None",
        "computed: None",
        "on_row_update: None",
        "references: None",
        "collation: None",
        "comment: None",
        "renamed_from: None",
        "autoincrement: Auto",
        "nullable: true",
        "name_is_final: false",
        "using_index: None",
        "include: []",
        "nulls_not_distinct: false",
        "using: None",
        "storage: []",
        "tablespace: None",
        "predicate: None",
        "timing: Timing { deferrable: None, initially_deferred: None, not_valid: false }",
        "materialized: false",
        "indexes: []",
        "on_delete: None",
        "on_update: None",
        "match_kind: None",
        "nulls: None",
        "operator_class: None",
        "prefix_length: None",
        "descending: false",
        "is_expression: false",
        "schema: None",
        "not_valid: false",
        "columns: []",
    ];
    let mut text = text.to_owned();
    for unset in unset {
        text = text.replace(&format!(", {unset}"), "").replace(&format!("{{ {unset}, "), "{ ");
    }
    text
}

#[test]
fn what_is_there_is_read() {
    let arena = Arena::default();
    let mut connection = database(RICH);
    insta::assert_snapshot!(drawn(&reflect(&mut *connection, &[], &arena)));
}

#[test]
fn what_was_read_is_created_again_and_read_as_the_same() {
    let arena = Arena::default();
    let schema = reflect(&mut *database(RICH), &[], &arena);
    let made = digest(&schema, &arena);
    assert_eq!(made.refused, []);
    assert_eq!(drawn(&made.schema), drawn(&schema));
    assert_eq!(made.schema, schema);

    let mut connection = scratch();
    let tables = schema.tables.iter().map(|it| CreateTable::of(it).into());
    let views = schema.views.iter().map(|it| {
        CreateView { name: it.name, columns: it.columns, ..CreateView::new("", it.query) }.into()
    });
    let triggers =
        schema.triggers.iter().map(|it| CreateRoutine::new(RoutineKind::Trigger, it.sql).into());
    let operations: Vec<Operation<'_>> = tables.chain(views).chain(triggers).collect();
    for operation in &operations {
        for statement in sql::render(dialect(), operation).unwrap() {
            connection.run(&statement).unwrap();
        }
    }
    assert_eq!(reflect(&mut *connection, &[], &arena), schema);
}

/// Counts the queries of a session.
struct Counting {
    inner: Box<dyn Connection>,
    queries: usize,
}

impl Connection for Counting {
    fn dialect(&self) -> &'static dyn Dialect {
        self.inner.dialect()
    }
    fn execute(&mut self, sql: &str) -> Result<u64, DatabaseError> {
        self.queries += 1;
        self.inner.execute(sql)
    }
    fn execute_with(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64, DatabaseError> {
        self.queries += 1;
        self.inner.execute_with(sql, parameters)
    }
    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, DatabaseError> {
        self.queries += 1;
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

/// Returns so many tables of ten columns, with keys, indexes and a foreign key each.
fn many(tables: usize) -> String {
    let mut sql = String::from("BEGIN;");
    for n in 0..tables {
        let before = n.saturating_sub(1);
        write!(
            sql,
            "CREATE TABLE t{n} (id INTEGER NOT NULL, a VARCHAR(20) NOT NULL, b TEXT, c NUMERIC(10, 2) DEFAULT 0, \
             d TIMESTAMP, e INTEGER, f BOOLEAN DEFAULT 1 NOT NULL, g REAL, h BLOB, i VARCHAR(80) COLLATE NOCASE, \
             PRIMARY KEY (id), CONSTRAINT uq{n} UNIQUE (a, b), CONSTRAINT ck{n} CHECK (c >= 0), \
             CONSTRAINT fk{n} FOREIGN KEY (e) REFERENCES t{before} (id) ON DELETE CASCADE); \
             CREATE INDEX ix{n}_d ON t{n} (d); CREATE INDEX ix{n}_i ON t{n} (i DESC, lower(a));"
        )
        .unwrap();
    }
    sql + "COMMIT"
}

#[test]
fn the_number_of_queries_does_not_grow() {
    let counts = [1, 100].map(|tables| {
        let arena = Arena::default();
        let mut connection = Counting { inner: database(&many(tables)), queries: 0 };
        assert_eq!(reflect(&mut connection, &[], &arena).tables.len(), tables);
        connection.queries
    });
    assert_eq!(counts, [2, 2]);
}
