//! What can go wrong while migrations run.

use std::fmt;

use migration_api::Place;

use super::Account;
use super::two_phase::Disagreement;
use crate::dialect::{DatabaseError, OnlineError};
use crate::revision::Direction;
use crate::sql::RenderError;

/// Why a run failed.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// A revision failed.
    #[error("{step} failed{}", at(place.as_ref()))]
    Step { step: StepName, place: Option<Place>, done: Done, source: StepCause },
    /// The environment failed.
    #[error("`env.rs` failed{}: {message}", at(place.as_ref()))]
    Environment { message: String, place: Option<Place> },
    /// The environment panicked.
    #[error("`env.rs` panicked{}: {message}", at(place.as_ref()))]
    EnvironmentPanic { message: String, place: Option<Place> },
    /// A statement of the environment's own failed.
    #[error("`{call}` of `env.rs` failed{}", at(place.as_ref()))]
    Statement { call: &'static str, place: Option<Place>, source: StepCause },
    /// Another run did not end in time.
    #[error("another run holds the migration lock{}; gave up after {seconds} s", of(by.as_ref()))]
    LockTimeout { by: Option<String>, seconds: u64 },
    /// A change of the version table did not change one row.
    #[error("{action} in the version table should change one row, and changed {changed}")]
    RowsMoved { action: String, changed: u64 },
    /// Another run moved the database away from where steps were counted from.
    #[error("another run changed the database meanwhile, and steps back were counted from before")]
    Overtaken,
    /// Another run moved the database away from the step that was to be resumed.
    #[error(
        "another run changed the database meanwhile, and `--resume-after` was for how it was before"
    )]
    ResumeOvertaken,
    /// The databases that are migrated together did not agree.
    #[error(transparent)]
    Together(Disagreement),
    /// The coordinator could not commit.
    #[error(
        "the commit of the database that decides for all has failed, and so this one was undone too"
    )]
    TogetherUndone,
    /// The coordinator was lost at the very moment of its commit.
    #[error(
        "the database that decides for all was lost at its commit; the transaction `{name}` stays prepared"
    )]
    TogetherUnknown { name: String },
    /// Another run moved one of the databases.
    #[error("another run changed the database meanwhile, and all of them are migrated together")]
    TogetherOvertaken,
    /// A prepared transaction could not be ended.
    #[error("the prepared transaction `{name}` could not be {}", if *commit { "committed" } else { "undone" })]
    LeftPrepared { name: String, commit: bool, source: DatabaseError },
    /// The database knows no commit in two phases.
    #[error("{database} has no commit in two phases")]
    NoTwoPhase { database: &'static str },
    /// The database that decides about a prepared transaction is not in the project file any more.
    #[error(
        "the database `{database}` has the prepared transaction `{name}`, and the one that decides about it is none of `databases`"
    )]
    NoDecider { database: String, name: String },
    /// A revision of the plan has no file.
    #[error("revision `{id}` has no file")]
    NoFile { id: String },
    /// The environment asked for something out of order.
    #[error("`env.rs` calls `{call}` {reason}")]
    OutOfOrder { call: &'static str, reason: &'static str },
    /// The version table could not be created.
    #[error("cannot create the version table `{table}`")]
    VersionTable { table: String, source: StepCause },
    /// `revision --sql` without an environment to run.
    #[error("`revision --sql` runs the environment, and `revision_environment` is not set")]
    NoRevisionEnvironment,
    /// A stamp to a script cannot know which rows there are to delete.
    #[error("`--purge` deletes the rows that a database has, and with `--sql` there is none")]
    PurgeOffline,
    /// The targets of a stamp to a script begin at different places.
    #[error("with `--sql`, all targets of a stamp must begin at the same place")]
    StampStarts,
    /// The command line names a kind of database that is not known.
    #[error("no database is known by the name `{name}`: it is one of {}", known.join(", "))]
    NoSuchDialect { name: String, known: Vec<String> },
    /// A script for any starting point, of a database that has no way to write one.
    #[error("{database} has no way to write a script that looks where it begins")]
    NotIdempotent { database: &'static str },
    /// Where the database stands was not asked, as the environment ran no migrations.
    #[error("it is not known what is applied: `env.rs` did not call `run_migrations`")]
    NotAsked,
    /// The database is not where the revisions are.
    #[error("the database is not at all heads: {} not applied", heads.join(", "))]
    NotAtHeads { heads: Vec<String> },
    /// A revision cannot be written for a database that has not all of those before it.
    #[error("the target database is not up to date: {} not applied", heads.join(", "))]
    NotUpToDate { heads: Vec<String> },
    /// Nothing says what the database should hold.
    #[error("{}", match has_hook {
        true => "`target_metadata` of `env.rs` returns nothing to compare the database with",
        false => "`env.rs` does not say what the database should hold",
    })]
    NoMetadata { has_hook: bool },
    /// A hook's answer does not fit what was asked.
    #[error("the answer of `{hook}` in `env.rs` does not fit the question")]
    HookAnswer { hook: &'static str },
    /// The hook for revisions makes another one of the same revision for each database.
    #[error(
        "`process_revision_directives` in `env.rs` makes another revision for `{other}` than for `{one}`"
    )]
    OtherRevision { one: String, other: String },
    /// The environment ran nothing, so that nothing was compared.
    #[error("nothing was compared: `env.rs` did not call `run_migrations`")]
    NotCompared,
    /// Databases of two kinds are compared.
    #[error("a database of {one} cannot be compared with one of {other}")]
    OtherKind { one: &'static str, other: &'static str },
    /// A revision is compared where there is no project.
    #[error("a revision can only be compared within a project")]
    NoProject,
    /// Nothing says of which kind the databases are.
    #[error("it is not said of which kind the database is")]
    NoKind,
    /// A scratch database is gone.
    #[error("the scratch database was closed before it was used")]
    ScratchClosed,
    /// A scratch database could not be brought to what is compared.
    #[error("what is compared could not be made in a scratch database")]
    Scratch { source: StepCause },
    /// `check` found differences.
    #[error("new upgrade operations detected: {count}")]
    ChangesDetected { count: usize },
    /// `diff` found differences.
    #[error("differences between the schemas: {count}")]
    SchemasDiffer { count: usize },
    /// A downgrade to a script needs to know where it begins.
    #[error("a downgrade with `--sql` needs a range: `from:to`")]
    OfflineStart,
}

/// A step, as messages call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepName {
    /// Which way it leads.
    pub direction: Direction,
    /// The revision.
    pub revision: String,
    /// Its message.
    pub doc: String,
}

impl fmt::Display for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = match self.direction {
            Direction::Up => "upgrade of",
            Direction::Down => "downgrade of",
            Direction::Stamp => "stamp of",
        };
        if self.revision.is_empty() {
            return f.write_str("deleting all rows of the version table");
        }
        write!(f, "{verb} `{}` ({})", self.revision, self.doc)
    }
}

/// What of a run that failed stands in the database all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Nothing: the whole run was undone.
    Nothing,
    /// Nothing but the version table, where a schema change cannot be undone.
    VersionTable,
    /// The steps before, each in its own transaction.
    Steps(usize),
    /// The steps before, and operations of this one: a part of it is committed.
    Operations(Box<Account>),
    /// Nothing: the run would only have written a script.
    Script,
    /// What was undone cannot be said: the connection is gone.
    Unknown,
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "the whole run was undone: the database is as before",
            Self::VersionTable => {
                "the step was undone: but for the version table, the database is as before"
            }
            Self::Steps(0) => "the step was undone: the database is as before",
            Self::Steps(_) => "this step was undone; the steps before it stay",
            Self::Operations(account) => return account.fmt(f),
            Self::Script => "no script was written",
            Self::Unknown => {
                "what was done before may have stayed: look at the database, and at `runner current`"
            }
        })
    }
}

/// Why a step failed.
#[derive(Debug, thiserror::Error)]
pub enum StepCause {
    /// The database refused.
    #[error(transparent)]
    Database(DatabaseError),
    /// The operation cannot be put into the database's SQL.
    #[error(transparent)]
    Render(RenderError),
    /// The author's SQL ended the transaction in which the run works.
    #[error("this ended the transaction in which the run works{}", because(.0.as_ref()))]
    TransactionEnded(Option<String>),
    /// What a script for any starting point has no place for.
    #[error("{0}")]
    NotIdempotent(&'static str),
    /// A transaction that was to begin again behind an `autocommit_block` had to wait for another's.
    #[error("another connection has begun a transaction behind this `autocommit_block`")]
    Taken,
    /// The author's function returned an error.
    #[error("{0}")]
    Author(String),
    /// The author's function panicked.
    #[error("it panicked: {0}")]
    Panic(String),
    /// A revision asked for what only an environment may.
    #[error("a revision cannot {0}")]
    NotForRevisions(&'static str),
    /// The environment's hook asked for what only a revision may.
    #[error("`on_version_apply` cannot {0}")]
    NotForHooks(&'static str),
    /// More operations were to be passed over than there are.
    #[error("it asks for {asked} operations only, and `--resume-after` is beyond them")]
    ResumedTooLate { asked: usize },
    /// An operation that was to be passed over left something in a session that has ended.
    #[error(
        "operation {number}, {name}, left something in the session that failed, and `--resume-after` cannot bring it back"
    )]
    OfEndedSession { number: usize, name: String },
    /// A query, where there is no database to ask.
    #[error("with `--sql` there is no database to query")]
    OfflineQuery,
    /// The version table.
    #[error(transparent)]
    Version(Box<RuntimeError>),
}

fn because(error: Option<&String>) -> String {
    error.map(|error| format!(": {error}")).unwrap_or_default()
}

fn at(place: Option<&Place>) -> String {
    place.map(|place| format!(" at {place}")).unwrap_or_default()
}

fn of(by: Option<&String>) -> String {
    by.map(|by| format!(" ({by})")).unwrap_or_default()
}

impl RuntimeError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Step { source, done, .. } => {
                let undone = done.to_string();
                Some(match source.help() {
                    Some(help) => format!("{help}\n{undone}"),
                    None => undone,
                })
            }
            Self::LockTimeout { .. } => Some(
                "wait for it to end, or raise `lock_timeout` (seconds) in `runner.toml`".into(),
            ),
            Self::RowsMoved { .. } => Some(
                "something other than `runner` changed the version table meanwhile; \
                 `runner current` tells where the database stands"
                    .into(),
            ),
            Self::Overtaken | Self::ResumeOvertaken => {
                Some("`runner current` tells where the database stands; run it again".into())
            }
            Self::Together(disagreement) => disagreement.help(),
            Self::TogetherUndone | Self::TogetherOvertaken => {
                Some("run it again: all of them are as before".into())
            }
            Self::TogetherUnknown { .. } | Self::LeftPrepared { .. } => Some(
                "run it again once all databases can be reached: it finds the transaction, and ends it as the others were"
                    .into(),
            ),
            Self::NoTwoPhase { .. } => Some("leave `two_phase_commit` out".into()),
            Self::NoDecider { .. } => Some(
                "put it back into `databases`; or end the transaction by hand, as the other databases of that run are"
                    .into(),
            ),
            Self::NoFile { .. } => {
                Some("get the checkout that has it, or `runner stamp` another revision".into())
            }
            Self::NoRevisionEnvironment => {
                Some("leave `--sql` out: a revision file is written in any case".into())
            }
            Self::NotIdempotent { .. } => {
                Some("leave `--idempotent` out, and say where the script begins: `from:to`".into())
            }
            Self::NotAsked => Some("`--offline` goes on without asking the database".into()),
            Self::NotAtHeads { .. } => Some("`runner upgrade heads` brings it there".into()),
            Self::VersionTable { source, .. } => source.help(),
            Self::NotUpToDate { .. } => Some("`runner upgrade heads` brings it there".into()),
            Self::NoMetadata { has_hook: true } => Some(
                "return the wanted tables there: `Metadata::new().table(…)`, `.model::<Account>()` or \
                 `Metadata::from_sql_file(\"schema.sql\")`"
                    .into(),
            ),
            Self::NoMetadata { has_hook: false } => Some(
                "give `Configuration::online(…)` a `.target_metadata(target_metadata)`: a function that \
                 returns the wanted `Metadata`"
                    .into(),
            ),
            Self::OtherRevision { .. } => Some(
                "one file has the functions for all databases: let it have the same message, id and parents for each".into(),
            ),
            Self::NotCompared => {
                Some("let `run_migrations_online` end with `env.run_migrations()`".into())
            }
            Self::NoKind => Some(
                "give a URL on one side, set `url` in `runner.toml`, or say `--dialect`".into(),
            ),
            Self::Scratch { source } | Self::Statement { source, .. } => source.help(),
            Self::ChangesDetected { .. } => {
                Some("`runner revision --autogenerate` writes them down".into())
            }
            Self::StampStarts => Some("say one `from` in each, as in `a:b a:c`".into()),
            Self::PurgeOffline => Some("say where the script begins: `from:to`".into()),
            Self::OutOfOrder { .. }
            | Self::HookAnswer { .. }
            | Self::OtherKind { .. }
            | Self::NoProject
            | Self::ScratchClosed
            | Self::SchemasDiffer { .. }
            | Self::NoSuchDialect { .. }
            | Self::Environment { .. }
            | Self::EnvironmentPanic { .. }
            | Self::OfflineStart => None,
        }
    }
}

impl From<OnlineError> for StepCause {
    fn from(error: OnlineError) -> Self {
        match error {
            OnlineError::Render(error) => Self::Render(error),
            OnlineError::Database(error) => Self::Database(error),
        }
    }
}

impl StepCause {
    /// Returns whether the connection is gone, and with it the knowledge of what was done.
    pub(super) fn is_lost(&self) -> bool {
        matches!(self, Self::Database(DatabaseError::Lost { .. }))
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::Database(error) => error.help(),
            Self::Render(error) => error.help(),
            Self::TransactionEnded(_) => Some(
                "leave BEGIN, COMMIT and ROLLBACK out of a revision: the runner begins and ends \
                 transactions"
                    .into(),
            ),
            Self::OfflineQuery => {
                Some("ask `ctx.is_offline()` first, and write plain SQL for that case".into())
            }
            Self::Version(error) => error.help(),
            Self::NotIdempotent(_) => Some(
                "write this script without `--idempotent`, from where the database stands: `from:to`".into(),
            ),
            Self::Taken => Some("run it again when the other program has ended".into()),
            Self::ResumedTooLate { asked } => Some(format!(
                "with `--resume-after {asked}` nothing of it is carried out, but it counts as applied"
            )),
            Self::OfEndedSession { .. } => Some(
                "have the revision do without it, as by `SET @id = 7` for what was computed, or undo by hand what stays".into(),
            ),
            Self::NotForHooks(_) => Some(
                "let it change rows only; a revision creates the tables that it writes to".into(),
            ),
            Self::Author(_) | Self::Panic(_) | Self::NotForRevisions(_) => None,
        }
    }
}
