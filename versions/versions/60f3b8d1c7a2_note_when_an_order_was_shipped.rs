//! note when an order was shipped
//!
//! Revision ID: 60f3b8d1c7a2
//! Revises: 17e5c90a4d3b
//! Create Date: 2026-05-04 13:57:25.816402

use migration_api::prelude::*;

pub const REVISION: &str = "60f3b8d1c7a2";
pub const DOWN_REVISION: &[&str] = &["17e5c90a4d3b"];
pub const BRANCH_LABELS: &[&str] = &[];
pub const DEPENDS_ON: &[&str] = &[];

pub fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    ctx.add_column("orders", Column::new("shipped_at", Timestamp))?;
    ctx.create_index("ix_orders_shipped_at", "orders", &["shipped_at"])
}

pub fn downgrade(ctx: &mut MigrationContext) -> MigrationResult {
    ctx.drop_index("ix_orders_shipped_at", "orders")?;
    ctx.drop_column("orders", "shipped_at")
}
