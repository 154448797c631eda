//! The way back of an operation.

use super::{
    AlterColumn, DropColumn, DropConstraint, DropIndex, DropObject, DropTable, ObjectKind,
    Operation, RenameEnumValue, RenameTable,
};
use crate::schema::TableName;

impl<'a> Operation<'a> {
    /// Returns the operation that undoes this one, or `None` when that takes more than this one knows.
    pub const fn reverse(&self) -> Option<Self> {
        match self {
            Self::CreateTable(op) => {
                let drop = DropTable { table: op.table, if_exists: false, cascade: false };
                Some(Self::DropTable(drop))
            }
            Self::RenameTable(op) => {
                let table = TableName { schema: op.table.schema, name: op.new_name };
                Some(Self::RenameTable(RenameTable { table, new_name: op.table.name }))
            }
            Self::AddColumn(op) => Some(Self::DropColumn(DropColumn {
                table: op.table,
                column: op.column.name,
                if_exists: false,
                cascade: false,
            })),
            Self::AlterColumn(op) => reverse_alter(op),
            Self::CreateIndex(op) => match op.index.name {
                Some(name) => Some(Self::DropIndex(DropIndex {
                    name,
                    table: op.index.table,
                    if_exists: false,
                    concurrently: op.concurrently,
                })),
                None => None,
            },
            Self::AddConstraint(op) => match op.constraint.name {
                Some(name) => Some(Self::DropConstraint(DropConstraint {
                    table: op.table,
                    name,
                    unnamed: None,
                    kind: Some(op.constraint.kind.constraint_type()),
                    if_exists: false,
                    cascade: false,
                })),
                None => None,
            },
            Self::CreateEnum(op) => drop(ObjectKind::Enum, op.name),
            Self::RenameEnumValue(op) => Some(Self::RenameEnumValue(RenameEnumValue {
                name: op.name,
                value: op.new_value,
                new_value: op.value,
            })),
            Self::CreateDomain(op) => drop(ObjectKind::Domain, op.name),
            Self::CreateSequence(op) => drop(ObjectKind::Sequence, op.name),
            Self::CreateSchema(op) => {
                drop(ObjectKind::Schema, TableName { schema: None, name: op.name })
            }
            Self::CreateExtension(op) => {
                drop(ObjectKind::Extension, TableName { schema: None, name: op.name })
            }
            Self::CreateView(op) => match (op.replace, op.materialized) {
                (true, _) => None,
                (false, true) => drop(ObjectKind::MaterializedView, op.name),
                (false, false) => drop(ObjectKind::View, op.name),
            },
            Self::DropTable(_)
            | Self::DropColumn(_)
            | Self::DropIndex(_)
            | Self::DropConstraint(_)
            | Self::Execute(_)
            | Self::BulkInsert(_)
            | Self::SetTableComment(_)
            | Self::SetTableOption(_)
            | Self::ValidateConstraint(_)
            | Self::AddEnumValue(_)
            | Self::AlterSequence(_)
            | Self::RefreshMaterializedView(_)
            | Self::CreateRoutine(_)
            | Self::DropObject(_)
            | Self::Batch(_) => None,
        }
    }
}

const fn drop(kind: ObjectKind, name: TableName<'_>) -> Option<Operation<'_>> {
    Some(Operation::DropObject(DropObject {
        kind,
        name,
        table: None,
        if_exists: false,
        cascade: false,
    }))
}

/// Only a new name says itself what was before.
const fn reverse_alter<'a>(op: &AlterColumn<'a>) -> Option<Operation<'a>> {
    let only_renamed = op.new_type.is_none()
        && op.collation.is_none()
        && op.nullable.is_none()
        && op.default.is_none()
        && op.identity.is_none()
        && op.autoincrement.is_none()
        && op.comment.is_none();
    match op.new_name {
        Some(new_name) if only_renamed => {
            let (column, new_name) = (new_name, Some(op.column));
            Some(Operation::AlterColumn(AlterColumn { column, new_name, ..*op }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn the_way_back_of_the_way_back_is_the_way() {
        let rename = Operation::from(RenameTable::new("s.a", "b"));
        assert_eq!(rename.reverse().and_then(|back| back.reverse()), Some(rename));
        let column = Operation::from(AlterColumn::new("t", "a").rename("b"));
        assert_eq!(column.reverse().and_then(|back| back.reverse()), Some(column));
        assert_eq!(Operation::from(AlterColumn::new("t", "a").set_not_null()).reverse(), None);
    }

    #[test]
    fn what_is_created_is_dropped() {
        let table = Operation::from(CreateTable::new("t", &[], &[]));
        assert_eq!(table.reverse(), Some(DropTable::new("t").into()));
        let unnamed = AddConstraint::new("t", Constraint::check("", "x > 0").unnamed());
        assert_eq!(Operation::from(unnamed).reverse(), None);
        let index = CreateIndex::new(Index::new("i", "s.t", &["a"]));
        assert_eq!(Operation::from(index).reverse(), Some(DropIndex::new("i", "s.t").into()));
    }
}
