//! Constraints of a table.

use super::TableName;

/// A constraint of a table, with its name.
///
/// ```
/// use migration_api::prelude::*;
/// let key = Constraint::foreign_key("fk_line_order", &["order_id"], "orders", &["id"])
///     .on_delete(ReferentialAction::Cascade);
/// assert_eq!(key.name, Some("fk_line_order"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Constraint<'a> {
    /// Its name; `None` leaves the choice to the naming convention, or else to the database.
    pub name: Option<&'a str>,
    /// Whether the name stays as it is, whatever the naming convention says (Alembic's `op.f`).
    pub name_is_final: bool,
    /// What it demands.
    pub kind: ConstraintKind<'a>,
    /// When it is checked, and from when on.
    pub timing: Timing,
    /// On PostgreSQL: the unique index that becomes this primary key or unique constraint.
    pub using_index: Option<&'a str>,
    /// On PostgreSQL: columns that the index of a primary key or unique constraint carries along.
    pub include: &'a [&'a str],
    /// On PostgreSQL: whether a unique constraint takes two NULLs for the same value.
    pub nulls_not_distinct: bool,
    /// On PostgreSQL: whether tables that inherit from this one are free of a check.
    pub no_inherit: bool,
}

/// When a constraint is checked. What is `None` or false is left to the database, which checks at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timing {
    /// Whether a transaction may put the check off to its end.
    pub deferrable: Option<bool>,
    /// Whether the check is put off to the transaction's end unless told otherwise.
    pub initially_deferred: Option<bool>,
    /// On PostgreSQL: whether rows that are there already are left unchecked, until
    /// [`ValidateConstraint`](crate::ops::ValidateConstraint) has them checked.
    pub not_valid: bool,
}

/// What a constraint demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConstraintKind<'a> {
    /// The columns together identify a row.
    PrimaryKey(&'a [&'a str]),
    /// The columns together hold no value twice.
    Unique(&'a [&'a str]),
    /// The condition, an SQL expression, is not false in any row.
    Check(&'a str),
    /// The columns hold the key of a row elsewhere.
    ForeignKey(ForeignKey<'a>),
    /// No two rows compare true in all elements (PostgreSQL).
    Exclude(Exclude<'a>),
}

/// A kind of constraint, without what it demands: what a drop has to know on MySQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConstraintType {
    /// The primary key.
    PrimaryKey,
    /// A unique constraint.
    Unique,
    /// A check.
    Check,
    /// A foreign key.
    ForeignKey,
    /// An exclusion constraint.
    Exclude,
}

/// Columns that refer to those of another table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForeignKey<'a> {
    /// The columns that refer.
    pub columns: &'a [&'a str],
    /// The table referred to.
    pub referred_table: TableName<'a>,
    /// The columns referred to, in the same order.
    pub referred_columns: &'a [&'a str],
    /// What happens when the row referred to is deleted.
    pub on_delete: Option<ReferentialAction>,
    /// On PostgreSQL: the columns that a deletion sets to NULL or to their defaults; none, for all of the key.
    pub on_delete_columns: &'a [&'a str],
    /// What happens when the key referred to changes.
    pub on_update: Option<ReferentialAction>,
    /// How a key of several columns with some NULL is taken.
    pub match_kind: Option<Match>,
}

/// No two rows may compare true in all elements: `EXCLUDE USING gist (room WITH =, during WITH &&)`.
///
/// Source: <https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-EXCLUDE>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exclude<'a> {
    /// What is compared, a column or an SQL expression, and by which operator: `("during", "&&")`.
    pub elements: &'a [(&'a str, &'a str)],
    /// The kind of index that finds such rows: `gist`.
    pub using: Option<&'a str>,
    /// Which rows are compared, an SQL expression; all, unless told.
    pub predicate: Option<&'a str>,
}

/// What becomes of a referring row when the row it refers to goes or changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferentialAction {
    /// Refuse, at the end of the statement or of the transaction.
    NoAction,
    /// Refuse at once.
    Restrict,
    /// Delete or change the referring row too.
    Cascade,
    /// Set the referring columns to NULL.
    SetNull,
    /// Set the referring columns to their defaults.
    SetDefault,
}

/// How a foreign key of several columns takes one with some NULL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// `MATCH SIMPLE`: it refers to nothing.
    Simple,
    /// `MATCH FULL`: it is refused, unless all are NULL.
    Full,
    /// `MATCH PARTIAL`: the others have to fit some row.
    Partial,
}

impl<'a> Constraint<'a> {
    /// Returns a constraint of this kind.
    pub const fn new(name: &'a str, kind: ConstraintKind<'a>) -> Self {
        Self {
            name: Some(name),
            name_is_final: false,
            kind,
            timing: Timing { deferrable: None, initially_deferred: None, not_valid: false },
            using_index: None,
            include: &[],
            nulls_not_distinct: false,
            no_inherit: false,
        }
    }

    /// Returns a primary key over `columns`.
    pub const fn primary_key(name: &'a str, columns: &'a [&'a str]) -> Self {
        Self::new(name, ConstraintKind::PrimaryKey(columns))
    }

    /// Returns a unique constraint over `columns`.
    pub const fn unique(name: &'a str, columns: &'a [&'a str]) -> Self {
        Self::new(name, ConstraintKind::Unique(columns))
    }

    /// Returns a check of `condition`, an SQL expression.
    pub const fn check(name: &'a str, condition: &'a str) -> Self {
        Self::new(name, ConstraintKind::Check(condition))
    }

    /// Returns a foreign key from `columns` to those of `referred_table` (`table` or
    /// `schema.table`).
    pub fn foreign_key(
        name: &'a str,
        columns: &'a [&'a str],
        referred_table: &'a str,
        referred_columns: &'a [&'a str],
    ) -> Self {
        let key = ForeignKey {
            columns,
            referred_table: TableName::parse(referred_table),
            referred_columns,
            on_delete: None,
            on_delete_columns: &[],
            on_update: None,
            match_kind: None,
        };
        Self::new(name, ConstraintKind::ForeignKey(key))
    }

    /// Returns an exclusion constraint: no two rows compare true in all `elements`, each a column or SQL
    /// expression with its operator.
    pub const fn exclude(
        name: &'a str,
        using: &'a str,
        elements: &'a [(&'a str, &'a str)],
    ) -> Self {
        let exclude = Exclude { elements, using: Some(using), predicate: None };
        Self::new(name, ConstraintKind::Exclude(exclude))
    }

    /// Returns an exclusion constraint that leaves the kind of its index to the database.
    pub const fn exclude_default(name: &'a str, elements: &'a [(&'a str, &'a str)]) -> Self {
        let exclude = Exclude { elements, using: None, predicate: None };
        Self::new(name, ConstraintKind::Exclude(exclude))
    }

    /// Leaves the name to the naming convention, or else to the database.
    pub const fn unnamed(mut self) -> Self {
        self.name = None;
        self
    }

    /// Keeps the name as it is, whatever the naming convention says (Alembic's `op.f`).
    pub const fn final_name(mut self) -> Self {
        self.name_is_final = true;
        self
    }

    /// Says what happens when the row referred to is deleted. It has no effect on a constraint
    /// that is no foreign key.
    pub const fn on_delete(mut self, action: ReferentialAction) -> Self {
        if let ConstraintKind::ForeignKey(mut key) = self.kind {
            key.on_delete = Some(action);
            self.kind = ConstraintKind::ForeignKey(key);
        }
        self
    }

    /// On PostgreSQL, has a deletion of the row referred to set only these columns to NULL or to their defaults. It has no effect on a
    /// constraint that is no foreign key.
    pub const fn on_delete_columns(mut self, columns: &'a [&'a str]) -> Self {
        if let ConstraintKind::ForeignKey(mut key) = self.kind {
            key.on_delete_columns = columns;
            self.kind = ConstraintKind::ForeignKey(key);
        }
        self
    }

    /// Says what happens when the key referred to changes. It has no effect on a constraint that
    /// is no foreign key.
    pub const fn on_update(mut self, action: ReferentialAction) -> Self {
        if let ConstraintKind::ForeignKey(mut key) = self.kind {
            key.on_update = Some(action);
            self.kind = ConstraintKind::ForeignKey(key);
        }
        self
    }

    /// Says how a key with some NULL is taken. It has no effect on a constraint that is no foreign key.
    pub const fn match_kind(mut self, kind: Match) -> Self {
        if let ConstraintKind::ForeignKey(mut key) = self.kind {
            key.match_kind = Some(kind);
            self.kind = ConstraintKind::ForeignKey(key);
        }
        self
    }

    /// Compares only rows for which this SQL expression is true. It has no effect on a constraint that
    /// is no exclusion constraint.
    pub const fn predicate(mut self, condition: &'a str) -> Self {
        if let ConstraintKind::Exclude(mut exclude) = self.kind {
            exclude.predicate = Some(condition);
            self.kind = ConstraintKind::Exclude(exclude);
        }
        self
    }

    /// Lets a transaction put the check off to its end.
    pub const fn deferrable(mut self) -> Self {
        self.timing.deferrable = Some(true);
        self
    }

    /// Lets no transaction put the check off.
    pub const fn not_deferrable(mut self) -> Self {
        self.timing.deferrable = Some(false);
        self
    }

    /// Puts the check off to the transaction's end unless told otherwise.
    pub const fn initially_deferred(mut self) -> Self {
        self.timing.deferrable = Some(true);
        self.timing.initially_deferred = Some(true);
        self
    }

    /// Checks at once unless told otherwise.
    pub const fn initially_immediate(mut self) -> Self {
        self.timing.initially_deferred = Some(false);
        self
    }

    /// On PostgreSQL, leaves rows that are there already unchecked until
    /// [`validate_constraint`](crate::MigrationContext::validate_constraint).
    pub const fn not_valid(mut self) -> Self {
        self.timing.not_valid = true;
        self
    }

    /// On PostgreSQL, makes this unique index the primary key or unique constraint.
    pub const fn using_index(mut self, index: &'a str) -> Self {
        self.using_index = Some(index);
        self
    }

    /// On PostgreSQL, has the index of a primary key or unique constraint carry these columns along.
    pub const fn include(mut self, columns: &'a [&'a str]) -> Self {
        self.include = columns;
        self
    }

    /// On PostgreSQL, takes two NULLs for the same value in a unique constraint.
    pub const fn nulls_not_distinct(mut self) -> Self {
        self.nulls_not_distinct = true;
        self
    }

    /// On PostgreSQL, leaves tables that inherit from this one free of a check.
    pub const fn no_inherit(mut self) -> Self {
        self.no_inherit = true;
        self
    }
}

impl ConstraintKind<'_> {
    /// Returns the kind without what it demands.
    pub const fn constraint_type(&self) -> ConstraintType {
        match self {
            Self::PrimaryKey(_) => ConstraintType::PrimaryKey,
            Self::Unique(_) => ConstraintType::Unique,
            Self::Check(_) => ConstraintType::Check,
            Self::ForeignKey(_) => ConstraintType::ForeignKey,
            Self::Exclude(_) => ConstraintType::Exclude,
        }
    }
}
