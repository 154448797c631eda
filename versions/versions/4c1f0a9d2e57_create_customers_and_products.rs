//! create customers and products
//!
//! Revision ID: 4c1f0a9d2e57
//! Revises:
//! Create Date: 2026-03-02 09:14:31.204518

use migration_api::prelude::*;

pub const REVISION: &str = "4c1f0a9d2e57";
pub const DOWN_REVISION: &[&str] = &[];
pub const BRANCH_LABELS: &[&str] = &[];
pub const DEPENDS_ON: &[&str] = &[];

pub fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    ctx.create_table(
        "customer",
        &[
            Column::new("id", Integer).primary_key(),
            Column::new("name", Varchar(120)).not_null(),
            Column::new("email", Varchar(200)).not_null(),
            Column::new("created_at", Timestamp).not_null().default_sql("CURRENT_TIMESTAMP"),
        ],
        &[Constraint::unique("uq_customer_email", &["email"])],
    )?;
    ctx.create_table(
        "product",
        &[
            Column::new("id", Integer).primary_key(),
            Column::new("sku", Varchar(40)).not_null(),
            Column::new("title", Varchar(200)).not_null(),
            Column::new("price", Varchar(20)).not_null(),
        ],
        &[Constraint::unique("uq_product_sku", &["sku"])],
    )
}

pub fn downgrade(ctx: &mut MigrationContext) -> MigrationResult {
    ctx.drop_table("product")?;
    ctx.drop_table("customer")
}
