//! The messages that cross the boundary.

use crate::autogenerate::Question;
use crate::connection::{DriverCall, Login};
use crate::context::MigrationFacts;
use crate::environment::{Configuration, Settings, StepInfo};
use crate::error::Place;
use crate::ops::{Operation, Parameter};
use crate::row::Rows;

/// Which of a revision's functions is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// `upgrade`.
    Up,
    /// `downgrade`.
    Down,
}

/// What the runner asks of a unit.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Run one function of a revision.
    Migrate {
        /// The revision's id.
        revision: String,
        /// Which function.
        direction: Direction,
        /// What it is told of the run.
        facts: MigrationFacts,
    },
    /// Run the environment.
    Environment(Settings),
    /// Answer by the hooks of the environment that waits for `run_migrations` in this thread; with one
    /// [`Request::Answer`].
    Ask(Question),
    /// Run the hook of the environment that waits for `run_migrations` in this thread, after a step has changed the version rows.
    VersionApplied {
        /// The step.
        step: StepInfo,
        /// What the hook is told of the run.
        facts: MigrationFacts,
    },
    /// Make a call on a connection that this library has attached in this thread; with one [`Request::Driven`].
    Drive {
        /// The connection's number.
        connection: u32,
        /// The call.
        call: DriverCall,
    },
}

/// What a unit asks of the runner while it carries out a command.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Request<'a> {
    /// Carry out an operation. Answer: [`Reply::Affected`].
    Operation(Operation<'a>),
    /// Run a query. Answer: [`Reply::Rows`].
    Query {
        /// The query, with `:name` where a parameter stands.
        sql: &'a str,
        /// The parameters.
        parameters: &'a [Parameter<'a>],
    },
    /// Tell the user something. Answer: [`Reply::Done`].
    Progress(&'a str),
    /// Open a session. Answer: [`Reply::Connected`].
    Connect {
        /// The database's URL.
        url: &'a str,
    },
    /// Choose the database. Answer: [`Reply::Configured`].
    Configure(Configuration<'a>),
    /// Do what the command line asked for. Answer: [`Reply::Done`].
    RunMigrations {
        /// What revisions and hooks are handed, by name.
        arguments: &'a [(&'a str, &'a str)],
    },
    /// Run a statement on an open connection, outside of all migrations. Answer: [`Reply::Affected`].
    ExecuteOn {
        /// The connection's number.
        connection: u32,
        /// The statement, with `:name` where a parameter stands.
        sql: &'a str,
        /// The parameters.
        parameters: &'a [Parameter<'a>],
    },
    /// Run a query on an open connection, outside of all migrations. Answer: [`Reply::Rows`].
    QueryOn {
        /// The connection's number.
        connection: u32,
        /// The query, with `:name` where a parameter stands.
        sql: &'a str,
        /// The parameters.
        parameters: &'a [Parameter<'a>],
    },
    /// End the transaction, so that what follows runs in none (true), or begin one again (false). Answer: [`Reply::Done`].
    Autocommit(bool),
    /// Write into the offline script. Answer: [`Reply::Done`].
    StaticOutput(&'a str),
    /// Hear why the command will fail. Answer: [`Reply::Done`].
    Failed(Failure<'a>),
    /// Hear what the hooks say, an encoded [`Answer`](crate::autogenerate::Answer). Answer: [`Reply::Done`].
    Answer(&'a [u8]),
    /// Give a number to a connection of this library's own. Answer: [`Reply::Connected`].
    Attach {
        /// The kind of database.
        dialect: &'a str,
    },
    /// Hear what a call on a connection came to, an encoded [`DriverAnswer`](crate::connection::DriverAnswer). Answer: [`Reply::Done`].
    Driven(&'a [u8]),
    /// Read a URL, and what stands around it, for a driver of this library's own. Answer: [`Reply::Login`].
    Login {
        /// The database's URL.
        url: &'a str,
    },
}

/// Why a unit could not carry out its command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure<'a> {
    /// What the author's function said, or the text of its panic.
    pub message: &'a str,
    /// Whether it panicked.
    pub panic: bool,
    /// Whether the runner itself was the first to see this failure, and so knows more of it.
    pub reported: bool,
}

/// A request, and the place in the author's source from which it came.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestAt<'a> {
    /// The request.
    pub request: Request<'a>,
    /// The place.
    pub place: Place,
}

/// What the runner answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// It is done.
    Done,
    /// It is done, and changed so many rows.
    Affected(u64),
    /// The rows of a query.
    Rows(Rows),
    /// The number of the new session.
    Connected(u32),
    /// The database is chosen.
    Configured {
        /// Its name.
        dialect: String,
        /// Whether its schema changes are taken to be undone with their transaction.
        transactional_ddl: bool,
    },
    /// What a driver needs to open a session.
    Login(Login),
}
