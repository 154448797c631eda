//! Indexes, and operations on them.

use migration_api::ops::{CreateIndex, DropIndex};
use migration_api::schema::{Index, IndexKeys, IndexPart, Nulls};

use super::data::{list, pairs, sql, text, texts};
use super::parts::Parts;
use super::source::{Calls, invocation, invoked, short_or_invoked};

/// Writes an index as a part of the revision.
pub(super) fn part(parts: &mut Parts<'_>, index: &Index<'_>) -> Option<String> {
    let of = (index.table, index.name.unwrap_or_default());
    parts.part("index", of, |parts| {
        let arguments = arguments(parts, index);
        Some(source(index, &arguments).source())
    })
}

/// Writes several indexes, without those that the hook leaves out.
pub(super) fn several(parts: &mut Parts<'_>, indexes: &[Index<'_>]) -> Option<String> {
    let written: Vec<String> = indexes.iter().filter_map(|index| part(parts, index)).collect();
    (!written.is_empty()).then(|| list(written))
}

fn arguments(parts: &mut Parts<'_>, index: &Index<'_>) -> [String; 3] {
    let keys = match index.keys {
        IndexKeys::Columns(columns) => texts(columns),
        IndexKeys::Parts(parts) => list(parts.iter().map(index_part)),
    };
    [text(index.name.unwrap_or_default()), parts.name(index.table), keys]
}

fn source(index: &Index<'_>, arguments: &[String]) -> Calls {
    let function = match index.keys {
        IndexKeys::Columns(_) => "Index::new",
        IndexKeys::Parts(_) => "Index::of_parts",
    };
    Calls::new(function, arguments)
        .when(index.name.is_none(), "unnamed")
        .when(index.unique, "unique")
        .with("using", index.using.map(text))
        .with("predicate", index.predicate.map(sql))
        .with("include", (!index.include.is_empty()).then(|| texts(index.include)))
        .with("storage", (!index.storage.is_empty()).then(|| pairs(index.storage)))
        .with("tablespace", index.tablespace.map(text))
        .when(index.nulls_not_distinct, "nulls_not_distinct")
        .with("comment", index.comment.map(text))
}

fn index_part(part: &IndexPart<'_>) -> String {
    let calls = if part.is_expression {
        Calls::new("IndexPart::expression", &[sql(part.text)])
    } else {
        Calls::new("IndexPart::column", &[text(part.text)])
    };
    calls
        .when(part.descending, "descending")
        .when(part.nulls == Some(Nulls::First), "nulls_first")
        .when(part.nulls == Some(Nulls::Last), "nulls_last")
        .with("collation", part.collation.map(text))
        .with("operator_class", part.operator_class.map(text))
        .with("prefix_length", part.prefix_length.map(|length| length.to_string()))
        .source()
}

/// Returns whether the short methods say all of an index but that it is unique.
fn is_short(op: &CreateIndex<'_>) -> bool {
    let IndexKeys::Columns(columns) = op.index.keys else {
        return false;
    };
    let plain = Index {
        name: op.index.name,
        table: op.index.table,
        unique: op.index.unique,
        ..Index::new("", "", columns)
    };
    op.index.name.is_some() && *op == CreateIndex::new(plain)
}

/// Returns the statement that creates an index, unless the hook leaves it out.
pub(super) fn create_index(parts: &mut Parts<'_>, op: &CreateIndex<'_>) -> Option<String> {
    let is_default = parts.next_is_default();
    let index = part(parts, &op.index)?;
    if is_default && is_short(op) {
        let method = if op.index.unique { "create_unique_index" } else { "create_index" };
        return Some(invocation(method, &arguments(parts, &op.index)));
    }
    Some(invoked(creation(op, index)))
}

fn creation(op: &CreateIndex<'_>, index: String) -> Calls {
    Calls::new("CreateIndex::new", &[index])
        .when(op.if_not_exists, "if_not_exists")
        .when(op.concurrently, "concurrently")
}

/// Returns the call that creates an index in a batch, unless the hook leaves it out.
pub(super) fn in_batch(parts: &mut Parts<'_>, op: &CreateIndex<'_>) -> Option<String> {
    let is_default = parts.next_is_default();
    let index = part(parts, &op.index)?;
    if is_default && is_short(op) && !op.index.unique {
        let [name, _, columns] = arguments(parts, &op.index);
        return Some(Calls::on("batch", "create_index", &[name, columns]).source());
    }
    Some(Calls::on("batch", "add_index", &[creation(op, index).source()]).source())
}

/// Returns the statement that drops an index, unless it is never created.
pub(super) fn drop_index(parts: &mut Parts<'_>, op: &DropIndex<'_>) -> Option<String> {
    if parts.is_skipped("index", op.table, op.name) {
        return None;
    }
    let arguments = [text(op.name), parts.name(op.table)];
    Some(short_or_invoked("drop_index", &arguments, dropping(op, &arguments)))
}

/// Returns the value that drops an index.
pub(super) fn dropping(op: &DropIndex<'_>, arguments: &[String]) -> Calls {
    Calls::new("DropIndex::new", arguments)
        .when(op.if_exists, "if_exists")
        .when(op.concurrently, "concurrently")
}
