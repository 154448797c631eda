//! Where a wanted schema comes from, besides values.

pub mod diesel;
