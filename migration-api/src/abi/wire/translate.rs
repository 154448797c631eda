//! Schemas that stand for others, replaced where operations are read.

use super::{Decode, Reader, WireError};
use crate::ops::{CreateExtension, CreateSchema, CreateSequence, ObjectKind};
use crate::schema::{ColumnType, Reference, TableName, TableOption};

/// A value that names a schema.
pub(super) trait Translated<'a> {
    /// Returns the value with the schema that the one it names stands for.
    fn translated(self, from: &Reader<'a>) -> Self;
}

impl<'a> Reader<'a> {
    /// Returns the schema that this one stands for.
    fn schema(&self, schema: Option<&'a str>) -> Option<&'a str> {
        self.arena.map_or(schema, |arena| arena.schema(schema))
    }

    /// Returns a name as text, `table` or `schema.table`, in the schema that its own stands for.
    fn text(&self, text: &'a str) -> &'a str {
        let Some(arena) = self.arena.filter(|arena| arena.translates()) else { return text };
        let name = TableName::parse(text);
        match arena.schema(name.schema) {
            schema if schema == name.schema => text,
            None => arena.keep_text(format!("\"{}\"", name.name)),
            Some(schema) => arena.keep_text(format!("\"{schema}\".\"{}\"", name.name)),
        }
    }

    /// Reads the name of what is dropped. What has its own text of SQL has its own name: only those things are elsewhere that
    /// were created elsewhere.
    pub(super) fn dropped_name(&mut self, kind: ObjectKind) -> Result<TableName<'a>, WireError> {
        let plain = TableName { schema: Decode::decode(self)?, name: Decode::decode(self)? };
        Ok(match kind {
            ObjectKind::Enum
            | ObjectKind::Domain
            | ObjectKind::Sequence
            | ObjectKind::View
            | ObjectKind::MaterializedView => plain.translated(self),
            ObjectKind::Schema => {
                TableName { name: self.schema(Some(plain.name)).unwrap_or(plain.name), ..plain }
            }
            ObjectKind::Extension
            | ObjectKind::Function
            | ObjectKind::Procedure
            | ObjectKind::Trigger => plain,
        })
    }
}

impl<'a> Translated<'a> for TableName<'a> {
    fn translated(self, from: &Reader<'a>) -> Self {
        Self { schema: from.schema(self.schema), ..self }
    }
}

impl<'a> Translated<'a> for Reference<'a> {
    fn translated(self, from: &Reader<'a>) -> Self {
        Self { table: from.text(self.table), ..self }
    }
}

impl<'a> Translated<'a> for ColumnType<'a> {
    fn translated(self, from: &Reader<'a>) -> Self {
        match self {
            Self::Enum(name, values) => Self::Enum(from.text(name), values),
            Self::Named(name) => Self::Named(from.text(name)),
            other => other,
        }
    }
}

impl<'a> Translated<'a> for TableOption<'a> {
    fn translated(self, from: &Reader<'a>) -> Self {
        match self {
            Self::PartitionOf(table, bounds) => Self::PartitionOf(from.text(table), bounds),
            Self::Inherits(table) => Self::Inherits(from.text(table)),
            other => other,
        }
    }
}

impl<'a> Translated<'a> for CreateSchema<'a> {
    fn translated(self, from: &Reader<'a>) -> Self {
        Self { name: from.schema(Some(self.name)).unwrap_or(self.name), ..self }
    }
}

impl<'a> Translated<'a> for CreateExtension<'a> {
    fn translated(self, from: &Reader<'a>) -> Self {
        Self { schema: self.schema.and_then(|schema| from.schema(Some(schema))), ..self }
    }
}

/// The column that owns it is `table.column` or `schema.table.column`.
impl<'a> Translated<'a> for CreateSequence<'a> {
    fn translated(self, from: &Reader<'a>) -> Self {
        let Some((owner, arena)) = self.owned_by.zip(from.arena) else { return self };
        let (schema, column) = match owner.matches('.').count() {
            2 => owner.split_once('.').map_or((None, owner), |(schema, rest)| (Some(schema), rest)),
            _ => (None, owner),
        };
        let owner = match arena.schema(schema) {
            to if to == schema => owner,
            None => column,
            Some(to) => arena.keep_text(format!("{to}.{column}")),
        };
        Self { owned_by: Some(owner), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{Arena, Encode, Request, RequestAt, Writer};
    use crate::error::Place;
    use crate::ops::{BulkInsert, CreateTable, DropObject, Operation};
    use crate::schema::{Column, ColumnType};

    /// Returns what the runner reads of an operation where `shop` stands for `shop_2` and no schema for `north`.
    fn read(operation: Operation<'_>) -> String {
        let place = Place { file: String::new(), line: 1, column: 1 };
        let mut writer = Writer::default();
        RequestAt { request: Request::Operation(operation), place }.encode(&mut writer);
        let pairs = [(None, Some("north")), (Some("shop"), Some("shop_2")), (Some("own"), None)];
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let map = pairs.iter().map(|(from, to)| (owned(*from), owned(*to))).collect();
        let arena = Arena::translating(map);
        let read = RequestAt::decode(&mut Reader::with_arena(writer.bytes(), &arena)).unwrap();
        format!("{:?}", read.request)
    }

    #[test]
    fn each_name_is_in_the_schema_that_its_own_stands_for() {
        let columns = [
            Column::new("a", ColumnType::Integer).references("b", "id"),
            Column::new("b", ColumnType::Enum("shop.mood", &["sad"])),
            Column::new("c", ColumnType::Array(&ColumnType::Named("other.email"))),
        ];
        let options = [TableOption::Inherits("own.base")];
        let table = CreateTable::new("shop.a", &columns, &[]).options(&options);
        for (operation, parts) in [
            (
                table.into(),
                [
                    r#"TableName { schema: Some("shop_2"), name: "a" }"#,
                    r#"table: "\"north\".\"b\"""#,
                    r#"Enum("\"shop_2\".\"mood\"""#,
                    r#"Named("other.email")"#,
                    r#"Inherits("\"base\"")"#,
                ]
                .as_slice(),
            ),
            (BulkInsert::new("a", &["b"], &[]).into(), &[r#"schema: Some("north"), name: "a""#]),
            (CreateSchema::new("shop").into(), &[r#"name: "shop_2""#]),
            (CreateExtension::new("citext").into(), &[r#"name: "citext", schema: None"#]),
            (CreateSequence::new("s").owned_by("a.id").into(), &[r#"Some("north.a.id")"#]),
            (CreateSequence::new("s").owned_by("own.a.id").into(), &[r#"Some("a.id")"#]),
            (
                DropObject::new(ObjectKind::Schema, "shop").into(),
                &[r#"schema: None, name: "shop_2""#],
            ),
            (
                DropObject::new(ObjectKind::View, "v").into(),
                &[r#"schema: Some("north"), name: "v""#],
            ),
            (
                DropObject::new(ObjectKind::Function, "f()").into(),
                &[r#"schema: None, name: "f()""#],
            ),
        ] {
            let read = read(operation);
            for part in parts {
                assert!(read.contains(part), "{part} is not in {read}");
            }
        }
    }
}
