//! What a database holds, or an application wants, as values that are compared.
//!
//! Both sides come to one *normal form*, so that equal things are equal values:
//!
//! - A name has a schema only where that is not the default one.
//! - A column says nothing of keys and indexes (`primary_key`, `unique`, `index`, `references` are unset): those stand among the
//!   table's constraints and indexes. A column of the primary key is not nullable.
//! - `autoincrement` is [`Auto`](migration_api::schema::Autoincrement::Auto) for a column of which nothing else is to be said, and for a lone integer primary
//!   key whose values the database gives out (then its default, `nextval(…)`, and its sequence are left out);
//!   [`Never`](migration_api::schema::Autoincrement::Never) for such a key whose values it does not give out; [`Always`](migration_api::schema::Autoincrement::Always) for SQLite's
//!   `AUTOINCREMENT` and for MySQL's `AUTO_INCREMENT` of another column than a lone primary key.
//! - A default that is a plain text, number or truth value is a [`Literal`](migration_api::schema::DefaultValue::Literal); any other is
//!   an expression as the server states it. `NULL` is no default.
//! - An identity's counter, and a sequence's, says only what differs from what the server takes by itself.
//! - A foreign key says nothing of `NO ACTION` and `MATCH SIMPLE`; a constraint nothing of `NOT DEFERRABLE`; an index nothing of the
//!   server's usual method, of ascending order and of where NULLs stand in it by themselves. An index over plain columns has
//!   [`Columns`](migration_api::schema::IndexKeys::Columns). What only serves a constraint is no index.
//! - An empty remark is none, as is any that the database does not keep.
//! - A table's options are only those that differ from what the server, or the database, has for all tables.
//! - Parts of a list are in the order in which they stand in the table; tables and other objects are sorted by name.

pub mod document;
mod error;
mod normal;
mod script;

use migration_api::ops::{CreateDomain, CreateExtension, CreateSequence};
use migration_api::schema::{
    EnumType, Object, Policy, Routine, RowSecurity, Table, TableName, TableOption, Trigger, View,
};

pub use error::SchemaError;
pub use normal::{Terms, normal};
pub use script::script;

/// The objects of a database, or those that an application wants, in the normal form that this module describes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Schema<'a> {
    /// Schemas, but for the default one and those of the server.
    pub schemas: Vec<&'a str>,
    /// Extensions.
    pub extensions: Vec<CreateExtension<'a>>,
    /// Enum types.
    pub enums: Vec<EnumType<'a>>,
    /// Domains.
    pub domains: Vec<CreateDomain<'a>>,
    /// Sequences, but for those of identity columns and numbered keys.
    pub sequences: Vec<CreateSequence<'a>>,
    /// Tables.
    pub tables: Vec<Table<'a>>,
    /// Views, also materialised ones.
    pub views: Vec<View<'a>>,
    /// Functions and procedures, but for those of extensions.
    pub routines: Vec<Routine<'a>>,
    /// Triggers, but for those that the server makes for its own ends.
    pub triggers: Vec<Trigger<'a>>,
    /// Tables with row-level security.
    pub row_security: Vec<RowSecurity<'a>>,
    /// Policies.
    pub policies: Vec<Policy<'a>>,
    /// Indexes that hold nothing, as building them failed (PostgreSQL): the table and the index.
    pub invalid_indexes: Vec<(TableName<'a>, &'a str)>,
    /// What a table has where its options say nothing: what an option that is dropped goes back to.
    pub table_defaults: Vec<TableOption<'a>>,
}

impl<'a> Schema<'a> {
    /// Adds an object, as it is.
    pub fn push(&mut self, object: Object<'a>) {
        match object {
            Object::Schema(name) => self.schemas.push(name),
            Object::Extension(it) => self.extensions.push(it),
            Object::Enum(it) => self.enums.push(it),
            Object::Domain(it) => self.domains.push(it),
            Object::Sequence(it) => self.sequences.push(it),
            Object::Table(it) => self.tables.push(it),
            Object::View(it) => self.views.push(it),
            Object::Routine(it) => self.routines.push(it),
            Object::Trigger(it) => self.triggers.push(it),
            Object::RowSecurity(it) => self.row_security.push(it),
            Object::Policy(it) => self.policies.push(it),
        }
    }

    /// Adds all objects of another one.
    pub fn extend(&mut self, other: Self) {
        self.schemas.extend(other.schemas);
        self.extensions.extend(other.extensions);
        self.enums.extend(other.enums);
        self.domains.extend(other.domains);
        self.sequences.extend(other.sequences);
        self.tables.extend(other.tables);
        self.views.extend(other.views);
        self.routines.extend(other.routines);
        self.triggers.extend(other.triggers);
        self.row_security.extend(other.row_security);
        self.policies.extend(other.policies);
        self.invalid_indexes.extend(other.invalid_indexes);
        self.table_defaults.extend(other.table_defaults);
    }

    /// Sorts the objects by name, as the normal form has them.
    pub fn sort(&mut self) {
        self.schemas.sort_unstable();
        self.extensions.sort_by_key(|it| it.name);
        self.enums.sort_by_key(|it| it.name);
        self.domains.sort_by_key(|it| it.name);
        self.sequences.sort_by_key(|it| it.name);
        self.tables.sort_by_key(|it| it.name);
        self.views.sort_by_key(|it| it.name);
        self.routines.sort_by_key(|it| (it.name, it.arguments));
        self.triggers.sort_by_key(|it| (it.table, it.name));
        self.row_security.sort_by_key(|it| it.table);
        self.policies.sort_by_key(|it| (it.table, it.name));
        self.invalid_indexes.sort_unstable();
    }

    /// Returns a table by its name; the tables are sorted, as the normal form has them.
    pub fn table(&self, name: TableName<'_>) -> Option<&Table<'a>> {
        let place = self.tables.binary_search_by_key(&name, |table| table.name).ok()?;
        self.tables.get(place)
    }

    /// Returns whether it holds no objects.
    pub fn is_empty(&self) -> bool {
        *self == Self { table_defaults: self.table_defaults.clone(), ..Self::default() }
    }
}
