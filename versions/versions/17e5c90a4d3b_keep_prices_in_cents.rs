//! keep prices in cents
//!
//! Prices were kept as text, as people typed them. Each row is read, understood in Rust and
//! written back as a whole number.
//!
//! Revision ID: 17e5c90a4d3b
//! Revises: d92a6614be08
//! Create Date: 2026-04-20 08:22:10.558071

use crate::money;
use migration_api::prelude::*;

pub const REVISION: &str = "17e5c90a4d3b";
pub const DOWN_REVISION: &[&str] = &["d92a6614be08"];
pub const BRANCH_LABELS: &[&str] = &[];
pub const DEPENDS_ON: &[&str] = &[];

pub fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    ctx.add_column(
        "product",
        Column::new("price_cents", BigInt).not_null().default(0.into()),
    )?;
    if ctx.is_offline() {
        // There are no rows to read: what SQL itself can do has to be enough.
        ctx.execute("UPDATE product SET price_cents = CAST(price * 100 AS INTEGER)", &[])?;
        return ctx.drop_column("product", "price");
    }
    for row in ctx.query("SELECT id, sku, price FROM product ORDER BY id", &[])? {
        let price: String = row.get("price")?;
        let Some(cents) = money::cents(&price) else {
            let sku: String = row.get("sku")?;
            return Err(MigrationError::new(&format!("the price of {sku} is no amount: {price}")));
        };
        ctx.execute(
            "UPDATE product SET price_cents = :cents WHERE id = :id",
            &[("cents", cents.into()), ("id", row.value("id")?)],
        )?;
    }
    ctx.drop_column("product", "price")
}

pub fn downgrade(ctx: &mut MigrationContext) -> MigrationResult {
    ctx.add_column("product", Column::new("price", Varchar(20)).not_null().default("0".into()))?;
    if ctx.is_offline() {
        ctx.execute("UPDATE product SET price = price_cents / 100.0", &[])?;
        return ctx.drop_column("product", "price_cents");
    }
    for row in ctx.query("SELECT id, price_cents FROM product ORDER BY id", &[])? {
        let price = money::amount(row.get("price_cents")?);
        ctx.execute(
            "UPDATE product SET price = :price WHERE id = :id",
            &[("price", (&price).into()), ("id", row.value("id")?)],
        )?;
    }
    ctx.drop_column("product", "price_cents")
}
