//! The round trip of one pair: from A to B by what autogenerate writes, and back.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Mutex;

use migration_api::abi::Arena;
use migration_api::ops::Operation;
use migration_api::schema::NamingConvention;
use runner::autogenerate::{
    Aspects, Body, ComparisonSettings, Difference, Line, WantedSchema, create_all, difference,
};
use runner::dialect::{OnlineSettings, Session};
use runner::schema::{Schema, Terms};
use runner::sql::Naming;

use super::dump::Dump;
use super::files::Pair;
use crate::support::{Database, mariadb, postgres, sqlite};

/// What went wrong, in words.
pub(super) type Outcome = Result<(), String>;

/// A database of one side, and the one session in which all is done: to open one takes long, and to make a database longer, so that
/// those of servers are emptied and taken again.
pub(super) struct Side {
    pub(super) database: Database,
    pub(super) connection: Box<dyn Session>,
}

thread_local! {
    /// The empty databases of a thread that nothing uses now.
    static EMPTY: RefCell<Vec<Side>> = const { RefCell::new(Vec::new()) };
}

/// What each SQL makes on a database, by its kind.
static DUMPS: Mutex<BTreeMap<(String, String), Dump>> = Mutex::new(BTreeMap::new());

impl Side {
    /// Returns an empty database of the kind with this name.
    pub(super) fn new(database: &str) -> Self {
        let known = EMPTY.with_borrow_mut(|empty| {
            let place = empty.iter().position(|it| it.connection.dialect().name() == database);
            place.map(|place| empty.swap_remove(place))
        });
        if let Some(known) = known {
            return known;
        }
        let database = match database {
            "postgresql" => postgres(),
            "mariadb" => mariadb(),
            _ => sqlite(),
        };
        let mut side = Self { connection: database.connect(), database };
        match side.database.title() {
            "PostgreSQL" => side.empty().unwrap(),
            "SQLite" => drop(side.connection.execute("PRAGMA synchronous = OFF").unwrap()),
            _ => {}
        }
        side
    }

    /// Takes away all that it holds. Every database of PostgreSQL's is emptied once at least, so that its schema is like the others'.
    fn empty(&mut self) -> Outcome {
        let sql = match self.database.title() {
            "PostgreSQL" => EMPTY_POSTGRES.to_owned(),
            _ => {
                let name = self.database.url.rsplit('/').next().unwrap_or_default();
                format!("DROP DATABASE {name}; CREATE DATABASE {name}; USE {name}")
            }
        };
        self.connection.execute(&sql).map(drop).map_err(|error| error.to_string())
    }

    /// Runs the SQL of one side.
    pub(super) fn create(&mut self, sql: &str) -> Outcome {
        self.connection.execute(sql).map(drop).map_err(|error| format!("{error}\n{sql}"))
    }

    /// Reads what it holds.
    pub(super) fn dump(&mut self) -> Dump {
        Dump::of(&self.database, &mut *self.connection)
    }

    /// Runs the SQL of one side, and returns what it makes, which is read once only.
    pub(super) fn make(&mut self, sql: &str) -> Result<Dump, String> {
        self.create(sql)?;
        let key = (self.database.title().to_owned(), sql.to_owned());
        let known = DUMPS.lock().unwrap().get(&key).cloned();
        Ok(known.unwrap_or_else(|| {
            let dump = self.dump();
            DUMPS.lock().unwrap().insert(key, dump.clone());
            dump
        }))
    }

    /// Takes it away, or keeps it for another pair if its session is as it was.
    fn leave(mut self, is_well: bool) {
        if is_well && self.database.title() != "SQLite" && self.empty().is_ok() {
            return EMPTY.with_borrow_mut(|empty| empty.push(self));
        }
        drop(self.connection);
        self.database.remove();
    }
}

/// Takes away the empty databases of this thread: its end would be too late to close their sessions.
pub(super) fn remove_empty() {
    for side in EMPTY.take() {
        drop(side.connection);
        side.database.remove();
    }
}

/// Drops whatever a pair may have made.
const EMPTY_POSTGRES: &str = "DO $$ DECLARE name text; BEGIN \
    FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP \
        EXECUTE format('DROP SCHEMA %I CASCADE', name); END LOOP; \
    FOR name IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP \
        EXECUTE format('DROP EXTENSION %I CASCADE', name); END LOOP; \
    CREATE SCHEMA public; END $$; RESET ALL";

/// Makes A, has autogenerate bring it to B, and back again.
pub(super) fn round_trip(database: &str, pair: &Pair) -> Outcome {
    with_two(database, |work, wanted| between(work, wanted, pair))
}

/// Does this with two new databases.
pub(super) fn with_two(
    database: &str,
    act: impl FnOnce(&mut Side, &mut Side) -> Outcome,
) -> Outcome {
    let (mut one, mut other) = (Side::new(database), Side::new(database));
    let done = act(&mut one, &mut other);
    one.leave(done.is_ok());
    other.leave(done.is_ok());
    done
}

fn between(work: &mut Side, wanted: &mut Side, pair: &Pair) -> Outcome {
    let (a, b) = (work.make(&pair.from)?, wanted.make(&pair.to)?);
    let arena = Arena::default();
    let there = autogenerate(work, wanted, &arena)?;
    if pair.is_equal() {
        return match there.changes.as_slice() {
            [] => Ok(()),
            changes => Err(format!("equal, but differs: {changes:#?}")),
        };
    }
    apply(work, &there.upgrade).map_err(|error| format!("upgrade: {error}"))?;
    let told = work.dump().differences(&b, &a, work.database.title());
    if !told.is_empty() {
        return Err(format!("after the upgrade:\n{told}{}", written(&there.upgrade)));
    }
    let again = autogenerate(work, wanted, &arena)?;
    if !again.changes.is_empty() {
        return Err(format!("found again: {:#?}", again.changes));
    }
    apply(work, &there.downgrade).map_err(|error| format!("downgrade: {error}"))?;
    let told = work.dump().differences(&a, &b, work.database.title());
    match told.is_empty() {
        true => Ok(()),
        false => Err(format!("after the downgrade:\n{told}{}", written(&there.downgrade))),
    }
}

/// Reads what SQL makes, makes the same of what was read, and compares the two.
pub(super) fn made_again(database: &str, sql: &str) -> Outcome {
    with_two(database, |original, copy| {
        let wanted = original.make(sql)?;
        let arena = Arena::default();
        let schema = reflected(&mut *original.connection, &arena)?;
        let operations = create_all(original.connection.dialect(), &schema, &arena);
        let body = Body { lines: operations.into_iter().map(Line::Operation).collect() };
        apply(copy, &body)?;
        let told = copy.dump().differences(&wanted, &Dump::default(), copy.database.title());
        if told.is_empty() { Ok(()) } else { Err(format!("{told}{}", written(&body))) }
    })
}

/// Compares the two databases, as the commands do.
pub(super) fn autogenerate<'a>(
    work: &mut Side,
    wanted: &mut Side,
    arena: &'a Arena,
) -> Result<Difference<'a>, String> {
    let read = reflected(&mut *wanted.connection, arena)?;
    towards(work, &WantedSchema { read, ..WantedSchema::default() }, arena)
}

/// Compares a database with what is wanted.
pub(super) fn towards<'a>(
    work: &mut Side,
    wanted: &WantedSchema<'a>,
    arena: &'a Arena,
) -> Result<Difference<'a>, String> {
    let connection = &mut *work.connection;
    let actual = reflected(connection, arena)?;
    let terms = terms(connection, arena)?;
    let settings = ComparisonSettings { terms, aspects: Aspects::default(), always_batch: false };
    difference(connection, &actual, wanted, &settings, &mut ()).map_err(|error| error.to_string())
}

/// Returns what a database is called by, and what names in it.
pub(super) fn terms<'a>(
    connection: &mut dyn Session,
    arena: &'a Arena,
) -> Result<Terms<'a>, String> {
    let dialect = connection.dialect();
    let schema = dialect.inspector().default_schema(connection).map_err(|it| it.to_string())?;
    let naming = NamingConvention::default();
    Ok(Terms { dialect, naming, default_schema: arena.keep_text(schema), arena })
}

/// Reads all schemas of a database; MariaDB's are other databases, which are none of ours.
pub(super) fn reflected<'a>(
    connection: &mut dyn Session,
    arena: &'a Arena,
) -> Result<Schema<'a>, String> {
    let inspector = connection.dialect().inspector();
    let schemas = match connection.dialect().name() {
        "postgresql" => inspector.schemas(connection).map_err(|error| error.to_string())?,
        _ => Vec::new(),
    };
    let schemas: Vec<_> = schemas.iter().map(String::as_str).collect();
    inspector.reflect(connection, &schemas, arena).map_err(|error| error.to_string())
}

/// Carries out what a function of a revision does, as a run does: in a transaction.
fn apply(side: &mut Side, body: &Body<'_>) -> Outcome {
    let connection = &mut *side.connection;
    connection.try_begin().map_err(|error| error.to_string())?;
    for line in &body.lines {
        if let Line::Operation(operation) = line
            && let Err(error) = carry_out(connection, operation)
        {
            // The session is used no more, and may hold its transaction.
            return Err(format!("{operation:?}: {error}\n{}", written(body)));
        }
    }
    connection.commit().map_err(|error| error.to_string())
}

fn carry_out(connection: &mut dyn Session, operation: &Operation<'_>) -> Outcome {
    let arena = Arena::default();
    let dialect = connection.dialect();
    let settings = OnlineSettings::default();
    let naming = Naming { convention: settings.naming, dialect, arena: &arena };
    for named in naming.apply(operation) {
        for part in dialect.split(&named) {
            let rendered = dialect.render_online(&part, connection, &settings);
            for statement in rendered.map_err(|error| error.to_string())?.statements {
                let done = connection.run(&statement);
                done.map_err(|error| format!("{error}\n{}", statement.sql()))?;
            }
        }
    }
    Ok(())
}

/// Shows what a function of a revision does.
fn written(body: &Body<'_>) -> String {
    let lines = body.lines.iter().map(|line| match line {
        Line::Operation(operation) => format!("  {operation:?}\n"),
        Line::Comment(text) | Line::Source(text) => format!("  // {text}\n"),
    });
    format!("which was made by:\n{}", lines.collect::<String>())
}
