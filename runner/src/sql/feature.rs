//! What an operation takes of a database, and so what some databases have to refuse.

use migration_api::ops::{
    AddColumn, AddConstraint, AlterColumn, AlterSequence, CreateSequence, CreateTable,
    DropConstraint, ObjectKind, Operation, Position, RoutineKind,
};
use migration_api::schema::{
    Column, Constraint, ConstraintKind, Index, IndexKeys, Match, ReferentialAction,
};

/// Something that not every database can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    EmptyTable,
    ChangeType,
    ChangeNullability,
    ChangeDefault,
    ChangeCollation,
    ChangeAutoincrement,
    ChangeIdentity,
    Identity,
    ColumnIfNotExists,
    ColumnIfExists,
    ColumnFirstOrAfter,
    ColumnBefore,
    AddPrimaryKey,
    AddUnique,
    AddCheck,
    AddForeignKey,
    DropConstraint,
    UnnamedConstraint,
    ConstraintIfExists,
    Exclude,
    UsingIndex,
    ConstraintInclude,
    NullsNotDistinct,
    DeferrableForeignKey,
    DeferrableUnique,
    DeferrableCheck,
    MatchFull,
    MatchPartial,
    OnDeleteSetDefault,
    OnDeleteColumns,
    PartialIndex,
    ExpressionIndex,
    IndexCollation,
    IndexIfExists,
    Cascade,
    Sequence,
    SequenceType,
    Schema,
    Domain,
    ReplaceMaterializedView,
    MaterializedView,
    ViewIfNotExists,
    Function,
    Procedure,
}

/// Something that a database cannot do, and what to do instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What it cannot do.
    pub feature: Feature,
    /// What to do instead.
    pub help: &'static str,
}

impl Feature {
    /// Returns what the database cannot do, as it stands behind "cannot".
    pub const fn text(self) -> &'static str {
        match self {
            Self::EmptyTable => "create a table without columns",
            Self::ChangeType => "change a column's type",
            Self::ChangeNullability => "change whether a column takes NULL",
            Self::ChangeDefault => "change a column's default",
            Self::ChangeCollation => "change a column's collation",
            Self::ChangeAutoincrement => "switch the numbering of a column",
            Self::ChangeIdentity => "change the identity of a column",
            Self::Identity => "count a column up as `GENERATED AS IDENTITY`",
            Self::ColumnIfNotExists => "add a column only if it does not exist",
            Self::ColumnIfExists => "drop a column only if it exists",
            Self::ColumnFirstOrAfter => "put a column anywhere but at the end",
            Self::ColumnBefore => "put a column before another one",
            Self::AddPrimaryKey => "add a primary key to a table that exists",
            Self::AddUnique => "add a unique constraint to a table that exists",
            Self::AddCheck => "add a check to a table that exists",
            Self::AddForeignKey => "add a foreign key to a table that exists",
            Self::DropConstraint => "drop a constraint of a table that exists",
            Self::UnnamedConstraint => "drop a constraint without its name",
            Self::ConstraintIfExists => "drop a constraint only if it exists",
            Self::Exclude => "exclude rows from one another",
            Self::UsingIndex => "make an index the constraint",
            Self::ConstraintInclude => "have a constraint carry columns along",
            Self::NullsNotDistinct => "take two NULLs for the same value",
            Self::DeferrableForeignKey => "put the check of a foreign key off",
            Self::DeferrableUnique => "put the check of a key off",
            Self::DeferrableCheck => "put a check off",
            Self::MatchFull => "match a foreign key by `MATCH FULL`",
            Self::MatchPartial => "match a foreign key by `MATCH PARTIAL`",
            Self::OnDeleteSetDefault => "set a foreign key to its default",
            Self::OnDeleteColumns => "set only some columns of a foreign key",
            Self::PartialIndex => "hold only some rows in an index",
            Self::ExpressionIndex => "create an index over an expression",
            Self::IndexCollation => "order an index by a collation",
            Self::IndexIfExists => "create or drop an index only if it is (not) there",
            Self::Cascade => "drop what hangs on it too",
            Self::Sequence => "keep a sequence",
            Self::SequenceType => "give the numbers of a sequence a type",
            Self::Schema => "create or drop a schema",
            Self::Domain => "create a domain",
            Self::ReplaceMaterializedView => "replace a materialised view",
            Self::MaterializedView => "store what a view gives",
            Self::ViewIfNotExists => "create a view only if it does not exist",
            Self::Function => "keep a function",
            Self::Procedure => "keep a procedure",
        }
    }
}

/// Returns what `operation` takes of a database, in the order in which it is to be told.
pub fn needs(operation: &Operation<'_>) -> Vec<Feature> {
    let mut needs = Vec::new();
    let mut need = |condition: bool, feature| {
        if condition {
            needs.push(feature);
        }
    };
    match operation {
        Operation::CreateTable(op) => needs.extend(of_table(op)),
        Operation::DropTable(op) => need(op.cascade, Feature::Cascade),
        Operation::AddColumn(op) => needs.extend(of_new_column(op)),
        Operation::DropColumn(op) => {
            need(op.if_exists, Feature::ColumnIfExists);
            need(op.cascade, Feature::Cascade);
        }
        Operation::AlterColumn(op) => needs.extend(of_change(op)),
        Operation::CreateIndex(op) => {
            needs.extend(of_index(&op.index));
            if op.if_not_exists {
                needs.push(Feature::IndexIfExists);
            }
        }
        Operation::DropIndex(op) => need(op.if_exists, Feature::IndexIfExists),
        Operation::AddConstraint(op) => needs.extend(of_new_constraint(op)),
        Operation::DropConstraint(op) => needs.extend(of_drop(op)),
        Operation::CreateDomain(_) => needs.push(Feature::Domain),
        Operation::CreateSequence(CreateSequence { ty, .. })
        | Operation::AlterSequence(AlterSequence { ty, .. }) => {
            need(true, Feature::Sequence);
            need(ty.is_some(), Feature::SequenceType);
        }
        Operation::CreateSchema(_) => needs.push(Feature::Schema),
        Operation::CreateView(op) => {
            need(op.materialized, Feature::MaterializedView);
            need(op.materialized && op.replace, Feature::ReplaceMaterializedView);
            need(op.if_not_exists && !op.materialized, Feature::ViewIfNotExists);
        }
        Operation::RefreshMaterializedView(_) => needs.push(Feature::MaterializedView),
        Operation::CreateRoutine(op) => needs.extend(of_routine(op.kind)),
        Operation::DropObject(op) => {
            needs.extend(of_object(op.kind));
            if op.cascade {
                needs.push(Feature::Cascade);
            }
        }
        Operation::RenameTable(_)
        | Operation::Execute(_)
        | Operation::BulkInsert(_)
        | Operation::SetTableComment(_)
        | Operation::SetTableOption(_)
        | Operation::ValidateConstraint(_)
        | Operation::CreateEnum(_)
        | Operation::AddEnumValue(_)
        | Operation::RenameEnumValue(_)
        | Operation::CreateExtension(_)
        | Operation::Batch(_) => {}
    }
    needs
}

fn of_table(op: &CreateTable<'_>) -> Vec<Feature> {
    let mut needs = Vec::new();
    if op.columns.is_empty() {
        needs.push(Feature::EmptyTable);
    }
    needs.extend(op.columns.iter().flat_map(of_column));
    needs.extend(op.constraints.iter().flat_map(of_constraint));
    needs.extend(op.indexes.iter().flat_map(of_index));
    needs
}

fn of_column(column: &Column<'_>) -> Vec<Feature> {
    let mut needs = Vec::new();
    if column.identity.is_some() {
        needs.push(Feature::Identity);
    }
    if let Some(to) = column.references {
        needs.extend(of_actions(to.on_delete, to.on_update));
    }
    needs
}

fn of_new_column(op: &AddColumn<'_>) -> Vec<Feature> {
    let mut needs = of_column(&op.column);
    match op.position {
        Position::Last => {}
        Position::First | Position::After(_) => needs.push(Feature::ColumnFirstOrAfter),
        Position::Before(_) => needs.push(Feature::ColumnBefore),
    }
    if op.if_not_exists {
        needs.push(Feature::ColumnIfNotExists);
    }
    needs
}

fn of_change(op: &AlterColumn<'_>) -> Vec<Feature> {
    let changes = [
        (op.new_type.is_some(), Feature::ChangeType),
        (op.collation.is_some(), Feature::ChangeCollation),
        (op.nullable.is_some(), Feature::ChangeNullability),
        (op.default.is_some(), Feature::ChangeDefault),
        (op.identity.is_some(), Feature::ChangeIdentity),
        (op.autoincrement.is_some(), Feature::ChangeAutoincrement),
    ];
    changes.into_iter().filter_map(|(made, feature)| made.then_some(feature)).collect()
}

fn of_constraint(constraint: &Constraint<'_>) -> Vec<Feature> {
    let mut needs = Vec::new();
    let deferred = constraint.timing.deferrable == Some(true)
        || constraint.timing.initially_deferred == Some(true);
    if constraint.using_index.is_some() {
        needs.push(Feature::UsingIndex);
    }
    if !constraint.include.is_empty() {
        needs.push(Feature::ConstraintInclude);
    }
    if constraint.nulls_not_distinct {
        needs.push(Feature::NullsNotDistinct);
    }
    match constraint.kind {
        ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) => {
            needs.extend(deferred.then_some(Feature::DeferrableUnique));
        }
        ConstraintKind::Check(_) => needs.extend(deferred.then_some(Feature::DeferrableCheck)),
        ConstraintKind::ForeignKey(key) => {
            needs.extend(deferred.then_some(Feature::DeferrableForeignKey));
            needs.extend(match key.match_kind {
                Some(Match::Full) => Some(Feature::MatchFull),
                Some(Match::Partial) => Some(Feature::MatchPartial),
                Some(Match::Simple) | None => None,
            });
            needs.extend(of_actions(key.on_delete, key.on_update));
            if !key.on_delete_columns.is_empty() {
                needs.push(Feature::OnDeleteColumns);
            }
        }
        ConstraintKind::Exclude(_) => needs.push(Feature::Exclude),
    }
    needs
}

fn of_new_constraint(op: &AddConstraint<'_>) -> Vec<Feature> {
    let mut needs = of_constraint(&op.constraint);
    needs.extend(match op.constraint.kind {
        ConstraintKind::PrimaryKey(_) => Some(Feature::AddPrimaryKey),
        ConstraintKind::Unique(_) => Some(Feature::AddUnique),
        ConstraintKind::Check(_) => Some(Feature::AddCheck),
        ConstraintKind::ForeignKey(_) => Some(Feature::AddForeignKey),
        ConstraintKind::Exclude(_) => None,
    });
    needs
}

fn of_drop(op: &DropConstraint<'_>) -> Vec<Feature> {
    let mut needs = Vec::new();
    if op.cascade {
        needs.push(Feature::Cascade);
    }
    if op.if_exists {
        needs.push(Feature::ConstraintIfExists);
    }
    if op.unnamed.is_some() {
        needs.push(Feature::UnnamedConstraint);
    }
    needs.push(Feature::DropConstraint);
    needs
}

fn of_actions(
    on_delete: Option<ReferentialAction>,
    on_update: Option<ReferentialAction>,
) -> Option<Feature> {
    let set_default = Some(ReferentialAction::SetDefault);
    (on_delete == set_default || on_update == set_default).then_some(Feature::OnDeleteSetDefault)
}

fn of_index(index: &Index<'_>) -> Vec<Feature> {
    let mut needs = Vec::new();
    if let IndexKeys::Parts(parts) = index.keys {
        if parts.iter().any(|part| part.is_expression) {
            needs.push(Feature::ExpressionIndex);
        }
        if parts.iter().any(|part| part.collation.is_some()) {
            needs.push(Feature::IndexCollation);
        }
    }
    if index.predicate.is_some() {
        needs.push(Feature::PartialIndex);
    }
    if index.nulls_not_distinct {
        needs.push(Feature::NullsNotDistinct);
    }
    needs
}

fn of_routine(kind: RoutineKind) -> Option<Feature> {
    match kind {
        RoutineKind::Function => Some(Feature::Function),
        RoutineKind::Procedure => Some(Feature::Procedure),
        RoutineKind::Trigger => None,
    }
}

fn of_object(kind: ObjectKind) -> Option<Feature> {
    match kind {
        ObjectKind::Domain => Some(Feature::Domain),
        ObjectKind::Sequence => Some(Feature::Sequence),
        ObjectKind::Schema => Some(Feature::Schema),
        ObjectKind::MaterializedView => Some(Feature::MaterializedView),
        ObjectKind::Function => Some(Feature::Function),
        ObjectKind::Procedure => Some(Feature::Procedure),
        ObjectKind::Enum | ObjectKind::Extension | ObjectKind::View | ObjectKind::Trigger => None,
    }
}
