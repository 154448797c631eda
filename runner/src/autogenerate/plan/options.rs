//! Options of tables that stay.

use migration_api::ops::{Batch, BatchOptions, Recreate, SetTableOption};
use migration_api::schema::{TableName, TableOption};

use super::super::change::Sides;
use super::alter_table::OfTable;
use super::{Lines, Planner};

impl<'a> Planner<'_, 'a> {
    pub(super) fn set_options(
        &self,
        table: TableName<'a>,
        all: &OfTable<'a>,
        lines: &mut Lines<'a>,
    ) {
        let is_of_texts = |option: Option<TableOption<'a>>| {
            matches!(option, Some(TableOption::Charset(_) | TableOption::Collate(_)))
        };
        let of_texts = |sides: &&Sides<TableOption<'a>>| {
            self.dialect.restates_columns() && (is_of_texts(sides.from) || is_of_texts(sides.to))
        };
        if all.options.iter().any(|sides| of_texts(&sides)) {
            self.convert_texts(table, lines);
        }
        for sides in all.options.iter().filter(|sides| !of_texts(sides)) {
            match (sides.from, sides.to) {
                (_, Some(option)) if self.adds_keys_later() => {
                    lines.push(SetTableOption { table, option });
                }
                (_, Some(option)) => {
                    let options = self.arena.keep(vec![option]);
                    let options = BatchOptions::new().recreate(Recreate::Always).options(options);
                    lines.push(Batch { table, options, operations: &[] });
                }
                (Some(option), None) if self.adds_keys_later() => {
                    self.reset_option(table, option, lines);
                }
                (Some(option), None) => {
                    let options = BatchOptions::new().without(self.arena.keep(vec![option]));
                    lines.push(Batch { table, options, operations: &[] });
                }
                (None, None) => {}
            }
        }
    }

    /// Gives a table another character set or collation, and its texts too; those that have one of their own keep it.
    fn convert_texts(&self, table: TableName<'a>, lines: &mut Lines<'a>) {
        let Some(wanted) = self.to.table(table) else { return };
        let usual = self.from.table_defaults.iter().chain(&self.to.table_defaults);
        let options: Vec<&TableOption<'a>> = wanted.options.iter().chain(usual).collect();
        let charset = options.iter().find_map(|option| match option {
            TableOption::Charset(name) => Some(*name),
            _ => None,
        });
        let own = |option: &TableOption<'a>| match option {
            TableOption::Collate(name) => Some(*name),
            _ => None,
        };
        let has_charset = wanted.options.iter().any(|it| matches!(it, TableOption::Charset(_)));
        let collation = match has_charset {
            // Another character set has a collation of its own.
            true => wanted.options.iter().find_map(own),
            false => options.iter().copied().find_map(own),
        };
        let Some(charset) = charset else { return };
        let collate = collation.map(|name| format!(" COLLATE {name}")).unwrap_or_default();
        let of = self.dialect.table(table);
        let sql = format!("ALTER TABLE {of} CONVERT TO CHARACTER SET {charset}{collate}");
        lines.extend([self.execute(sql)]);
        for column in wanted.columns.iter().filter(|column| column.collation.is_some()) {
            self.restate(table, column, lines);
        }
    }

    /// Sets an option back to what a table has by itself.
    fn reset_option(&self, table: TableName<'a>, option: TableOption<'a>, lines: &mut Lines<'a>) {
        let usual = self
            .from
            .table_defaults
            .iter()
            .chain(&self.to.table_defaults)
            .find(|it| std::mem::discriminant(*it) == std::mem::discriminant(&option));
        if let Some(option) = usual {
            lines.push(SetTableOption { table, option: *option });
        } else if let Some(sql) = self.dialect.reset_table_option(table, option) {
            lines.extend([self.execute(sql)]);
        }
    }
}
