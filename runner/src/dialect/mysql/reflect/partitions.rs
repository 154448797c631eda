//! The partitions of a table, as `PARTITION BY` has them.

use super::rows::Fields;
use crate::dialect::mysql::literals;

/// A partition, or a part of one, as the catalog has it.
pub(super) struct PartitionRow {
    name: String,
    method: String,
    expression: Option<String>,
    /// The values that it holds, or the first one that it does not.
    values: Option<String>,
    comment: Option<String>,
    subpartition: Option<String>,
    submethod: Option<String>,
    subexpression: Option<String>,
}

impl PartitionRow {
    pub(super) fn read(fields: &mut Fields) -> Self {
        Self {
            name: fields.text(),
            method: fields.text(),
            expression: fields.filled(),
            values: fields.filled(),
            comment: fields.filled(),
            subpartition: fields.filled(),
            submethod: fields.filled(),
            subexpression: fields.filled(),
        }
    }

    /// Returns the partition with its values: `` PARTITION `p0` VALUES LESS THAN (10) ``.
    fn definition(&self) -> String {
        let values = self.values.as_deref().unwrap_or_default();
        let values = match self.method.split(' ').next() {
            Some("RANGE") if values == "MAXVALUE" && !self.method.contains("COLUMNS") => {
                " VALUES LESS THAN MAXVALUE".to_owned()
            }
            Some("RANGE") => format!(" VALUES LESS THAN ({values})"),
            Some("LIST") if values == "DEFAULT" => " DEFAULT".to_owned(),
            Some("LIST") => format!(" VALUES IN ({values})"),
            _ => String::new(),
        };
        let comment = self.comment.as_deref().map(literals::plain);
        let comment = comment.map(|text| format!(" COMMENT = {text}")).unwrap_or_default();
        format!("PARTITION `{}`{values}{comment}", self.name.replace('`', "``"))
    }
}

/// Returns the text behind `PARTITION BY`. Partitions by a hash are told by their number, as the server names them itself; the
/// parts of a partition too. What MariaDB does by time of its own rows (`SYSTEM_TIME`) comes without its interval, which
/// the catalog does not tell.
///
/// <https://mariadb.com/kb/en/information-schema-partitions-table/>
pub(super) fn clause(rows: &[PartitionRow]) -> Option<String> {
    let first = rows.first()?;
    let mut text = method(&first.method, first.expression.as_deref());
    if let Some(submethod) = &first.submethod {
        let of_first = rows.iter().filter(|row| row.name == first.name);
        let count = of_first.filter(|row| row.subpartition.is_some()).count();
        let by = method(submethod, first.subexpression.as_deref());
        text.extend([format!("\nSUBPARTITION BY {by}\nSUBPARTITIONS {count}")]);
    }
    let mut partitions: Vec<&PartitionRow> = Vec::new();
    for row in rows {
        if partitions.last().is_none_or(|last| last.name != row.name) {
            partitions.push(row);
        }
    }
    let is_counted = |(at, row): (usize, &&PartitionRow)| {
        row.values.is_none() && row.comment.is_none() && row.name == format!("p{at}")
    };
    let by_hash = first.method.contains("HASH") || first.method.contains("KEY");
    if by_hash && partitions.iter().enumerate().all(is_counted) {
        text.extend([format!("\nPARTITIONS {}", partitions.len())]);
        return Some(text);
    }
    let definitions: Vec<_> = partitions.iter().map(|row| row.definition()).collect();
    text.extend([format!("\n({})", definitions.join(",\n "))]);
    Some(text)
}

fn method(word: &str, expression: Option<&str>) -> String {
    match expression {
        None if word == "SYSTEM_TIME" => word.to_owned(),
        expression => format!("{word} ({})", expression.unwrap_or_default()),
    }
}
