//! Remarks, which the servers keep in an older UTF-8 of three bytes a character at most.
//!
//! What has more becomes a question mark, without an error: <https://mariadb.com/kb/en/unicode/>.

use migration_api::ops::{CommentChange, Operation};

use crate::dialect::Dialect;
use crate::sql::RenderError;

/// The last character that has three bytes.
const LAST: char = '\u{ffff}';

/// Refuses a remark that would become another one.
pub(super) fn check(dialect: &dyn Dialect, operation: &Operation<'_>) -> Result<(), RenderError> {
    let mut characters = remarks(operation).into_iter().flat_map(str::chars);
    let reason = match characters.find(|character| *character > LAST) {
        Some(character) => format!("it keeps no `{character}`, nor any other such character"),
        None => return Ok(()),
    };
    Err(RenderError::Value { dialect: dialect.title(), ty: "remark", reason })
}

fn remarks<'a>(operation: &Operation<'a>) -> Vec<&'a str> {
    match operation {
        Operation::CreateTable(op) => {
            let columns = op.columns.iter().map(|column| column.comment);
            let indexes = op.indexes.iter().map(|index| index.comment);
            columns.chain(indexes).chain([op.comment]).flatten().collect()
        }
        Operation::AddColumn(op) => op.column.comment.into_iter().collect(),
        Operation::AlterColumn(op) => match op.comment {
            Some(CommentChange::Set(text)) => vec![text],
            Some(CommentChange::Drop) | None => Vec::new(),
        },
        Operation::CreateIndex(op) => op.index.comment.into_iter().collect(),
        Operation::SetTableComment(op) => op.comment.into_iter().collect(),
        // The parts of a batch are looked at one by one, and no other has a remark.
        _ => Vec::new(),
    }
}
