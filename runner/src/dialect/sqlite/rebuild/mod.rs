//! Changes of a table that SQLite has no statement for: the table is built anew beside the old
//! one, takes its rows, and then its name.
//!
//! Nothing is lost, because the new table's text is the old one's, as SQLite keeps it, with only the
//! wanted words changed.
//! <https://sqlite.org/lang_altertable.html#otheralter>

mod column;
mod constraint;
mod copy;
mod description;
mod edit;
mod error;
mod layout;
mod mention;
mod order;
mod places;
mod plan;
mod reader;
mod table_text;
mod token;

#[cfg(test)]
mod database_tests;
#[cfg(test)]
mod edit_tests;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod test_database;

pub(crate) use constraint::{Constraint, ConstraintKind};
pub(crate) use description::{ColumnDescription, ConstraintDescription, Demand};
pub(crate) use edit::Position;
pub(crate) use error::RebuildError;
pub(crate) use plan::{OldTable, Pragmas, SchemaObject, plan};
pub(crate) use reader::{Reader, Unexpected};
pub(crate) use table_text::TableText;
pub(crate) use token::{
    Token, TokenKind, bare, is_whole, quoted_name, same_name, same_tokens, same_words,
};
