//! What of two schemas is compared.

mod pattern;

use std::collections::BTreeSet;

use migration_api::autogenerate::Candidate;
use migration_api::schema::{Constraint, ConstraintKind, Index, IndexKeys, Table, TableName};

use super::source::SourceError;
use super::{Hooks, WantedSchema, without_left_alone};
use crate::error::Error;
use crate::schema::Schema;
use pattern::Patterns;
pub(crate) use pattern::matches as matches_pattern;

/// What is left alone.
pub struct Filter<'f> {
    /// The version table.
    pub version_table: TableName<'f>,
    /// Patterns of names: `tmp_*`, `audit.*`; `*` stands for any characters, `?` for one.
    pub exclude: &'f [String],
}

/// Takes out of both schemas what is not compared: state tables, what the patterns exclude, and what hooks leave out.
///
/// # Errors
/// When a pattern is none, or a hook fails.
pub fn filtered<'a>(
    actual: &mut Schema<'a>,
    wanted: &mut WantedSchema<'a>,
    filter: &Filter<'_>,
    hooks: &mut dyn Hooks,
    arena: &'a migration_api::abi::Arena,
) -> Result<(), Error> {
    let patterns = Patterns::new(filter.exclude).ok_or(SourceError::EmptyPattern)?;
    for schema in [&mut *actual, &mut wanted.written, &mut wanted.read] {
        without_left_alone(schema, filter.version_table);
        retain(schema, &|_, name, schema| !patterns.match_name(schema, name));
    }
    if hooks.include_names(Vec::new())?.is_some() {
        let all = candidates(&[(actual, true)], &[]);
        let included = hooks.include_names(all.clone())?.unwrap_or_default();
        let left_out = LeftOut::of(&all, &included);
        left_out.take_from(actual, true, arena);
    }
    if hooks.include_objects(Vec::new())?.is_some() {
        let mut both = wanted.written.clone();
        both.extend(wanted.read.clone());
        let all = candidates(&[(actual, true), (&both, false)], &[actual, &both]);
        let included = hooks.include_objects(all.clone())?.unwrap_or_default();
        let left_out = LeftOut::of(&all, &included);
        left_out.take_from(actual, true, arena);
        left_out.take_from(&mut wanted.written, false, arena);
        left_out.take_from(&mut wanted.read, false, arena);
    }
    Ok(())
}

/// What a candidate is told by: whether it is in the database, its kind, schema, table and name.
type Key = (bool, String, Option<String>, Option<String>, String);

/// What hooks leave out. What a hook says of one side leaves the object of the same name on the other side alone too: without it, that
/// would be dropped, or created again.
struct LeftOut(BTreeSet<Key>);

impl LeftOut {
    fn of(all: &[Candidate], included: &[bool]) -> Self {
        let left_out = all.iter().zip(included).filter(|(_, included)| !**included);
        let both = left_out.flat_map(|(it, _)| {
            let (reflected, kind, schema, table, name) = key(it);
            let other = (!reflected, kind, schema, table, name);
            std::iter::once(key(it)).chain(it.has_counterpart.then_some(other))
        });
        Self(both.collect())
    }

    fn has(
        &self,
        reflected: bool,
        kind: &str,
        name: &str,
        of: TableName<'_>,
        in_table: bool,
    ) -> bool {
        let schema = of.schema.map(str::to_owned);
        let table = in_table.then(|| of.name.to_owned());
        self.0.contains(&(reflected, kind.to_owned(), schema, table, name.to_owned()))
    }

    /// Takes out of a schema what is left out.
    fn take_from<'a>(
        &self,
        schema: &mut Schema<'a>,
        reflected: bool,
        arena: &'a migration_api::abi::Arena,
    ) {
        if self.0.is_empty() {
            return;
        }
        retain(schema, &|kind, name, of| {
            let of = TableName { schema: of, name };
            !self.has(reflected, kind, name, of, false)
        });
        schema.schemas.retain(|name| {
            !self.has(reflected, "schema", name, TableName { schema: None, name }, false)
        });
        let of_table =
            |kind: &str, name: &str, table| !self.has(reflected, kind, name, table, true);
        schema.triggers.retain(|it| of_table("trigger", it.name, it.table));
        schema.policies.retain(|it| of_table("policy", it.name, it.table));
        for table in &mut schema.tables {
            *table = self.table_without(table, reflected, arena);
        }
    }

    fn table_without<'a>(
        &self,
        table: &Table<'a>,
        reflected: bool,
        arena: &'a migration_api::abi::Arena,
    ) -> Table<'a> {
        let of = table.name;
        let stays = |kind: &str, name: &str| !self.has(reflected, kind, name, of, true);
        let columns: Vec<_> =
            table.columns.iter().filter(|it| stays("column", it.name)).copied().collect();
        let has = |name: &&str| columns.iter().any(|it| it.name == *name);
        let constraints = table.constraints.iter().filter(|it| {
            stays(constraint_kind(it), it.name.unwrap_or_default())
                && constrained(it).iter().all(has)
        });
        let indexes = table.indexes.iter().filter(|it| {
            stays("index", it.name.unwrap_or_default()) && indexed(it).iter().all(has)
        });
        Table {
            constraints: arena.keep(constraints.copied().collect()),
            indexes: arena.keep(indexes.copied().collect()),
            columns: arena.keep(columns.clone()),
            ..*table
        }
    }
}

fn key(it: &Candidate) -> Key {
    (it.reflected, it.kind.clone(), it.schema.clone(), it.table.clone(), it.name.clone())
}

/// Takes out of a schema the objects, and what belongs to them, for which `stays` is false of their kind, name and schema.
fn retain(schema: &mut Schema<'_>, stays: &dyn Fn(&str, &str, Option<&str>) -> bool) {
    let of = |kind: &str, name: TableName<'_>| stays(kind, name.name, name.schema);
    schema.extensions.retain(|it| stays("extension", it.name, None));
    schema.enums.retain(|it| of("enum", it.name));
    schema.domains.retain(|it| of("domain", it.name));
    schema.tables.retain(|it| of("table", it.name));
    schema.sequences.retain(|it| {
        let owner = it.owned_by.and_then(|column| column.rsplit_once('.'));
        of("sequence", it.name)
            && owner.is_none_or(|(table, _)| of("table", TableName::parse(table)))
    });
    schema.views.retain(|it| of("view", it.name));
    schema.routines.retain(|it| of("function", it.name));
    let on_relation = |table: TableName<'_>| of("table", table) && of("view", table);
    schema.triggers.retain(|it| on_relation(it.table));
    schema.row_security.retain(|it| of("table", it.table));
    schema.policies.retain(|it| of("table", it.table));
    schema.invalid_indexes.retain(|(table, _)| of("table", *table));
}

/// Returns all objects of these schemas as questions; `known` are the schemas in which the other side of each is looked for.
fn candidates(schemas: &[(&Schema<'_>, bool)], known: &[&Schema<'_>]) -> Vec<Candidate> {
    let mut all = Vec::new();
    for (schema, reflected) in schemas {
        gather(schema, *reflected, &mut all);
    }
    if !known.is_empty() {
        let keys: BTreeSet<Key> = all.iter().map(key).collect();
        for candidate in &mut all {
            let (reflected, kind, schema, table, name) = key(candidate);
            candidate.has_counterpart = keys.contains(&(!reflected, kind, schema, table, name));
        }
    }
    all
}

fn gather(schema: &Schema<'_>, reflected: bool, all: &mut Vec<Candidate>) {
    let mut add = |kind: &str,
                   name: &str,
                   schema: Option<&str>,
                   table: Option<&str>,
                   comment: Option<&str>| {
        all.push(Candidate {
            kind: kind.to_owned(),
            name: name.to_owned(),
            schema: schema.map(str::to_owned),
            table: table.map(str::to_owned),
            reflected,
            has_counterpart: false,
            comment: comment.map(str::to_owned),
        });
    };
    schema.schemas.iter().for_each(|name| add("schema", name, None, None, None));
    schema.extensions.iter().for_each(|it| add("extension", it.name, None, None, None));
    schema.enums.iter().for_each(|it| add("enum", it.name.name, it.name.schema, None, None));
    schema.domains.iter().for_each(|it| add("domain", it.name.name, it.name.schema, None, None));
    schema
        .sequences
        .iter()
        .for_each(|it| add("sequence", it.name.name, it.name.schema, None, None));
    for table in &schema.tables {
        let (of, name) = (table.name.schema, Some(table.name.name));
        add("table", table.name.name, of, None, table.comment);
        table.columns.iter().for_each(|it| add("column", it.name, of, name, it.comment));
        for it in table.constraints {
            add(constraint_kind(it), it.name.unwrap_or_default(), of, name, None);
        }
        table
            .indexes
            .iter()
            .for_each(|it| add("index", it.name.unwrap_or_default(), of, name, it.comment));
    }
    schema.views.iter().for_each(|it| add("view", it.name.name, it.name.schema, None, it.comment));
    schema.routines.iter().for_each(|it| add("function", it.name.name, it.name.schema, None, None));
    schema
        .triggers
        .iter()
        .for_each(|it| add("trigger", it.name, it.table.schema, Some(it.table.name), None));
    schema
        .policies
        .iter()
        .for_each(|it| add("policy", it.name, it.table.schema, Some(it.table.name), None));
}

/// Returns Alembic's word for a constraint.
fn constraint_kind(constraint: &Constraint<'_>) -> &'static str {
    match constraint.kind {
        ConstraintKind::PrimaryKey(_) => "primary_key",
        ConstraintKind::Unique(_) => "unique_constraint",
        ConstraintKind::Check(_) => "check_constraint",
        ConstraintKind::ForeignKey(_) => "foreign_key_constraint",
        ConstraintKind::Exclude(_) => "exclude_constraint",
    }
}

/// Returns the columns that a constraint names.
fn constrained<'a>(constraint: &Constraint<'a>) -> Vec<&'a str> {
    match constraint.kind {
        ConstraintKind::PrimaryKey(columns) | ConstraintKind::Unique(columns) => columns.to_vec(),
        ConstraintKind::ForeignKey(key) => key.columns.to_vec(),
        ConstraintKind::Check(_) | ConstraintKind::Exclude(_) => Vec::new(),
    }
}

/// Returns the columns that an index names.
fn indexed<'a>(index: &Index<'a>) -> Vec<&'a str> {
    match index.keys {
        IndexKeys::Columns(columns) => columns.to_vec(),
        IndexKeys::Parts(parts) => {
            parts.iter().filter(|part| !part.is_expression).map(|part| part.text).collect()
        }
    }
}
