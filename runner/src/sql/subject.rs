//! What an operation is about, for messages.

use migration_api::ops::Operation;

/// Returns the name of the thing that an operation changes: a table, or another object.
pub fn subject(operation: &Operation<'_>) -> String {
    match operation {
        Operation::CreateTable(op) => op.table.to_string(),
        Operation::DropTable(op) => op.table.to_string(),
        Operation::RenameTable(op) => op.table.to_string(),
        Operation::AddColumn(op) => op.table.to_string(),
        Operation::DropColumn(op) => op.table.to_string(),
        Operation::AlterColumn(op) => op.table.to_string(),
        Operation::CreateIndex(op) => op.index.table.to_string(),
        Operation::DropIndex(op) => op.table.to_string(),
        Operation::AddConstraint(op) => op.table.to_string(),
        Operation::DropConstraint(op) => op.table.to_string(),
        Operation::BulkInsert(op) => op.table.to_string(),
        Operation::SetTableComment(op) => op.table.to_string(),
        Operation::SetTableOption(op) => op.table.to_string(),
        Operation::ValidateConstraint(op) => op.table.to_string(),
        Operation::Batch(op) => op.table.to_string(),
        Operation::CreateEnum(op) => op.name.to_string(),
        Operation::AddEnumValue(op) => op.name.to_string(),
        Operation::RenameEnumValue(op) => op.name.to_string(),
        Operation::CreateDomain(op) => op.name.to_string(),
        Operation::CreateSequence(op) => op.name.to_string(),
        Operation::AlterSequence(op) => op.name.to_string(),
        Operation::CreateSchema(op) => op.name.to_owned(),
        Operation::CreateExtension(op) => op.name.to_owned(),
        Operation::CreateView(op) => op.name.to_string(),
        Operation::RefreshMaterializedView(op) => op.name.to_string(),
        Operation::DropObject(op) => op.name.to_string(),
        Operation::Execute(op) => first_words(op.sql),
        Operation::CreateRoutine(op) => first_words(op.sql),
    }
}

/// As much of a statement as a message shows.
const SHOWN: usize = 40;

fn first_words(sql: &str) -> String {
    let line = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}
