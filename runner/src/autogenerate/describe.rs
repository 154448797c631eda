//! Tells differences: as lines for people, as a document for programs.

use migration_api::schema::{Constraint, ConstraintKind, IndexKeys, TableName};
use serde::Serialize;
use serde_json::{Map, Value};

use super::change::{Change, Placed, Sides};
use crate::dialect::Dialect;
use crate::schema::document::{
    ColumnDocument, ConstraintDocument, DomainDocument, EnumDocument, ExtensionDocument, FORMAT,
    IndexDocument, PolicyDocument, RoutineDocument, RowSecurityDocument, SequenceDocument,
    TableDocument, TriggerDocument, ViewDocument, option,
};
use crate::sql::RenderError;

/// What differs, as data for other programs. It is told in `docs/autogenerate.md`; keys may come, those there are stay.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DifferencesDocument {
    /// The version of the shape.
    pub format: u32,
    /// The kind of database in whose words types and expressions are written.
    pub dialect: &'static str,
    /// The differences; none, if there are none.
    pub differences: Vec<DifferenceDocument>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DifferenceDocument {
    /// What differs: `table`, `column`, `index` …
    pub kind: &'static str,
    /// How: `added`, `removed`, `changed` or `renamed`.
    pub change: &'static str,
    /// The schema of its table, where that is not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The table that it belongs to, if it belongs to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// What there is; its name, if it is renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Value>,
    /// What is wanted; its name, if it is renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Value>,
    /// All of it in one line.
    pub text: String,
}

impl DifferencesDocument {
    /// Returns these differences as a document in the words of this dialect.
    ///
    /// # Errors
    /// When the dialect has no such type, or cannot write a default.
    pub fn of(dialect: &dyn Dialect, changes: &[Change<'_>]) -> Result<Self, RenderError> {
        let differences = changes.iter().map(|it| DifferenceDocument::of(dialect, it));
        Ok(Self {
            format: FORMAT,
            dialect: dialect.name(),
            differences: differences.collect::<Result<_, _>>()?,
        })
    }

    /// Returns the document as JSON text.
    pub fn to_json(&self) -> String {
        // Texts, numbers, lists and truth values can always be written.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Returns each difference as a line.
    pub fn lines(&self) -> Vec<String> {
        self.differences.iter().map(|it| it.text.clone()).collect()
    }
}

impl DifferenceDocument {
    /// Returns one difference as a document in the words of this dialect.
    ///
    /// # Errors
    /// When the dialect has no such type, or cannot write a default.
    pub fn of(dialect: &dyn Dialect, change: &Change<'_>) -> Result<Self, RenderError> {
        Ok(match change {
            Change::RenamedTable { from, to } => {
                let text = format!("rename table {from} to {to}");
                renamed("table", None, [&from.to_string(), &to.to_string()], text)
            }
            Change::RenamedColumn { table, from, to } => {
                let text = format!("rename column {table}.{from} to {to}");
                renamed("column", Some(*table), [from, to], text)
            }
            Change::Column { table, sides } => column(dialect, *table, sides)?,
            Change::Constraint { table, sides } => constraint(*table, sides),
            Change::Index { table, sides } => {
                let label = label_of(sides, |index| match (index.name, index.keys) {
                    (Some(name), _) => format!("{name} of {table}"),
                    (None, IndexKeys::Columns(columns)) => {
                        format!("({}) of {table}", columns.join(", "))
                    }
                    (None, IndexKeys::Parts(_)) => format!("without a name of {table}"),
                });
                told("index", Some(*table), &label, sides.map(|it| IndexDocument::from(&it)))
            }
            Change::TableComment { table, sides } => {
                told("table_comment", Some(*table), &format!("of {table}"), sides.map(Value::from))
            }
            Change::TableOption { table, sides } => {
                let name = label_of(sides, |it| option(it).0);
                let label = format!("{name} of {table}");
                let value = |it| {
                    let (name, value) = option(&it);
                    Map::from_iter([(name, value)])
                };
                told("table_option", Some(*table), &label, sides.map(value))
            }
            other => object(dialect, other)?,
        })
    }
}

/// Tells of what is no part of a table.
fn object(dialect: &dyn Dialect, change: &Change<'_>) -> Result<DifferenceDocument, RenderError> {
    Ok(match change {
        Change::Schema(sides) => {
            let label = label_of(sides, |name| (*name).to_owned());
            told("schema", None, &label, sides.map(|name| serde_json::json!({ "name": name })))
        }
        Change::Extension(sides) => {
            let label = label_of(sides, |it| it.name.to_owned());
            told("extension", None, &label, sides.map(|it| ExtensionDocument::from(&it)))
        }
        Change::Enum(sides) => {
            let label = label_of(sides, |it| it.name.to_string());
            told("enum", None, &label, sides.map(|it| EnumDocument::from(&it)))
        }
        Change::Domain(sides) => {
            let label = label_of(sides, |it| it.name.to_string());
            let sides = sides.try_map(|it| DomainDocument::of(dialect, &it))?;
            told("domain", None, &label, sides)
        }
        Change::Sequence(sides) => {
            let label = label_of(sides, |it| it.name.to_string());
            let sides = sides.try_map(|it| SequenceDocument::of(dialect, &it))?;
            told("sequence", None, &label, sides)
        }
        Change::Table(sides) => {
            let label = label_of(sides, |it| it.name.to_string());
            let documents = sides.try_map(|it| TableDocument::of(dialect, &it))?;
            told("table", None, &label, documents)
        }
        Change::View(sides) => {
            let label = label_of(sides, |it| it.name.to_string());
            told("view", None, &label, sides.map(|it| ViewDocument::from(&it)))
        }
        Change::Routine(sides) => {
            let label = label_of(sides, |it| match it.arguments {
                "" => it.name.to_string(),
                arguments => format!("{}({arguments})", it.name),
            });
            told("routine", None, &label, sides.map(|it| RoutineDocument::from(&it)))
        }
        Change::Trigger(sides) => {
            let label = label_of(sides, |it| format!("{} of {}", it.name, it.table));
            let table = side(sides).map(|it| it.table);
            told("trigger", table, &label, sides.map(|it| TriggerDocument::from(&it)))
        }
        Change::RowSecurity(sides) => {
            let label = label_of(sides, |it| format!("of {}", it.table));
            let table = side(sides).map(|it| it.table);
            told("row_security", table, &label, sides.map(|it| RowSecurityDocument::from(&it)))
        }
        Change::Policy(sides) => {
            let label = label_of(sides, |it| format!("{} of {}", it.name, it.table));
            let table = side(sides).map(|it| it.table);
            told("policy", table, &label, sides.map(|it| PolicyDocument::from(&it)))
        }
        Change::RenamedTable { .. }
        | Change::RenamedColumn { .. }
        | Change::Column { .. }
        | Change::Constraint { .. }
        | Change::Index { .. }
        | Change::TableComment { .. }
        | Change::TableOption { .. } => return DifferenceDocument::of(dialect, change),
    })
}

fn column(
    dialect: &dyn Dialect,
    table: TableName<'_>,
    sides: &Sides<Placed<'_>>,
) -> Result<DifferenceDocument, RenderError> {
    let name = label_of(sides, |it| it.column.name.to_owned());
    let documents = sides.try_map(|it| ColumnDocument::of(dialect, &it.column))?;
    let label = match (&documents.from, &documents.to) {
        (None, Some(column)) => {
            let null = if column.nullable { "" } else { " not null" };
            format!("{table}.{name} {}{null}", column.ty)
        }
        _ => format!("{table}.{name}"),
    };
    let mut told = told("column", Some(table), &label, documents);
    let (from, to) = (sides.from.and_then(|it| it.after), sides.to.and_then(|it| it.after));
    // Nothing of the column itself differs: so it is its place.
    if told.change == "changed" && told.from == told.to && from != to {
        told.text = match to {
            Some(after) => format!("move column {table}.{name} behind {after}"),
            None => format!("move column {table}.{name} to the beginning"),
        };
    }
    Ok(told)
}

fn constraint(table: TableName<'_>, sides: &Sides<Constraint<'_>>) -> DifferenceDocument {
    let kind = side(sides).map_or("constraint", |it| match it.kind {
        ConstraintKind::PrimaryKey(_) => "primary_key",
        ConstraintKind::Unique(_) => "unique_constraint",
        ConstraintKind::Check(_) => "check",
        ConstraintKind::ForeignKey(_) => "foreign_key",
        ConstraintKind::Exclude(_) => "exclude_constraint",
    });
    let label = label_of(sides, |it| match (it.name, it.kind) {
        (Some(name), _) => format!("{name} of {table}"),
        (None, ConstraintKind::PrimaryKey(columns) | ConstraintKind::Unique(columns)) => {
            format!("({}) of {table}", columns.join(", "))
        }
        (None, ConstraintKind::ForeignKey(key)) => {
            format!("({}) of {table} to {}", key.columns.join(", "), key.referred_table)
        }
        (None, ConstraintKind::Check(condition)) => format!("({condition}) of {table}"),
        (None, ConstraintKind::Exclude(_)) => format!("of {table}"),
    });
    told(kind, Some(table), &label, sides.map(|it| ConstraintDocument::from(&it)))
}

/// Tells of something that comes, goes or changes.
fn told<T: Serialize>(
    kind: &'static str,
    table: Option<TableName<'_>>,
    label: &str,
    sides: Sides<T>,
) -> DifferenceDocument {
    // What a document holds can always be written.
    let value = |side: T| serde_json::to_value(side).unwrap_or_default();
    let (from, to) = (sides.from.map(value), sides.to.map(value));
    let (change, verb) = match (&from, &to) {
        (None, _) => ("added", "add"),
        (Some(_), None) => ("removed", "drop"),
        (Some(_), Some(_)) => ("changed", "change"),
    };
    let mut text = format!("{verb} {} {label}", kind.replace('_', " "));
    if let (Some(from), Some(to)) = (&from, &to) {
        let what = changes(from, to);
        if !what.is_empty() {
            text.extend([": ", &what]);
        }
    }
    DifferenceDocument {
        kind,
        change,
        schema: table.and_then(|it| it.schema).map(str::to_owned),
        table: table.map(|it| it.name.to_owned()),
        from,
        to,
        text: one_line(&text),
    }
}

fn renamed(
    kind: &'static str,
    table: Option<TableName<'_>>,
    [from, to]: [&str; 2],
    text: String,
) -> DifferenceDocument {
    DifferenceDocument {
        kind,
        change: "renamed",
        schema: table.and_then(|it| it.schema).map(str::to_owned),
        table: table.map(|it| it.name.to_owned()),
        from: Some(from.into()),
        to: Some(to.into()),
        text,
    }
}

/// Returns what differs between two documents of one kind: `type VARCHAR(100) to VARCHAR(200), not null`.
fn changes(from: &Value, to: &Value) -> String {
    let (Value::Object(from), Value::Object(to)) = (from, to) else {
        return format!("{} to {}", shown(from), shown(to));
    };
    let mut parts = Vec::new();
    let gone = from.keys().filter(|key| !to.contains_key(*key));
    for key in to.keys().chain(gone) {
        let (before, after) = (from.get(key), to.get(key));
        if before == after {
            continue;
        }
        let word = key.replace('_', " ");
        parts.push(match (key.as_str(), before, after) {
            ("nullable", _, Some(Value::Bool(true))) => "null".to_owned(),
            ("nullable", ..) => "not null".to_owned(),
            (_, _, Some(Value::Bool(true))) => word,
            (_, _, Some(Value::Bool(false))) | (_, Some(Value::Bool(true)), None) => {
                format!("not {word}")
            }
            (_, Some(before), Some(after)) => {
                format!("{word} {} to {}", shown(before), shown(after))
            }
            (_, None, Some(after)) => format!("{word} {}", shown(after)),
            (_, _, None) => format!("no {word}"),
        });
    }
    parts.join(", ")
}

/// Returns a value of a document as it stands in a line.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(all) => {
            let all: Vec<_> = all.iter().map(shown).collect();
            format!("({})", all.join(", "))
        }
        Value::Object(all) => match (all.get("value"), all.get("expression"), all.get("column")) {
            (Some(Value::String(text)), ..) => format!("'{text}'"),
            (Some(only), ..) | (_, Some(only), _) | (.., Some(only)) if all.len() == 1 => {
                shown(only)
            }
            _ => {
                let all: Vec<_> =
                    all.iter().map(|(key, value)| format!("{key} {}", shown(value))).collect();
                format!("({})", all.join(", "))
            }
        },
        other => other.to_string(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the side that says what something is called: the wanted one, where there is one.
fn side<T>(sides: &Sides<T>) -> Option<&T> {
    sides.to.as_ref().or(sides.from.as_ref())
}

fn label_of<T>(sides: &Sides<T>, label: impl FnOnce(&T) -> String) -> String {
    side(sides).map(label).unwrap_or_default()
}
