//! Rebuilds in real databases.

use rusqlite::Connection;

use super::copy::CopyColumn;
use super::test_database::{database, lines, planned, rebuild, rebuild_copying, state};
use super::{Position, RebuildError, TableText};

/// A table with everything that a table can have, with whatever can hang on one.
const EVERYTHING: &str = r#"
CREATE TABLE parent(id INTEGER PRIMARY KEY, code TEXT UNIQUE);
CREATE TABLE log(entry TEXT);
CREATE TABLE "Order" ( -- orders
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  parent INT CONSTRAINT to_parent REFERENCES parent(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  other INT REFERENCES "Order"(id) ON UPDATE SET NULL, -- another one
  [price] DECIMAL(10, 2) NOT NULL ON CONFLICT FAIL DEFAULT (1 + 1) CHECK ("Order".price > 0),
  note TEXT COLLATE NOCASE UNIQUE ON CONFLICT REPLACE,
  made TEXT DEFAULT CURRENT_TIMESTAMP,
  body BLOB,
  twice AS (price * 2) STORED,
  upper TEXT GENERATED ALWAYS AS (upper(coalesce(note, ''))) VIRTUAL NOT NULL,
  CHECK (note <> 'a, b)') CONSTRAINT few CHECK (main."order".price < 1000)
  UNIQUE (note COLLATE RTRIM DESC, price), FOREIGN KEY (note) REFERENCES parent(code)
);
CREATE TABLE child(id INTEGER PRIMARY KEY, o INT REFERENCES "Order" ON DELETE CASCADE, n REFERENCES "order"(note));
CREATE INDEX plain ON "Order"(price DESC, note COLLATE BINARY);
CREATE UNIQUE INDEX "part ial" ON [Order](lower(note), price) WHERE price > 5 /* dear */;
CREATE TRIGGER logged AFTER UPDATE OF note ON "Order" WHEN new.price > 1
BEGIN INSERT INTO log VALUES ('it''s ' || new.note); DELETE FROM child WHERE o = old.id AND n = 'gone'; END;
CREATE TRIGGER of_other AFTER INSERT ON child BEGIN UPDATE "Order" SET note = new.n WHERE id = new.o; END;
CREATE VIEW dear AS SELECT "Order".id, price FROM "Order" JOIN parent ON parent.id = "Order".parent;
CREATE VIEW all_of_it AS SELECT * FROM "order";
CREATE TRIGGER into_view INSTEAD OF INSERT ON dear BEGIN INSERT INTO "Order"(price) VALUES (new.price); END;
CREATE VIEW broken AS SELECT * FROM not_there;
INSERT INTO parent VALUES (1, 'a'), (2, 'b');
INSERT INTO "Order"(id, parent, other, price, note, body) VALUES
  (1, 1, NULL, 1.5, 'a', x'00FF'), (3, 2, 1, 7, 'b', NULL), (9, NULL, 3, 8, NULL, 'text'), (12, 1, 9, 1, NULL, 1);
DELETE FROM "Order" WHERE id = 12;
INSERT INTO child VALUES (1, 1, 'a'), (2, 9, NULL);
ANALYZE;
"#;

fn unchanged(_: &mut TableText) -> Result<(), RebuildError> {
    Ok(())
}

fn sql_of(connection: &Connection, name: &str) -> String {
    lines(connection, &format!("SELECT sql FROM sqlite_schema WHERE name = '{name}'")).concat()
}

fn refused(connection: &Connection, edit: impl FnOnce(&mut TableText)) -> String {
    let plan = planned(connection, "main", "t", &[], |text| {
        edit(text);
        Ok(())
    });
    let error = plan.unwrap_err();
    let help = error.help().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    format!("{error}{help}")
}

#[test]
fn a_rebuild_without_a_change_changes_nothing() {
    for legacy in ["OFF", "ON"] {
        let connection = database(EVERYTHING);
        connection.execute_batch(&format!("PRAGMA legacy_alter_table={legacy}")).unwrap();
        let everything = || {
            let mut all = state(&connection, "Order");
            all.extend(lines(&connection, "SELECT * FROM sqlite_sequence"));
            all.extend(lines(&connection, "SELECT * FROM sqlite_stat1 ORDER BY 1, 2"));
            all.extend(lines(&connection, "SELECT * FROM sqlite_stat4 ORDER BY 1, 2, 3, 4, 5"));
            all.extend(lines(&connection, "PRAGMA legacy_alter_table"));
            all.extend(lines(&connection, "SELECT * FROM dear"));
            all.extend(lines(&connection, "PRAGMA foreign_key_list(child)"));
            all
        };
        let before = everything();
        assert_eq!(rebuild(&connection, "Order", unchanged), Ok(()));
        // But for what a check says of its own table.
        let after = everything().join("\n").replace("price > 0", "\"Order\".price > 0");
        let after = after.replace("price < 1000", "main.\"order\".price < 1000");
        assert_eq!(after, before.join("\n"), "legacy_alter_table={legacy}");
    }
}

#[test]
fn all_still_works_after_a_rebuild() {
    let connection = database(EVERYTHING);
    let add = |text: &mut TableText| text.add_column("extra INT DEFAULT 7", Position::First);
    assert_eq!(rebuild(&connection, "Order", add), Ok(()));
    connection
        .execute_batch(
            "PRAGMA foreign_keys=ON;
             INSERT INTO \"Order\"(price) VALUES (20);
             INSERT INTO dear VALUES (0, 30);
             UPDATE \"Order\" SET note = 'b' WHERE id = 3;
             DELETE FROM \"Order\" WHERE id = 9;",
        )
        .unwrap();
    let rows = lines(&connection, "SELECT extra, id, other, price, note, twice FROM all_of_it");
    insta::assert_snapshot!(rows.join("\n"), @"
    7|1|NULL|1.5|'a'|3.0
    7|3|1|7|'b'|14
    7|13|NULL|20|NULL|40
    7|14|NULL|30|NULL|60
    ");
    insta::assert_snapshot!(lines(&connection, "SELECT * FROM log").join("\n"), @"
    'it's a'
    NULL
    'it's b'
    ");
    // The row that referred to the ninth went with it.
    assert_eq!(lines(&connection, "SELECT * FROM child"), ["1|1|'a'"]);
    let refused = connection.execute_batch("INSERT INTO \"Order\"(price) VALUES (-1)").unwrap_err();
    insta::assert_snapshot!(refused, @"CHECK constraint failed: price > 0");
}

#[test]
fn the_statements_are_those_of_the_manual() {
    let connection = database(
        "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT, b AS (a));
         CREATE INDEX i ON t(a); CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;",
    );
    let copies = [CopyColumn { column: "a", expression: "CAST(a AS INTEGER)" }];
    let plan = planned(&connection, "main", "t", &copies, |text| text.set_type("a", "INTEGER"));
    let plan = plan.unwrap();
    insta::assert_snapshot!(plan.statements.join("\n"), @r#"
    CREATE TABLE "main"."_alembic_tmp_t"(id INTEGER PRIMARY KEY AUTOINCREMENT, a INTEGER, b AS (a))
    INSERT OR ABORT INTO "main"."_alembic_tmp_t" ("id", "a") SELECT "id", CAST(a AS INTEGER) FROM "main"."t" ORDER BY rowid
    DELETE FROM "main".sqlite_sequence WHERE name = '_alembic_tmp_t'
    UPDATE "main".sqlite_sequence SET name = '_alembic_tmp_t' WHERE name = 't'
    DROP TABLE "main"."t"
    PRAGMA legacy_alter_table=ON
    ALTER TABLE "main"."_alembic_tmp_t" RENAME TO "t"
    PRAGMA legacy_alter_table=OFF
    CREATE INDEX "main".i ON t(a)
    CREATE TRIGGER "main".g AFTER INSERT ON t BEGIN SELECT 1; END
    "#);
    assert_eq!(plan.cleanup, ["PRAGMA legacy_alter_table=OFF"]);
}

#[test]
fn the_name_of_a_table_is_written_in_quotes() {
    for (sql, after) in [
        ("CREATE TABLE t(a)", "CREATE TABLE \"t\"(a)"),
        ("CREATE TABLE IF NOT EXISTS main.[t] /* x */ (a)", "CREATE TABLE \"t\" /* x */ (a)"),
        ("CREATE TABLE t AS SELECT 1 AS a", "CREATE TABLE \"t\"(a)"),
    ] {
        let connection = database(sql);
        rebuild(&connection, "t", unchanged).unwrap();
        let once = lines(&connection, "SELECT sql FROM sqlite_schema");
        assert_eq!(once, [format!("'{after}'")]);
        rebuild(&connection, "t", unchanged).unwrap();
        assert_eq!(lines(&connection, "SELECT sql FROM sqlite_schema"), once);
    }
}

#[test]
fn a_table_is_found_by_its_name_in_other_letters() {
    let connection = database("CREATE TABLE \"Täble\"(a INTEGER PRIMARY KEY AUTOINCREMENT)");
    connection.execute_batch("INSERT INTO \"Täble\" VALUES (3)").unwrap();
    let before = state(&connection, "Täble");
    rebuild(&connection, "täBLE", unchanged).unwrap();
    assert_eq!(state(&connection, "Täble"), before);
    assert_eq!(lines(&connection, "SELECT * FROM sqlite_sequence"), ["'Täble'|3"]);
}

#[test]
fn a_counter_goes_on_where_it_stood() {
    let counter = |before: &str, edit: fn(&mut TableText) -> Result<(), RebuildError>| {
        let connection = database("CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a)");
        connection.execute_batch(before).unwrap();
        rebuild(&connection, "t", edit).unwrap();
        lines(&connection, "SELECT * FROM sqlite_sequence")
    };
    let set = "INSERT INTO t VALUES (41, 1);";
    assert_eq!(counter(set, unchanged), ["'t'|41"]);
    assert_eq!(counter(&format!("{set} DELETE FROM t"), unchanged), ["'t'|41"]);
    assert_eq!(counter("", unchanged), Vec::<String>::new());
    assert_eq!(counter(&format!("{set} DELETE FROM sqlite_sequence"), unchanged), [""; 0]);
    assert_eq!(counter(set, TableText::drop_primary_key), [""; 0]);
}

#[test]
fn row_ids_stay() {
    let rows = "INSERT INTO t(rowid, a) VALUES (5, 'x'), (2, 'y'), (-1, 'z')";
    for (table, id, edit) in [
        ("CREATE TABLE t(a TEXT, b)", "rowid", unchanged as fn(&mut TableText) -> _),
        ("CREATE TABLE t(a TEXT PRIMARY KEY, b)", "rowid", TableText::drop_primary_key),
        ("CREATE TABLE t(rowid INTEGER PRIMARY KEY, a)", "oid", TableText::drop_primary_key),
        ("CREATE TABLE t(a, rowid INTEGER PRIMARY KEY)", "_rowid_", unchanged),
    ] {
        let connection = database(&format!("{table}; {rows}"));
        rebuild(&connection, "t", edit).unwrap();
        let ids = lines(&connection, &format!("SELECT {id}, a FROM t"));
        assert_eq!(ids, ["-1|'z'", "2|'y'", "5|'x'"], "{table}");
    }
}

#[test]
fn other_kinds_of_tables_stay_what_they_are() {
    for options in ["STRICT", "WITHOUT ROWID", "strict, without rowid"] {
        let sql = format!("CREATE TABLE t(a TEXT, b INT, PRIMARY KEY (b DESC, a)) {options}");
        let connection = database(&format!("{sql}; INSERT INTO t VALUES ('x', 1), ('y', 2)"));
        rebuild(&connection, "t", |text| text.set_not_null("a", true)).unwrap();
        let wanted = sql.replace("t(a TEXT", "\"t\"(a TEXT NOT NULL");
        assert_eq!(sql_of(&connection, "t"), format!("'{wanted}'"));
        assert_eq!(lines(&connection, "SELECT * FROM t ORDER BY a"), ["'x'|1", "'y'|2"]);
    }
}

#[test]
fn generated_columns_are_not_copied() {
    let connection = database(
        "CREATE TABLE t(a INT, b AS (a + 1), c AS (a + 2) STORED); INSERT INTO t VALUES (1)",
    );
    let to_plain = |text: &mut TableText| text.set_generated("c", None);
    rebuild(&connection, "t", to_plain).unwrap();
    connection.execute_batch("UPDATE t SET a = 5").unwrap();
    assert_eq!(lines(&connection, "SELECT * FROM t"), ["5|6|3"]);
    rebuild(&connection, "t", |text| text.set_generated("c", Some("(b * 2) STORED"))).unwrap();
    assert_eq!(lines(&connection, "SELECT * FROM t"), ["5|6|12"]);
}

#[test]
fn columns_are_filled_by_expressions() {
    let connection = database("CREATE TABLE t(a, b TEXT); INSERT INTO t VALUES (1, '12x')");
    let copies = [
        CopyColumn { column: "B", expression: "CAST(b AS INTEGER)" },
        CopyColumn { column: "c", expression: "a || '!'" },
    ];
    let edit = |text: &mut TableText| {
        text.set_type("b", "INTEGER")?;
        text.add_column("c NOT NULL", Position::Before("b"))?;
        text.drop_column("a")?;
        text.add_column("a DEFAULT 'new'", Position::Last)
    };
    rebuild_copying(&connection, "main", "t", &copies, edit).unwrap();
    assert_eq!(lines(&connection, "SELECT c, b, a FROM t"), ["'1!'|12|'new'"]);
}

#[test]
fn a_table_of_another_file_is_rebuilt_there() {
    let connection = database(
        "ATTACH ':memory:' AS aux; CREATE TABLE t(main); CREATE TEMP TABLE t(temp);
         CREATE TABLE aux.t(a INTEGER PRIMARY KEY AUTOINCREMENT, b); INSERT INTO aux.t VALUES (7, 1);
         CREATE INDEX aux.i ON t(b);
         CREATE TRIGGER aux.g AFTER INSERT ON t BEGIN UPDATE t SET b = 2; END;",
    );
    let objects = || lines(&connection, "SELECT name, sql FROM aux.sqlite_schema ORDER BY name");
    let before = objects();
    rebuild_copying(&connection, "aux", "t", &[], unchanged).unwrap();
    assert_eq!(objects().join("\n").replace("\"t\"", "t"), before.join("\n"));
    assert_eq!(lines(&connection, "SELECT * FROM aux.t"), ["7|1"]);
    assert_eq!(lines(&connection, "SELECT name FROM main.sqlite_schema"), ["'t'"]);
}

#[test]
fn a_hundred_thousand_rows_are_copied() {
    let connection = database(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b BLOB); CREATE INDEX i ON t(a);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
         INSERT INTO t SELECT i, iif(i % 7, 'row ' || i, NULL), randomblob(i % 20) FROM n;
         CREATE TABLE before AS SELECT * FROM t;",
    );
    rebuild(&connection, "t", |text| text.set_collation("a", Some("NOCASE"))).unwrap();
    let differences = "SELECT count(*) FROM t JOIN before USING (id)
                       WHERE t.a IS before.a AND t.b IS before.b AND typeof(t.b) = 'blob'";
    assert_eq!(lines(&connection, differences), ["100000"]);
}

#[test]
fn rows_that_the_new_table_refuses_leave_all_as_it_was() {
    let connection = database("CREATE TABLE t(a, b); INSERT INTO t VALUES (1, 1), (NULL, 1)");
    let before = state(&connection, "t");
    for (definition, why) in [
        ("CHECK (a IS NOT NULL)", "CHECK constraint failed"),
        ("UNIQUE (b) ON CONFLICT REPLACE", "UNIQUE constraint failed"),
        ("UNIQUE (b) ON CONFLICT IGNORE", "UNIQUE constraint failed"),
        ("CHECK (no)", "no such column"),
    ] {
        let refused = rebuild(&connection, "t", |text| text.add_constraint(definition));
        assert!(refused.as_ref().unwrap_err().starts_with(why), "{refused:?}");
        assert_eq!(state(&connection, "t"), before);
        assert_eq!(lines(&connection, "PRAGMA legacy_alter_table"), ["0"]);
    }
}

#[test]
fn whatever_mentions_a_dropped_column_stops_the_rebuild() {
    for (object, title) in [
        ("CREATE INDEX i ON t(b, a)", "the index `i`"),
        ("CREATE INDEX i ON t(b) WHERE \"A\" > 0", "the index `i`"),
        ("CREATE INDEX i ON t(b + [a])", "the index `i`"),
        ("CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT new.a; END", "the trigger `g`"),
        ("CREATE VIEW v AS SELECT a FROM t", "the view `v`"),
        ("CREATE TRIGGER g AFTER INSERT ON o BEGIN UPDATE t SET a = 1; END", "the trigger `g`"),
        ("CREATE TABLE c(x REFERENCES t(a))", "the table `c`"),
        ("CREATE TABLE c(x, FOREIGN KEY (x) REFERENCES T)", "the table `c`"),
    ] {
        let connection =
            database(&format!("CREATE TABLE t(a PRIMARY KEY, b); CREATE TABLE o(x); {object}"));
        let drop =
            |text: &mut TableText| text.drop_column("a").map(|lost| assert_eq!(lost.len(), 1));
        let refused = rebuild(&connection, "t", drop).unwrap_err();
        assert!(refused.starts_with(&format!("{title} mentions the column `a`")), "{refused}");
    }
    let connection = database(
        "CREATE TABLE t(a UNIQUE, b UNIQUE); CREATE TABLE o(a); CREATE INDEX i ON t(b); CREATE INDEX j ON o(a);
         CREATE VIEW v AS SELECT a FROM o; CREATE VIEW w AS SELECT * FROM t;
         CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 'a'; END; CREATE TABLE c(a REFERENCES t(b));",
    );
    let drop = |text: &mut TableText| text.drop_column("a").map(drop);
    assert_eq!(rebuild(&connection, "t", drop), Ok(()));
}

#[test]
fn what_would_go_wrong_is_refused_beforehand() {
    let connection = database("CREATE TABLE t(a, b); CREATE VIEW v AS SELECT a FROM t");
    let drop_it = |text: &mut TableText| drop(text.drop_column("a").unwrap());
    insta::assert_snapshot!(refused(&connection, drop_it), @"
    the view `v` mentions the column `a` of the table `t`, which would be dropped
    help: drop or change the view `v` first
    ");
    connection.execute_batch("CREATE TABLE _ALEMBIC_TMP_T(x)").unwrap();
    insta::assert_snapshot!(refused(&connection, |_| ()), @"
    `_alembic_tmp_t`, which the rebuild of the table `t` needs for itself, exists already
    help: see what `_alembic_tmp_t` is, perhaps left by another program's broken run, and drop it
    ");
    connection.execute_batch("PRAGMA foreign_keys=ON").unwrap();
    insta::assert_snapshot!(refused(&connection, |_| ()), @"
    the table `t` cannot be rebuilt while foreign keys are enforced
    help: run `PRAGMA foreign_keys=OFF` before the transaction begins: dropping the old table would delete the rows that refer to it
    ");
    connection.execute_batch("PRAGMA foreign_keys=OFF").unwrap();
    let other = |text: &mut TableText| *text = TableText::parse("CREATE TABLE t(a)").unwrap();
    insta::assert_snapshot!(refused(&connection, other), @"
    the table `t` has changed since its text was read
    help: read the table again, then change its text
    ");
}

#[test]
fn the_pragma_can_be_set_within_a_transaction_and_outlives_its_rollback() {
    let connection = database("BEGIN; PRAGMA legacy_alter_table=ON; ROLLBACK");
    assert_eq!(lines(&connection, "PRAGMA legacy_alter_table"), ["1"]);
}
