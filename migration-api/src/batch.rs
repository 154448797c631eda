//! What the closure of a batch is handed.

use crate::abi::{Encode, Writer, encode_batch};
use crate::error::Place;
use crate::ops::{
    AddColumn, AddConstraint, AlterColumn, BatchOptions, CreateIndex, DropColumn, DropConstraint,
    DropIndex, Operation,
};
use crate::schema::{Column, Constraint, Index, TableName};

/// Gathers the changes to one table; see
/// [`MigrationContext::batch_alter_table`](crate::MigrationContext::batch_alter_table).
///
/// Nothing is done before the closure ends. Names of columns are those that the changes before have made.
pub struct BatchAlterTable {
    table: String,
    operations: Writer,
    count: u32,
}

impl BatchAlterTable {
    pub(crate) fn new(table: &str) -> Self {
        Self { table: table.to_owned(), operations: Writer::default(), count: 0 }
    }

    /// Adds a column.
    pub fn add_column(&mut self, column: Column<'_>) {
        self.add(|table| AddColumn { table, ..AddColumn::new("", column) }.into());
    }

    /// Adds a column behind another one.
    pub fn add_column_after(&mut self, column: Column<'_>, after: &str) {
        self.add(|table| AddColumn { table, ..AddColumn::new("", column).after(after) }.into());
    }

    /// Adds a column before another one.
    pub fn add_column_before(&mut self, column: Column<'_>, before: &str) {
        self.add(|table| AddColumn { table, ..AddColumn::new("", column).before(before) }.into());
    }

    /// Adds a column of which more is to be said: `batch.add_column_with(AddColumn::new("", column).first())`.
    pub fn add_column_with(&mut self, op: AddColumn<'_>) {
        self.add(|table| AddColumn { table, ..op }.into());
    }

    /// Drops a column.
    pub fn drop_column(&mut self, column: &str) {
        self.add(|table| DropColumn { table, ..DropColumn::new("", column) }.into());
    }

    /// Drops a column of which more is to be said than its name.
    pub fn drop_column_with(&mut self, op: DropColumn<'_>) {
        self.add(|table| DropColumn { table, ..op }.into());
    }

    /// Changes a column: `batch.alter_column(AlterColumn::in_batch("email").set_not_null())`.
    pub fn alter_column(&mut self, change: AlterColumn<'_>) {
        self.add(|table| AlterColumn { table, ..change }.into());
    }

    /// Creates an index over columns.
    pub fn create_index(&mut self, name: &str, columns: &[&str]) {
        self.add_index(CreateIndex::new(Index::new(name, "", columns)));
    }

    /// Creates an index with all its options.
    pub fn add_index(&mut self, op: CreateIndex<'_>) {
        self.add(|table| CreateIndex { index: Index { table, ..op.index }, ..op }.into());
    }

    /// Drops an index.
    pub fn drop_index(&mut self, name: &str) {
        self.add(|table| DropIndex { table, ..DropIndex::new(name, "") }.into());
    }

    /// Drops an index of which more is to be said than its name.
    pub fn drop_index_with(&mut self, op: DropIndex<'_>) {
        self.add(|table| DropIndex { table, ..op }.into());
    }

    /// Adds a constraint of any kind.
    pub fn create_constraint(&mut self, constraint: Constraint<'_>) {
        self.add(|table| AddConstraint { table, constraint }.into());
    }

    /// Adds a primary key.
    pub fn create_primary_key(&mut self, name: &str, columns: &[&str]) {
        self.create_constraint(Constraint::primary_key(name, columns));
    }

    /// Adds a unique constraint.
    pub fn create_unique_constraint(&mut self, name: &str, columns: &[&str]) {
        self.create_constraint(Constraint::unique(name, columns));
    }

    /// Adds a check.
    pub fn create_check_constraint(&mut self, name: &str, condition: &str) {
        self.create_constraint(Constraint::check(name, condition));
    }

    /// Adds a foreign key.
    pub fn create_foreign_key(
        &mut self,
        name: &str,
        columns: &[&str],
        referred_table: &str,
        referred_columns: &[&str],
    ) {
        self.create_constraint(Constraint::foreign_key(
            name,
            columns,
            referred_table,
            referred_columns,
        ));
    }

    /// Drops a constraint.
    pub fn drop_constraint(&mut self, name: &str) {
        self.add(|table| DropConstraint { table, ..DropConstraint::new("", name) }.into());
    }

    /// Drops a constraint of which more is to be said than its name.
    pub fn drop_constraint_with(&mut self, op: DropConstraint<'_>) {
        self.add(|table| DropConstraint { table, ..op }.into());
    }

    fn add<'a>(&mut self, make: impl FnOnce(TableName<'a>) -> Operation<'a>) {
        // The runner puts the table's name into each operation.
        make(TableName { schema: None, name: "" }).encode(&mut self.operations);
        self.count += 1;
    }

    /// Returns the request that carries the batch out.
    pub(crate) fn encode(&self, options: &BatchOptions<'_>, place: &Place) -> Writer {
        let table = TableName::parse(&self.table);
        encode_batch(table, options, (self.count, self.operations.bytes()), place)
    }
}
