//! Reading what a database holds: MariaDB.

use migration_api::abi::Arena;
use migration_api::prelude::*;
use runner::config::SessionSettings;
use runner::dialect::{DatabaseError, DatabaseUrl, Dialect, Digest, Inspector, Lock, Session};
use runner::schema::Schema;
use runner::sql::render;

use crate::support::{Database, mariadb, mariadb_server};

const RICH: &str = include_str!("mariadb_rich.sql");

fn inspector(connection: &dyn Session) -> &'static dyn Inspector {
    connection.dialect().inspector()
}

fn reflect<'a>(database: &Database, arena: &'a Arena) -> Schema<'a> {
    let mut connection = database.connect();
    inspector(connection.as_ref()).reflect(connection.as_mut(), &[], arena).unwrap()
}

fn digest<'a>(database: &Database, wanted: &Schema<'a>, arena: &'a Arena) -> Digest<'a> {
    let mut connection = database.connect();
    inspector(connection.as_ref()).digest(connection.as_mut(), wanted, arena).unwrap()
}

/// Returns a schema line by line, without what says nothing.
fn told(schema: &Schema<'_>) -> String {
    let mut lines = Vec::new();
    for table in &schema.tables {
        lines.push(format!("table {} {:?} {:?}", table.name, table.options, table.comment));
        lines.extend(table.columns.iter().map(|column| format!("  {column:?}")));
        lines.extend(table.constraints.iter().map(|it| format!("  {:?} {:?}", it.name, it.kind)));
        lines.extend(table.indexes.iter().map(|index| format!("  {index:?}")));
    }
    lines.extend(schema.sequences.iter().map(|it| format!("{it:?}")));
    lines.extend(
        schema.views.iter().map(|it| {
            format!("view {}: {} {:?}", it.name, it.query, it.options).replace(" []", "")
        }),
    );
    lines.extend(schema.routines.iter().map(|it| format!("{:?} {}: {}", it.kind, it.name, it.sql)));
    lines.extend(schema.triggers.iter().map(|it| format!("trigger {}: {}", it.name, it.sql)));
    let mut text = lines.join("\n");
    for nothing in [
        ", autoincrement: Auto",
        ", primary_key: false",
        ", unique: false",
        ", unique_name: None",
        ", index: false",
        ", default: None",
        ", identity: None",
        ", computed: None",
        ", on_row_update: None",
        ", references: None",
        ", collation: None",
        ", comment: None",
        ", renamed_from: None",
        ", nullable: true",
        ", using: None",
        ", predicate: None",
        ", include: []",
        ", storage: []",
        ", tablespace: None",
        ", nulls_not_distinct: false",
        ", no_inherit: false",
        ", ty: None",
        ", on_delete_columns: []",
        ", is_expression: false",
        ", descending: false",
        ", nulls: None",
        ", operator_class: None",
        ", prefix_length: None",
        ", match_kind: None",
        ", on_delete: None",
        ", on_update: None",
        "schema: None, ",
        ", start: None",
        ", increment: None",
        "start: None, ",
        ", cache: None",
        ", owned_by: None",
        ", if_not_exists: false",
    ] {
        text = text.replace(nothing, "");
    }
    text
}

#[test]
fn everything_is_read() {
    let database = mariadb();
    database.run_script(RICH).unwrap();
    let arena = Arena::default();
    insta::assert_snapshot!(told(&reflect(&database, &arena)));
}

#[test]
fn defaults_of_the_database_are_told_and_others_are_options() {
    let database = mariadb();
    let name = database.url.rsplit('/').next().unwrap();
    database.execute(&format!(
        "ALTER DATABASE {name} CHARACTER SET latin1 COLLATE latin1_bin;
         CREATE TABLE a (b VARCHAR(5), c VARCHAR(5) COLLATE latin1_swedish_ci);
         CREATE TABLE d (b VARCHAR(5)) COLLATE latin1_swedish_ci ENGINE=Aria;
         CREATE TABLE e (b VARCHAR(5)) CHARSET utf8mb4"
    ));
    let arena = Arena::default();
    let schema = reflect(&database, &arena);
    insta::assert_snapshot!(format!("{:?}\n{}", schema.table_defaults, told(&schema)));
}

/// Creates everything by operations, as a revision would.
fn create(database: &Database, schema: &Schema<'_>) {
    let mut connection = database.connect();
    let mut operations = Vec::new();
    operations.extend(schema.sequences.iter().map(|it| Operation::CreateSequence(*it)));
    operations.extend(schema.tables.iter().map(|it| Operation::CreateTable(CreateTable::of(it))));
    for view in &schema.views {
        let create = CreateView {
            name: view.name,
            options: view.options,
            ..CreateView::new("", view.query)
        };
        operations.push(Operation::CreateView(create));
    }
    let routine = |it: &Routine<'_>| CreateRoutine::new(it.kind, it.sql).sql.to_owned();
    let routines: Vec<_> = schema.routines.iter().map(routine).collect();
    for sql in routines.iter().map(String::as_str).chain(schema.triggers.iter().map(|it| it.sql)) {
        operations.push(Operation::CreateRoutine(CreateRoutine::new(RoutineKind::Function, sql)));
    }
    connection.execute("SET foreign_key_checks = 0").unwrap();
    for operation in operations {
        for statement in render(connection.dialect(), &operation).unwrap() {
            connection
                .run(&statement)
                .unwrap_or_else(|error| panic!("{error}\n{}", statement.sql()));
        }
    }
}

fn assert_same(one: &Schema<'_>, other: &Schema<'_>) {
    for (one, other) in one.tables.iter().zip(&other.tables) {
        for (one, other) in one.columns.iter().zip(other.columns) {
            assert_eq!(one, other);
        }
        assert_eq!(one, other);
    }
    assert_eq!(one, other);
}

#[test]
fn what_was_read_can_be_made_and_is_read_again_as_it_was() {
    let (database, copy) = (mariadb(), mariadb());
    database.run_script(RICH).unwrap();
    let arena = Arena::default();
    let schema = reflect(&database, &arena);
    create(&copy, &schema);
    assert_same(&reflect(&copy, &arena), &schema);
}

#[test]
fn the_server_makes_nothing_else_of_what_was_read() {
    let database = mariadb();
    database.run_script(RICH).unwrap();
    let arena = Arena::default();
    let schema = reflect(&database, &arena);
    let digest = digest(&database, &schema, &arena);
    assert_eq!(digest.refused, []);
    assert_same(&digest.schema, &schema);
    assert_same(&reflect(&database, &arena), &schema);
    assert_eq!(scratch_databases(&database, "everything"), Vec::<String>::new());
}

/// Returns the databases that were to be there only for a while, and have a table of this name, which no other test gives to one.
fn scratch_databases(database: &Database, table: &str) -> Vec<String> {
    database.texts(&format!(
        "SELECT TABLE_SCHEMA FROM information_schema.TABLES
         WHERE TABLE_SCHEMA LIKE 'runner|_scratch|_%' ESCAPE '|' AND TABLE_NAME = '{table}'"
    ))
}

/// Author-style objects: no names where the server has some to give, types and expressions as authors write them.
fn wanted(arena: &Arena) -> Schema<'_> {
    let account = [
        Column::new("id", Integer).not_null(),
        Column::new("email", Varchar(200)).not_null().default("it's".into()),
        Column::new("active", Boolean).not_null().default(true.into()),
        Column::new("balance", Numeric(10, 2)).default(Value::Decimal("0.00")),
        Column::new("joined", Timestamp).default_sql("CURRENT_TIMESTAMP"),
        Column::new("settings", Json).not_null(),
        Column::new("token", Uuid).default_sql("uuid()"),
        Column::new("mood", Enum("mood", &["sad", "ok"])),
        Column::new("double", Integer).computed_stored("balance * 2"),
        Column::new("note", Text).default("a\\b".into()),
        Column::new("parent_id", Integer),
    ];
    let constraints = [
        Constraint::primary_key("pk", &["id"]),
        Constraint::unique("", &["email"]).unnamed(),
        Constraint::check("", "balance>=0 AND email<>''").unnamed(),
        Constraint::check("", "active IN (0,1)").unnamed(),
        Constraint::foreign_key("", &["parent_id"], "account", &["id"])
            .unnamed()
            .on_delete(ReferentialAction::Restrict)
            .on_update(ReferentialAction::Cascade),
    ];
    let indexes = [
        Index::new("ix_mood", "account", &["mood", "active"]),
        Index::new("uq_token", "account", &["token"]).unique(),
        Index::new("parent_id", "account", &["parent_id"]),
    ];
    let mut schema = Schema::default();
    let table = Table {
        comment: Some("who"),
        options: arena.keep(vec![TableOption::AutoIncrement(100), TableOption::Engine("InnoDB")]),
        ..Table::new("account", arena.keep(account.to_vec()), arena.keep(constraints.to_vec()))
    };
    schema.tables.push(table.indexes(arena.keep(indexes.to_vec())));
    schema.views.push(View::new("a_rich", "SELECT id FROM b_names WHERE balance > 10"));
    schema.views.push(View::new("b_names", "SELECT id, balance, twice(id) AS t FROM account"));
    schema.routines.push(Routine::function(
        "twice",
        "",
        "CREATE FUNCTION twice (a INT) RETURNS INT DETERMINISTIC RETURN 2 * a",
    ));
    let trigger = "CREATE TRIGGER lower BEFORE INSERT ON account FOR EACH ROW \
                   SET NEW.email = LOWER(NEW.email)";
    schema.triggers.push(Trigger::new("lower", "account", trigger));
    let counter = Counter::new().start(1).increment(1);
    schema.sequences.push(CreateSequence::new("numbers").counter(counter));
    schema.sort();
    schema
}

#[test]
fn wanted_objects_come_back_as_they_are_once_they_are_made() {
    let (database, real) = (mariadb(), mariadb());
    let arena = Arena::default();
    let wanted = wanted(&arena);
    let digest = digest(&database, &wanted, &arena);
    assert_eq!(digest.refused, []);
    insta::assert_snapshot!(told(&digest.schema));
    assert_eq!(reflect(&database, &arena).tables, []);

    let in_order = Schema {
        views: wanted.views.iter().rev().copied().collect(),
        tables: vec![Table {
            constraints: &wanted.tables[0].constraints[..4],
            indexes: &wanted.tables[0].indexes[..2],
            ..wanted.tables[0]
        }],
        ..wanted.clone()
    };
    let mut connection = real.connect();
    connection.execute(in_order.routines[0].sql).unwrap();
    create(&real, &Schema { routines: vec![], ..in_order });
    connection
        .execute(
            "ALTER TABLE account ADD FOREIGN KEY (parent_id) REFERENCES account (id) \
             ON DELETE RESTRICT ON UPDATE CASCADE",
        )
        .unwrap();
    let mut made = reflect(&real, &arena);
    // The server has named it, which is not to be known before.
    let constraints = made.tables[0].constraints.iter().map(|it| match it.name {
        Some("account_ibfk_1") => it.unnamed(),
        _ => *it,
    });
    made.tables[0].constraints = arena.keep(constraints.collect());
    assert_same(&digest.schema, &made);
}

#[test]
fn what_is_refused_is_told_and_nothing_stays() {
    let database = mariadb();
    let arena = Arena::default();
    let column = [Column::new("a", Integer)];
    let wrong = [Column::new("a", Integer).default_sql("no_such_function(")];
    let ranged = [Column::new("a", ColumnType::Interval)];
    let expressions = [IndexPart::expression("a + 1")];
    let indexes = [
        Index::new("ix_gone", "only_here", &["gone"]),
        Index::new("ix_a", "only_here", &["a"]),
        Index::of_parts("ix_expression", "only_here", &expressions),
    ];
    let behind_wrong = [Index::new("ix_wrong", "wrong", &["a"])];
    let mut wanted = Schema::default();
    wanted.tables.push(Table::new("only_here", &column, &[]).indexes(&indexes));
    wanted.tables.push(Table::new("wrong", &wrong, &[]).indexes(&behind_wrong));
    wanted.tables.push(Table::new("ranged", &ranged, &[]));
    wanted.tables.push(Table::new("mine", &column, &[]).options(&[TableOption::Temporary]));
    wanted.views.push(View::new("nothing", "SELECT a FROM nowhere"));
    wanted.views.push(View::new("stored", "SELECT 1 AS a").materialized());
    wanted.routines.push(Routine::function("f", "", "DROP TABLE only_here"));
    wanted.policies.push(Policy::new("own", "only_here"));
    let mut connection = database.connect();
    let inspector = inspector(connection.as_ref());
    let digest = inspector.digest(connection.as_mut(), &wanted, &arena).unwrap();
    let name = database.url.rsplit('/').next().unwrap();
    let refused: Vec<_> = digest
        .refused
        .iter()
        .map(|(object, message)| format!("{object}: {}", message.replace(name, "<database>")))
        .collect();
    insta::assert_snapshot!(format!("{}\n\n{}", told(&digest.schema), refused.join("\n")));
    let here = connection.query("SELECT DATABASE()", &[]).unwrap().rows[0][0].to_string();
    assert_eq!(here, name);
    assert_eq!(scratch_databases(&database, "only_here"), Vec::<String>::new());
}

#[test]
fn objects_of_other_databases_are_read_and_digested_under_their_names() {
    let (database, other) = (mariadb(), mariadb());
    let other_name = other.url.rsplit('/').next().unwrap().to_owned();
    database.execute("CREATE TABLE in_both (a INT PRIMARY KEY)");
    let own_name = database.url.rsplit('/').next().unwrap().to_owned();
    other.execute(&format!(
        "CREATE TABLE in_both (a INT PRIMARY KEY, b INT,
             FOREIGN KEY (b) REFERENCES {own_name}.in_both (a), CHECK (b > 0));
         CREATE TRIGGER tr BEFORE INSERT ON in_both FOR EACH ROW SET NEW.b = 1;
         CREATE FUNCTION two() RETURNS INT RETURN 2"
    ));
    let arena = Arena::default();
    let mut connection = database.connect();
    let inspector = inspector(connection.as_ref());
    assert!(inspector.schemas(connection.as_mut()).unwrap().contains(&other_name));
    assert_eq!(inspector.default_schema(connection.as_mut()).unwrap(), own_name);
    let asked = [other_name.as_str(), "no_such_database"];
    let schema = inspector.reflect(connection.as_mut(), &asked, &arena).unwrap();
    assert_eq!(schema.schemas, [other_name.as_str()]);
    let digest = inspector.digest(connection.as_mut(), &schema, &arena).unwrap();
    assert_eq!(digest.refused, []);
    assert_same(&digest.schema, &schema);
    assert_eq!(scratch_databases(&database, "in_both"), Vec::<String>::new());
    let shown = told(&schema).replace(&other_name, "<other>");
    insta::assert_snapshot!(shown);
}

#[test]
fn a_digest_needs_the_right_to_make_databases_and_no_transaction() {
    let database = mariadb();
    let name = database.url.rsplit('/').next().unwrap();
    database.execute(&format!(
        "CREATE USER poor_{name} IDENTIFIED BY 'x'; GRANT ALL ON {name}.* TO poor_{name}"
    ));
    let arena = Arena::default();
    let poor = Database::at(mariadb_server().url_as(&format!("poor_{name}"), "x", name));
    let mut connection = poor.connect();
    let inspector = inspector(connection.as_ref());
    let error = inspector
        .digest(connection.as_mut(), &Schema::default(), &arena)
        .expect_err("the user may not create databases");
    assert!(error.help().unwrap().contains("`scratch_url`"), "{error}");
    database.execute(&format!("GRANT ALL ON `runner\\_scratch\\_%`.* TO poor_{name}"));
    let mut connection = poor.connect();
    inspector.digest(connection.as_mut(), &Schema::default(), &arena).unwrap();
    connection.try_begin().unwrap();
    let error = inspector
        .digest(connection.as_mut(), &Schema::default(), &arena)
        .expect_err("a transaction is open");
    insta::assert_snapshot!(error, @"making a database would commit the transaction that is open");
    connection.rollback().unwrap();
}

#[test]
fn a_scratch_database_is_empty_and_goes_with_its_session() {
    let database = mariadb();
    database.execute("CREATE TABLE elsewhere (a INT)");
    let url: DatabaseUrl = database.url.parse().unwrap();
    let settings = SessionSettings::default();
    let inspector = inspector(database.connect().as_ref());
    let mut scratch = inspector.scratch(&url, "/".as_ref(), &settings, None).unwrap();
    let connection = scratch.connection().unwrap();
    connection.execute("CREATE TABLE empty (a INT)").unwrap();
    let arena = Arena::default();
    let schema = inspector.reflect(connection, &[], &arena).unwrap();
    assert_eq!(schema.tables.iter().map(|it| it.name.name).collect::<Vec<_>>(), ["empty"]);
    let name = inspector.default_schema(connection).unwrap();
    drop(scratch);
    let sql = format!("SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '{name}'");
    assert_eq!(database.texts(&sql), Vec::<String>::new());
}

/// A session that counts what it is asked.
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
    fn execute_with(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, DatabaseError> {
        self.queries += 1;
        self.inner.execute_with(sql, values)
    }
    fn query(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Rows, DatabaseError> {
        self.queries += 1;
        self.inner.query(sql, values)
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

#[test]
fn the_number_of_queries_does_not_grow_with_that_of_tables() {
    let count = |tables: usize| {
        let database = mariadb();
        let each = (0..tables).map(|at| {
            format!(
                "CREATE TABLE t{at} (a INT PRIMARY KEY, b INT CHECK (b > 0), KEY (b));
                 CREATE SEQUENCE s{at}; CREATE VIEW v{at} AS SELECT a FROM t{at};
                 CREATE FUNCTION f{at}(a INT) RETURNS INT RETURN a;"
            )
        });
        database.execute(&each.collect::<String>());
        let mut counting = Counting { inner: database.connect(), queries: 0 };
        let arena = Arena::default();
        let inspector = inspector(&counting);
        let schema = inspector.reflect(&mut counting, &[], &arena).unwrap();
        assert_eq!((schema.tables.len(), schema.views.len()), (tables, tables));
        counting.queries
    };
    assert_eq!((count(1), count(25)), (13, 13));
}
