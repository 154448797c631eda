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
    /// Its name; `None` leaves the choice to the database.
    pub name: Option<&'a str>,
    /// What it demands.
    pub kind: ConstraintKind<'a>,
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
    /// What happens when the key referred to changes.
    pub on_update: Option<ReferentialAction>,
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

impl<'a> Constraint<'a> {
    /// Returns a primary key over `columns`.
    pub const fn primary_key(name: &'a str, columns: &'a [&'a str]) -> Self {
        Self { name: Some(name), kind: ConstraintKind::PrimaryKey(columns) }
    }

    /// Returns a unique constraint over `columns`.
    pub const fn unique(name: &'a str, columns: &'a [&'a str]) -> Self {
        Self { name: Some(name), kind: ConstraintKind::Unique(columns) }
    }

    /// Returns a check of `condition`, an SQL expression.
    pub const fn check(name: &'a str, condition: &'a str) -> Self {
        Self { name: Some(name), kind: ConstraintKind::Check(condition) }
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
            on_update: None,
        };
        Self { name: Some(name), kind: ConstraintKind::ForeignKey(key) }
    }

    /// Leaves the name to the database.
    pub const fn unnamed(mut self) -> Self {
        self.name = None;
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

    /// Says what happens when the key referred to changes. It has no effect on a constraint that
    /// is no foreign key.
    pub const fn on_update(mut self, action: ReferentialAction) -> Self {
        if let ConstraintKind::ForeignKey(mut key) = self.kind {
            key.on_update = Some(action);
            self.kind = ConstraintKind::ForeignKey(key);
        }
        self
    }
}
