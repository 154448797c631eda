//! What a struct says of its table.
#![deny(warnings, clippy::pedantic)]

use migration_api::Value;
use migration_api::schema::{
    self, Autoincrement, Column, ColumnType, ColumnValue, Constraint, EnumType, Identity, Index,
    IndexPart, Match, Metadata, ReferentialAction, TableOption,
};
use migration_api::{EnumType, Table};

use super::{derived, written};

#[derive(Table)]
#[expect(dead_code, reason = "only its shape counts")]
struct OrderLine {
    #[table(primary_key)]
    id: i64,
    r#type: String,
}

#[test]
fn names_come_from_rust() {
    let columns = [
        Column::new("id", ColumnType::BigInt).primary_key(),
        Column::new("type", ColumnType::Text).not_null(),
    ];
    assert_eq!(derived::<OrderLine>(), written(schema::Table::new("order_line", &columns, &[])));
}

/// People who
/// buy.
#[derive(Table)]
#[table(name = "crm.customer", rename_from = "buyer", comment = doc)]
#[expect(dead_code, reason = "only its shape counts")]
struct Customer {
    #[table(primary_key, no_autoincrement)]
    id: i32,
    #[table(identity = "always")]
    number: i64,
    #[table(
        name = "mail",
        length = 200,
        unique = "uq_mail",
        collation = "C",
        rename_from = "email"
    )]
    email: String,
    /// What they are called.
    #[table(unique, index, comment = doc)]
    name: Option<String>,
    #[table(index = "ix_born", default_sql = "CURRENT_DATE", comment = "a day")]
    born: chrono::NaiveDate,
    #[table(default = -3)]
    balance: i32,
    #[table(default = 0)]
    ratio: f64,
    #[table(precision = 10, scale = 2, default = 0.50, check = "price >= 0")]
    #[table(check(name = "ck_price", sql = "price < 1000"))]
    price: rust_decimal::Decimal,
    #[table(default = "new")]
    state: State,
    #[table(default = true)]
    active: bool,
    #[table(references = "shop.city(id)", on_delete = "cascade")]
    city: Option<i32>,
    #[table(references(
        table = "agent",
        column = "id",
        on_delete = "set null",
        on_update = "CASCADE",
        name = "fk_agent"
    ))]
    agent: Option<i32>,
    #[table(computed = "balance * 2")]
    twice: i32,
    #[table(computed_stored = "balance * 3", nullable)]
    thrice: i32,
    #[table(computed_virtual = "balance * 4", on_row_update = "x")]
    fourfold: i32,
    #[table(skip)]
    cache: Vec<std::rc::Rc<std::cell::RefCell<u8>>>,
}

#[derive(EnumType)]
#[enum_type(name = "customer_state", schema = "crm", rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape counts")]
enum State {
    New,
    #[enum_type(rename_from = "ok")]
    WellKnown,
    #[enum_type(rename = "GONE")]
    Gone,
}

#[derive(EnumType)]
#[enum_type(type = SmallInt)]
#[expect(dead_code, reason = "only its shape counts")]
enum Level {
    Low = 1,
    High = 2,
}

#[test]
fn a_field_says_all_of_its_column() {
    use ColumnType::{BigInt, Boolean, Date, Double, Enum, Integer, Numeric, Text, Varchar};
    let state = Enum("crm.customer_state", &["new", "well-known", "GONE"]);
    let columns = [
        Column::new("id", Integer).primary_key().no_autoincrement(),
        Column::new("number", BigInt).identity(Identity::always()),
        Column::new("mail", Varchar(200))
            .not_null()
            .unique_named("uq_mail")
            .collation("C")
            .rename_from("email"),
        Column::new("name", Text).unique().index().comment("What they are called."),
        Column::new("born", Date).not_null().default_sql("CURRENT_DATE").comment("a day"),
        Column::new("balance", Integer).not_null().default(Value::Int(-3)),
        Column::new("ratio", Double).not_null().default(Value::Float(0.0)),
        Column::new("price", Numeric(10, 2)).not_null().default(Value::Decimal("0.50")),
        Column::new("state", state).not_null().default(Value::Text("new")),
        Column::new("active", Boolean).not_null().default(Value::Bool(true)),
        Column::new("city", Integer)
            .references("shop.city", "id")
            .on_delete(ReferentialAction::Cascade),
        Column::new("agent", Integer)
            .references_named("fk_agent", "agent", "id")
            .on_delete(ReferentialAction::SetNull)
            .on_update(ReferentialAction::Cascade),
        Column::new("twice", Integer).not_null().computed("balance * 2"),
        Column::new("thrice", Integer).computed_stored("balance * 3"),
        Column::new("fourfold", Integer)
            .not_null()
            .computed_virtual("balance * 4")
            .on_row_update("x"),
    ];
    let constraints = [
        Constraint::check("", "price >= 0").unnamed(),
        Constraint::check("ck_price", "price < 1000"),
    ];
    let indexes = [Index::new("ix_born", "crm.customer", &["born"])];
    let table = schema::Table::new("crm.customer", &columns, &constraints)
        .indexes(&indexes)
        .rename_from("buyer")
        .comment("People who\nbuy.");
    assert_eq!(derived::<Customer>(), written(table));
}

#[test]
fn an_enum_is_a_type_with_its_history() {
    let wanted = EnumType::new("crm.customer_state", &["new", "well-known", "GONE"])
        .rename_values(&[("ok", "well-known")]);
    assert_eq!(derived::<State>(), Metadata::new().enum_type(wanted));
    assert_eq!(Level::TYPE, ColumnType::SmallInt);
}

#[derive(Table)]
#[table(name = "line", schema = "shop", rename_all = "camelCase")]
#[table(primary_key(name = "pk_line", columns("orderId", "position")))]
#[table(unique("orderId", "productId"))]
#[table(unique(
    name = "uq_code",
    columns("code"),
    nulls_not_distinct,
    initially_deferred,
    include("note")
))]
#[table(check("amount > 0"), check(name = "ck_code", sql = "code <> ''"), check = "true")]
#[table(foreign_key(
    columns("orderId", "position"),
    references = "shop.slot(order_id, n)",
    name = "fk_slot",
    on_delete = "restrict",
    match_kind = "full",
    deferrable
))]
#[table(index("code", "amount"))]
#[table(index(
    name = "ix_recent",
    column("position", descending, nulls_last),
    expression("lower(code)", operator_class = "text_pattern_ops"),
    expression = "1 + 1",
    unique,
    where = "amount > 1",
    using = "btree",
    include("note"),
    storage(fillfactor = "70"),
    tablespace = "fast",
    comment = "c"
))]
#[table(
    engine = "InnoDB",
    charset = "utf8mb4",
    collate = "utf8mb4_bin",
    auto_increment = 100,
    row_format = "DYNAMIC"
)]
#[table(
    partition_by = "RANGE (position)",
    inherits = "base",
    tablespace = "slow",
    storage(fillfactor = "90", autovacuum_enabled = "off")
)]
#[table(unlogged, strict, without_rowid)]
#[expect(dead_code, reason = "only its shape counts")]
struct Line<'a> {
    order_id: i64,
    position: i16,
    product_id: u32,
    code: std::borrow::Cow<'a, str>,
    amount: i32,
    #[table(column = "note")]
    remark: Option<&'a str>,
}

#[test]
fn a_struct_says_all_of_its_table() {
    use ColumnType::{BigInt, Integer, SmallInt, Text};
    let columns = [
        Column::new("orderId", BigInt).not_null(),
        Column::new("position", SmallInt).not_null(),
        Column::new("productId", u32::TYPE).not_null(),
        Column::new("code", Text).not_null(),
        Column::new("amount", Integer).not_null(),
        Column::new("note", Text),
    ];
    let constraints = [
        Constraint::primary_key("pk_line", &["orderId", "position"]),
        Constraint::unique("", &["orderId", "productId"]).unnamed(),
        Constraint::unique("uq_code", &["code"])
            .nulls_not_distinct()
            .initially_deferred()
            .include(&["note"]),
        Constraint::check("", "amount > 0").unnamed(),
        Constraint::check("ck_code", "code <> ''"),
        Constraint::check("", "true").unnamed(),
        Constraint::foreign_key(
            "fk_slot",
            &["orderId", "position"],
            "shop.slot",
            &["order_id", "n"],
        )
        .on_delete(ReferentialAction::Restrict)
        .match_kind(Match::Full)
        .deferrable(),
    ];
    let parts = [
        IndexPart::column("position").descending().nulls_last(),
        IndexPart::expression("lower(code)").operator_class("text_pattern_ops"),
        IndexPart::expression("1 + 1"),
    ];
    let indexes = [
        Index::new("", "shop.line", &["code", "amount"]).unnamed(),
        Index::of_parts("ix_recent", "shop.line", &parts)
            .unique()
            .predicate("amount > 1")
            .using("btree")
            .include(&["note"])
            .storage(&[("fillfactor", "70")])
            .tablespace("fast")
            .comment("c"),
    ];
    let options = [
        TableOption::Engine("InnoDB"),
        TableOption::Charset("utf8mb4"),
        TableOption::Collate("utf8mb4_bin"),
        TableOption::RowFormat("DYNAMIC"),
        TableOption::PartitionBy("RANGE (position)"),
        TableOption::Inherits("base"),
        TableOption::Tablespace("slow"),
        TableOption::AutoIncrement(100),
        TableOption::Storage("fillfactor", "90"),
        TableOption::Storage("autovacuum_enabled", "off"),
        TableOption::Unlogged,
        TableOption::Strict,
        TableOption::WithoutRowid,
    ];
    let table =
        schema::Table::new("shop.line", &columns, &constraints).indexes(&indexes).options(&options);
    assert_eq!(derived::<Line<'_>>(), written(table));
}

#[derive(Table)]
#[expect(dead_code, reason = "only its shape counts")]
struct Pair {
    #[table(primary_key)]
    left: i32,
    #[table(primary_key, autoincrement)]
    right: i32,
}

#[test]
fn a_primary_key_may_be_of_several_fields() {
    let right = Column {
        autoincrement: Autoincrement::Always,
        ..Column::new("right", ColumnType::Integer).primary_key()
    };
    let columns = [Column::new("left", ColumnType::Integer).primary_key(), right];
    assert_eq!(derived::<Pair>(), written(schema::Table::new("pair", &columns, &[])));
}

/// Stand-ins for types of crates that this one does not depend on.
mod chrono {
    pub(super) struct NaiveDate;
}
mod rust_decimal {
    pub(super) struct Decimal;
}
