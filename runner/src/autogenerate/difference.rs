//! From two schemas to what a revision does.

use std::collections::{BTreeMap, BTreeSet};

use migration_api::autogenerate::{DefaultComparison, TypeComparison};
use migration_api::schema::{
    Autoincrement, Column, ConstraintKind, DefaultValue, Table, TableName,
};

use super::compare::{Aspects, Comparer, Verdicts, Wanted};
use super::mention::words;
use super::plan::Planner;
use super::rename::Renames;
use super::{Body, Change, Hooks, Suggestion, texts};
use crate::dialect::Session;
use crate::error::Error;
use crate::schema::{Schema, Terms};
use crate::sql;

/// How two schemas are compared, and what becomes of it.
#[derive(Clone, Copy)]
pub struct ComparisonSettings<'a> {
    /// The database and the names in it.
    pub terms: Terms<'a>,
    /// What is compared.
    pub aspects: Aspects,
    /// Whether all changes of a table are a batch, even where the database could do without.
    pub always_batch: bool,
}

/// A schema that is wanted.
#[derive(Debug, Clone, Default)]
pub struct WantedSchema<'a> {
    /// What its author wrote, in the normal form: types and expressions are to be read by the server first.
    pub written: Schema<'a>,
    /// What a server of the same kind has read already: reflected from a scratch database, or another one.
    pub read: Schema<'a>,
}

/// What has to be done to come from one schema to another, and back.
#[derive(Debug, Clone, Default)]
pub struct Difference<'a> {
    /// What differs.
    pub changes: Vec<Change<'a>>,
    /// What looks renamed, but is written as something that goes and something that comes.
    pub suggestions: Vec<Suggestion>,
    /// What makes up for it.
    pub upgrade: Body<'a>,
    /// What takes that back.
    pub downgrade: Body<'a>,
}

/// Compares what a database holds with what is wanted. Both are filtered already.
///
/// What a look at the values shows as equal costs the database nothing. Only of what is left, it is asked what it makes of the
/// author's types and expressions, and that is compared.
///
/// # Errors
/// When the database cannot be asked, or a hook fails.
pub fn difference<'a>(
    connection: &mut dyn Session,
    actual: &Schema<'a>,
    wanted: &WantedSchema<'a>,
    settings: &ComparisonSettings<'a>,
    hooks: &mut dyn Hooks,
) -> Result<Difference<'a>, Error> {
    let Terms { dialect, arena, .. } = settings.terms;
    let mut author = wanted.written.clone();
    author.extend(wanted.read.clone());
    author.sort();
    let renames = Renames::find(dialect, actual, &author, hooks);
    let mut actual = renames.applied(actual, arena);
    let verdicts = verdicts(&actual, &author, settings, hooks)?;
    number_alike(&mut actual, &mut author, arena);
    let mut comparer = Comparer {
        dialect,
        connection,
        aspects: settings.aspects,
        verdicts: &verdicts,
        asks: false,
    };
    let seen = Wanted { author: &author, server: &author };
    let mut changes = comparer.compare(&actual, &seen);
    if !changes.is_empty() {
        let unclear = unclear(&changes, &wanted.written);
        let mut server = match unclear.is_empty() {
            true => author.clone(),
            false => digested(comparer.connection, &author, &unclear, &actual, hooks, settings),
        };
        let mut actual = actual.clone();
        number_alike(&mut actual, &mut server, arena);
        comparer.asks = true;
        changes = comparer.compare(&actual, &Wanted { author: &author, server: &server });
    }
    changes.splice(0..0, of_renames(&renames));
    let planner = Planner {
        dialect,
        arena,
        changes: &changes,
        suggestions: &renames.suggestions,
        from: &actual,
        to: &author,
        always_batch: settings.always_batch,
        renames_first: true,
    };
    let upgrade = planner.body();
    let back: Vec<Change<'a>> = changes.iter().map(|change| change.reversed()).collect();
    let planner = Planner {
        changes: &back,
        suggestions: &[],
        from: &author,
        to: &actual,
        renames_first: false,
        ..planner
    };
    let downgrade = planner.body();
    Ok(Difference { suggestions: renames.suggestions, upgrade, downgrade, changes })
}

fn of_renames<'a>(renames: &Renames<'a>) -> Vec<Change<'a>> {
    let tables =
        renames.tables.iter().map(|(from, to)| Change::RenamedTable { from: *from, to: *to });
    let columns = renames.columns.iter().map(|(table, from, to)| Change::RenamedColumn {
        table: *table,
        from,
        to,
    });
    tables.chain(columns).collect()
}

/// Asks the hooks about the types and defaults of columns that both sides have.
fn verdicts<'a>(
    actual: &Schema<'a>,
    wanted: &Schema<'a>,
    settings: &ComparisonSettings<'a>,
    hooks: &mut dyn Hooks,
) -> Result<Verdicts<'a>, Error> {
    let mut verdicts = Verdicts::default();
    let dialect = settings.terms.dialect;
    let asks_types = settings.aspects.types && hooks.compare_types(Vec::new())?.is_some();
    let asks_defaults =
        settings.aspects.server_defaults && hooks.compare_server_defaults(Vec::new())?.is_some();
    if !asks_types && !asks_defaults {
        return Ok(verdicts);
    }
    let pairs = column_pairs(actual, wanted);
    let keys = pairs.iter().map(|(table, _, to)| (*table, to.name));
    if asks_types {
        let questions = pairs.iter().map(|(table, from, to)| TypeComparison {
            schema: table.schema.map(str::to_owned),
            table: table.name.to_owned(),
            column: to.name.to_owned(),
            database: dialect.column_type(from.ty).unwrap_or_default(),
            metadata: dialect.column_type(to.ty).unwrap_or_default(),
        });
        let answers = hooks.compare_types(questions.collect())?.unwrap_or_default();
        let known = keys.clone().zip(answers);
        verdicts.types = known.filter_map(|(key, answer)| Some((key, answer?))).collect();
    }
    if asks_defaults {
        let text = |default: Option<DefaultValue<'_>>| sql::default(dialect, default?).ok();
        let questions = pairs.iter().map(|(table, from, to)| DefaultComparison {
            schema: table.schema.map(str::to_owned),
            table: table.name.to_owned(),
            column: to.name.to_owned(),
            database: text(from.default),
            metadata: text(to.default),
        });
        let answers = hooks.compare_server_defaults(questions.collect())?.unwrap_or_default();
        let known = keys.zip(answers);
        verdicts.defaults = known.filter_map(|(key, answer)| Some((key, answer?))).collect();
    }
    Ok(verdicts)
}

/// Returns the columns that both schemas have.
fn column_pairs<'a>(
    actual: &Schema<'a>,
    wanted: &Schema<'a>,
) -> Vec<(TableName<'a>, Column<'a>, Column<'a>)> {
    let mut pairs = Vec::new();
    for table in &wanted.tables {
        let Some(before) = actual.table(table.name) else { continue };
        for column in table.columns {
            let same = before.columns.iter().find(|it| it.name == column.name);
            pairs.extend(same.map(|from| (table.name, *from, *column)));
        }
    }
    pairs
}

/// Returns the part of a written schema of which only the server knows whether it differs, with all that it needs.
fn unclear<'a>(changes: &[Change<'a>], written: &Schema<'a>) -> Schema<'a> {
    let mut tables: BTreeSet<TableName<'a>> =
        changes.iter().filter_map(Change::altered_table).collect();
    let mut part = Schema::default();
    for change in changes {
        match change {
            Change::Table(sides) => {
                tables.extend(sides.from.and(sides.to).map(|table| table.name));
            }
            Change::Domain(sides) if sides.from.is_some() => {
                part.domains.extend(sides.to);
            }
            Change::Sequence(sides) if sides.from.is_some() => part.sequences.extend(sides.to),
            Change::View(sides) if sides.from.is_some() => part.views.extend(sides.to),
            Change::Routine(sides) if sides.from.is_some() => part.routines.extend(sides.to),
            Change::Trigger(sides) if sides.from.is_some() => part.triggers.extend(sides.to),
            Change::Policy(sides) if sides.from.is_some() => part.policies.extend(sides.to),
            _ => {}
        }
    }
    // What was read from a server needs no reading.
    part.domains.retain(|it| written.domains.contains(it));
    part.sequences.retain(|it| written.sequences.contains(it));
    part.views.retain(|it| written.views.contains(it));
    part.routines.retain(|it| written.routines.contains(it));
    part.triggers.retain(|it| written.triggers.contains(it));
    part.policies.retain(|it| written.policies.contains(it));
    tables.retain(|name| written.table(*name).is_some());
    if part.is_empty() && tables.is_empty() {
        return part;
    }
    tables.extend(part.triggers.iter().map(|it| it.table));
    tables.extend(part.policies.iter().map(|it| it.table));
    with_needs(part, tables, written)
}

/// Adds what the parts of a schema rest on.
fn with_needs<'a>(
    mut part: Schema<'a>,
    mut tables: BTreeSet<TableName<'a>>,
    written: &Schema<'a>,
) -> Schema<'a> {
    loop {
        let before = (tables.len(), part.views.len(), part.routines.len());
        let mut named: BTreeSet<&str> = BTreeSet::new();
        let known = tables.clone();
        for table in written.tables.iter().filter(|it| known.contains(&it.name)) {
            named.extend(texts::of_table(table).into_iter().flat_map(words));
            let parents = table.options.iter().filter_map(|option| match option {
                migration_api::schema::TableOption::PartitionOf(parent, _)
                | migration_api::schema::TableOption::Inherits(parent) => {
                    Some(TableName::parse(parent))
                }
                _ => None,
            });
            for parent in parents {
                tables.extend(written.table(parent).map(|it| it.name));
            }
        }
        named.extend(part.views.iter().flat_map(|it| words(it.query)));
        named.extend(part.routines.iter().flat_map(|it| words(it.sql)));
        named.extend(part.triggers.iter().flat_map(|it| words(it.sql)));
        let policies = part.policies.iter().flat_map(|it| [it.using, it.check]).flatten();
        named.extend(policies.flat_map(words));
        // A column's name in a check is no table's; a table too many costs little.
        let in_queries =
            !part.views.is_empty() || !part.routines.is_empty() || !part.policies.is_empty();
        if in_queries {
            let mentioned = written.tables.iter().filter(|it| named.contains(it.name.name));
            tables.extend(mentioned.map(|it| it.name));
            let views = written.views.iter().filter(|it| named.contains(it.name.name));
            let new: Vec<_> = views.filter(|it| !part.views.contains(it)).copied().collect();
            part.views.extend(new);
        }
        let routines = written.routines.iter().filter(|it| named.contains(it.name.name));
        let new: Vec<_> = routines.filter(|it| !part.routines.contains(it)).copied().collect();
        part.routines.extend(new);
        if before == (tables.len(), part.views.len(), part.routines.len()) {
            break;
        }
    }
    part.tables = written.tables.iter().filter(|it| tables.contains(&it.name)).copied().collect();
    part.schemas.clone_from(&written.schemas);
    part.extensions.clone_from(&written.extensions);
    part.enums.clone_from(&written.enums);
    part.domains.clone_from(&written.domains);
    part.sequences.clone_from(&written.sequences);
    part.sort();
    part
}

/// Returns the wanted schema with what the server makes of the unclear part of it.
fn digested<'a>(
    connection: &mut dyn Session,
    author: &Schema<'a>,
    unclear: &Schema<'a>,
    actual: &Schema<'a>,
    hooks: &mut dyn Hooks,
    settings: &ComparisonSettings<'a>,
) -> Schema<'a> {
    let Terms { dialect, arena, .. } = settings.terms;
    let mut part = unclear.clone();
    part.extensions.retain(|it| !actual.extensions.iter().any(|known| known.name == it.name));
    let mut server = author.clone();
    match dialect.inspector().digest(connection, &part, arena) {
        Ok(digest) => {
            for (name, reason) in digest.refused {
                let message =
                    format!("{} refuses `{name}` as it is written: {reason}", dialect.title());
                hooks.warn(message, Some("it is compared word by word".into()));
            }
            overlay(&mut server, digest.schema);
        }
        Err(error) => {
            let message = format!(
                "{} could not be asked what it makes of the wanted types and expressions, so they are compared word by word: {error}",
                dialect.title()
            );
            hooks.warn(message, error.help());
        }
    }
    server
}

/// Puts objects in the place of those with the same names.
fn overlay<'a>(schema: &mut Schema<'a>, over: Schema<'a>) {
    fn each<T: Copy, K: Ord>(all: &mut [T], over: &[T], key: impl Fn(&T) -> K) {
        let over: BTreeMap<K, &T> = over.iter().map(|it| (key(it), it)).collect();
        for it in all {
            if let Some(other) = over.get(&key(it)) {
                *it = **other;
            }
        }
    }
    each(&mut schema.domains, &over.domains, |it| it.name);
    each(&mut schema.sequences, &over.sequences, |it| it.name);
    each(&mut schema.tables, &over.tables, |it| it.name);
    each(&mut schema.views, &over.views, |it| it.name);
    each(&mut schema.routines, &over.routines, |it| (it.name, it.arguments));
    each(&mut schema.triggers, &over.triggers, |it| (it.table, it.name));
    each(&mut schema.policies, &over.policies, |it| (it.table, it.name));
}

/// Writes the numbering of a key by a sequence out on one side where the other side does so, as it has to once the column
/// is a key no longer.
fn number_alike<'a>(
    actual: &mut Schema<'a>,
    wanted: &mut Schema<'a>,
    arena: &'a migration_api::abi::Arena,
) {
    write_numbering_out(actual, wanted, arena);
    write_numbering_out(wanted, actual, arena);
}

fn write_numbering_out<'a>(
    of: &mut Schema<'a>,
    like: &Schema<'a>,
    arena: &'a migration_api::abi::Arena,
) {
    for sequence in &like.sequences {
        let Some((table, column)) = sequence.owned_by.and_then(|owner| owner.rsplit_once('.'))
        else {
            continue;
        };
        let name = TableName::parse(table);
        let known = of.sequences.iter().any(|it| it.name == sequence.name);
        let column_of =
            |table: &Table<'a>| table.columns.iter().copied().find(|it| it.name == column);
        let Some(model) = like.table(name).and_then(column_of) else { continue };
        let Some(table) = of.tables.iter_mut().find(|it| it.name == name) else { continue };
        let Some(own) = column_of(table) else { continue };
        let is_lone_key = table.constraints.iter().any(|it| match it.kind {
            ConstraintKind::PrimaryKey(columns) => columns == [column],
            _ => false,
        });
        let is_numbered = is_lone_key
            && own.autoincrement == Autoincrement::Auto
            && own.default.is_none()
            && own.identity.is_none()
            && own.ty.is_integer();
        let is_next = matches!(model.default, Some(DefaultValue::Expression(text)) if text.starts_with("nextval("));
        if known || !is_numbered || !is_next {
            continue;
        }
        let columns = table.columns.iter().map(|it| match it.name == column {
            true => Column { default: model.default, ..*it },
            false => *it,
        });
        table.columns = arena.keep(columns.collect());
        of.sequences.push(*sequence);
    }
    of.sequences.sort_by_key(|it| it.name);
}
