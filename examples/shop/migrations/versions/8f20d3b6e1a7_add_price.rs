//! add price
//!
//! Revision ID: 8f20d3b6e1a7
//! Revises: 1c5e9a02b7d4
//! Create Date: 2026-11-25 22:06:00.000000

use migration_api::prelude::*;

pub const REVISION: &str = "8f20d3b6e1a7";
pub const DOWN_REVISION: &[&str] = &["1c5e9a02b7d4"];
pub const BRANCH_LABELS: &[&str] = &[];
pub const DEPENDS_ON: &[&str] = &[];

pub fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    ctx.add_column(
        "product",
        Column::new("price", Integer).not_null().default(Value::Int(3)),
    )
}

pub fn downgrade(ctx: &mut MigrationContext) -> MigrationResult {
    ctx.drop_column("product", "price")
}
