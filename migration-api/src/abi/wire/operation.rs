//! Operations.

#[cfg(feature = "host")]
use super::translate::Translated;
use super::{Decode, Encode, Reader, WireError, Writer};
use crate::error::Place;
use crate::ops::{
    AddColumn, AddConstraint, AddEnumValue, AlterColumn, AlterSequence, Batch, BatchOptions,
    BulkInsert, CommentChange, CreateDomain, CreateEnum, CreateExtension, CreateIndex,
    CreateRoutine, CreateSchema, CreateSequence, CreateTable, CreateView, DefaultChange,
    DropColumn, DropConstraint, DropIndex, DropObject, DropTable, Execute, ExistingColumn,
    IdentityChange, ObjectKind, Operation, Position, Recreate, RefreshMaterializedView,
    RenameEnumValue, RenameTable, RoutineKind, SetTableComment, SetTableOption, ValidateConstraint,
    ValuePosition,
};
use crate::schema::TableName;

wire_enum! {
    RoutineKind { 0 Function, 1 Procedure, 2 Trigger }
    ObjectKind {
        0 Enum, 1 Domain, 2 Sequence, 3 Schema, 4 Extension, 5 View, 6 MaterializedView, 7 Function,
        8 Procedure, 9 Trigger,
    }
    IdentityChange { 0 Add(identity), 1 Set { always, counter }, 2 Drop }
    Recreate { 0 Auto, 1 Always, 2 Never }
}

wire_struct! { translated:
    CreateSequence<'a> { name, ty, counter, owned_by, if_not_exists }
    CreateSchema<'a> { name, if_not_exists }
    CreateExtension<'a> { name, schema, version, if_not_exists }
}

wire_struct!(@encode DropObject<'a> { kind, name, table, if_exists, cascade });

#[cfg(feature = "host")]
impl<'a> Decode<'a> for DropObject<'a> {
    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        let kind = Decode::decode(from)?;
        Ok(Self {
            kind,
            name: from.dropped_name(kind)?,
            table: Decode::decode(from)?,
            if_exists: Decode::decode(from)?,
            cascade: Decode::decode(from)?,
        })
    }
}

wire_struct! { host:
    CreateTable<'a> { table, columns, constraints, indexes, options, comment, if_not_exists }
    DropTable<'a> { table, if_exists, cascade }
    RenameTable<'a> { table, new_name }
    SetTableComment<'a> { table, comment }
    SetTableOption<'a> { table, option }
    AddColumn<'a> { table, column, position, if_not_exists }
    DropColumn<'a> { table, column, if_exists, cascade }
    AlterColumn<'a> {
        table, column, new_name, new_type, using, collation, nullable, default, identity,
        autoincrement, comment, existing
    }
    ExistingColumn<'a> { ty, nullable, default, comment, collation, autoincrement, is_complete }
    CreateIndex<'a> { index, if_not_exists, concurrently }
    DropIndex<'a> { name, table, if_exists, concurrently }
    AddConstraint<'a> { table, constraint }
    DropConstraint<'a> { table, name, unnamed, kind, if_exists, cascade }
    ValidateConstraint<'a> { table, name }
    Execute<'a> { sql, parameters }
    BulkInsert<'a> { table, columns, rows }
    CreateEnum<'a> { name, values, if_not_exists }
    AddEnumValue<'a> { name, value, position, if_not_exists }
    RenameEnumValue<'a> { name, value, new_value }
    CreateDomain<'a> { name, ty, collation, not_null, default, check, checks }
    AlterSequence<'a> { name, ty, counter, restart }
    CreateView<'a> { name, query, columns, materialized, options, replace, if_not_exists }
    RefreshMaterializedView<'a> { name, concurrently }
    CreateRoutine<'a> { kind, sql }
    BatchOptions<'a> {
        recreate, copy_from, constraints, options, without, columns, partial_reordering
    }
    Batch<'a> { table, options, operations }
}

wire_enum! { host:
    Position<'a> { 0 Last, 1 First, 2 After(column), 3 Before(column) }
    ValuePosition<'a> { 0 Last, 1 Before(value), 2 After(value) }
    DefaultChange<'a> { 0 Set(value), 1 Drop }
    CommentChange<'a> { 0 Set(text), 1 Drop }
    Operation<'a> {
        0 CreateTable(op), 1 DropTable(op), 2 RenameTable(op), 3 AddColumn(op), 4 DropColumn(op),
        5 AlterColumn(op), 6 CreateIndex(op), 7 DropIndex(op), 8 AddConstraint(op),
        9 DropConstraint(op), 10 Execute(op), 11 BulkInsert(op), 12 SetTableComment(op),
        13 SetTableOption(op), 14 ValidateConstraint(op), 15 CreateEnum(op), 16 AddEnumValue(op),
        17 RenameEnumValue(op), 18 CreateDomain(op), 19 CreateSequence(op), 20 AlterSequence(op),
        21 CreateSchema(op), 22 CreateExtension(op), 23 CreateView(op),
        24 RefreshMaterializedView(op), 25 CreateRoutine(op), 26 DropObject(op), 27 Batch(op),
    }
}

/// The numbers of [`Request::Operation`](crate::abi::Request::Operation) and of [`Operation::Batch`].
const BATCH_REQUEST: [u8; 2] = [0, 27];

/// Writes the request for a batch whose operations are encoded already: they borrow what is gone when the batch is sent.
pub(crate) fn encode_batch(
    table: TableName<'_>,
    options: &BatchOptions<'_>,
    (count, operations): (u32, &[u8]),
    place: &Place,
) -> Writer {
    let mut message = Writer(BATCH_REQUEST.to_vec());
    table.encode(&mut message);
    options.encode(&mut message);
    count.encode(&mut message);
    message.0.extend_from_slice(operations);
    place.encode(&mut message);
    message
}

#[cfg(all(test, feature = "host"))]
mod tests {
    use super::*;
    use crate::abi::{Request, RequestAt};
    use crate::schema::{Column, ColumnType};

    #[test]
    fn a_batch_is_encoded_as_the_request_that_it_is() {
        let operations = [
            Operation::from(DropColumn::new("", "a")),
            AddColumn::new("", Column::new("b", ColumnType::Array(&ColumnType::Text))).into(),
        ];
        let (table, options) = (TableName::parse("s.t"), BatchOptions::new());
        let place = Place { file: "a.rs".into(), line: 3, column: 5 };
        let mut parts = Writer::default();
        operations.iter().for_each(|operation| operation.encode(&mut parts));
        let batch = Batch { table, options, operations: &operations };
        let mut whole = Writer::default();
        RequestAt { request: Request::Operation(batch.into()), place: place.clone() }
            .encode(&mut whole);
        let ours = encode_batch(table, &options, (2, parts.bytes()), &place);
        assert_eq!(ours.bytes(), whole.bytes());
    }
}

#[cfg(feature = "host")]
mod script {
    use super::super::{Decode, Encode, Reader, WireError, Writer};
    use crate::autogenerate::{MigrationScript, ScriptLine};

    wire_struct! { host:
        MigrationScript<'a> {
            message, rev_id, heads, splice, branch_labels, depends_on, version_path, imports, upgrade, downgrade
        }
    }

    wire_enum! { host:
        ScriptLine<'a> { 0 Operation(operation), 1 Comment(text), 2 Source(text) }
    }
}
