//! Several changes to one table at once; on SQLite, the table made anew.

use std::thread;
use std::time::Duration;

use migration_api::ops::{Batch, BatchOptions, Recreate};
use migration_api::prelude::*;

use super::{Case, assert_cases, keep};
use crate::support::{Project, sqlite};

fn there() -> Vec<Operation<'static>> {
    let columns = keep(vec![
        Column::new("id", Integer).primary_key().autoincrement(),
        Column::new("a", Varchar(20)).default("x".into()),
        Column::new("b", Integer),
    ]);
    vec![CreateTable::new("t", columns, keep(vec![Constraint::unique("uq", &["b"])])).into()]
}

fn table() -> Table<'static> {
    let Operation::CreateTable(op) = there()[0] else { unreachable!() };
    Table::new("t", op.columns, op.constraints)
}

fn batch(options: BatchOptions<'static>, operations: Vec<Operation<'static>>) -> Batch<'static> {
    Batch { table: TableName::parse("t"), options, operations: keep(operations) }
}

fn case(name: &str, options: BatchOptions<'static>, operations: Vec<Operation<'static>>) -> Case {
    Case::new(name, there(), batch(options, operations)).one_way()
}

fn cases() -> Vec<Case> {
    let auto = BatchOptions::new;
    let declared = || BatchOptions::new().copy_from(table());
    let change = |column| AlterColumn::in_batch(column);
    vec![
        case(
            "changes that SQLite has statements for",
            auto(),
            vec![
                AddColumn::new("", Column::new("c", Integer)).into(),
                change("a").rename("name").into(),
                CreateIndex::new(Index::new("ix", "", &["c"])).into(),
            ],
        ),
        case(
            "changes that need a new table",
            declared(),
            vec![
                change("a")
                    .set_type(Varchar(40))
                    .set_not_null()
                    .set_default("y".into())
                    .existing_type(Varchar(20))
                    .into(),
                AddColumn::new("", Column::new("c", Integer)).into(),
                DropConstraint::new("", "uq").kind(ConstraintType::Unique).into(),
                AddConstraint::new("", Constraint::check("ck", "c > 0")).into(),
                CreateIndex::new(Index::new("ix", "", &["c"])).into(),
            ],
        ),
        case(
            "a new name beside other changes",
            auto(),
            vec![
                change("a").rename("name").into(),
                change("name").set_type(Text).existing_nullable(true).set_nullable().into(),
                DropColumn::new("", "b").into(),
            ],
        )
        .no_script("SQLite MariaDB")
        .only("SQLite PostgreSQL"),
        case(
            "places for columns",
            declared().recreate(Recreate::Always),
            vec![
                AddColumn::new("", Column::new("c", Integer)).after("id").into(),
                AddColumn::new("", Column::new("d", Integer)).before("b").into(),
            ],
        )
        .only("SQLite"),
        case(
            "another order",
            declared().recreate(Recreate::Always).partial_reordering(&[&["b", "a"]]),
            vec![],
        )
        .only("SQLite"),
        case(
            "constraints and options besides",
            declared()
                .constraints(keep(vec![Constraint::check("more", "b > 1")]))
                .options(keep(vec![TableOption::Strict])),
            vec![DropColumn::new("", "a").into()],
        )
        .only("SQLite"),
        case(
            "never a new table",
            auto().recreate(Recreate::Never),
            vec![change("a").set_not_null().into()],
        )
        .only("SQLite"),
        case(
            "always a new table, which no script can read",
            auto().recreate(Recreate::Always),
            vec![AddColumn::new("", Column::new("c", Integer)).into()],
        )
        .only("SQLite"),
        case("a column that is not there", auto(), vec![change("nope").set_not_null().into()])
            .only("SQLite")
            .no_script("SQLite"),
        case(
            "a constraint that is not there",
            auto(),
            vec![DropConstraint::new("", "nope").into()],
        )
        .only("SQLite")
        .no_script("SQLite"),
    ]
}

#[test]
fn batches() {
    assert_cases!(&cases());
}

/// A database in which everything is that a new table could lose.
const EVERYTHING: &str = "
    CREATE TABLE owner (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE);
    INSERT INTO owner VALUES (1, 'Ann'), (2, 'Bob');
    CREATE TABLE item (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        owner_id INTEGER NOT NULL REFERENCES owner (id) ON DELETE CASCADE,
        parent_id INTEGER REFERENCES item (id),
        name TEXT COLLATE NOCASE CHECK (length(name) > 0),
        price NUMERIC(10, 2) NOT NULL DEFAULT (1 + 1),
        amount INTEGER CONSTRAINT positive CHECK (amount > 0),
        total NUMERIC GENERATED ALWAYS AS (price * amount) VIRTUAL,
        label TEXT GENERATED ALWAYS AS (upper(name)) STORED,
        data BLOB, -- whatever
        CHECK (price >= 0), UNIQUE (owner_id, name) ON CONFLICT ABORT,
        CONSTRAINT big CHECK (amount < 1000000)
    );
    CREATE TABLE part (item_id INTEGER REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED, n);
    CREATE INDEX ix_price ON item (price DESC, lower(name)) WHERE amount > 1;
    CREATE UNIQUE INDEX ix_label ON item (label COLLATE BINARY, id);
    CREATE VIEW dear AS SELECT id, name, total FROM item WHERE price > 10;
    CREATE TABLE log (text);
    CREATE TRIGGER noted AFTER UPDATE ON item BEGIN INSERT INTO log VALUES (new.name); END;
    CREATE TRIGGER parted AFTER INSERT ON part BEGIN UPDATE item SET amount = amount + 1 WHERE id = new.item_id; END;
    CREATE TRIGGER seen INSTEAD OF DELETE ON dear BEGIN DELETE FROM item WHERE id = old.id; END;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO item (id, owner_id, parent_id, name, price, amount, data)
        SELECT i, 1 + i % 2, CASE WHEN i % 3 = 0 THEN i - 1 END, 'item ' || i, i * 1.25, 1 + i % 7, randomblob(i % 50) FROM n;
    DELETE FROM item WHERE id = 100000;
    INSERT INTO part (item_id) SELECT id FROM item LIMIT 1000;
    DELETE FROM log";

const SUM: &str = "SELECT count(*) || ' ' || sum(id) || ' ' || sum(parent_id) || ' ' || sum(price) || ' ' || sum(total) || ' ' || \
                   group_concat(label) || ' ' || sum(length(data)) || ' ' || group_concat(hex(data)) FROM (SELECT * FROM item ORDER BY id)";

const CHANGE: &str = "ctx.batch_alter_table(\"item\", |batch| {
        batch.alter_column(AlterColumn::in_batch(\"price\").set_type(Double).set_default(3.into()));
        batch.add_column_after(Column::new(\"note\", Text), \"name\");
        batch.create_check_constraint(\"cheap\", \"price < 1000000\");
        batch.create_foreign_key(\"fk_log\", &[\"amount\"], \"owner\", &[\"id\"]);
    })";

#[test]
fn a_table_made_anew_loses_nothing() {
    let database = sqlite();
    database.execute(EVERYTHING);
    let project = Project::on(&database.url);
    // A foreign key that rows break: the run is undone as a whole.
    project.revision("a1", CHANGE, "Ok(())");
    let objects = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
    let (before, sum) = (database.texts(objects), database.texts(SUM));
    project.runner(&["upgrade", "head"]).fails_with(&[
        "foreign keys would be broken",
        "`item`",
        "`owner`",
    ]);
    assert_eq!(database.texts(objects), before);

    project.revision("a1", &CHANGE.replace("batch.create_foreign_key", "// "), "Ok(())");
    project.runner(&["upgrade", "head"]).succeeds();
    assert_eq!(database.texts(SUM), sum, "every row, with every value");
    let mut after = database.texts(objects);
    after.retain(|sql| !sql.contains("alembic_version"));
    let changed: Vec<_> = after.iter().filter(|sql| !before.contains(sql)).collect();
    assert_eq!(changed.len(), 1, "only the table has changed: {changed:?}");
    insta::assert_snapshot!(changed[0]);
    // The number of the last row is not given out again, though that row is gone.
    let mut connection = database.connect();
    connection.execute("INSERT INTO item (owner_id, name, amount) VALUES (1, 'new', 1)").unwrap();
    assert_eq!(database.texts("SELECT max(id) FROM item"), ["100001"]);
    connection.execute("UPDATE item SET name = 'newer' WHERE id = 100001").unwrap();
    assert_eq!(database.texts("SELECT text FROM log"), ["newer"], "the trigger fires");
    assert_eq!(database.texts("SELECT count(*) FROM dear WHERE name = 'ITEM 99'"), ["1"]);
    assert_eq!(database.texts("PRAGMA integrity_check"), ["ok"]);
    assert_eq!(database.texts("SELECT count(*) FROM pragma_foreign_key_check"), ["0"]);
}

#[test]
fn a_batch_killed_in_the_middle_has_changed_nothing() {
    let database = sqlite();
    database.execute(EVERYTHING);
    let project = Project::on(&database.url);
    let change = CHANGE.replace("batch.create_foreign_key", "// ");
    project.revision(
        "a1",
        &format!("{change}?; std::thread::sleep(std::time::Duration::from_secs(60)); Ok(())"),
        "Ok(())",
    );
    // Compiled before, so that only the run itself takes time.
    project.runner(&["upgrade", "head", "--sql"]);
    let objects = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
    let (before, sum) = (database.texts(objects), database.texts(SUM));
    for milliseconds in [100, 250, 400, 700, 1500] {
        let mut child = project.start(&["upgrade", "head"]);
        thread::sleep(Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(database.texts(objects), before, "after {milliseconds} ms");
        assert_eq!(database.texts(SUM), sum);
    }
}
