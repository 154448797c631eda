//! A whole schema as the function of an environment that returns it.

use super::parts::Parts;
use super::source::{Calls, layout, split};
use super::{RenderError, RenderOptions, data, object, table, types};
use crate::schema::Schema;

/// Returns a file with a function `metadata` that returns this schema.
///
/// # Errors
/// When there is a name that no text can stand for.
pub fn metadata(schema: &Schema<'_>, options: &RenderOptions<'_>) -> Result<String, RenderError> {
    let mut parts = Parts::new(options);
    let calls = objects(&mut parts, schema);
    parts.check_names()?;
    let groups = split(&calls, |(_, argument)| argument.len());
    let mut functions = Vec::new();
    let all = if let [calls] = groups.as_slice() {
        chain(calls)
    } else {
        let mut all = Calls::new("Metadata::new", &[]);
        for (calls, number) in groups.into_iter().zip(1..) {
            let name = format!("part_{number}()");
            functions.push(format!("fn {name} -> Metadata {{ {} }}", chain(calls).source()));
            all = all.call("and", &[name]);
        }
        all
    };
    let source = format!(
        "/// Returns the schema that the application wants.\n\
         pub fn metadata() -> Metadata {{ {} }}\n{}",
        all.source(),
        functions.join("\n")
    );
    Ok(format!(
        "//! The schema that the application wants.\n\nuse migration_api::prelude::*;\n\n{}",
        layout(&source)?.replace("\n}\nfn part_", "\n}\n\nfn part_")
    ))
}

/// Returns a metadata of these calls.
fn chain(calls: &[(&'static str, String)]) -> Calls {
    calls.iter().fold(Calls::new("Metadata::new", &[]), |all, (method, argument)| {
        all.call(method, std::slice::from_ref(argument))
    })
}

/// Returns the call for each object: its method and its argument.
fn objects(parts: &mut Parts<'_>, schema: &Schema<'_>) -> Vec<(&'static str, String)> {
    let mut calls = Vec::new();
    calls.extend(schema.schemas.iter().map(|it| ("schema", data::text(it))));
    calls.extend(schema.extensions.iter().map(|it| ("extension", object::extension(it).source())));
    calls.extend(schema.enums.iter().map(|it| ("enum_type", types::enum_type(parts, it))));
    let domains = schema.domains.iter().filter_map(|it| types::domain(parts, it));
    calls.extend(domains.map(|it| ("domain", it.source())));
    let sequences = schema.sequences.iter().map(|it| object::sequence(parts, it).source());
    calls.extend(sequences.map(|it| ("sequence", it)));
    let tables = schema.tables.iter().filter_map(|it| table::table(parts, it));
    calls.extend(tables.map(|it| ("table", it)));
    calls.extend(schema.views.iter().map(|it| ("view", object::view(parts, it))));
    calls.extend(schema.routines.iter().map(|it| ("routine", object::routine(parts, it))));
    calls.extend(schema.triggers.iter().map(|it| ("trigger", object::trigger(parts, it))));
    let secured = schema.row_security.iter().map(|it| object::row_security(parts, it));
    calls.extend(secured.map(|it| ("row_security", it)));
    calls.extend(schema.policies.iter().map(|it| ("policy", object::policy(parts, it))));
    calls
}
