//! Rows of the catalog to indexes.

use migration_api::schema::{Index, IndexKeys, IndexPart, Nulls, TableName};

use super::columns::Columns;
use super::expressions::bare;
use super::rows::Row;

/// The bits of a part's order.
const DESCENDING: i64 = 1;
const NULLS_FIRST: i64 = 2;

/// Returns the index of a row, of this table.
pub(super) fn read<'a>(row: Row<'_, 'a>, table: TableName<'a>, columns: &Columns<'a>) -> Index<'a> {
    let arena = row.arena();
    let mut numbers = row.numbers(5);
    let keys = usize::try_from(row.number(6)).unwrap_or_default();
    let included = numbers.split_off(keys.min(numbers.len()));
    let parts = parts(row, &numbers, columns);
    let is_plain = parts.iter().all(|part| *part == IndexPart::column(part.text));
    let keys = match is_plain {
        true => IndexKeys::Columns(arena.keep(parts.iter().map(|part| part.text).collect())),
        false => IndexKeys::Parts(arena.keep(parts)),
    };
    Index {
        name: Some(row.kept(1)),
        table,
        keys,
        unique: row.flag(2),
        using: row.kept_if_any(4).filter(|method| *method != "btree"),
        predicate: row.some_text(9).map(|text| arena.keep_text(bare(text).to_owned())),
        include: arena.keep(columns.names_of(&included)),
        storage: arena.keep(row.storage(12)),
        tablespace: row.kept_if_any(13),
        nulls_not_distinct: row.flag(14),
        comment: row.kept_if_any(15),
    }
}

fn parts<'a>(row: Row<'_, 'a>, numbers: &[i64], columns: &Columns<'a>) -> Vec<IndexPart<'a>> {
    let arena = row.arena();
    let orders = row.numbers(7);
    let (expressions, collations, classes) = (row.list(8), row.list(10), row.list(11));
    let at = |list: &[Option<String>], place: usize| {
        let text = list.get(place).cloned().flatten();
        text.map(|text| arena.keep_text(text))
    };
    let part = |(place, number): (usize, &i64)| {
        let mut part = match columns.name_of(*number) {
            Some(name) => IndexPart::column(name),
            None => IndexPart::expression(bare(at(&expressions, place).unwrap_or_default())),
        };
        let order = orders.get(place).copied().unwrap_or_default();
        part.descending = order & DESCENDING != 0;
        // Values that grow have NULLs behind them, those that shrink before them.
        part.nulls = match (part.descending, order & NULLS_FIRST != 0) {
            (false, true) => Some(Nulls::First),
            (true, false) => Some(Nulls::Last),
            _ => None,
        };
        part.collation = at(&collations, place);
        part.operator_class = at(&classes, place);
        part
    };
    numbers.iter().enumerate().map(part).collect()
}
