//! The schema that an application wants.

use super::{
    EnumType, NamingConvention, Object, Policy, Routine, RowSecurity, Table, Trigger, View,
};
use crate::abi::{Encode, Writer};
use crate::ops::{CreateDomain, CreateExtension, CreateSequence};

/// The schema that an application wants: what `target_metadata` of an environment returns.
///
/// It gathers objects from whatever sources there are; an object that several of them have is an error when it is compared.
///
/// ```
/// use migration_api::prelude::*;
/// let metadata = Metadata::new().table(
///     Table::new("account", &[Column::new("id", Integer).primary_key()], &[])
///         .indexes(&[Index::new("ix_account_id", "account", &["id"])]),
/// );
/// assert!(!metadata.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metadata {
    sources: Vec<MetadataSource>,
    naming_convention: [Option<String>; 5],
}

/// Where a part of a metadata comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MetadataSource {
    /// Values: so many encoded [`Object`]s.
    Objects {
        /// How many there are.
        count: u32,
        /// One after the other, encoded.
        bytes: Vec<u8>,
    },
    /// A file of SQL, run on an empty database of the same kind; relative to the project file.
    SqlFile(String),
    /// The text of such a file.
    Sql(String),
    /// Another database, by its URL.
    Database(String),
    /// Diesel's `schema.rs`; relative to the project file.
    Diesel(String),
}

/// A type of an application whose values are rows of a table: what `#[derive(Table)]` implements.
pub trait Model {
    /// Adds the table, and the types that it needs, to a metadata.
    fn add_to(metadata: Metadata) -> Metadata;
}

impl Metadata {
    /// Returns a metadata that holds nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns what a file of SQL creates: it is run on an empty database of the same kind as the one it is compared with. Its path is
    /// relative to the project file.
    pub fn from_sql_file(path: &str) -> Self {
        Self::of(MetadataSource::SqlFile(path.to_owned()))
    }

    /// Returns what a text of SQL creates, as [`Self::from_sql_file`].
    pub fn from_sql(text: &str) -> Self {
        Self::of(MetadataSource::Sql(text.to_owned()))
    }

    /// Returns what another database of the same kind holds.
    pub fn reflect(url: &str) -> Self {
        Self::of(MetadataSource::Database(url.to_owned()))
    }

    /// Returns the tables of diesel's `schema.rs`. Its path is relative to the project file. What `table!` does not say (indexes,
    /// defaults, unique constraints, lengths) is not compared.
    pub fn from_diesel_schema(path: &str) -> Self {
        Self::of(MetadataSource::Diesel(path.to_owned()))
    }

    /// Adds a table.
    pub fn table(self, table: Table<'_>) -> Self {
        self.object(Object::Table(table))
    }

    /// Adds the table of a type that derives `Table`.
    pub fn model<T: Model>(self) -> Self {
        T::add_to(self)
    }

    /// Adds a schema (PostgreSQL).
    pub fn schema(self, name: &str) -> Self {
        self.object(Object::Schema(name))
    }

    /// Adds an extension (PostgreSQL).
    pub fn extension(self, extension: CreateExtension<'_>) -> Self {
        self.object(Object::Extension(extension))
    }

    /// Adds an enum type (PostgreSQL). Types of columns need not be added.
    pub fn enum_type(self, enum_type: EnumType<'_>) -> Self {
        self.object(Object::Enum(enum_type))
    }

    /// Adds a domain (PostgreSQL).
    pub fn domain(self, domain: CreateDomain<'_>) -> Self {
        self.object(Object::Domain(domain))
    }

    /// Adds a sequence (PostgreSQL, MariaDB).
    pub fn sequence(self, sequence: CreateSequence<'_>) -> Self {
        self.object(Object::Sequence(sequence))
    }

    /// Adds a view.
    pub fn view(self, view: View<'_>) -> Self {
        self.object(Object::View(view))
    }

    /// Adds a function or procedure.
    pub fn routine(self, routine: Routine<'_>) -> Self {
        self.object(Object::Routine(routine))
    }

    /// Adds a trigger.
    pub fn trigger(self, trigger: Trigger<'_>) -> Self {
        self.object(Object::Trigger(trigger))
    }

    /// Shows the rows of a table only as policies allow (PostgreSQL).
    pub fn row_security(self, security: RowSecurity<'_>) -> Self {
        self.object(Object::RowSecurity(security))
    }

    /// Adds a policy of row-level security (PostgreSQL).
    pub fn policy(self, policy: Policy<'_>) -> Self {
        self.object(Object::Policy(policy))
    }

    /// Names what is given no name, here and in the revisions (SQLAlchemy's `MetaData.naming_convention`).
    pub fn naming_convention(mut self, convention: NamingConvention<'_>) -> Self {
        let NamingConvention { ix, uq, ck, fk, pk } = convention;
        self.naming_convention = [ix, uq, ck, fk, pk].map(|template| template.map(str::to_owned));
        self
    }

    /// Adds all that another metadata holds. Its naming convention counts where this one has none.
    pub fn and(mut self, other: Self) -> Self {
        self.sources.extend(other.sources);
        for (ours, theirs) in self.naming_convention.iter_mut().zip(other.naming_convention) {
            if ours.is_none() {
                *ours = theirs;
            }
        }
        self
    }

    /// Returns whether it holds nothing and names no source.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// Adds an object of any kind.
    pub fn object(mut self, object: Object<'_>) -> Self {
        let mut writer = Writer::default();
        object.encode(&mut writer);
        if let Some(MetadataSource::Objects { count, bytes }) = self.sources.last_mut() {
            *count += 1;
            bytes.extend_from_slice(writer.bytes());
            return self;
        }
        let bytes = writer.into_bytes();
        self.sources.push(MetadataSource::Objects { count: 1, bytes });
        self
    }

    /// Returns where its parts come from, in order.
    pub fn sources(&self) -> &[MetadataSource] {
        &self.sources
    }

    /// Returns the templates of names.
    pub fn naming(&self) -> NamingConvention<'_> {
        let [ix, uq, ck, fk, pk] = self.naming_convention.each_ref().map(Option::as_deref);
        NamingConvention { ix, uq, ck, fk, pk }
    }

    /// Returns a metadata of these parts.
    pub(crate) fn from_parts(
        sources: Vec<MetadataSource>,
        naming_convention: Vec<Option<String>>,
    ) -> Self {
        let naming_convention = naming_convention.try_into().unwrap_or_default();
        Self { sources, naming_convention }
    }

    pub(crate) fn naming_parts(&self) -> &[Option<String>] {
        &self.naming_convention
    }

    fn of(source: MetadataSource) -> Self {
        Self { sources: vec![source], ..Self::default() }
    }
}

impl FromIterator<Self> for Metadata {
    /// Joins several (Alembic takes a list of them).
    fn from_iter<I: IntoIterator<Item = Self>>(all: I) -> Self {
        all.into_iter().fold(Self::new(), Self::and)
    }
}
