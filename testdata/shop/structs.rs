//! The shop as structs that derive `Table`.

use migration_api::prelude::*;
use sea_orm::prelude::{DateTimeWithTimeZone, Decimal, Json as JsonValue};

/// Who buys.
#[derive(Table)]
#[table(comment = doc)]
pub struct Customer {
    #[table(primary_key)]
    pub id: i32,
    #[table(length = 200, unique)]
    pub email: String,
    #[table(comment = "As it is printed.")]
    pub name: String,
    #[table(default_sql = "CURRENT_TIMESTAMP")]
    pub created_at: DateTimeWithTimeZone,
}

#[derive(EnumType)]
pub enum ProductStatus {
    Draft,
    OnSale,
    Gone,
}

#[derive(Table)]
pub struct Product {
    #[table(primary_key)]
    pub id: i32,
    #[table(length = 40, unique)]
    pub code: String,
    pub name: String,
    #[table(precision = 10, scale = 2, check = "price >= 0")]
    pub price: Decimal,
    #[table(default = "draft")]
    pub status: ProductStatus,
    pub details: Option<JsonValue>,
}

#[derive(Table)]
#[table(
    name = "orders",
    foreign_key(
        name = "fk-orders-customer_id",
        columns("customer_id"),
        references = "customer(id)",
        on_delete = "cascade"
    )
)]
pub struct Order {
    #[table(primary_key)]
    pub id: i64,
    #[table(index = "idx-orders-customer_id")]
    pub customer_id: i32,
    #[table(default_sql = "CURRENT_TIMESTAMP")]
    pub placed_at: DateTimeWithTimeZone,
    #[table(default = false)]
    pub paid: bool,
}

#[derive(Table)]
#[table(primary_key(name = "pk-line", columns("order_id", "position")))]
#[table(foreign_key(
    name = "fk-line-order_id",
    columns("order_id"),
    references = "orders(id)",
    on_delete = "cascade",
    on_update = "cascade"
))]
#[table(foreign_key(
    name = "fk-line-product_id",
    columns("product_id"),
    references = "product(id)"
))]
pub struct Line {
    pub order_id: i64,
    pub position: i16,
    pub product_id: i32,
    #[table(default = 1)]
    pub amount: i32,
}

#[derive(Table)]
#[table(foreign_key(
    name = "fk-review-product_id",
    columns("product_id"),
    references = "product(id)",
    on_delete = "cascade"
))]
#[table(foreign_key(
    name = "fk-review-customer_id",
    columns("customer_id"),
    references = "customer(id)",
    on_delete = "set null"
))]
#[table(index(name = "idx-review-once", columns("product_id", "customer_id"), unique))]
pub struct Review {
    #[table(primary_key)]
    pub id: i32,
    pub product_id: i32,
    pub customer_id: Option<i32>,
    pub rating: i16,
    pub words: Option<String>,
}

/// Returns the shop's tables.
pub fn metadata() -> Metadata {
    Metadata::new()
        .model::<Customer>()
        .model::<Product>()
        .model::<Order>()
        .model::<Line>()
        .model::<Review>()
}
