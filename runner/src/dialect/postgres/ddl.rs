//! Schema changes that PostgreSQL writes in its own way.

use migration_api::ops::{
    AlterColumn, CommentChange, CreateTable, DefaultChange, IdentityChange, SetTableOption,
};
use migration_api::schema::{TableName, TableOption};

use super::objects;
use crate::dialect::Dialect;
use crate::sql::{
    Feature, Limit, RenderError, Statement, TableSyntax, counter_options, default, identity_clause,
    rename_column,
};

/// What PostgreSQL cannot do.
pub(super) const LIMITS: &[Limit] = &[
    Limit {
        feature: Feature::UnnamedConstraint,
        help: "give its name, which the database chose if nobody else did",
    },
    Limit {
        feature: Feature::MatchPartial,
        help: "leave it out: no version of PostgreSQL knows it",
    },
    Limit {
        feature: Feature::DeferrableCheck,
        help: "leave `deferrable` out, or demand it by a constraint trigger",
    },
    Limit {
        feature: Feature::ColumnFirstOrAfter,
        help: "leave `first` and `after` out: the order of columns only shows in `SELECT *`",
    },
    Limit {
        feature: Feature::ColumnBefore,
        help: "leave `before` out: the order of columns only shows in `SELECT *`",
    },
    Limit {
        feature: Feature::ChangeAutoincrement,
        help: "use `add_identity` or `drop_identity`, or set a default of `nextval(…)`",
    },
    Limit {
        feature: Feature::ViewIfNotExists,
        help: "use `replace`, which PostgreSQL has for views",
    },
    Limit {
        feature: Feature::ReplaceMaterializedView,
        help: "drop the view first, with `if_exists`",
    },
];

/// Renders all changes to a column in one `ALTER TABLE`, so that the table is rewritten once at
/// most. A new name has a statement of its own, as the server demands.
pub(super) fn alter_column(
    dialect: &dyn Dialect,
    change: &AlterColumn<'_>,
) -> Result<Vec<Statement<'static>>, RenderError> {
    let actions = actions(dialect, change)?;
    let mut statements = Vec::new();
    if let Some(ty) = change.new_type {
        statements.extend(objects::enums_of(dialect, &[ty])?);
    }
    if !actions.is_empty() {
        let column = dialect.quote(change.column);
        let actions = actions.iter().map(|action| format!("ALTER COLUMN {column} {action}"));
        let actions = actions.collect::<Vec<_>>().join(", ");
        let table = dialect.table(change.table);
        statements.push(Statement::new(format!("ALTER TABLE {table} {actions}")));
    }
    if let Some(comment) = change.comment {
        let text = match comment {
            CommentChange::Set(text) => Some(text),
            CommentChange::Drop => None,
        };
        statements.push(column_comment(dialect, change.table, change.column, text)?);
    }
    if let Some(new_name) = change.new_name {
        statements.push(rename_column(dialect, change.table, change.column, new_name));
    }
    Ok(statements)
}

fn actions(dialect: &dyn Dialect, change: &AlterColumn<'_>) -> Result<Vec<String>, RenderError> {
    let mut actions = Vec::new();
    let identity = change.identity;
    if identity == Some(IdentityChange::Drop) {
        actions.push("DROP IDENTITY".to_owned());
    }
    let ty = change.new_type.or(change.existing.ty.filter(|_| change.collation.is_some()));
    if let Some(ty) = ty {
        // A default that does not turn into the new type by itself would stop the change.
        // https://www.postgresql.org/docs/current/sql-altertable.html
        if change.default.is_some() {
            actions.push("DROP DEFAULT".to_owned());
        }
        let collation = change.collation.map(|name| format!(" COLLATE {}", dialect.quote(name)));
        let using = change.using.map(|expression| format!(" USING {expression}"));
        actions.push(format!(
            "TYPE {}{}{}",
            dialect.column_type(ty)?,
            collation.unwrap_or_default(),
            using.unwrap_or_default()
        ));
    } else if change.collation.is_some() {
        return Err(RenderError::NotToldExisting {
            dialect: dialect.title(),
            table: change.table.to_string(),
            column: change.column.to_owned(),
            what: "type",
        });
    }
    actions.extend(change.nullable.map(|nullable| match nullable {
        true => "DROP NOT NULL".to_owned(),
        false => "SET NOT NULL".to_owned(),
    }));
    match change.default {
        Some(DefaultChange::Set(value)) => {
            actions.push(format!("SET DEFAULT {}", default(dialect, value)?));
        }
        Some(DefaultChange::Drop) if ty.is_none() => actions.push("DROP DEFAULT".to_owned()),
        Some(DefaultChange::Drop) | None => {}
    }
    match identity {
        Some(IdentityChange::Add(identity)) => {
            actions.push(format!("ADD GENERATED {}", identity_clause(identity)));
        }
        Some(IdentityChange::Set { always, counter }) => {
            let always = always.map(|always| {
                format!("SET GENERATED {}", if always { "ALWAYS" } else { "BY DEFAULT" })
            });
            let counter = counter_options(&counter).into_iter().map(|it| format!("SET {it}"));
            let all: Vec<_> = always.into_iter().chain(counter).collect();
            actions.extend((!all.is_empty()).then(|| all.join(" ")));
        }
        Some(IdentityChange::Drop) | None => {}
    }
    Ok(actions)
}

/// Returns what stands around a new table's columns.
///
/// <https://www.postgresql.org/docs/current/sql-createtable.html>
pub(super) fn table_syntax(
    dialect: &dyn Dialect,
    table: &CreateTable<'_>,
) -> Result<TableSyntax, RenderError> {
    let mut syntax = TableSyntax::default();
    let [mut bounds, mut partition, mut tablespace] = [const { String::new() }; 3];
    let [mut inherits, mut storage, mut other] = [const { Vec::new() }; 3];
    for option in table.options {
        match option {
            TableOption::Temporary => syntax.kind = "TEMPORARY ",
            TableOption::Unlogged => syntax.kind = "UNLOGGED ",
            TableOption::PartitionOf(parent, text) => {
                syntax.of = format!(" PARTITION OF {}", dialect.table(TableName::parse(parent)));
                bounds = format!(" {text}");
            }
            TableOption::Inherits(parent) => {
                inherits.push(dialect.table(TableName::parse(parent)));
            }
            TableOption::PartitionBy(text) => partition = format!(" PARTITION BY {text}"),
            TableOption::Storage(name, value) => storage.push(format!("{name} = {value}")),
            TableOption::Tablespace(name) => {
                tablespace = format!(" TABLESPACE {}", dialect.quote(name));
            }
            TableOption::Other(name, text) if *name == dialect.name() => {
                other.push(format!(" {text}"));
            }
            TableOption::Engine(_)
            | TableOption::Charset(_)
            | TableOption::Collate(_)
            | TableOption::AutoIncrement(_)
            | TableOption::RowFormat(_)
            | TableOption::WithoutRowid
            | TableOption::Strict
            | TableOption::Other(..) => {}
        }
    }
    let inherits = match inherits.as_slice() {
        [] => String::new(),
        parents => format!(" INHERITS ({})", parents.join(", ")),
    };
    let storage = match storage.as_slice() {
        [] => String::new(),
        storage => format!(" WITH ({})", storage.join(", ")),
    };
    syntax.tail = [bounds, inherits, partition, storage, tablespace, other.concat()].concat();
    Ok(syntax)
}

/// Returns what sets an option of a table that exists.
pub(super) fn set_table_option(
    dialect: &dyn Dialect,
    op: &SetTableOption<'_>,
) -> Option<Statement<'static>> {
    let table = dialect.table(op.table);
    let quoted = |name| dialect.table(TableName::parse(name));
    let action = match op.option {
        TableOption::Storage(name, value) => format!("SET ({name} = {value})"),
        TableOption::Tablespace(name) => format!("SET TABLESPACE {}", dialect.quote(name)),
        TableOption::Unlogged => "SET UNLOGGED".to_owned(),
        TableOption::Inherits(parent) => format!("INHERIT {}", quoted(parent)),
        TableOption::PartitionOf(parent, bounds) => {
            let parent = quoted(parent);
            let sql = format!("ALTER TABLE {parent} ATTACH PARTITION {table} {bounds}");
            return Some(Statement::new(sql));
        }
        TableOption::Other(name, text) if name == dialect.name() => text.to_owned(),
        TableOption::Engine(_)
        | TableOption::Charset(_)
        | TableOption::Collate(_)
        | TableOption::AutoIncrement(_)
        | TableOption::RowFormat(_)
        | TableOption::PartitionBy(_)
        | TableOption::Temporary
        | TableOption::WithoutRowid
        | TableOption::Strict
        | TableOption::Other(..) => return None,
    };
    Some(Statement::new(format!("ALTER TABLE {table} {action}")))
}

/// Returns what sets or drops the remark on a table.
pub(super) fn table_comment(
    dialect: &dyn Dialect,
    table: TableName<'_>,
    comment: Option<&str>,
) -> Result<Statement<'static>, RenderError> {
    let (table, text) = (dialect.table(table), dialect.literal(comment.into())?);
    Ok(Statement::new(format!("COMMENT ON TABLE {table} IS {text}")))
}

/// Returns what sets or drops the remark on a column.
pub(super) fn column_comment(
    dialect: &dyn Dialect,
    table: TableName<'_>,
    column: &str,
    comment: Option<&str>,
) -> Result<Statement<'static>, RenderError> {
    let (table, column) = (dialect.table(table), dialect.quote(column));
    let text = dialect.literal(comment.into())?;
    Ok(Statement::new(format!("COMMENT ON COLUMN {table}.{column} IS {text}")))
}

/// Returns what sets the remark on an index.
pub(super) fn index_comment(
    dialect: &dyn Dialect,
    table: TableName<'_>,
    index: &str,
    comment: &str,
) -> Result<Statement<'static>, RenderError> {
    let index = dialect.table(TableName { schema: table.schema, name: index });
    Ok(Statement::new(format!("COMMENT ON INDEX {index} IS {}", dialect.literal(comment.into())?)))
}
