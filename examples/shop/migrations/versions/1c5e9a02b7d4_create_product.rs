//! create product
//!
//! Revision ID: 1c5e9a02b7d4
//! Revises:
//! Create Date: 2026-11-25 22:05:00.000000

use migration_api::prelude::*;

pub const REVISION: &str = "1c5e9a02b7d4";
pub const DOWN_REVISION: &[&str] = &[];
pub const BRANCH_LABELS: &[&str] = &[];
pub const DEPENDS_ON: &[&str] = &[];

pub fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    ctx.create_table(
        "product",
        &[
            Column::new("id", Integer).primary_key(),
            Column::new("name", Varchar(100)).not_null(),
        ],
        &[],
    )?;
    ctx.bulk_insert("product", &["name"], &[&["tea".into()], &["coffee".into()]])
}

pub fn downgrade(ctx: &mut MigrationContext) -> MigrationResult {
    ctx.drop_table("product")
}
