//! What differs between a database and what an application wants, as values.

use migration_api::ops::{CreateDomain, CreateExtension, CreateSequence};
use migration_api::schema::{
    Column, Constraint, EnumType, Index, Policy, Routine, RowSecurity, Table, TableName,
    TableOption, Trigger, View,
};

/// Something as the database has it, and as it is wanted; at least one of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides<T> {
    /// As the database has it; `None` if it is new.
    pub from: Option<T>,
    /// As it is wanted; `None` if it goes.
    pub to: Option<T>,
}

impl<T> Sides<T> {
    /// Returns something that comes.
    pub const fn added(to: T) -> Self {
        Self { from: None, to: Some(to) }
    }

    /// Returns something that goes.
    pub const fn removed(from: T) -> Self {
        Self { from: Some(from), to: None }
    }

    /// Returns something that changes.
    pub const fn changed(from: T, to: T) -> Self {
        Self { from: Some(from), to: Some(to) }
    }

    /// Returns the way back.
    pub fn reversed(self) -> Self {
        Self { from: self.to, to: self.from }
    }

    /// Returns what `view` makes of each side.
    pub(super) fn map<U>(self, view: impl Fn(T) -> U) -> Sides<U> {
        Sides { from: self.from.map(&view), to: self.to.map(&view) }
    }

    /// Returns what `view` makes of each side, if it can.
    pub(super) fn try_map<U, E>(self, view: impl Fn(T) -> Result<U, E>) -> Result<Sides<U>, E> {
        Ok(Sides { from: self.from.map(&view).transpose()?, to: self.to.map(&view).transpose()? })
    }
}

/// One difference. Names are those after all renamings.
#[expect(clippy::large_enum_variant, reason = "a few at a time, and `Copy`")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change<'a> {
    /// Of a schema.
    Schema(Sides<&'a str>),
    /// Of an extension.
    Extension(Sides<CreateExtension<'a>>),
    /// Of an enum type.
    Enum(Sides<EnumType<'a>>),
    /// Of a domain.
    Domain(Sides<CreateDomain<'a>>),
    /// Of a sequence.
    Sequence(Sides<CreateSequence<'a>>),
    /// A table comes or goes; with both sides, it cannot be changed, and is made anew.
    Table(Sides<Table<'a>>),
    /// A table has another name.
    RenamedTable { from: TableName<'a>, to: TableName<'a> },
    /// A column has another name.
    RenamedColumn { table: TableName<'a>, from: &'a str, to: &'a str },
    /// Of a column of a table that stays; a wanted one comes with what it stands behind.
    Column { table: TableName<'a>, sides: Sides<Placed<'a>> },
    /// Of a constraint of a table that stays.
    Constraint { table: TableName<'a>, sides: Sides<Constraint<'a>> },
    /// Of an index of a table that stays.
    Index { table: TableName<'a>, sides: Sides<Index<'a>> },
    /// Of the remark on a table.
    TableComment { table: TableName<'a>, sides: Sides<&'a str> },
    /// Of an option of a table.
    TableOption { table: TableName<'a>, sides: Sides<TableOption<'a>> },
    /// Of a view.
    View(Sides<View<'a>>),
    /// Of a function or procedure.
    Routine(Sides<Routine<'a>>),
    /// Of a trigger.
    Trigger(Sides<Trigger<'a>>),
    /// Of row-level security.
    RowSecurity(Sides<RowSecurity<'a>>),
    /// Of a policy.
    Policy(Sides<Policy<'a>>),
}

/// A column and its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed<'a> {
    /// The column.
    pub column: Column<'a>,
    /// The column before it; `None` at the beginning.
    pub after: Option<&'a str>,
    /// Whether no other column stands behind it.
    pub is_last: bool,
}

impl<'a> Change<'a> {
    /// Returns the way back.
    pub fn reversed(self) -> Self {
        match self {
            Self::Schema(sides) => Self::Schema(sides.reversed()),
            Self::Extension(sides) => Self::Extension(sides.reversed()),
            Self::Enum(sides) => Self::Enum(sides.reversed()),
            Self::Domain(sides) => Self::Domain(sides.reversed()),
            Self::Sequence(sides) => Self::Sequence(sides.reversed()),
            Self::Table(sides) => Self::Table(sides.reversed()),
            Self::RenamedTable { from, to } => Self::RenamedTable { from: to, to: from },
            Self::RenamedColumn { table, from, to } => {
                Self::RenamedColumn { table, from: to, to: from }
            }
            Self::Column { table, sides } => Self::Column { table, sides: sides.reversed() },
            Self::Constraint { table, sides } => {
                Self::Constraint { table, sides: sides.reversed() }
            }
            Self::Index { table, sides } => Self::Index { table, sides: sides.reversed() },
            Self::TableComment { table, sides } => {
                Self::TableComment { table, sides: sides.reversed() }
            }
            Self::TableOption { table, sides } => {
                Self::TableOption { table, sides: sides.reversed() }
            }
            Self::View(sides) => Self::View(sides.reversed()),
            Self::Routine(sides) => Self::Routine(sides.reversed()),
            Self::Trigger(sides) => Self::Trigger(sides.reversed()),
            Self::RowSecurity(sides) => Self::RowSecurity(sides.reversed()),
            Self::Policy(sides) => Self::Policy(sides.reversed()),
        }
    }

    /// Returns the table whose own shape it changes, if it is one that stays.
    pub fn altered_table(&self) -> Option<TableName<'a>> {
        match self {
            Self::Column { table, .. }
            | Self::Constraint { table, .. }
            | Self::Index { table, .. }
            | Self::TableComment { table, .. }
            | Self::TableOption { table, .. } => Some(*table),
            _ => None,
        }
    }
}
