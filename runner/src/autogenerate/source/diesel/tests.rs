use std::path::Path;

use migration_api::abi::Decode;
use migration_api::schema::ColumnType::{self, *};
use migration_api::schema::{Index, MetadataSource, Object, ReferentialAction};

use super::*;

fn read<'a>(text: &str, dialect: &str, arena: &'a Arena) -> DieselSchema<'a> {
    tables(text, Path::new("src/schema.rs"), dialect, arena)
        .unwrap_or_else(|error| panic!("{error}"))
}

fn failure(text: &str) -> String {
    let arena = Arena::default();
    tables(text, Path::new("src/schema.rs"), "postgresql", &arena).unwrap_err().to_string()
}

const SHOP: &str = r#"
// @generated automatically by Diesel CLI.

pub mod sql_types {
    #[derive(diesel::query_builder::QueryId, Clone, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "mood"))]
    pub struct Mood;

    #[derive(diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "size", schema = "shop"))]
    pub struct Size;

    #[derive(diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "tsvector", schema = "pg_catalog"))]
    pub struct Tsvector;
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Mood;

    /// People.
    customer (id) {
        /// The number.
        id -> Int8,
        #[max_length = 200]
        email -> Varchar,
        #[sql_name = "type"]
        type_ -> Nullable<Text>,
        mood -> Mood,
        tags -> Array<Nullable<Text>>,
    }
}

table! {
    #[sql_name = "line item"]
    shop.line (order_id, position) {
        order_id -> Integer,
        position -> SmallInt,
        customer_id -> Nullable<diesel::sql_types::BigInt>,
        size -> crate::schema::sql_types::Size,
        search -> Tsvector,
    }
}

diesel::joinable!(line -> customer (customer_id));
diesel::allow_tables_to_appear_in_same_query!(customer, line,);
"#;

#[test]
fn a_schema_is_read() {
    let arena = Arena::default();
    let customer = [
        Column::new("id", BigInt).not_null(),
        Column::new("email", Varchar(200)).not_null(),
        Column::new("type", Text),
        Column::new("mood", Named("mood")).not_null(),
        Column::new("tags", Array(&Text)).not_null(),
    ];
    let line = [
        Column::new("order_id", Integer).not_null(),
        Column::new("position", SmallInt).not_null(),
        Column::new("customer_id", BigInt),
        Column::new("size", Named("shop.size")).not_null(),
        Column::new("search", TsVector).not_null(),
    ];
    let key = [Constraint::primary_key("", &["id"]).unnamed()];
    let keys = [
        Constraint::primary_key("", &["order_id", "position"]).unnamed(),
        Constraint::foreign_key("", &["customer_id"], "customer", &["id"]).unnamed(),
    ];
    let wanted =
        vec![Table::new("customer", &customer, &key), Table::new("shop.line item", &line, &keys)];
    let schema = read(SHOP, "postgresql", &arena);
    assert_eq!(schema, DieselSchema { tables: wanted, says_foreign_keys: true });
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_table() {
    for (text, message) in [
        ("table! { a (id) {\n id => Text, } }", "src/schema.rs:2: table `a`: expected `->`"),
        (
            "\ntable! { a { id -> Int4, b -> Wrong, } }",
            "src/schema.rs:2: table `a` has a column `b` of type `Wrong`, which neither diesel has nor the file declares",
        ),
        (
            "table! { a (x) {\n id -> Int4, } }",
            "src/schema.rs:1: table `a` has no column `x`, which is to be its primary key",
        ),
        (
            "table! { a { id -> Int4, } }\njoinable!(a -> b (c));",
            "src/schema.rs:2: table `b` is named by `joinable!`, but no `table!` has it",
        ),
        (
            "table! { a { id -> Int4, } }\ntable! { b { id -> Int4, } }\njoinable!(a -> b (c));",
            "src/schema.rs:3: table `a` has no column `c`, which `joinable!` names",
        ),
        (
            "table! { a { id -> Int4, } }\ntable! { a { id -> Int4, } }",
            "src/schema.rs:2: table `a` stands twice",
        ),
        ("fn main( {", "src/schema.rs:1: "),
        ("table! { a () { id -> Int4, } }", "src/schema.rs:1: table `a`: "),
        (
            "table! { a { #[max_length(5)] id -> Int4, } }",
            "src/schema.rs:1: table `a`: expected `#[max_length = …]`",
        ),
    ] {
        let told = failure(text);
        assert!(told.starts_with(message), "{text}: {told}");
    }
}

#[test]
fn diesels_types_cover_what_they_stand_for() {
    for (dialect, ty, actual, covered) in [
        ("postgresql", "Text", Varchar(80), true),
        ("postgresql", "Text", Custom("character varying"), true),
        ("postgresql", "Varchar", Text, true),
        ("postgresql", "Text", CiText, false),
        ("postgresql", "Text", Integer, false),
        ("postgresql", "Integer", BigInt, false),
        ("postgresql", "Numeric", Numeric(10, 2), true),
        ("postgresql", "Numeric", Custom("numeric"), true),
        ("postgresql", "Numeric", Double, false),
        ("postgresql", "Timestamp", TimestampDigits(3), true),
        ("postgresql", "Timestamp", TimestampWithTimeZone, false),
        ("postgresql", "Timestamptz", TimestampWithTimeZoneDigits(0), true),
        ("postgresql", "Bytea", Blob, true),
        ("postgresql", "Array<Nullable<Text>>", Array(&Varchar(8)), true),
        ("postgresql", "Array<Int4>", Array(&BigInt), false),
        ("postgresql", "Range<Timestamptz>", TstzRange, true),
        ("postgresql", "Int4", Named("positive"), true),
        ("mysql", "Bool", TinyInt, true),
        ("mysql", "Unsigned<Bigint>", Unsigned(&BigInt), true),
        ("mysql", "Unsigned<Bigint>", BigInt, false),
        ("mysql", "Datetime", TimestampDigits(6), true),
        ("mariadb", "Mediumtext", MediumText, true),
        ("mysql", "Blob", Varbinary(16), true),
        ("sqlite", "Double", Numeric(10, 2), true),
        ("sqlite", "Integer", MediumInt, true),
        ("sqlite", "TimestamptzSqlite", Timestamp, true),
        ("sqlite", "Binary", Binary(16), true),
    ] {
        let arena = Arena::default();
        let text = format!("table! {{ a {{ id -> {ty}, }} }}");
        let schema = read(&text, dialect, &arena);
        let columns = [Column::new("id", actual).not_null()];
        let key = [Constraint::primary_key("a_pkey", &["id"])];
        let actual = Table::new("a", &columns, &key);
        let got = completed(&schema, &schema.tables[0], Some(&actual), dialect, &arena);
        assert_eq!(got == actual, covered, "{dialect}: {ty} {got:?}");
    }
}

#[test]
fn declared_lengths_are_compared() {
    let arena = Arena::default();
    let schema = read("table! { a { #[max_length = 20] id -> Varchar, } }", "postgresql", &arena);
    let ty = |actual: ColumnType<'static>| {
        let columns = [Column::new("id", actual).not_null()];
        let actual = Table::new("a", &columns, &[]);
        completed(&schema, &schema.tables[0], Some(&actual), "postgresql", &arena).columns[0].ty
            == actual.columns[0].ty
    };
    assert!(ty(Varchar(20)));
    assert!(!ty(Varchar(21)) && !ty(Text));
}

#[test]
fn what_diesel_cannot_say_comes_from_the_database() {
    let arena = Arena::default();
    let text = "table! { a { id -> Int4, code -> Text, b_id -> Int4, n -> Nullable<Int4>, } }
        table! { b { id -> Int4, } } table! { c { id -> Int4, } } joinable!(a -> b (b_id));";
    let schema = read(text, "postgresql", &arena);
    let columns = [
        Column::new("id", Integer).not_null(),
        Column::new("code", Varchar(8)).not_null().default_sql("now()").comment("c").collation("C"),
        Column::new("b_id", Integer).not_null(),
        Column::new("n", Integer),
    ];
    let constraints = [
        Constraint::primary_key("pk_a", &["id"]),
        Constraint::unique("uq_a", &["code"]),
        Constraint::check("ck_a", "n > 0"),
        Constraint::foreign_key("fk_b", &["b_id"], "b", &["id"])
            .on_delete(ReferentialAction::Cascade),
        Constraint::foreign_key("fk_code", &["code"], "c", &["code"]),
        Constraint::foreign_key("fk_self", &["n"], "a", &["id"]),
    ];
    let indexes = [Index::new("ix_a", "a", &["code"])];
    let actual = Table::new("a", &columns, &constraints).indexes(&indexes).comment("t");
    let of = |constraints: Vec<Constraint<'static>>| Table {
        constraints: arena.keep(constraints),
        ..actual
    };
    let complete = |constraints: Vec<Constraint<'static>>| {
        let actual = of(constraints);
        completed(&schema, &schema.tables[0], Some(&actual), "postgresql", &arena).constraints
    };
    assert_eq!(completed(&schema, &schema.tables[0], Some(&actual), "postgresql", &arena), actual);

    let mut with_c = constraints.to_vec();
    with_c.push(Constraint::foreign_key("fk_c", &["n"], "c", &["id"]));
    let before = with_c.clone();
    // Two keys to one table cannot be named, so both stay; the one to `c` is the second one.
    assert_eq!(complete(with_c), before);
    let one_to_c = vec![constraints[0], constraints[3], before[6]];
    assert_eq!(
        complete(one_to_c),
        [constraints[0], constraints[3]],
        "it could be named, and is not"
    );
    let without_b = vec![constraints[0]];
    let added = Constraint::foreign_key("", &["b_id"], "b", &["id"]).unnamed();
    assert_eq!(complete(without_b), [constraints[0], added]);
}

/// The shop as values, the same as in the other sources.
#[path = "../../../../../testdata/shop/values.rs"]
#[expect(unreachable_pub, reason = "a file of several tests")]
mod values;

/// Returns the table as the normal form has it: keys and checks of its columns among its constraints.
fn normal<'a>(table: &Table<'a>, arena: &'a Arena) -> Table<'a> {
    let of = |kind| Constraint::new("", kind).unnamed();
    let names = |column: &Column<'a>| arena.keep(vec![column.name]);
    let keys = table.columns.iter().filter(|column| column.primary_key);
    let mut constraints: Vec<_> =
        keys.map(|column| of(ConstraintKind::PrimaryKey(names(column)))).collect();
    let unique = table.columns.iter().filter(|column| column.unique);
    constraints.extend(unique.map(|column| of(ConstraintKind::Unique(names(column)))));
    constraints.extend(table.constraints);
    let bare = |column: &Column<'a>| Column { primary_key: false, unique: false, ..*column };
    let columns = table.columns.iter().map(bare).collect();
    Table { columns: arena.keep(columns), constraints: arena.keep(constraints), ..*table }
}

#[test]
fn the_shop_in_diesel_is_the_shop() {
    let arena = Arena::default();
    let text = include_str!("../../../../../testdata/shop/diesel_schema.rs");
    let schema = read(text, "postgresql", &arena);
    let metadata = values::metadata();
    let [MetadataSource::Objects { count, bytes }] = metadata.sources() else {
        panic!("the shop is values");
    };
    let mut reader = migration_api::abi::Reader::with_arena(bytes, &arena);
    for _ in 0..*count {
        let Object::Table(table) = Object::decode(&mut reader).unwrap() else {
            panic!("the shop has tables only");
        };
        let actual = normal(&table, &arena);
        let wanted = schema.tables.iter().find(|wanted| wanted.name == actual.name).unwrap();
        assert_eq!(completed(&schema, wanted, Some(&actual), "postgresql", &arena), actual);
    }
    assert_eq!(schema.tables.len(), 5);
}
