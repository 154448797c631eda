//! Rows of the catalog to whatever is no table.

use migration_api::ops::{CreateDomain, CreateExtension, RoutineKind};
use migration_api::schema::{ColumnType, EnumType, Policy, Routine, TableName, Trigger};

use super::expressions::{bare, default};
use super::rows::Row;
use super::types::{EnumValues, column_type};
use crate::dialect::chosen_check_name;

pub(super) fn extension<'a>(row: Row<'_, 'a>) -> CreateExtension<'a> {
    CreateExtension { schema: row.kept_if_any(0), ..CreateExtension::new(row.kept(1)) }
}

/// Returns the values of a row's enum type by its id, if it is one.
pub(super) fn enum_values<'a>(row: Row<'_, 'a>) -> Option<(i64, &'a [&'a str])> {
    (row.text(1) == "e").then(|| (row.number(0), row.kept_list(5)))
}

/// Returns the enum type of a row, if it is one that is listed.
pub(super) fn enum_type<'a>(row: Row<'_, 'a>, values: &EnumValues<'a>) -> Option<EnumType<'a>> {
    let values = values.get(&row.number(0)).filter(|_| row.flag(4))?;
    Some(EnumType { name: row.name(2), values, renamed_values: &[] })
}

/// Returns the domain of a row, if it is one that is listed.
pub(super) fn domain<'a>(row: Row<'_, 'a>, enums: &EnumValues<'a>) -> Option<CreateDomain<'a>> {
    if row.text(1) != "d" || !row.flag(4) {
        return None;
    }
    let ty = column_type(row, 6, enums);
    let is_enum = matches!(ty, ColumnType::Enum(..));
    let name = row.name(2);
    let usual = chosen_check_name(name);
    let (unnamed, named): (Vec<_>, Vec<_>) =
        checks(row, 13).into_iter().partition(|(name, _)| **name == usual);
    Some(CreateDomain {
        name,
        ty,
        collation: row.kept_if_any(14),
        not_null: row.flag(11),
        default: row.some_text(12).and_then(|text| default(text, is_enum, row.arena())),
        check: unnamed.first().map(|(_, check)| *check),
        checks: row.arena().keep(named),
    })
}

/// Returns the checks of a JSON array: their names and conditions.
fn checks<'a>(row: Row<'_, 'a>, place: usize) -> Vec<(&'a str, &'a str)> {
    let all: Vec<(String, String)> = serde_json::from_str(row.text(place)).unwrap_or_default();
    let kept = |text: &str| row.arena().keep_text(text.to_owned());
    all.iter().map(|(name, check)| (kept(name), kept(bare(check)))).collect()
}

/// Returns the function or procedure of a row. Its statement names it without the default schema.
pub(super) fn routine<'a>(row: Row<'_, 'a>) -> Routine<'a> {
    let name = row.name(1);
    let mut sql = row.text(4).trim_end().to_owned();
    if name.schema.is_none() {
        let (schema, routine) = (row.text(5), row.text(6));
        sql = sql.replacen(&format!(" {schema}{routine}("), &format!(" {routine}("), 1);
    }
    let kind = match row.text(0) {
        "p" => RoutineKind::Procedure,
        _ => RoutineKind::Function,
    };
    Routine { kind, name, arguments: row.kept(3), sql: row.arena().keep_text(sql) }
}

pub(super) fn trigger<'a>(row: Row<'_, 'a>) -> Trigger<'a> {
    Trigger { name: row.kept(2), table: row.name(0), sql: row.kept(3) }
}

pub(super) fn policy<'a>(row: Row<'_, 'a>) -> Policy<'a> {
    let condition = |place| {
        let text: Option<&str> = row.some_text(place);
        text.map(|text| row.arena().keep_text(bare(text).to_owned()))
    };
    Policy {
        name: row.kept(2),
        table: TableName { ..row.name(0) },
        restrictive: !row.flag(3),
        command: match row.text(4) {
            "r" => "SELECT",
            "a" => "INSERT",
            "w" => "UPDATE",
            "d" => "DELETE",
            _ => "ALL",
        },
        roles: row.kept_list(5),
        using: condition(6),
        check: condition(7),
    }
}
