//! stock the shelves
//!
//! Revision ID: d92a6614be08
//! Revises: 8b7e35c6d0f1
//! Create Date: 2026-03-12 11:05:47.330926

use migration_api::prelude::*;

pub const REVISION: &str = "d92a6614be08";
pub const DOWN_REVISION: &[&str] = &["8b7e35c6d0f1"];
pub const BRANCH_LABELS: &[&str] = &[];
pub const DEPENDS_ON: &[&str] = &[];

const SKUS: [&str; 3] = ["TEA-100", "MUG-01", "POT-07"];

pub fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    ctx.bulk_insert(
        "product",
        &["sku", "title", "price"],
        &[
            &[SKUS[0].into(), "Green tea, 100 g".into(), "4.80".into()],
            &[SKUS[1].into(), "Mug".into(), "12.5".into()],
            &[SKUS[2].into(), "Cast-iron pot".into(), "79".into()],
        ],
    )
}

pub fn downgrade(ctx: &mut MigrationContext) -> MigrationResult {
    for sku in SKUS {
        ctx.execute("DELETE FROM product WHERE sku = :sku", &[("sku", sku.into())])?;
    }
    Ok(())
}
