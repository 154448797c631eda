//! Reading what a database holds: SQLite.

use std::fmt::Write as _;

use migration_api::abi::Arena;
use migration_api::ops::{CreateRoutine, CreateTable, CreateView, RoutineKind};
use migration_api::prelude::*;
use migration_api::{Rows, Value};
use runner::dialect::{ComparedText, DatabaseError, Dialect, Digest, Lock, Session, by_name, open};
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
    CREATE TABLE kept (id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT REFERENCES team, CHECK ("id" <> 'x''y'));
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

fn scratch() -> Box<dyn Session> {
    open(&"sqlite://".parse().unwrap(), "/".as_ref()).unwrap()
}

fn dialect() -> &'static dyn Dialect {
    by_name("sqlite").unwrap()
}

/// Returns a database in memory, after this SQL.
fn database(sql: &str) -> Box<dyn Session> {
    let mut connection = scratch();
    connection.execute(sql).unwrap();
    connection
}

fn reflect<'a>(connection: &mut dyn Session, schemas: &[&str], arena: &'a Arena) -> Schema<'a> {
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
        "no_inherit: false",
        "options: []",
        "on_delete_columns: []",
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
    inner: Box<dyn Session>,
    queries: usize,
}

impl Session for Counting {
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

/// Returns a schema of these tables.
fn of_tables<'a>(tables: Vec<Table<'a>>) -> Schema<'a> {
    Schema { tables, ..Schema::default() }
}

#[test]
fn an_authors_values_are_what_sqlite_makes_of_them() {
    let arena = Arena::default();
    let columns = [
        Column::new("id", BigInt).primary_key(),
        Column::new("key", Uuid).not_null().unique_named("uq_key"),
        Column::new("price", Numeric(10, 2)).default(Value::Decimal("0.00")),
        Column::new("active", Boolean).default(true.into()),
        Column::new("mood", Enum("mood", &["sad", "happy"])),
        Column::new("data", Varbinary(20)).default_sql("(x'00')"),
        Column::new("twice", Double).computed("price * 2"),
        Column::new("old", Integer).default_sql("NULL").comment("unused"),
        Column::new("made", Timestamp).default_sql("(CURRENT_TIMESTAMP)").collation("binary"),
        Column::new("owner", Integer)
            .references("owner", "id")
            .on_delete(ReferentialAction::NoAction),
    ];
    let checks = [Constraint::check("", "((price >= 0))").unnamed()];
    let parts = [IndexPart::column("key").collation("BINARY")];
    let arrays = [Column::new("a", Array(&Integer))];
    let indexes = [
        Index::of_parts("b", "t", &parts),
        Index::new("a", "t", &["mood"]).predicate("(active)"),
        Index::new("bad", "t", &["no_such"]),
    ];
    let wanted = of_tables(vec![
        Table::new("t", &columns, &checks).indexes(&indexes).comment("unused"),
        Table::new("other.u", &columns[..1], &[]),
        Table::new("gone", &columns[..1], &[]).options(&[TableOption::Temporary]),
        Table::new("arrays", &arrays, &[]),
        Table::new("T", &columns[..1], &[]),
    ]);
    let made = digest(&wanted, &arena);
    let refused = made.refused.iter().map(|(name, reason)| format!("{name}: {reason}\n"));
    let told = format!("{}---\n{}", drawn(&made.schema), refused.collect::<String>());
    insta::assert_snapshot!(told);
    let again = digest(&made.schema, &arena);
    assert_eq!((again.schema, again.refused), (made.schema, vec![]));
}

#[test]
fn attached_databases_are_schemas() {
    let arena = Arena::default();
    let mut connection = database(
        "ATTACH ':memory:' AS \"aux one\"; ATTACH ':memory:' AS unread; CREATE TABLE unread.x (a); CREATE TABLE t (a);
         CREATE TABLE \"aux one\".p (id INTEGER PRIMARY KEY, t REFERENCES p); CREATE INDEX \"aux one\".i ON p (t);
         CREATE TRIGGER \"aux one\".tr AFTER INSERT ON p BEGIN DELETE FROM p; END; CREATE VIEW \"aux one\".v AS SELECT 1;
         CREATE TEMPORARY TABLE temporary (a)",
    );
    let schemas = dialect().inspector().schemas(&mut *connection).unwrap();
    assert_eq!(schemas, ["aux one", "unread"]);
    let schema = reflect(&mut *connection, &["aux one"], &arena);
    insta::assert_snapshot!(drawn(&schema));
    let made = digest(&schema, &arena);
    assert_eq!((made.schema, made.refused), (schema, vec![]));
}

#[test]
fn expressions_are_compared_by_what_sqlite_makes_of_them() {
    let columns = [
        Column::new("a", Integer).not_null(),
        Column::new("b", Text).collation("NOCASE"),
        Column::new("Order", Text),
    ];
    let table = Table::new("t", &columns, &[]);
    for (one, other, same) in [
        ("a > 0", "a>0", true),
        ("a > 0", "((a > 0))", true),
        ("a > 0", "A > 0 -- never less", true),
        ("a > 0 AND b = 'x'", "(a > 0) and (b = 'x')", true),
        ("a > 0", "t.a > 0", true),
        ("\"a\" > 0", "[a] > 0", true),
        ("a <> 0", "a != 0", true),
        ("a = 0", "a == 0", true),
        ("a IN (1, 2)", "a in (1,2)", true),
        ("lower(b)", "LOWER(\"b\")", true),
        ("a BETWEEN 1 AND 9", "a>=1 AND a<=9", false),
        ("TRUE", "1", true),
        ("\"Order\" = 'x'", "\"order\" = 'x'", true),
        ("1.0", "1.00", true),
        ("x'0a'", "X'0A'", true),
        ("CURRENT_TIMESTAMP", "(current_timestamp)", true),
        ("1 + 1 -- two", "1 + 1", true),
        ("a > 0", "a > 1", false),
        ("a > 0", "a >= 0", false),
        ("b = 'x'", "b = 'X'", false),
        ("b = 'x'", "b = 'x' COLLATE BINARY", false),
        ("b", "'b'", false),
        ("\"none\" = b", "\"NONE\" = b", false),
        ("b IS NULL", "b IS \"null\"", false),
        ("x'0001'", "x'0002'", false),
        ("nothing > 0", "nothing  >  (0)", false),
        ("(a) || (b)", "a) || (b", false),
        ("a > 0", "a > 0) FROM t; DROP TABLE t; --", false),
        ("1", "'1'", false),
        ("current_date", "current_time", false),
        ("a / 2", "a / 2.0", false),
    ] {
        let text = ComparedText::Expression(&table);
        let found = dialect().inspector().means_the_same(&mut *scratch(), &text, one, other);
        assert_eq!(found, same, "{one} | {other}");
    }
}

#[test]
fn queries_and_statements_are_compared_by_their_words() {
    let mut connection = database("CREATE TABLE t (a INTEGER, b)");
    let statement = "CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM t WHERE a = 'x'; END";
    for (text, one, other, same) in [
        (ComparedText::Query, "SELECT a FROM t", "select \"a\"\nfrom t; ", true),
        (ComparedText::Query, "SELECT a FROM t WHERE (a > 0)", "SELECT a FROM t WHERE a > 0", true),
        (ComparedText::Query, "SELECT a FROM t", "SELECT t.a FROM t", true),
        (ComparedText::Query, "SELECT a FROM u", "select A from [u]", true),
        (
            ComparedText::Query,
            "SELECT a FROM u WHERE (a > 0)",
            "SELECT a FROM u WHERE a > 0",
            false,
        ),
        (ComparedText::Query, "SELECT a AS x FROM t", "SELECT a AS y FROM t", false),
        (ComparedText::Query, "SELECT * FROM t", "SELECT a, b FROM t", false),
        (ComparedText::Query, "SELECT a FROM t", "SELECT b FROM t", false),
        (ComparedText::Statement, statement, &statement.to_lowercase(), true),
        (
            ComparedText::Statement,
            statement,
            &statement.replace("TRIGGER x", "TRIGGER IF NOT EXISTS [x]"),
            true,
        ),
        (
            ComparedText::Statement,
            statement,
            &statement.replace("CREATE", "CREATE TEMP /* x */"),
            true,
        ),
        (ComparedText::Statement, statement, &statement.replace("ON t", "ON t FOR EACH ROW"), true),
        (ComparedText::Statement, statement, &format!("{statement};"), true),
        (ComparedText::Statement, statement, &statement.replace("'x'", "'X'"), false),
        (ComparedText::Statement, statement, &statement.replace("AFTER", "BEFORE"), false),
    ] {
        let found = dialect().inspector().means_the_same(&mut *connection, &text, one, other);
        assert_eq!(found, same, "{one} | {other}");
    }
}

#[test]
fn a_text_that_is_not_understood_is_named() {
    let mut connection = database(
        "CREATE TABLE t (a); PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a frob (1) frobnicate)' WHERE name = 't'",
    );
    let arena = Arena::default();
    let error = dialect().inspector().reflect(&mut *connection, &[], &arena).unwrap_err();
    insta::assert_snapshot!(error, @"the text of the table `t` is not understood at character 28: `frobnicate)`");
}
