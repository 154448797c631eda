//! The shop as values.

use migration_api::Value;
use migration_api::prelude::*;

/// Returns the shop's tables.
pub fn metadata() -> Metadata {
    [customer, product, orders, line, review]
        .iter()
        .fold(Metadata::new(), |metadata, add| add(metadata))
}

fn customer(metadata: Metadata) -> Metadata {
    let columns = [
        Column::new("id", Integer).primary_key(),
        Column::new("email", Varchar(200)).not_null().unique(),
        Column::new("name", Text).not_null().comment("As it is printed."),
        Column::new("created_at", TimestampWithTimeZone)
            .not_null()
            .default_sql("CURRENT_TIMESTAMP"),
    ];
    metadata.table(Table::new("customer", &columns, &[]).comment("Who buys."))
}

fn product(metadata: Metadata) -> Metadata {
    let status = Enum("product_status", &["draft", "on_sale", "gone"]);
    let columns = [
        Column::new("id", Integer).primary_key(),
        Column::new("code", Varchar(40)).not_null().unique(),
        Column::new("name", Text).not_null(),
        Column::new("price", Numeric(10, 2)).not_null(),
        Column::new("status", status).not_null().default(Value::Text("draft")),
        Column::new("details", Json),
    ];
    let constraints = [Constraint::check("", "price >= 0").unnamed()];
    metadata.table(Table::new("product", &columns, &constraints))
}

fn orders(metadata: Metadata) -> Metadata {
    let columns = [
        Column::new("id", BigInt).primary_key(),
        Column::new("customer_id", Integer).not_null(),
        Column::new("placed_at", TimestampWithTimeZone).not_null().default_sql("CURRENT_TIMESTAMP"),
        Column::new("paid", Boolean).not_null().default(Value::Bool(false)),
    ];
    let constraints =
        [Constraint::foreign_key("fk-orders-customer_id", &["customer_id"], "customer", &["id"])
            .on_delete(ReferentialAction::Cascade)];
    let indexes = [Index::new("idx-orders-customer_id", "orders", &["customer_id"])];
    metadata.table(Table::new("orders", &columns, &constraints).indexes(&indexes))
}

fn line(metadata: Metadata) -> Metadata {
    let columns = [
        Column::new("order_id", BigInt).not_null(),
        Column::new("position", SmallInt).not_null(),
        Column::new("product_id", Integer).not_null(),
        Column::new("amount", Integer).not_null().default(Value::Int(1)),
    ];
    let constraints = [
        Constraint::primary_key("pk-line", &["order_id", "position"]),
        Constraint::foreign_key("fk-line-order_id", &["order_id"], "orders", &["id"])
            .on_delete(ReferentialAction::Cascade)
            .on_update(ReferentialAction::Cascade),
        Constraint::foreign_key("fk-line-product_id", &["product_id"], "product", &["id"]),
    ];
    metadata.table(Table::new("line", &columns, &constraints))
}

fn review(metadata: Metadata) -> Metadata {
    let columns = [
        Column::new("id", Integer).primary_key(),
        Column::new("product_id", Integer).not_null(),
        Column::new("customer_id", Integer),
        Column::new("rating", SmallInt).not_null(),
        Column::new("words", Text),
    ];
    let constraints = [
        Constraint::foreign_key("fk-review-product_id", &["product_id"], "product", &["id"])
            .on_delete(ReferentialAction::Cascade),
        Constraint::foreign_key("fk-review-customer_id", &["customer_id"], "customer", &["id"])
            .on_delete(ReferentialAction::SetNull),
    ];
    let indexes =
        [Index::new("idx-review-once", "review", &["product_id", "customer_id"]).unique()];
    metadata.table(Table::new("review", &columns, &constraints).indexes(&indexes))
}
