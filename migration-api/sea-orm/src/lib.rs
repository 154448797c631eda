//! SeaORM entities as the schema that an application wants.
//!
//! ```
//! use migration_api::schema::Metadata;
//! use migration_api_sea_orm::Entities as _;
//!
//! mod account {
//!     use sea_orm::entity::prelude::*;
//!
//!     #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
//!     #[sea_orm(table_name = "account")]
//!     pub struct Model {
//!         #[sea_orm(primary_key)]
//!         pub id: i32,
//!         pub name: String,
//!     }
//!     #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
//!     pub enum Relation {}
//!     impl ActiveModelBehavior for ActiveModel {}
//! }
//!
//! let metadata = Metadata::new().entity::<account::Entity>();
//! assert!(!metadata.is_empty());
//! ```
//!
//! An entity becomes the table that SeaORM's own `Schema` would create: with its types, names of keys and indexes, and unique
//! indexes for `unique_key`; moments have six digits of a second on MySQL, too. Text that a column has as `extra` is taken for what it says when it is a `CHECK (…)`, a `COLLATE …`
//! or an `ON UPDATE …`; any other is not compared.

mod default;
mod table;
mod types;

use migration_api::schema::Metadata;
use sea_orm::EntityTrait;

/// Adds entities to a metadata.
pub trait Entities {
    /// Adds the table of an entity, with its indexes and its foreign keys.
    #[must_use]
    fn entity<E: EntityTrait>(self) -> Self;
}

impl Entities for Metadata {
    fn entity<E: EntityTrait>(self) -> Self {
        table::add::<E>(self)
    }
}
