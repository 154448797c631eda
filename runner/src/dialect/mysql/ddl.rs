//! Schema changes that MySQL and MariaDB write in their own way.

use migration_api::ops::{
    AlterColumn, CommentChange, CreateTable, DefaultChange, DropConstraint, DropIndex, Operation,
    RenameTable, SetTableOption,
};
use migration_api::schema::{
    Autoincrement, Column, ColumnType, ConstraintType, Index, IndexPart, TableName, TableOption,
};

use super::existing::ColumnText;
use super::literals;
use crate::dialect::Dialect;
use crate::sql::{
    Feature, IndexSyntax, Key, Limit, RenderError, Statement, TableSyntax, default, is_number,
    rename_column,
};

/// What neither MySQL nor MariaDB can do.
macro_rules! common_limits {
    ($($own:expr),* $(,)?) => {
        &[
            Limit { feature: Feature::EmptyTable, help: "give it a column" },
            Limit { feature: Feature::ChangeIdentity, help: AUTO_INCREMENT },
            Limit { feature: Feature::Identity, help: AUTO_INCREMENT },
            Limit { feature: Feature::ColumnBefore, help: "use `after`, or `first`" },
            Limit { feature: Feature::Exclude, help: "refuse such rows by a trigger" },
            Limit { feature: Feature::UsingIndex, help: "name the columns of the key" },
            Limit {
                feature: Feature::ConstraintInclude,
                help: "create an index over all of these columns",
            },
            Limit {
                feature: Feature::NullsNotDistinct,
                help: "make the key over a computed column that is never NULL",
            },
            Limit { feature: Feature::DeferrableForeignKey, help: DEFERRABLE },
            Limit { feature: Feature::DeferrableUnique, help: DEFERRABLE },
            Limit { feature: Feature::DeferrableCheck, help: DEFERRABLE },
            Limit {
                feature: Feature::UnnamedConstraint,
                help: "give its name, which the database chose if nobody else did",
            },
            Limit {
                feature: Feature::MatchFull,
                help: "demand it by a check: all columns NULL, or none",
            },
            Limit { feature: Feature::MatchPartial, help: "leave it out" },
            Limit { feature: Feature::OnDeleteSetDefault, help: "InnoDB has `SET NULL` and `CASCADE`" },
            Limit {
                feature: Feature::OnDeleteColumns,
                help: "leave `on_delete_columns` out, and set the columns by a trigger",
            },
            Limit {
                feature: Feature::SequenceType,
                help: "leave the type out, and say `max_value` instead",
            },
            Limit {
                feature: Feature::PartialIndex,
                help: "leave `predicate` out, or make the index over a computed column",
            },
            Limit {
                feature: Feature::IndexCollation,
                help: "give the column this collation, or a computed column beside it",
            },
            Limit { feature: Feature::Cascade, help: "drop what hangs on it first" },
            Limit { feature: Feature::Domain, help: "demand it by a check on the column" },
            Limit {
                feature: Feature::MaterializedView,
                help: "create a table, and fill it by an event or triggers",
            },
            $($own),*
        ]
    };
}

const AUTO_INCREMENT: &str = "make it an integer primary key, or use `autoincrement`";
const DEFERRABLE: &str = "leave `deferrable` out: everything is checked at once";
const IF_EXISTS: &str = "leave it out, and look into `information_schema` first";

/// What MariaDB cannot do.
pub(super) const MARIADB_LIMITS: &[Limit] = common_limits![Limit {
    feature: Feature::ExpressionIndex,
    help: "add a computed column, and make the index over that",
}];

/// What MySQL cannot do.
pub(super) const MYSQL_LIMITS: &[Limit] = common_limits![
    Limit { feature: Feature::ColumnIfNotExists, help: IF_EXISTS },
    Limit { feature: Feature::ColumnIfExists, help: IF_EXISTS },
    Limit { feature: Feature::ConstraintIfExists, help: IF_EXISTS },
    Limit { feature: Feature::IndexIfExists, help: IF_EXISTS },
    Limit { feature: Feature::Sequence, help: "number rows by an `AUTO_INCREMENT` column" },
    Limit { feature: Feature::ViewIfNotExists, help: "use `replace`" },
];

/// Returns the statement that sets an option of a table, as the catalog writes it, back to what a table has by itself.
///
/// <https://mariadb.com/kb/en/create-table/#table-options>
pub(super) fn reset_option(
    dialect: &dyn Dialect,
    table: TableName<'_>,
    text: &str,
) -> Option<String> {
    let action = match text.split_once('=') {
        None if text.eq_ignore_ascii_case("WITH SYSTEM VERSIONING") => {
            "DROP SYSTEM VERSIONING".to_owned()
        }
        None => return None,
        Some((name, _)) => {
            let name = name.trim_matches('`');
            let plain = match name.to_ascii_lowercase().as_str() {
                "checksum" | "delay_key_write" | "min_rows" | "max_rows" | "avg_row_length"
                | "key_block_size" => "0",
                "insert_method" => "NO",
                _ => "DEFAULT",
            };
            format!("{}={plain}", name.to_ascii_uppercase())
        }
    };
    Some(format!("ALTER TABLE {} {action}", dialect.table(table)))
}

/// Renders a change to a column without a database: what the author does not say of the column as it is, is taken not to be
/// there, but for its type and whether it takes NULL, which have to be said.
pub(super) fn alter_column(
    dialect: &dyn Dialect,
    change: &AlterColumn<'_>,
) -> Result<Vec<Statement<'static>>, RenderError> {
    if let Some(statement) = small_change(dialect, change)? {
        return Ok(vec![statement]);
    }
    let told = |what| RenderError::NotToldExisting {
        dialect: dialect.title(),
        table: change.table.to_string(),
        column: change.column.to_owned(),
        what,
    };
    let ty = change.new_type.or(change.existing.ty).ok_or_else(|| told("type"))?;
    let nullable = change.nullable.or(change.existing.nullable).ok_or_else(|| told("nullable"))?;
    let existing = ColumnText {
        ty: dialect.column_type(ty)?,
        not_null: !nullable,
        default: change.existing.default.map(|value| default(dialect, value)).transpose()?,
        comment: change.existing.comment.map(literals::plain),
        collation: change.existing.collation.map(str::to_owned),
        auto_increment: change.existing.autoincrement == Some(true),
        ..ColumnText::default()
    };
    modify(dialect, change, existing).map(|statement| vec![statement])
}

/// Returns the statement of a change that leaves everything else as it is by itself: of the name alone, or of the default
/// alone.
pub(super) fn small_change(
    dialect: &dyn Dialect,
    change: &AlterColumn<'_>,
) -> Result<Option<Statement<'static>>, RenderError> {
    let (table, column) = (dialect.table(change.table), dialect.quote(change.column));
    let nothing = AlterColumn { table: change.table, ..AlterColumn::new("", change.column) };
    let nothing = AlterColumn { existing: change.existing, ..nothing };
    if let Some(new_name) = change.new_name
        && *change == nothing.rename(new_name)
    {
        return Ok(Some(rename_column(dialect, change.table, change.column, new_name)));
    }
    let only_default = AlterColumn { default: change.default, ..nothing } == *change;
    let action = match change.default.filter(|_| only_default) {
        Some(DefaultChange::Set(value)) => {
            let text = default(dialect, value)?;
            // The clock of a time column is no such default, and other expressions are so only on newer servers.
            if !is_literal(&text) {
                return Ok(None);
            }
            format!("SET DEFAULT {text}")
        }
        Some(DefaultChange::Drop) => "DROP DEFAULT".to_owned(),
        None => return Ok(None),
    };
    Ok(Some(Statement::new(format!("ALTER TABLE {table} ALTER COLUMN {column} {action}"))))
}

/// Renders a change by the whole column anew: `MODIFY`, or `CHANGE` where its name changes too.
pub(super) fn modify(
    dialect: &dyn Dialect,
    change: &AlterColumn<'_>,
    existing: ColumnText,
) -> Result<Statement<'static>, RenderError> {
    let mut column = existing;
    if let Some(ty) = change.new_type {
        column.set_type(dialect.column_type(ty)?, takes_collation(ty));
    }
    if let Some(collation) = change.collation {
        column.charset = None;
        column.collation = Some(dialect.quote(collation));
    }
    column.not_null = change.nullable.map_or(column.not_null, |nullable| !nullable);
    column.auto_increment = change.autoincrement.unwrap_or(column.auto_increment);
    match change.default {
        Some(DefaultChange::Set(value)) => {
            let text = default(dialect, value)?;
            column.default = Some(default_for(&column.ty, text));
        }
        Some(DefaultChange::Drop) => column.default = None,
        None => {}
    }
    match change.comment {
        Some(CommentChange::Set(text)) => {
            column.comment = Some(literals::plain(text));
        }
        Some(CommentChange::Drop) => column.comment = None,
        None => {}
    }
    let (table, name) = (dialect.table(change.table), dialect.quote(change.column));
    let name = match change.new_name {
        Some(new_name) => format!("CHANGE {name} {}", dialect.quote(new_name)),
        None => format!("MODIFY {name}"),
    };
    Ok(Statement::new(format!("ALTER TABLE {table} {name} {column}")))
}

/// Returns whether a type has a character set, and with it a collation.
fn takes_collation(ty: ColumnType<'_>) -> bool {
    match ty.on("mysql") {
        ColumnType::Char(_)
        | ColumnType::Varchar(_)
        | ColumnType::Text
        | ColumnType::TinyText
        | ColumnType::MediumText
        | ColumnType::LongText
        | ColumnType::Enum(..)
        | ColumnType::Set(_) => true,
        ColumnType::Custom(name) => {
            let name = name.to_ascii_uppercase();
            ["CHAR", "VARCHAR", "TEXT", "ENUM", "SET"].iter().any(|it| name.starts_with(it))
        }
        _ => false,
    }
}

/// Returns what stands at the end of a column's definition.
pub(super) fn column_tail(column: &Column<'_>, key: Key) -> String {
    let mut tail = String::new();
    let numbered = key == Key::Numbered || column.autoincrement == Autoincrement::Always;
    if numbered && column.computed.is_none() {
        tail.push_str(" AUTO_INCREMENT");
    }
    if let Some(expression) = column.on_row_update {
        tail.extend([format!(" ON UPDATE {expression}")]);
    }
    if let Some(comment) = column.comment {
        tail.extend([format!(" COMMENT {}", literals::plain(comment))]);
    }
    tail
}

/// Returns an author's expression as it stands behind `DEFAULT`: in parentheses, unless it is a literal or the clock.
///
/// <https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html>
pub(super) fn default_expression(expression: &str) -> String {
    let text = expression.trim();
    let in_parentheses = text.starts_with('(') && text.ends_with(')');
    match clock_digits(text).is_some() || is_literal(text) || in_parentheses {
        true => text.to_owned(),
        false => format!("({text})"),
    }
}

/// Returns a default as it has to be for a column of this type: the clock with as many digits as the column has, and a
/// literal for a text or document in parentheses, as MySQL demands.
pub(super) fn default_for(ty: &str, default: String) -> String {
    let upper = ty.to_ascii_uppercase();
    let digits = upper.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    if clock_digits(&default) == Some("")
        && let Some((digits, _)) = digits
    {
        return format!("CURRENT_TIMESTAMP({digits})");
    }
    let is_long = ["TEXT", "BLOB", "JSON", "POINT", "POLYGON"].iter().any(|it| upper.contains(it));
    // Of a text behind `_utf8mb4`, MariaDB keeps the characters without a backslash before those that need one.
    if is_long && let Some(digits) = default.strip_prefix("_utf8mb4 ") {
        return format!("(CONVERT({digits} USING utf8mb4))");
    }
    match is_long && is_literal(&default) && !default.eq_ignore_ascii_case("NULL") {
        true => format!("({default})"),
        false => default,
    }
}

/// Returns the digits of a second that the clock gives, if the expression is the clock: nothing for none.
fn clock_digits(expression: &str) -> Option<&str> {
    let (word, rest) = expression.split_once('(').unwrap_or((expression, ")"));
    let word = word.trim().to_ascii_uppercase();
    let digits = rest.trim().strip_suffix(')')?.trim();
    let names = ["CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP"];
    let is_clock = names.contains(&word.as_str()) && digits.bytes().all(|it| it.is_ascii_digit());
    is_clock.then_some(digits)
}

/// Returns whether the expression is a plain value.
fn is_literal(text: &str) -> bool {
    let word = text.to_ascii_uppercase();
    let inner = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    is_number(text)
        || ["NULL", "TRUE", "FALSE"].contains(&word.as_str())
        || inner.is_some_and(|inner| !inner.replace("''", "").contains('\''))
        || word.starts_with("X'")
        || word.starts_with("_UTF8MB4 X'")
}

/// Returns what stands around a new table's columns.
///
/// <https://dev.mysql.com/doc/refman/8.4/en/create-table.html>
pub(super) fn table_syntax(
    dialect: &dyn Dialect,
    table: &CreateTable<'_>,
) -> Result<TableSyntax, RenderError> {
    let mut syntax = TableSyntax::default();
    let mut partition = String::new();
    for option in table.options {
        match option {
            TableOption::Temporary => syntax.kind = "TEMPORARY ",
            TableOption::PartitionBy(text) => partition = format!(" PARTITION BY {text}"),
            other => {
                if let Some(option) = table_option(dialect, *other) {
                    syntax.tail.extend([format!(" {option}")]);
                }
            }
        }
    }
    if let Some(comment) = table.comment {
        syntax.tail.extend([format!(" COMMENT={}", literals::plain(comment))]);
    }
    syntax.tail.push_str(&partition);
    Ok(syntax)
}

/// Returns an option as both `CREATE TABLE` and `ALTER TABLE` take it.
fn table_option(dialect: &dyn Dialect, option: TableOption<'_>) -> Option<String> {
    Some(match option {
        TableOption::Engine(name) => format!("ENGINE={}", dialect.quote(name)),
        TableOption::Charset(name) => format!("DEFAULT CHARSET={}", dialect.quote(name)),
        TableOption::Collate(name) => format!("COLLATE={}", dialect.quote(name)),
        TableOption::AutoIncrement(first) => format!("AUTO_INCREMENT={first}"),
        TableOption::RowFormat(name) => format!("ROW_FORMAT={name}"),
        TableOption::Tablespace(name) => format!("TABLESPACE {}", dialect.quote(name)),
        TableOption::Other("mysql", text) => text.to_owned(),
        TableOption::Other(name, text) if name == dialect.name() => text.to_owned(),
        TableOption::PartitionBy(_)
        | TableOption::PartitionOf(..)
        | TableOption::Inherits(_)
        | TableOption::Storage(..)
        | TableOption::Unlogged
        | TableOption::Temporary
        | TableOption::WithoutRowid
        | TableOption::Strict
        | TableOption::Other(..) => return None,
    })
}

/// Returns what sets an option of a table that exists.
pub(super) fn set_table_option(
    dialect: &dyn Dialect,
    op: &SetTableOption<'_>,
) -> Option<Statement<'static>> {
    let table = dialect.table(op.table);
    let action = match op.option {
        TableOption::PartitionBy(text) => format!("PARTITION BY {text}"),
        other => table_option(dialect, other)?,
    };
    Some(Statement::new(format!("ALTER TABLE {table} {action}")))
}

/// Returns what sets or drops the remark on a table.
pub(super) fn table_comment(
    dialect: &dyn Dialect,
    table: TableName<'_>,
    comment: Option<&str>,
) -> Result<Statement<'static>, RenderError> {
    let (table, text) = (dialect.table(table), literals::plain(comment.unwrap_or_default()));
    Ok(Statement::new(format!("ALTER TABLE {table} COMMENT {text}")))
}

/// Returns what an index has beyond its name and columns.
pub(super) fn index_syntax(index: &Index<'_>) -> IndexSyntax {
    let mut syntax = IndexSyntax::PLAIN;
    match index.using.map(str::to_ascii_lowercase).as_deref() {
        Some("fulltext") => syntax.kind = "FULLTEXT ",
        Some("spatial") => syntax.kind = "SPATIAL ",
        Some("btree") => syntax.tail = " USING BTREE".to_owned(),
        Some("hash") => syntax.tail = " USING HASH".to_owned(),
        // A kind of another database.
        Some(_) | None => {}
    }
    if let Some(comment) = index.comment.map(literals::plain) {
        syntax.tail.extend([format!(" COMMENT {comment}")]);
    }
    syntax
}

/// Returns a part of an index.
pub(super) fn index_part(dialect: &dyn Dialect, part: &IndexPart<'_>) -> String {
    let mut sql = match part.is_expression {
        true => format!("({})", part.text),
        false => dialect.quote(part.text),
    };
    if let Some(length) = part.prefix_length {
        sql.extend([format!("({length})")]);
    }
    if part.descending {
        sql.push_str(" DESC");
    }
    sql
}

/// Returns the drop of an index, which is a part of its table.
pub(super) fn drop_index(dialect: &dyn Dialect, op: &DropIndex<'_>) -> String {
    let if_exists = if op.if_exists { "IF EXISTS " } else { "" };
    let (name, table) = (dialect.quote(op.name), dialect.table(op.table));
    format!("DROP INDEX {if_exists}{name} ON {table}")
}

/// Returns what stands behind `ALTER TABLE … DROP` for a constraint. Of one whose kind is not told, both servers find out by
/// themselves what it is, unless it is the primary key.
pub(super) fn dropped_constraint(
    dialect: &dyn Dialect,
    op: &DropConstraint<'_>,
    mariadb: bool,
) -> String {
    let if_exists = if op.if_exists { "IF EXISTS " } else { "" };
    let name = dialect.quote(op.name);
    match op.kind {
        Some(ConstraintType::PrimaryKey) => "PRIMARY KEY".to_owned(),
        None if op.name.eq_ignore_ascii_case("PRIMARY") => "PRIMARY KEY".to_owned(),
        Some(ConstraintType::Unique) => format!("INDEX {if_exists}{name}"),
        Some(ConstraintType::ForeignKey) => format!("FOREIGN KEY {if_exists}{name}"),
        Some(ConstraintType::Check) if !mariadb => format!("CHECK {name}"),
        Some(ConstraintType::Check | ConstraintType::Exclude) | None => {
            format!("CONSTRAINT {if_exists}{name}")
        }
    }
}

/// Returns a table's new name with its schema, without which it would move to that of the session.
pub(super) fn renamed_table(dialect: &dyn Dialect, op: &RenameTable<'_>) -> String {
    dialect.table(TableName { schema: op.table.schema, name: op.new_name })
}

/// Refuses what MariaDB's grammar has no place for.
pub(super) fn check(
    dialect: &dyn Dialect,
    operation: &Operation<'_>,
    mariadb: bool,
) -> Result<(), RenderError> {
    let columns = match operation {
        Operation::CreateTable(op) => op.columns,
        Operation::AddColumn(op) => &[op.column],
        _ => return Ok(()),
    };
    let not_null = columns.iter().any(|column| column.computed.is_some() && !column.nullable);
    match mariadb && not_null {
        true => Err(RenderError::unsupported(
            dialect,
            operation,
            "make a computed column NOT NULL",
            "leave `not_null` out, or demand it by a check",
        )),
        false => Ok(()),
    }
}

/// Returns the statement of a function or trigger for a script: the client must not take the semicolons in it for its end.
pub(super) fn routine_script(sql: &str) -> String {
    let mut delimiter = "//".to_owned();
    while sql.contains(&delimiter) {
        delimiter.push('/');
    }
    format!("DELIMITER {delimiter}\n{sql}\n{delimiter}\nDELIMITER ;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_fits_its_column() {
        for (ty, expression, written) in [
            ("DATETIME(6)", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP(6)"),
            ("DATETIME(6)", "now()", "CURRENT_TIMESTAMP(6)"),
            ("DATETIME(6)", "NOW(6)", "NOW(6)"),
            ("DATETIME", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"),
            ("INTEGER", "1 + 2", "(1 + 2)"),
            ("INTEGER", "(1 + 2)", "(1 + 2)"),
            ("CHAR(36)", "uuid()", "(uuid())"),
            ("VARCHAR(9)", "'it''s'", "'it''s'"),
            ("TEXT", "'it''s'", "('it''s')"),
            ("TEXT", "NULL", "NULL"),
            ("TEXT", "_utf8mb4 X'5c'", "(CONVERT(X'5c' USING utf8mb4))"),
        ] {
            assert_eq!(
                default_for(ty, default_expression(expression)),
                written,
                "{ty} {expression}"
            );
        }
    }
}
