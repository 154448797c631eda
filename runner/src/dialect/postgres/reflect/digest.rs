//! What the server makes of wanted objects: they are created in schemas of their own, read, and undone.

use std::collections::{BTreeMap, BTreeSet};

use migration_api::abi::Arena;
use migration_api::ops::CreateExtension;
use migration_api::schema::{ConstraintKind, TableName};
use uuid::Uuid;

use super::creation::{Creation, WantedObject, creations};
use super::foreign_keys;
use super::inspect::{self, Defaults, Referring};
use super::names::{Back, StandIns};
use super::order::{Step, in_order};
use super::renaming::Renaming;
use super::scratch::or_privilege;
use crate::dialect::postgres::Postgres;
use crate::dialect::{DatabaseError, Dialect, Digest, Session};
use crate::schema::Schema;

/// How long a lock is waited for: nothing that others use should need one.
const LOCK_TIMEOUT: &str = "5s";

/// Has the server make of wanted objects what it makes of them, in a transaction that is undone.
pub(super) fn digest<'a>(
    connection: &mut dyn Session,
    wanted: &Schema<'a>,
    arena: &'a Arena,
) -> Result<Digest<'a>, DatabaseError> {
    let session = inspect::session(connection)?;
    let default_schema = arena.keep_text(session.default_schema.clone());
    let id = Uuid::new_v4().simple().to_string();
    let prefix = arena.keep_text(format!("runner_{}", id.get(..12).unwrap_or(&id)));
    let stand_ins = StandIns::of(wanted, default_schema, prefix, arena);
    let is_open = connection.transaction_is_open()?;
    match is_open {
        true => drop(connection.execute("SAVEPOINT runner_digest")?),
        false => drop(connection.try_begin()?),
    }
    let made = make(connection, wanted, &session, &stand_ins);
    let undone = undo(connection, is_open, &stand_ins);
    let (mut made, refused) = made?;
    undone?;
    made.schemas.clone_from(&wanted.schemas);
    made.extensions = extensions(wanted, &made, &refused, default_schema);
    foreign_keys::put_back(&mut made, wanted, default_schema, arena);
    made.sort();
    let title = |(object, reason): (WantedObject, String)| (object.title(wanted), reason);
    Ok(Digest { schema: made, refused: refused.into_iter().map(title).collect() })
}

/// The objects that were refused, and what the server said.
type Refused = Vec<(WantedObject, String)>;

/// Creates the objects and reads them, under their real names again.
fn make<'a>(
    connection: &mut dyn Session,
    wanted: &Schema<'a>,
    session: &Defaults,
    stand_ins: &StandIns<'a>,
) -> Result<(Schema<'a>, Refused), DatabaseError> {
    set_up(connection, session, stand_ins)?;
    let arena = stand_ins.arena();
    let mut renamed = stand_ins.schema(wanted);
    rename_extensions(&mut renamed, stand_ins);
    let (triggers, others): (Vec<_>, Vec<_>) = creations(&renamed, arena)
        .into_iter()
        .partition(|it| matches!(it.object, WantedObject::Trigger(_)));
    let mut refused = create(connection, others)?;
    let triggers = of_tables_made(triggers, wanted, &mut refused);
    refused.extend(create(connection, triggers)?);
    let schemas: Vec<&str> = stand_ins.all().collect();
    let referring = referring(wanted, session, stand_ins);
    let made = inspect::reflect(connection, &schemas, &referring, arena)?;
    let mut renamed = Back(stand_ins).schema(&made);
    rename_extensions(&mut renamed, &Back(stand_ins));
    Ok((renamed, refused))
}

/// Makes the schemas, and has the session look for names there first.
fn set_up(
    connection: &mut dyn Session,
    session: &Defaults,
    stand_ins: &StandIns<'_>,
) -> Result<(), DatabaseError> {
    let path = session.search_path.iter().filter_map(|schema| stand_ins.of_schema(schema));
    let path = path.chain(session.search_path.iter().map(String::as_str));
    let path: Vec<_> = path.map(|schema| Postgres.quote(schema)).collect();
    let mut sql = format!(
        "SET LOCAL check_function_bodies = off; SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'; \
         SET LOCAL client_min_messages = warning; SET LOCAL search_path TO {};",
        path.join(", ")
    );
    sql.extend(stand_ins.all().map(|schema| format!(" CREATE SCHEMA {};", Postgres.quote(schema))));
    connection.execute(&sql).map(drop).map_err(|error| {
        or_privilege(
            error,
            "what the models say is tried out in schemas that are there for a moment: let the role create them, by \
             `GRANT CREATE ON DATABASE … TO …`",
        )
    })
}

/// Undoes all of it. SQL of an author's own may have ended the transaction; what it has left is dropped then.
fn undo(
    connection: &mut dyn Session,
    was_open: bool,
    stand_ins: &StandIns<'_>,
) -> Result<(), DatabaseError> {
    if was_open {
        let back = "ROLLBACK TO SAVEPOINT runner_digest; RELEASE SAVEPOINT runner_digest";
        return connection.execute(back).map(drop);
    }
    let is_open = connection.transaction_is_open();
    connection.rollback()?;
    if !is_open? {
        let schemas: Vec<_> = stand_ins.all().map(|schema| Postgres.quote(schema)).collect();
        connection.execute(&format!("DROP SCHEMA IF EXISTS {} CASCADE", schemas.join(", ")))?;
    }
    Ok(())
}

/// Creates objects in rounds, until no more of them can be. Returns those that cannot.
fn create(
    connection: &mut dyn Session,
    creations: Vec<Creation>,
) -> Result<Refused, DatabaseError> {
    let steps = in_order(creations);
    let mut open: BTreeSet<usize> = (0..steps.len()).collect();
    let mut waits = true;
    loop {
        let failed = attempt(connection, &steps, &open, waits)?;
        let is_stuck = failed.len() == open.len();
        if failed.is_empty() || (is_stuck && !waits) {
            let object = |(at, why): (usize, String)| Some((steps.get(at)?.creation.object, why));
            return Ok(failed.into_iter().filter_map(object).collect());
        }
        // What is needed cannot be created; perhaps it only seemed to be.
        waits = !is_stuck;
        open = failed.into_keys().collect();
    }
}

/// Creates those steps that are open, in one go. If that fails, halves of them are tried, down to the single ones that fail. Where it
/// `waits`, what needs one that has failed fails with it. Returns those that have failed, and why.
fn attempt(
    connection: &mut dyn Session,
    steps: &[Step],
    open: &BTreeSet<usize>,
    waits: bool,
) -> Result<BTreeMap<usize, String>, DatabaseError> {
    let mut failed = BTreeMap::new();
    let mut parts = vec![Vec::from_iter(open.iter().copied())];
    while let Some(mut part) = parts.pop() {
        part.retain(|at| {
            let needs = steps.get(*at).map(|step| &step.needs).filter(|_| waits);
            let missing = needs.and_then(|needs| needs.iter().find(|it| failed.contains_key(*it)));
            if missing.is_some() {
                failed.insert(*at, "it needs what there is not".to_owned());
            }
            missing.is_none()
        });
        let sql = part.iter().filter_map(|at| steps.get(*at)?.creation.sql.as_deref().ok());
        let why = match part.iter().find_map(|at| steps.get(*at)?.creation.sql.as_ref().err()) {
            Some(error) => Some(error.to_string()),
            None => try_all(connection, &sql.collect::<Vec<_>>())?,
        };
        match (why, part.as_slice()) {
            (None, _) | (_, []) => {}
            (Some(why), [at]) => drop(failed.insert(*at, why)),
            (Some(_), all) => {
                let (first, second) = all.split_at(all.len() / 2);
                parts.extend([second.to_vec(), first.to_vec()]);
            }
        }
    }
    Ok(failed)
}

/// Creates objects in one go, or none of them. Returns why not.
fn try_all(
    connection: &mut dyn Session,
    statements: &[&str],
) -> Result<Option<String>, DatabaseError> {
    if statements.is_empty() {
        return Ok(None);
    }
    let sql = format!(
        "SAVEPOINT runner_objects;\n{}\nRELEASE SAVEPOINT runner_objects",
        statements.join("\n")
    );
    match connection.execute(&sql) {
        Ok(_) => Ok(None),
        Err(DatabaseError::Statement(failed)) => {
            connection.execute(
                "ROLLBACK TO SAVEPOINT runner_objects; RELEASE SAVEPOINT runner_objects",
            )?;
            // The place is one in the text of all of them.
            Ok(Some(crate::dialect::StatementError { position: None, ..*failed }.to_string()))
        }
        Err(other) => Err(other),
    }
}

/// Returns the columns that refer to others, by the names that tables have while they are read.
fn referring<'a>(
    wanted: &Schema<'a>,
    session: &Defaults,
    stand_ins: &StandIns<'a>,
) -> Referring<'a> {
    let default_schema = stand_ins.of_schema(&session.default_schema);
    let mut all = Referring::new();
    for table in &wanted.tables {
        let mut name = stand_ins.name(table.name);
        name.schema = name.schema.filter(|schema| Some(*schema) != default_schema);
        for constraint in table.constraints {
            if let ConstraintKind::ForeignKey(key) = constraint.kind {
                all.extend(key.columns.iter().map(|column| (name, *column)));
            }
        }
    }
    all
}

/// Returns the triggers whose tables have been made: the text of another would find the real table.
fn of_tables_made(
    triggers: Vec<Creation>,
    wanted: &Schema<'_>,
    refused: &mut Refused,
) -> Vec<Creation> {
    let is_refused = |object| refused.iter().any(|(it, _)| *it == object);
    let table_is_made = |creation: &Creation| {
        let WantedObject::Trigger(at) = creation.object else { return true };
        let Some(trigger) = wanted.triggers.get(at) else { return false };
        let table = wanted.tables.iter().position(|it| it.name == trigger.table);
        let view = wanted.views.iter().position(|it| it.name == trigger.table);
        let object = table.map(WantedObject::Table).or(view.map(WantedObject::View));
        object.is_some_and(|object| !is_refused(object))
    };
    let (of_made, others): (Vec<_>, Vec<_>) = triggers.into_iter().partition(table_is_made);
    let why = "there is no table for it among the objects";
    refused.extend(others.into_iter().map(|it| (it.object, why.to_owned())));
    of_made
}

/// Renames the schemas of extensions.
fn rename_extensions<'a>(schema: &mut Schema<'a>, renaming: &dyn Renaming<'a>) {
    for extension in &mut schema.extensions {
        if let Some(name) = extension.schema {
            extension.schema = renaming.name(TableName { schema: Some(name), name: "" }).schema;
        }
    }
}

/// Returns the wanted extensions that there can be. One that does not name a schema is content with that which it has.
fn extensions<'a>(
    wanted: &Schema<'a>,
    made: &Schema<'a>,
    refused: &Refused,
    default_schema: &str,
) -> Vec<CreateExtension<'a>> {
    let all = wanted.extensions.iter().enumerate();
    let possible =
        all.filter(|(at, _)| !refused.iter().any(|(it, _)| *it == WantedObject::Extension(*at)));
    let normal = |(_, it): (usize, &CreateExtension<'a>)| {
        let there = made.extensions.iter().find(|there| there.name == it.name);
        let schema = it.schema.or(there.and_then(|there| there.schema));
        let schema = schema.filter(|schema| *schema != default_schema);
        CreateExtension { schema, ..CreateExtension::new(it.name) }
    };
    possible.map(normal).collect()
}
