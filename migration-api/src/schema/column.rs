//! A column and what stands beside its type.

use super::{ColumnType, ReferentialAction};
use crate::value::Value;

/// One column of a table.
///
/// ```
/// use migration_api::prelude::*;
/// let email = Column::new("email", Varchar(200)).not_null().unique();
/// assert!(!email.nullable);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column<'a> {
    /// The column's name.
    pub name: &'a str,
    /// Its type.
    pub ty: ColumnType<'a>,
    /// Whether it takes NULL; true unless told, as in SQL.
    pub nullable: bool,
    /// Whether it is (part of) the primary key.
    pub primary_key: bool,
    /// Whether the database gives out the values of new rows.
    pub autoincrement: Autoincrement,
    /// Whether its values are unique.
    pub unique: bool,
    /// The name of the unique constraint; `None` leaves it to the naming convention or the database.
    pub unique_name: Option<&'a str>,
    /// Whether it has an index of its own, named by the naming convention: `ix_<table>_<column>` unless told.
    pub index: bool,
    /// The value of a row that does not give one.
    pub default: Option<DefaultValue<'a>>,
    /// What the database counts up for new rows, by the standard's `GENERATED … AS IDENTITY`.
    pub identity: Option<Identity>,
    /// The expression that gives its values.
    pub computed: Option<Computed<'a>>,
    /// On MySQL, the expression that an update of a row sets (`ON UPDATE CURRENT_TIMESTAMP`).
    pub on_row_update: Option<&'a str>,
    /// The column of another table that it refers to.
    pub references: Option<Reference<'a>>,
    /// The order and equality of its texts, by the database's name of a collation.
    pub collation: Option<&'a str>,
    /// A remark kept in the database. SQLite has none, and leaves it out.
    pub comment: Option<&'a str>,
    /// The name that it had before, for autogenerate: the column is renamed instead of made anew.
    pub renamed_from: Option<&'a str>,
}

/// Whether the database gives out a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Autoincrement {
    /// When it is the one integer column of the primary key, as with SQLAlchemy's `autoincrement="auto"`.
    Auto,
    /// As `Auto`; on SQLite, numbers of deleted rows are not given out again (`AUTOINCREMENT`), and
    /// on MySQL a column that is no primary key is numbered too.
    Always,
    /// Never.
    Never,
}

/// What the database puts into a column that a row leaves out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DefaultValue<'a> {
    /// A plain value, rendered as a literal.
    Literal(Value<'a>),
    /// An SQL expression, taken as it stands.
    Expression(&'a str),
}

/// `GENERATED … AS IDENTITY`: what a column counts. What is `None` is left to the database.
///
/// Source: ISO/IEC 9075-2, *identity column specification*; <https://www.postgresql.org/docs/current/sql-createtable.html>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Identity {
    /// Whether a row may not give a value of its own (`ALWAYS` instead of `BY DEFAULT`).
    pub always: bool,
    /// What is counted.
    pub counter: Counter,
}

/// How something is counted: the options of sequences and identity columns. `None` leaves a choice to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counter {
    /// The first value.
    pub start: Option<i64>,
    /// What is added for the next value; negative ones count down.
    pub increment: Option<i64>,
    /// The smallest value.
    pub min_value: Option<i64>,
    /// The largest value.
    pub max_value: Option<i64>,
    /// How many values a session takes at once.
    pub cache: Option<i64>,
    /// Whether counting begins anew behind the last value.
    pub cycle: Option<bool>,
}

/// `GENERATED ALWAYS AS (expression)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Computed<'a> {
    /// The expression, over other columns of the row.
    pub expression: &'a str,
    /// Whether the values are stored (`STORED`) or made when read (`VIRTUAL`); `None` leaves it to the
    /// database, which is stored on PostgreSQL, virtual elsewhere.
    pub stored: Option<bool>,
}

/// A one-column foreign key, written on its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference<'a> {
    /// The constraint's name; `None` leaves it to the naming convention or the database.
    pub name: Option<&'a str>,
    /// The table referred to, `table` or `schema.table`.
    pub table: &'a str,
    /// The column referred to.
    pub column: &'a str,
    /// What happens when the row referred to is deleted.
    pub on_delete: Option<ReferentialAction>,
    /// What happens when the value referred to changes.
    pub on_update: Option<ReferentialAction>,
}

impl<'a> Column<'a> {
    /// Returns a nullable column without a default.
    pub const fn new(name: &'a str, ty: ColumnType<'a>) -> Self {
        Self {
            name,
            ty,
            nullable: true,
            primary_key: false,
            autoincrement: Autoincrement::Auto,
            unique: false,
            unique_name: None,
            index: false,
            default: None,
            identity: None,
            computed: None,
            on_row_update: None,
            references: None,
            collation: None,
            comment: None,
            renamed_from: None,
        }
    }

    /// Makes the column (part of) the primary key, which also makes it `NOT NULL`.
    pub const fn primary_key(mut self) -> Self {
        self.primary_key = true;
        self.nullable = false;
        self
    }

    /// Leaves the numbering of an integer primary key to the application.
    pub const fn no_autoincrement(mut self) -> Self {
        self.autoincrement = Autoincrement::Never;
        self
    }

    /// Has the database number the rows: on SQLite without giving a number out twice, on MySQL also
    /// where the column is no primary key (but has some index).
    pub const fn autoincrement(mut self) -> Self {
        self.autoincrement = Autoincrement::Always;
        self
    }

    /// Refuses NULL.
    pub const fn not_null(mut self) -> Self {
        self.nullable = false;
        self
    }

    /// Takes NULL after all, where the calls before have refused it: SQLite lets a primary key hold NULL.
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Adds a `UNIQUE` constraint on this column.
    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// Adds a `UNIQUE` constraint of this name on this column.
    pub const fn unique_named(mut self, name: &'a str) -> Self {
        self.unique = true;
        self.unique_name = Some(name);
        self
    }

    /// Adds an index on this column, named `ix_<table>_<column>` unless the naming convention says otherwise.
    pub const fn index(mut self) -> Self {
        self.index = true;
        self
    }

    /// Sets a plain value as the default: `.default("new".into())` gives `DEFAULT 'new'`.
    pub const fn default(mut self, value: Value<'a>) -> Self {
        self.default = Some(DefaultValue::Literal(value));
        self
    }

    /// Sets an SQL expression as the default: `.default_sql("CURRENT_TIMESTAMP")`.
    pub const fn default_sql(mut self, expression: &'a str) -> Self {
        self.default = Some(DefaultValue::Expression(expression));
        self
    }

    /// Counts the column up: `.identity(Identity::by_default())` gives `GENERATED BY DEFAULT AS IDENTITY`.
    ///
    /// It makes the column `NOT NULL`. MySQL and SQLite have no identity columns and refuse it.
    pub const fn identity(mut self, identity: Identity) -> Self {
        self.identity = Some(identity);
        self.nullable = false;
        self
    }

    /// Computes the column from others of its row: `.computed("price * amount")` gives
    /// `GENERATED ALWAYS AS (price * amount)`.
    pub const fn computed(mut self, expression: &'a str) -> Self {
        self.computed = Some(Computed { expression, stored: None });
        self
    }

    /// Computes the column from others of its row, and stores what comes out.
    pub const fn computed_stored(mut self, expression: &'a str) -> Self {
        self.computed = Some(Computed { expression, stored: Some(true) });
        self
    }

    /// Computes the column from others of its row whenever it is read.
    pub const fn computed_virtual(mut self, expression: &'a str) -> Self {
        self.computed = Some(Computed { expression, stored: Some(false) });
        self
    }

    /// On MySQL, sets this expression whenever the row is updated: `.on_row_update("CURRENT_TIMESTAMP(6)")`.
    /// Other databases leave it out.
    pub const fn on_row_update(mut self, expression: &'a str) -> Self {
        self.on_row_update = Some(expression);
        self
    }

    /// Orders and compares its texts by a collation: `.collation("NOCASE")`.
    pub const fn collation(mut self, name: &'a str) -> Self {
        self.collation = Some(name);
        self
    }

    /// Keeps a remark in the database.
    pub const fn comment(mut self, text: &'a str) -> Self {
        self.comment = Some(text);
        self
    }

    /// Says which name it had before, for autogenerate: the column is renamed instead of made anew.
    pub const fn rename_from(mut self, old_name: &'a str) -> Self {
        self.renamed_from = Some(old_name);
        self
    }

    /// Refers to a column of another table (`table` or `schema.table`).
    pub const fn references(mut self, table: &'a str, column: &'a str) -> Self {
        self.references =
            Some(Reference { name: None, table, column, on_delete: None, on_update: None });
        self
    }

    /// Refers to a column of another table by a foreign key of this name.
    pub const fn references_named(
        mut self,
        name: &'a str,
        table: &'a str,
        column: &'a str,
    ) -> Self {
        self.references =
            Some(Reference { name: Some(name), table, column, on_delete: None, on_update: None });
        self
    }

    /// Says what happens to this row when the row it refers to is deleted.
    ///
    /// It has no effect on a column that refers to nothing.
    pub const fn on_delete(mut self, action: ReferentialAction) -> Self {
        if let Some(mut reference) = self.references {
            reference.on_delete = Some(action);
            self.references = Some(reference);
        }
        self
    }

    /// Says what happens to this row when the value it refers to changes.
    ///
    /// It has no effect on a column that refers to nothing.
    pub const fn on_update(mut self, action: ReferentialAction) -> Self {
        if let Some(mut reference) = self.references {
            reference.on_update = Some(action);
            self.references = Some(reference);
        }
        self
    }
}

impl Identity {
    /// Returns an identity that counts where a row gives no value of its own.
    pub const fn by_default() -> Self {
        Self { always: false, counter: Counter::new() }
    }

    /// Returns an identity whose values rows may not give.
    pub const fn always() -> Self {
        Self { always: true, counter: Counter::new() }
    }

    /// Says how it counts.
    pub const fn counter(mut self, counter: Counter) -> Self {
        self.counter = counter;
        self
    }
}

impl Counter {
    /// Returns a counter that leaves everything to the database.
    pub const fn new() -> Self {
        Self {
            start: None,
            increment: None,
            min_value: None,
            max_value: None,
            cache: None,
            cycle: None,
        }
    }

    /// Begins with this value.
    pub const fn start(mut self, value: i64) -> Self {
        self.start = Some(value);
        self
    }

    /// Adds so much for the next value.
    pub const fn increment(mut self, by: i64) -> Self {
        self.increment = Some(by);
        self
    }

    /// Gives out no value below this one.
    pub const fn min_value(mut self, value: i64) -> Self {
        self.min_value = Some(value);
        self
    }

    /// Gives out no value above this one.
    pub const fn max_value(mut self, value: i64) -> Self {
        self.max_value = Some(value);
        self
    }

    /// Hands a session so many values at once.
    pub const fn cache(mut self, values: i64) -> Self {
        self.cache = Some(values);
        self
    }

    /// Begins anew behind the last value.
    pub const fn cycle(mut self) -> Self {
        self.cycle = Some(true);
        self
    }

    /// Ends behind the last value.
    pub const fn no_cycle(mut self) -> Self {
        self.cycle = Some(false);
        self
    }
}
