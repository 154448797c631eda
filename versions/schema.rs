//! The schema that the application wants.

use migration_api::prelude::*;

/// Returns the schema that the application wants.
pub fn metadata() -> Metadata {
    Metadata::new()
        .table(Table::new(
            "customer",
            &[
                Column::new("id", Integer).primary_key(),
                Column::new("name", Varchar(120)).not_null(),
                Column::new("email", Varchar(200)).not_null(),
                Column::new("created_at", Timestamp).not_null().default_sql("CURRENT_TIMESTAMP"),
            ],
            &[Constraint::unique("uq_customer_email", &["email"])],
        ))
        .table(Table::new(
            "order_line",
            &[
                Column::new("order_id", Integer).not_null(),
                Column::new("product_id", Integer).not_null(),
                Column::new("quantity", Integer).not_null().default(1.into()),
            ],
            &[
                Constraint::primary_key("pk_order_line", &["order_id", "product_id"]),
                Constraint::foreign_key("", &["product_id"], "product", &["id"]).unnamed(),
                Constraint::foreign_key("fk_order_line_order", &["order_id"], "orders", &["id"])
                    .on_delete(ReferentialAction::Cascade),
                Constraint::check("ck_order_line_quantity", "quantity > 0"),
            ],
        ))
        .table(
            Table::new(
                "orders",
                &[
                    Column::new("id", Integer).primary_key(),
                    Column::new("customer_id", Integer).not_null(),
                    Column::new("placed_at", Timestamp).not_null().default_sql("CURRENT_TIMESTAMP"),
                    Column::new("shipped_at", Timestamp),
                ],
                &[Constraint::foreign_key("", &["customer_id"], "customer", &["id"]).unnamed()],
            )
            .indexes(&[
                Index::new("ix_orders_customer_id", "orders", &["customer_id"]),
                Index::new("ix_orders_shipped_at", "orders", &["shipped_at"]),
            ]),
        )
        .table(Table::new(
            "product",
            &[
                Column::new("id", Integer).primary_key(),
                Column::new("sku", Varchar(40)).not_null(),
                Column::new("title", Varchar(200)).not_null(),
                Column::new("price_cents", BigInt).not_null().default(0.into()),
            ],
            &[Constraint::unique("uq_product_sku", &["sku"])],
        ))
}
