//! Operations on a table's columns.

use crate::schema::{Column, ColumnType, Counter, DefaultValue, Identity, TableName};
use crate::value::Value;

/// Adds a column to a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AddColumn<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// The new column.
    pub column: Column<'a>,
    /// Where it stands among the others.
    pub position: Position<'a>,
    /// Does nothing when the table has such a column (PostgreSQL, MariaDB).
    pub if_not_exists: bool,
}

/// Where a new column stands. PostgreSQL knows only the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position<'a> {
    /// Behind all others.
    Last,
    /// Before all others.
    First,
    /// Behind this one.
    After(&'a str),
    /// Before this one (SQLite).
    Before(&'a str),
}

/// Drops a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DropColumn<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// The column's name.
    pub column: &'a str,
    /// Does nothing when there is no such column (PostgreSQL, MariaDB).
    pub if_exists: bool,
    /// Drops what hangs on it too (PostgreSQL).
    pub cascade: bool,
}

/// Changes a column; what is not named stays as it is.
///
/// ```
/// use migration_api::prelude::*;
/// let change = AlterColumn::new("account", "mail").rename("email").set_type(Varchar(300));
/// assert_eq!(change.new_name, Some("email"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlterColumn<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// The column's name before the change.
    pub column: &'a str,
    /// The column's name after it.
    pub new_name: Option<&'a str>,
    /// The new type.
    pub new_type: Option<ColumnType<'a>>,
    /// On PostgreSQL: the expression that converts the old values.
    pub using: Option<&'a str>,
    /// The new collation; PostgreSQL and MySQL want the type with it.
    pub collation: Option<&'a str>,
    /// Whether NULL is taken from now on.
    pub nullable: Option<bool>,
    /// What happens to the default.
    pub default: Option<DefaultChange<'a>>,
    /// What happens to the counting of an identity column (PostgreSQL).
    pub identity: Option<IdentityChange>,
    /// Whether the database numbers new rows from now on (MySQL), or gives no number out twice (SQLite's `AUTOINCREMENT`).
    pub autoincrement: Option<bool>,
    /// What happens to the remark.
    pub comment: Option<CommentChange<'a>>,
    /// The column as it is: what MySQL has to be told again, and without a database cannot be read.
    pub existing: ExistingColumn<'a>,
}

/// What is known of a column before a change. With a database at hand, what is `None` is read from it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ExistingColumn<'a> {
    /// Its type.
    pub ty: Option<ColumnType<'a>>,
    /// Whether it takes NULL.
    pub nullable: Option<bool>,
    /// Its default.
    pub default: Option<DefaultValue<'a>>,
    /// The remark on it.
    pub comment: Option<&'a str>,
    /// Its collation.
    pub collation: Option<&'a str>,
    /// Whether the database numbers new rows.
    pub autoincrement: Option<bool>,
    /// Whether the whole column is known: what is `None` is not there.
    pub is_complete: bool,
}

/// What becomes of a column's default.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DefaultChange<'a> {
    /// It is replaced.
    Set(DefaultValue<'a>),
    /// It is dropped.
    Drop,
}

/// What becomes of a column's remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentChange<'a> {
    /// It is replaced.
    Set(&'a str),
    /// It is dropped.
    Drop,
}

/// What becomes of a column's identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityChange {
    /// The column becomes an identity column.
    Add(Identity),
    /// It counts in another way: whether rows may give values (`always`), where told, and the counter.
    Set {
        /// Whether rows may not give values of their own; `None` leaves it.
        always: Option<bool>,
        /// What of the counter changes.
        counter: Counter,
    },
    /// The column is an identity column no longer.
    Drop,
}

impl<'a> AddColumn<'a> {
    /// Returns the addition of `column` to `table` (`table` or `schema.table`).
    pub fn new(table: &'a str, column: Column<'a>) -> Self {
        let table = TableName::parse(table);
        Self { table, column, position: Position::Last, if_not_exists: false }
    }

    /// Does nothing when the table has such a column (PostgreSQL, MariaDB).
    pub const fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }

    /// Puts it before all others (MySQL; SQLite by a new table).
    pub const fn first(mut self) -> Self {
        self.position = Position::First;
        self
    }

    /// Puts it behind this column (MySQL; SQLite by a new table).
    pub const fn after(mut self, column: &'a str) -> Self {
        self.position = Position::After(column);
        self
    }

    /// Puts it before this column (SQLite by a new table).
    pub const fn before(mut self, column: &'a str) -> Self {
        self.position = Position::Before(column);
        self
    }
}

impl<'a> DropColumn<'a> {
    /// Returns the drop of `column` from `table` (`table` or `schema.table`).
    pub fn new(table: &'a str, column: &'a str) -> Self {
        Self { table: TableName::parse(table), column, if_exists: false, cascade: false }
    }

    /// Does nothing when there is no such column (PostgreSQL, MariaDB).
    pub const fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }

    /// Drops what hangs on it too (PostgreSQL).
    pub const fn cascade(mut self) -> Self {
        self.cascade = true;
        self
    }
}

impl<'a> AlterColumn<'a> {
    /// Returns a change of nothing yet, to `column` of `table` (`table` or `schema.table`).
    pub fn new(table: &'a str, column: &'a str) -> Self {
        Self {
            table: TableName::parse(table),
            column,
            new_name: None,
            new_type: None,
            using: None,
            collation: None,
            nullable: None,
            default: None,
            identity: None,
            autoincrement: None,
            comment: None,
            existing: ExistingColumn::default(),
        }
    }

    /// Returns a change of nothing yet, to `column` of the table of a
    /// [batch](crate::MigrationContext::batch_alter_table).
    pub fn in_batch(column: &'a str) -> Self {
        Self::new("", column)
    }

    /// Gives the column another name.
    pub const fn rename(mut self, new_name: &'a str) -> Self {
        self.new_name = Some(new_name);
        self
    }

    /// Gives the column another type.
    pub const fn set_type(mut self, ty: ColumnType<'a>) -> Self {
        self.new_type = Some(ty);
        self
    }

    /// On PostgreSQL, converts the old values by `expression` when the type changes.
    pub const fn using(mut self, expression: &'a str) -> Self {
        self.using = Some(expression);
        self
    }

    /// Orders and compares its texts by another collation.
    pub const fn set_collation(mut self, name: &'a str) -> Self {
        self.collation = Some(name);
        self
    }

    /// Takes NULL from now on.
    pub const fn set_nullable(mut self) -> Self {
        self.nullable = Some(true);
        self
    }

    /// Refuses NULL from now on.
    pub const fn set_not_null(mut self) -> Self {
        self.nullable = Some(false);
        self
    }

    /// Sets a plain value as the default.
    pub const fn set_default(mut self, value: Value<'a>) -> Self {
        self.default = Some(DefaultChange::Set(DefaultValue::Literal(value)));
        self
    }

    /// Sets an SQL expression as the default.
    pub const fn set_default_sql(mut self, expression: &'a str) -> Self {
        self.default = Some(DefaultChange::Set(DefaultValue::Expression(expression)));
        self
    }

    /// Drops the default.
    pub const fn drop_default(mut self) -> Self {
        self.default = Some(DefaultChange::Drop);
        self
    }

    /// Sets the remark on the column.
    pub const fn set_comment(mut self, text: &'a str) -> Self {
        self.comment = Some(CommentChange::Set(text));
        self
    }

    /// Drops the remark on the column.
    pub const fn drop_comment(mut self) -> Self {
        self.comment = Some(CommentChange::Drop);
        self
    }

    /// Makes the column an identity column (PostgreSQL).
    pub const fn add_identity(mut self, identity: Identity) -> Self {
        self.identity = Some(IdentityChange::Add(identity));
        self
    }

    /// Changes how an identity column counts; what `counter` does not say stays (PostgreSQL).
    pub const fn set_identity(mut self, counter: Counter) -> Self {
        self.identity = Some(IdentityChange::Set { always: None, counter });
        self
    }

    /// Says whether rows may not give an identity column's value (PostgreSQL).
    pub const fn set_identity_always(mut self, always: bool) -> Self {
        let counter = match self.identity {
            Some(IdentityChange::Set { counter, .. }) => counter,
            _ => Counter::new(),
        };
        self.identity = Some(IdentityChange::Set { always: Some(always), counter });
        self
    }

    /// Makes an identity column an ordinary one (PostgreSQL).
    pub const fn drop_identity(mut self) -> Self {
        self.identity = Some(IdentityChange::Drop);
        self
    }

    /// Has the database number new rows, or not any more (MySQL); on SQLite, give no number out twice (`AUTOINCREMENT`).
    pub const fn set_autoincrement(mut self, on: bool) -> Self {
        self.autoincrement = Some(on);
        self
    }

    /// Says which type the column has: for a script of MySQL, which has no database to read it from.
    pub const fn existing_type(mut self, ty: ColumnType<'a>) -> Self {
        self.existing.ty = Some(ty);
        self
    }

    /// Says that the column takes NULL, or not: for a script of MySQL.
    pub const fn existing_nullable(mut self, nullable: bool) -> Self {
        self.existing.nullable = Some(nullable);
        self
    }

    /// Says which plain value is the column's default: for a script of MySQL.
    pub const fn existing_default(mut self, value: Value<'a>) -> Self {
        self.existing.default = Some(DefaultValue::Literal(value));
        self
    }

    /// Says which SQL expression is the column's default: for a script of MySQL.
    pub const fn existing_default_sql(mut self, expression: &'a str) -> Self {
        self.existing.default = Some(DefaultValue::Expression(expression));
        self
    }

    /// Says which remark the column has: for a script of MySQL.
    pub const fn existing_comment(mut self, text: &'a str) -> Self {
        self.existing.comment = Some(text);
        self
    }

    /// Says which collation the column has: for a script of MySQL.
    pub const fn existing_collation(mut self, name: &'a str) -> Self {
        self.existing.collation = Some(name);
        self
    }

    /// Says that the database numbers the rows: for a script of MySQL.
    pub const fn existing_autoincrement(mut self, on: bool) -> Self {
        self.existing.autoincrement = Some(on);
        self
    }

    /// Says that the column has nothing but what the other `existing_` calls say, so that the database need not be asked.
    pub const fn existing_is_complete(mut self) -> Self {
        self.existing.is_complete = true;
        self
    }
}
