//! What diesel cannot say, taken from the database.

use migration_api::abi::Arena;
use migration_api::schema::{
    Column, ColumnType, Constraint, ConstraintKind, ForeignKey, Index, IndexKeys, Table,
};

use super::DieselSchema;
use super::types::NUMERIC;

/// Returns a table of a `schema.rs` with all that `table!` and `joinable!` cannot say as the database has it: indexes, unique
/// constraints, checks, defaults, numbering, identities, computed expressions, collations, comments, options; names, actions
/// and timing of keys; foreign keys that no `joinable!` can name; lengths, precisions and what else diesel's type leaves open.
///
/// A table that the database does not have stays as it is, and so does a column.
pub fn completed<'a>(
    schema: &DieselSchema<'a>,
    wanted: &Table<'a>,
    actual: Option<&Table<'a>>,
    dialect: &str,
    arena: &'a Arena,
) -> Table<'a> {
    let Some(actual) = actual else {
        return *wanted;
    };
    let columns = wanted.columns.iter().map(|wanted| {
        let actual = actual.columns.iter().find(|actual| actual.name == wanted.name);
        actual.map_or(*wanted, |actual| column(wanted, actual, dialect))
    });
    let columns: Vec<_> = columns.collect();
    let constraints = constraints(schema, wanted, actual);
    let holds = |index: &&Index<'_>| index_columns(index).iter().all(|name| has(wanted, name));
    let indexes = actual.indexes.iter().filter(holds).copied().collect();
    Table {
        name: wanted.name,
        columns: arena.keep(columns),
        constraints: arena.keep(constraints),
        indexes: arena.keep(indexes),
        ..*actual
    }
}

fn column<'a>(wanted: &Column<'a>, actual: &Column<'a>, dialect: &str) -> Column<'a> {
    let ty = if covers(&wanted.ty, &actual.ty, dialect) { actual.ty } else { wanted.ty };
    Column { ty, nullable: wanted.nullable, ..*actual }
}

/// Returns the constraints: those of the database that are said or cannot be said, and those that only the file has.
fn constraints<'a>(
    schema: &DieselSchema<'a>,
    wanted: &Table<'a>,
    actual: &Table<'a>,
) -> Vec<Constraint<'a>> {
    let stays = |constraint: &&Constraint<'a>| {
        let said = || wanted.constraints.iter().any(|wanted| same(wanted, constraint));
        match &constraint.kind {
            ConstraintKind::PrimaryKey(_) => said(),
            ConstraintKind::Unique(columns) => columns.iter().all(|name| has(wanted, name)),
            ConstraintKind::Check(_) | ConstraintKind::Exclude(_) => true,
            ConstraintKind::ForeignKey(key) => {
                let all = key.columns.iter().all(|name| has(wanted, name));
                said() || (all && !can_be_said(schema, actual, key))
            }
        }
    };
    let mut constraints: Vec<_> = actual.constraints.iter().filter(stays).copied().collect();
    for wanted in wanted.constraints {
        if !constraints.iter().any(|kept| same(wanted, kept)) {
            constraints.push(renamed_key(wanted, actual));
        }
    }
    constraints
}

/// Returns a primary key over other columns with the name that the table's has.
fn renamed_key<'a>(wanted: &Constraint<'a>, actual: &Table<'a>) -> Constraint<'a> {
    let is_key = |it: &Constraint<'_>| matches!(it.kind, ConstraintKind::PrimaryKey(_));
    match actual.constraints.iter().find(|actual| is_key(actual)) {
        Some(actual) if is_key(wanted) => Constraint { name: actual.name, ..*wanted },
        _ => *wanted,
    }
}

/// Returns whether both demand the same, as far as diesel says it.
fn same(wanted: &Constraint<'_>, actual: &Constraint<'_>) -> bool {
    match (&wanted.kind, &actual.kind) {
        (ConstraintKind::PrimaryKey(wanted), ConstraintKind::PrimaryKey(actual)) => {
            wanted == actual
        }
        (ConstraintKind::ForeignKey(wanted), ConstraintKind::ForeignKey(actual)) => {
            wanted.columns == actual.columns
                && wanted.referred_table == actual.referred_table
                && wanted.referred_columns == actual.referred_columns
        }
        _ => false,
    }
}

/// Returns whether a `joinable!` could name the key: one column, to the primary key of another table of the file, and no
/// second key between the two tables. A file without any says nothing of foreign keys.
fn can_be_said(schema: &DieselSchema<'_>, table: &Table<'_>, key: &ForeignKey<'_>) -> bool {
    let parent = schema.tables.iter().find(|it| it.name == key.referred_table);
    let to_primary_key = parent.is_some_and(|parent| {
        let columns = ConstraintKind::PrimaryKey(key.referred_columns);
        parent.constraints.iter().any(|constraint| constraint.kind == columns)
    });
    let to_same_table = |it: &&Constraint<'_>| matches!(&it.kind, ConstraintKind::ForeignKey(other) if other.referred_table == key.referred_table);
    schema.says_foreign_keys
        && key.columns.len() == 1
        && key.referred_table != table.name
        && to_primary_key
        && table.constraints.iter().filter(to_same_table).count() == 1
}

fn has(table: &Table<'_>, column: &str) -> bool {
    table.columns.iter().any(|it| it.name == column)
}

fn index_columns<'a>(index: &Index<'a>) -> Vec<&'a str> {
    match index.keys {
        IndexKeys::Columns(names) => names.to_vec(),
        IndexKeys::Parts(parts) => {
            parts.iter().filter(|part| !part.is_expression).map(|part| part.text).collect()
        }
    }
}

/// Returns whether diesel writes the type that the database has as the one that is wanted.
fn covers(wanted: &ColumnType<'_>, actual: &ColumnType<'_>, dialect: &str) -> bool {
    use ColumnType as T;
    let actual = &actual.on(dialect);
    if let T::Custom(text) = actual
        && *wanted != NUMERIC
    {
        return *wanted == *actual || covers_words(wanted, text);
    }
    let mysql = matches!(dialect, "mysql" | "mariadb");
    let sqlite = dialect == "sqlite";
    match wanted {
        _ if wanted == actual => true,
        // A domain is written as the type that it stands on.
        _ if !matches!(wanted, T::Named(_)) && matches!(actual, T::Named(_)) => true,
        T::Text => is_text(actual) || (sqlite && matches!(actual, T::Enum(..) | T::Uuid)),
        T::Varchar(length) | T::Char(length) => {
            matches!(actual, T::Varchar(other) | T::Char(other) if other == length)
        }
        T::Blob => is_bytes(actual),
        T::Varbinary(length) => {
            matches!(actual, T::Binary(other) | T::Varbinary(other) if other == length)
        }
        T::Bit(1) => matches!(actual, T::Bit(_)),
        T::Boolean => mysql && matches!(actual, T::TinyInt),
        T::Integer => {
            (mysql || sqlite) && matches!(actual, T::MediumInt)
                || sqlite && matches!(actual, T::TinyInt | T::Unsigned(_) | T::Year)
                || mysql && matches!(actual, T::Year)
        }
        T::SmallInt => mysql && matches!(actual, T::Year),
        T::Unsigned(wanted) => {
            matches!(actual, T::Unsigned(actual) if covers(wanted, actual, dialect))
        }
        T::Real => sqlite && matches!(actual, T::Double),
        T::Double => sqlite && matches!(actual, T::Real | T::Numeric(..)),
        T::Custom("NUMERIC") => matches!(actual, T::Numeric(..)) || is_numeric_word(actual),
        T::Time => matches!(actual, T::TimeDigits(_)),
        T::Timestamp => {
            matches!(actual, T::TimestampDigits(_))
                || !matches!(dialect, "postgresql") && is_zoned(actual)
        }
        T::TimestampWithTimeZone => {
            is_zoned(actual)
                || sqlite && matches!(actual, T::Timestamp | T::TimestampDigits(_) | T::Text)
        }
        T::Json => mysql && matches!(actual, T::LongText),
        T::Array(wanted) => matches!(actual, T::Array(actual) if covers(wanted, actual, dialect)),
        T::Named(wanted) => matches!(actual, T::Named(name) | T::Enum(name, _) if name == wanted),
        // MySQL's, of which diesel says only that they are some enum or set.
        T::Enum("", []) => matches!(actual, T::Enum(..)),
        T::Set([]) => matches!(actual, T::Set(_)),
        _ => false,
    }
}

fn is_text(ty: &ColumnType<'_>) -> bool {
    use ColumnType as T;
    matches!(ty, T::Text | T::Varchar(_) | T::Char(_) | T::TinyText | T::MediumText | T::LongText)
}

fn is_bytes(ty: &ColumnType<'_>) -> bool {
    use ColumnType as T;
    matches!(
        ty,
        T::Blob | T::Binary(_) | T::Varbinary(_) | T::TinyBlob | T::MediumBlob | T::LongBlob
    )
}

fn is_zoned(ty: &ColumnType<'_>) -> bool {
    matches!(ty, ColumnType::TimestampWithTimeZone | ColumnType::TimestampWithTimeZoneDigits(_))
}

fn is_numeric_word(ty: &ColumnType<'_>) -> bool {
    matches!(ty, ColumnType::Custom(text) if covers_words(&ColumnType::Numeric(1, 0), text))
}

/// Returns whether diesel writes a type that only the database's own words name as the one that is wanted.
fn covers_words(wanted: &ColumnType<'_>, text: &str) -> bool {
    use ColumnType as T;
    let text = text.to_lowercase();
    let word =
        text.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
    match wanted {
        T::Text => matches!(
            word,
            "character" | "varchar" | "char" | "bpchar" | "text" | "nchar" | "nvarchar" | "clob"
        ),
        T::Numeric(..) => matches!(word, "numeric" | "decimal" | "dec"),
        T::Timestamp => matches!(word, "timestamp" | "datetime"),
        T::Interval => word == "interval",
        T::Real | T::Double => matches!(word, "float" | "double" | "real"),
        T::VarBit(_) | T::Bit(_) => matches!(word, "bit" | "varbit"),
        T::Named(name) | T::Custom(name) => {
            name.to_lowercase() == text || name.to_lowercase() == word
        }
        _ => false,
    }
}
