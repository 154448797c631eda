//! create orders and their lines
//!
//! Revision ID: 8b7e35c6d0f1
//! Revises: 4c1f0a9d2e57
//! Create Date: 2026-03-09 16:40:02.917734

use migration_api::prelude::*;

pub const REVISION: &str = "8b7e35c6d0f1";
pub const DOWN_REVISION: &[&str] = &["4c1f0a9d2e57"];
pub const BRANCH_LABELS: &[&str] = &[];
pub const DEPENDS_ON: &[&str] = &[];

pub fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    ctx.create_table(
        "orders",
        &[
            Column::new("id", Integer).primary_key(),
            Column::new("customer_id", Integer).not_null().references("customer", "id"),
            Column::new("placed_at", Timestamp).not_null().default_sql("CURRENT_TIMESTAMP"),
        ],
        &[],
    )?;
    ctx.create_index("ix_orders_customer_id", "orders", &["customer_id"])?;
    ctx.create_table(
        "order_line",
        &[
            Column::new("order_id", Integer).not_null(),
            Column::new("product_id", Integer).not_null().references("product", "id"),
            Column::new("quantity", Integer).not_null().default(1.into()),
        ],
        &[
            Constraint::primary_key("pk_order_line", &["order_id", "product_id"]),
            Constraint::foreign_key("fk_order_line_order", &["order_id"], "orders", &["id"])
                .on_delete(ReferentialAction::Cascade),
            Constraint::check("ck_order_line_quantity", "quantity > 0"),
        ],
    )
}

pub fn downgrade(ctx: &mut MigrationContext) -> MigrationResult {
    ctx.drop_table("order_line")?;
    ctx.drop_index("ix_orders_customer_id", "orders")?;
    ctx.drop_table("orders")
}
