//! What `#[derive(Table)]` and `#[derive(EnumType)]` write, compared with the same written by hand; and what they refuse.

mod tables;
mod types;

use migration_api::schema::{Metadata, Model, Table};

/// Returns the metadata of a type.
fn derived<T: Model>() -> Metadata {
    Metadata::new().model::<T>()
}

/// Returns the metadata of a table.
fn written(table: Table<'_>) -> Metadata {
    Metadata::new().table(table)
}

#[test]
fn misuse_is_refused_at_its_place() {
    trybuild::TestCases::new().compile_fail("tests/derive/refused/*.rs");
}
