//! Writes operations and schemas as Rust source, as somebody would write it by hand.

mod batch;
mod column;
mod constraint;
mod data;
mod index;
mod metadata;
mod object;
mod parts;
mod source;
mod table;
mod types;

use migration_api::autogenerate::Rendering;
use migration_api::ops::Operation;
use migration_api::schema::TableName;

use super::{Body, Line};
use crate::error::Error;
use crate::schema::Terms;
use parts::Parts;
use source::Statement;

pub use super::render_error::RenderError;
pub use metadata::metadata;
pub use parts::{RenderHook, check_import};

/// What depends on the database, and on its environment, in how a revision is written.
#[derive(Clone, Copy)]
pub struct RenderOptions<'a> {
    /// Whether a change of a column says what the column is before, which MySQL wants in a script.
    pub with_existing: bool,
    /// Whether named checks keep their names by `final_name()`: a naming convention would change them.
    pub final_check_names: bool,
    /// Returns whether a table's primary key has this name unless told, so that it need not be said.
    pub is_usual_key_name: &'a dyn Fn(TableName<'_>, &str) -> bool,
}

impl Default for RenderOptions<'_> {
    fn default() -> Self {
        Self { with_existing: false, final_check_names: false, is_usual_key_name: &|_, _| false }
    }
}

/// The functions of a revision, as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// What stands between the braces of `upgrade`.
    pub upgrade: String,
    /// What stands between the braces of `downgrade`.
    pub downgrade: String,
    /// The `use` lines that they need besides the prelude, sorted.
    pub imports: Vec<String>,
}

/// Writes what a revision does, and its way back.
///
/// # Errors
/// When the hook fails or answers with what is no Rust, or there is a name that no text can stand for.
pub fn render(
    upgrade: &Body<'_>,
    downgrade: &Body<'_>,
    options: &RenderOptions<'_>,
    hook: &mut dyn RenderHook,
) -> Result<Rendered, Error> {
    let mut parts = Parts::new(options);
    let mut bodies = [upgrade, downgrade].map(|body| statements(&mut parts, body));
    if let Some(answers) = hook.render(&parts.asked)?
        && answers.iter().any(|answer| *answer != Rendering::Default)
    {
        parts = parts.answered(answers)?;
        bodies = [upgrade, downgrade].map(|body| statements(&mut parts, body));
    }
    let [upgrade, downgrade] = bodies;
    Ok(parts.rendered(source::body(&upgrade)?, source::body(&downgrade)?)?)
}

/// Writes a revision of a database: what its dialect and the naming convention give by themselves is not said.
///
/// # Errors
/// As for [`render`].
pub fn render_for(
    terms: &Terms<'_>,
    upgrade: &Body<'_>,
    downgrade: &Body<'_>,
    hook: &mut dyn RenderHook,
) -> Result<Rendered, Error> {
    let Terms { dialect, naming, .. } = terms;
    let is_usual = |table: TableName<'_>, name: &str| {
        naming.pk.is_none() && dialect.is_usual_key_name(table, name)
    };
    let options = RenderOptions {
        with_existing: dialect.needs_existing_column(),
        final_check_names: naming.ck.is_some_and(|it| it.contains("%(constraint_name)s")),
        is_usual_key_name: &is_usual,
    };
    render(upgrade, downgrade, &options, hook)
}

fn statements(parts: &mut Parts<'_>, body: &Body<'_>) -> Vec<Statement> {
    let written = body.lines.iter().filter_map(|line| match line {
        Line::Comment(text) => Some(Statement::Comment(text.clone())),
        Line::Source(text) => Some(Statement::Code(text.clone())),
        Line::Operation(it) => operation(parts, it).map(Statement::Code),
    });
    written.collect()
}

/// Returns the statement that carries an operation out, unless the hook leaves out all of it.
fn operation(parts: &mut Parts<'_>, operation: &Operation<'_>) -> Option<String> {
    Some(match operation {
        Operation::CreateTable(op) => return table::create_table(parts, op),
        Operation::DropTable(op) => table::drop_table(parts, op),
        Operation::RenameTable(op) => table::rename_table(parts, op),
        Operation::SetTableComment(op) => table::set_table_comment(parts, op),
        Operation::SetTableOption(op) => table::set_table_option(parts, op),
        Operation::AddColumn(op) => return column::add_column(parts, op),
        Operation::DropColumn(op) => return column::drop_column(parts, op),
        Operation::AlterColumn(op) => return column::alter_column(parts, op),
        Operation::CreateIndex(op) => return index::create_index(parts, op),
        Operation::DropIndex(op) => return index::drop_index(parts, op),
        Operation::AddConstraint(op) => return constraint::add_constraint(parts, op),
        Operation::DropConstraint(op) => return constraint::drop_constraint(parts, op),
        Operation::ValidateConstraint(op) => constraint::validate_constraint(parts, op),
        Operation::Execute(op) => data::execute(op),
        Operation::BulkInsert(op) => data::bulk_insert(parts, op),
        Operation::CreateEnum(op) => types::create_enum(parts, op),
        Operation::AddEnumValue(op) => types::add_enum_value(parts, op),
        Operation::RenameEnumValue(op) => types::rename_enum_value(parts, op),
        Operation::CreateDomain(op) => return types::create_domain(parts, op),
        Operation::CreateSequence(op) => object::create_sequence(parts, op),
        Operation::AlterSequence(op) => object::alter_sequence(parts, op),
        Operation::CreateSchema(op) => object::create_schema(op),
        Operation::CreateExtension(op) => object::create_extension(op),
        Operation::CreateView(op) => object::create_view(parts, op),
        Operation::RefreshMaterializedView(op) => object::refresh_view(parts, op),
        Operation::CreateRoutine(op) => object::create_routine(op),
        Operation::DropObject(op) => object::drop_object(parts, op),
        Operation::Batch(op) => return batch::batch(parts, op),
    })
}
