//! Names for what is given none.

/// Templates of names for constraints and indexes without one, as SQLAlchemy's `MetaData.naming_convention`.
///
/// Tokens: `%(table_name)s`, `%(referred_table_name)s`, `%(constraint_name)s` (the name that was given),
/// `%(column_0_name)s`, `%(column_1_name)s` …, `%(column_0_N_name)s` and `%(column_0N_name)s` (all columns, with and without `_`
/// between), `%(column_0_label)s` (`<table>_<column>`), `%(column_0_key)s` (as `name`), and each of those with `referred_`
/// before it. A name longer than the database takes is cut and ends in four digits of its MD5, as SQLAlchemy does.
///
/// Source: <https://docs.sqlalchemy.org/en/20/core/constraints.html#configuring-constraint-naming-conventions>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NamingConvention<'a> {
    /// For indexes; `ix_%(column_0_label)s` unless told.
    pub ix: Option<&'a str>,
    /// For unique constraints.
    pub uq: Option<&'a str>,
    /// For checks. One with `%(constraint_name)s` is used for checks with a name too.
    pub ck: Option<&'a str>,
    /// For foreign keys.
    pub fk: Option<&'a str>,
    /// For primary keys.
    pub pk: Option<&'a str>,
}

impl NamingConvention<'static> {
    /// The convention that SQLAlchemy's documentation recommends.
    pub const RECOMMENDED: Self = Self {
        ix: Some("ix_%(column_0_label)s"),
        uq: Some("uq_%(table_name)s_%(column_0_name)s"),
        ck: Some("ck_%(table_name)s_%(constraint_name)s"),
        fk: Some("fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"),
        pk: Some("pk_%(table_name)s"),
    };
}
