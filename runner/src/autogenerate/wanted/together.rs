//! The parts of what is wanted, put together.

use std::collections::BTreeMap;

use super::super::WantedSchema;
use super::super::source::SourceError;
use crate::schema::Schema;

/// What one source wants.
pub(super) struct Part<'a> {
    /// What messages call the source.
    pub(super) name: String,
    pub(super) schema: WantedSchema<'a>,
}

/// Puts the parts together.
///
/// # Errors
/// When two of them, or one twice, have an object of the same name. A type or an extension that they define alike is one.
pub(super) fn together(mut parts: Vec<Part<'_>>) -> Result<WantedSchema<'_>, SourceError> {
    share(&mut parts);
    refuse_twice(&parts)?;
    let mut wanted = WantedSchema::default();
    for Part { schema, .. } in parts {
        wanted.written.extend(schema.written);
        wanted.read.extend(schema.read);
    }
    // Those that sources share are no objects of the application's own.
    wanted.read.table_defaults.clear();
    wanted.written.sort();
    wanted.read.sort();
    Ok(wanted)
}

/// Leaves of what parts define alike only one, that of an author, if there is one: what is written rests on it.
fn share(parts: &mut [Part<'_>]) {
    let mut known = Schema::default();
    let is_new = |schema: &mut Schema<'_>, known: &Schema<'_>| {
        schema.schemas.retain(|it| !known.schemas.contains(it));
        schema.extensions.retain(|it| !known.extensions.iter().any(|known| known.name == it.name));
        schema.enums.retain(|it| {
            !known.enums.iter().any(|known| (known.name, known.values) == (it.name, it.values))
        });
        schema.domains.retain(|it| !known.domains.contains(it));
    };
    let written = parts.iter_mut().map(|it| &mut it.schema.written).collect::<Vec<_>>();
    for schema in written {
        is_new(schema, &known);
        known.extend(schema.clone());
    }
    for schema in parts.iter_mut().map(|it| &mut it.schema.read) {
        is_new(schema, &known);
        known.extend(schema.clone());
    }
}

/// Refuses two objects of the same name and kind.
fn refuse_twice(parts: &[Part<'_>]) -> Result<(), SourceError> {
    let mut known: BTreeMap<(&'static str, String), &str> = BTreeMap::new();
    for part in parts {
        for schema in [&part.schema.written, &part.schema.read] {
            for (kind, name) in names(schema) {
                let key = (kind, name.clone());
                if let Some(first) = known.insert(key, &part.name) {
                    let (first, second) = (first.to_owned(), part.name.clone());
                    return Err(SourceError::Twice { kind, name, first, second });
                }
            }
        }
    }
    Ok(())
}

/// Returns the kind and name of each object.
fn names(schema: &Schema<'_>) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    let mut add = |kind, name: String| all.push((kind, name));
    schema.tables.iter().for_each(|it| add("the table or view", it.name.to_string()));
    schema.views.iter().for_each(|it| add("the table or view", it.name.to_string()));
    schema.enums.iter().for_each(|it| add("the enum type", it.name.to_string()));
    schema.domains.iter().for_each(|it| add("the domain", it.name.to_string()));
    schema.sequences.iter().for_each(|it| add("the sequence", it.name.to_string()));
    for it in &schema.routines {
        add("the function", format!("{}({})", it.name, it.arguments));
    }
    schema
        .triggers
        .iter()
        .for_each(|it| add("the trigger", format!("{} of {}", it.name, it.table)));
    schema.policies.iter().for_each(|it| add("the policy", format!("{} of {}", it.name, it.table)));
    all
}
