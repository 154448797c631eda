//! Types of columns, and operations on types.

use migration_api::ops::{AddEnumValue, CreateDomain, CreateEnum, RenameEnumValue, ValuePosition};
use migration_api::schema::{ColumnType, TableName};

use super::column::default_call;
use super::data::{list, pairs, text, texts};
use super::parts::Parts;
use super::source::{Calls, invocation, invoked, short_or_invoked};
use migration_api::schema::EnumType;

/// Writes the type of a column, or of a domain, as a part of the revision.
pub(super) fn part(
    parts: &mut Parts<'_>,
    of: (TableName<'_>, &str),
    ty: ColumnType<'_>,
) -> Option<String> {
    parts.part("type", of, |_| Some(column_type(ty)))
}

/// Returns a type.
pub(super) fn column_type(ty: ColumnType<'_>) -> String {
    let call = |name: &str, arguments: &[String]| Calls::new(name, arguments).source();
    let of = |ty: &ColumnType<'_>| format!("&{}", column_type(*ty));
    match ty {
        ColumnType::Enum(name, values) => call("Enum", &[text(name), texts(values)]),
        ColumnType::Set(values) => call("Set", &[texts(values)]),
        ColumnType::Array(element) => call("Array", &[of(element)]),
        ColumnType::Unsigned(number) => call("Unsigned", &[of(number)]),
        ColumnType::Named(name) => call("Named", &[text(name)]),
        ColumnType::Custom(words) => call("Custom", &[text(words)]),
        ColumnType::Variants(otherwise, variants) => {
            let variant = |(name, ty): &(&str, ColumnType<'_>)| {
                format!("({}, {})", text(name), column_type(*ty))
            };
            call("Variants", &[of(otherwise), list(variants.iter().map(variant))])
        }
        // A name, and numbers at most: what is derived for messages is the source.
        plain => format!("{plain:?}"),
    }
}

/// Returns the statement that creates an enum type.
pub(super) fn create_enum(parts: &mut Parts<'_>, op: &CreateEnum<'_>) -> String {
    let arguments = [parts.name(op.name), texts(op.values)];
    let value = Calls::new("CreateEnum::new", &arguments).when(op.if_not_exists, "if_not_exists");
    short_or_invoked("create_enum", &arguments, value)
}

/// Returns the statement that adds a value to an enum type.
pub(super) fn add_enum_value(parts: &mut Parts<'_>, op: &AddEnumValue<'_>) -> String {
    let arguments = [parts.name(op.name), text(op.value)];
    let value = Calls::new("AddEnumValue::new", &arguments);
    let value = match op.position {
        ValuePosition::Last => value,
        ValuePosition::Before(other) => value.call("before", &[text(other)]),
        ValuePosition::After(other) => value.call("after", &[text(other)]),
    };
    let value = value.when(op.if_not_exists, "if_not_exists");
    short_or_invoked("add_enum_value", &arguments, value)
}

/// Returns the statement that renames a value of an enum type.
pub(super) fn rename_enum_value(parts: &mut Parts<'_>, op: &RenameEnumValue<'_>) -> String {
    invocation("rename_enum_value", &[parts.name(op.name), text(op.value), text(op.new_value)])
}

/// Returns the statement that creates a domain, unless the hook leaves out its type.
pub(super) fn create_domain(parts: &mut Parts<'_>, op: &CreateDomain<'_>) -> Option<String> {
    domain(parts, op).map(invoked)
}

/// Returns a domain.
pub(super) fn domain(parts: &mut Parts<'_>, op: &CreateDomain<'_>) -> Option<Calls> {
    let none = TableName { schema: None, name: "" };
    let name = op.name.to_string();
    let ty = part(parts, (none, &name), op.ty);
    let default = op.default.and_then(|it| default_call(parts, (none, &name), it));
    let value = Calls::new("CreateDomain::new", &[parts.name(op.name), ty?]);
    let value = value.with("collate", op.collation.map(text)).when(op.not_null, "not_null");
    let value = default.into_iter().fold(value, |value, call| value.then(&call));
    let checks = (!op.checks.is_empty()).then(|| pairs(op.checks));
    Some(value.with("check", op.check.map(super::data::sql)).with("checks", checks))
}

/// Returns an enum type of a metadata.
pub(super) fn enum_type(parts: &mut Parts<'_>, it: &EnumType<'_>) -> String {
    let renamed = (!it.renamed_values.is_empty()).then(|| pairs(it.renamed_values));
    let value = Calls::new("EnumType::new", &[parts.name(it.name), texts(it.values)]);
    value.with("rename_values", renamed).source()
}
