//! Values of every type, on every database: what is written is read back, by `bulk_insert`, by bound parameters and by a
//! script that the database's own client runs. What a database cannot hold is refused.

mod equality;
mod refusals;
mod samples;

use std::fmt::Write as _;

use migration_api::Cell;
use migration_api::ops::{BulkInsert, CreateTable, Operation};
use migration_api::prelude::*;
use runner::dialect::{Dialect, Session};
use runner::sql::{self, Statement};

use equality::Leeway;

use crate::support::{Database, mariadb, postgres, sqlite};

/// The types, each with the name of its table.
const TYPES: &[(&str, ColumnType<'static>)] = &[
    ("v_smallint", SmallInt),
    ("v_integer", Integer),
    ("v_bigint", BigInt),
    ("v_real", Real),
    ("v_double", Double),
    ("v_numeric", Numeric(38, 10)),
    ("v_boolean", Boolean),
    ("v_char", Char(12)),
    ("v_varchar", Varchar(200)),
    // MySQL's shorter ones hold 64 KiB.
    ("v_text", LongText),
    ("v_blob", LongBlob),
    ("v_date", Date),
    ("v_time", Time),
    ("v_timestamp", Timestamp),
    ("v_moment", TimestampWithTimeZone),
    ("v_uuid", Uuid),
    ("v_json", Json),
];

/// As many values of each type.
const MANY: usize = 10_000;
/// As many go through a script.
const SOME: usize = 500;
/// As many rows has a statement with parameters.
const BOUND: usize = 50;

#[test]
fn values_come_back_from_sqlite() {
    all_come_back(&sqlite());
}

#[test]
fn values_come_back_from_postgresql() {
    all_come_back(&postgres());
}

#[test]
fn values_come_back_from_mariadb() {
    all_come_back(&mariadb());
}

fn all_come_back(database: &Database) {
    let mut connection = database.connect();
    connection.try_begin().unwrap();
    let mut wrong = String::new();
    for (table, ty) in TYPES {
        let values = samples::of(*ty, database.title(), MANY);
        for (way, write) in [("bulk_insert", bulk_insert as Write), ("parameters", bind)] {
            create(&mut *connection, table, *ty);
            write(&mut *connection, table, &values);
            let read = read(&mut *connection, table);
            wrong.push_str(&differences(database, way, table, *ty, &values, &read));
            connection.execute(&format!("DROP TABLE {table}")).unwrap();
        }
    }
    connection.commit().unwrap();
    wrong.push_str(&script_comes_back(database));
    assert!(wrong.is_empty(), "{}\n{wrong}", database.title());
}

/// Has the database's own client insert values from a script, and returns those that come back otherwise.
fn script_comes_back(database: &Database) -> String {
    let mut connection = database.connect();
    let dialect = connection.dialect();
    let mut script = String::new();
    let mut written = Vec::new();
    for (table, ty) in TYPES {
        create(&mut *connection, table, *ty);
        let values = samples::of(*ty, database.title(), SOME);
        inserts(dialect, table, &values, |statement| {
            script.push_str(&statement.to_script(dialect).unwrap());
            script.push('\n');
        });
        written.push((table, ty, values));
    }
    database.run_script(&script).unwrap();
    let mut wrong = String::new();
    for (table, ty, values) in written {
        let read = read(&mut *connection, table);
        wrong.push_str(&differences(database, "script", table, *ty, &values, &read));
    }
    wrong
}

type Write = fn(&mut dyn Session, &str, &[Cell]);

fn create(connection: &mut dyn Session, table: &'static str, ty: ColumnType<'static>) {
    let columns = [Column::new("id", Integer).not_null(), Column::new("v", ty)];
    let create = Operation::CreateTable(CreateTable::new(table, &columns, &[]));
    for statement in sql::render(connection.dialect(), &create).unwrap() {
        connection.run(&statement).unwrap();
    }
}

fn bulk_insert(connection: &mut dyn Session, table: &str, values: &[Cell]) {
    inserts(connection.dialect(), table, values, |statement| {
        connection.run(statement).unwrap();
    });
}

/// Hands out the statements of a `bulk_insert`.
fn inserts(
    dialect: &dyn Dialect,
    table: &str,
    values: &[Cell],
    mut take: impl FnMut(&Statement<'_>),
) {
    let rows: Vec<_> =
        (0_i64..).zip(values).map(|(id, value)| [Value::Int(id), value.as_value()]).collect();
    let rows: Vec<_> = rows.iter().map(<[Value<'_>; 2]>::as_slice).collect();
    let insert = Operation::BulkInsert(BulkInsert::new(table, &["id", "v"], &rows));
    sql::render(dialect, &insert).unwrap().iter().for_each(&mut take);
}

fn bind(connection: &mut dyn Session, table: &str, values: &[Cell]) {
    let names: Vec<_> = (0..BOUND).map(|i| format!("v{i}")).collect();
    for (at, values) in values.chunks(BOUND).enumerate() {
        let row = |(i, name): (usize, &String)| format!("({}, :{name})", at * BOUND + i);
        let rows: Vec<_> = names.iter().take(values.len()).enumerate().map(row).collect();
        let insert = format!("INSERT INTO {table} (id, v) VALUES {}", rows.join(", "));
        let named = names.iter().zip(values).map(|(name, cell)| (name.as_str(), cell.as_value()));
        let parameters: Vec<_> = named.collect();
        let statement = sql::bind(connection.dialect(), &insert, &parameters).unwrap();
        connection.run(&statement).unwrap();
    }
}

fn read(connection: &mut dyn Session, table: &str) -> Vec<Cell> {
    let rows = connection.query(&format!("SELECT v FROM {table} ORDER BY id"), &[]).unwrap().rows;
    rows.into_iter().map(|mut row| row.remove(0)).collect()
}

/// As many differences of one type are shown.
const SHOWN: usize = 5;

fn differences(
    database: &Database,
    way: &str,
    table: &str,
    ty: ColumnType<'_>,
    values: &[Cell],
    read: &[Cell],
) -> String {
    let leeway = Leeway::of(database.title(), way == "script");
    let mut told = String::new();
    if values.len() != read.len() {
        writeln!(told, "{table} by {way}: {} of {} values", read.len(), values.len()).unwrap();
    }
    let pairs = values.iter().zip(read);
    let wrong = pairs.filter(|(written, read)| !equality::same(ty, written, read, leeway));
    for (written, read) in wrong.take(SHOWN) {
        let (written, read) = (shown(written), shown(read));
        writeln!(told, "{table} by {way}: {written} came back as {read}").unwrap();
    }
    told
}

fn shown(cell: &Cell) -> String {
    format!("{cell:?}").chars().take(120).collect()
}
