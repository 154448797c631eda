//! Connections of one's own, handed to the runner.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::Location;

use super::{ConnectionId, EnvironmentContext};
use crate::abi::{HostHandle, Reply, Request};
use crate::connection::{
    self, AsyncConnection, Connection, ConnectionError, DriverAnswer, DriverCall, Login,
};
use crate::error::{MigrationError, MigrationResult, Place};

/// A connection that can be given back as what it was.
trait Attached: Connection + Any + Send {}

impl<C: Connection + Any + Send> Attached for C {}

thread_local! {
    /// The connections of the environment that runs in this thread: the runner calls back while it waits for `run_migrations`.
    static ATTACHED: RefCell<BTreeMap<u32, Box<dyn Attached>>> = const { RefCell::new(BTreeMap::new()) };
}

/// The number of a connection that the runner has none for yet.
const UNNUMBERED: u32 = u32::MAX;

/// Makes a call on an attached connection of this thread.
pub(crate) fn drive(connection: u32, call: &DriverCall) -> DriverAnswer {
    ATTACHED.with_borrow_mut(|attached| {
        // The runner asks the connection what it is like before it says a number.
        let known = attached.contains_key(&connection);
        match attached.get_mut(if known { &connection } else { &UNNUMBERED }) {
            Some(connection) => connection::serve(&mut **connection, call),
            None => {
                let reason = "the connection is not attached to the environment any more";
                DriverAnswer::Failed(ConnectionError::lost(reason))
            }
        }
    })
}

/// Drops the connections that an environment has left attached in this thread.
pub(crate) fn forget_all() {
    ATTACHED.take();
}

fn attach(
    host: &HostHandle,
    connection: Box<dyn Attached>,
    place: Place,
) -> MigrationResult<ConnectionId> {
    let dialect = connection.dialect().to_owned();
    ATTACHED.with_borrow_mut(|attached| attached.insert(UNNUMBERED, connection));
    let answered = host.call(&Request::Attach { dialect: &dialect }, place.clone());
    let connection = detach(UNNUMBERED);
    match answered? {
        Reply::Connected(id) => {
            ATTACHED.with_borrow_mut(|attached| attached.extend(connection.map(|it| (id, it))));
            Ok(ConnectionId { id })
        }
        other => Err(MigrationError::reported(format!("unfitting answer: {other:?}"), place)),
    }
}

fn detach(id: u32) -> Option<Box<dyn Attached>> {
    ATTACHED.with_borrow_mut(|attached| attached.remove(&id))
}

impl EnvironmentContext {
    /// Hands a connection of one's own to the runner, which drives it through its driver: `postgres::Client`, `rusqlite::Connection` and `mysql::Conn`
    /// are known behind features of this crate.
    ///
    /// A transaction that is open on it is respected: the runner neither commits nor undoes it, and it is for the caller to do so, after
    /// [`Self::detach`].
    ///
    /// # Errors
    /// When the runner does not know this kind of database.
    #[track_caller]
    pub fn attach<C: Connection + Send + 'static>(
        &mut self,
        connection: C,
    ) -> MigrationResult<ConnectionId> {
        let place = Place::of(Location::caller());
        let from = place.clone();
        let attached = self.host.there(move |host| attach(host, Box::new(connection), from));
        attached.map_err(|gone| MigrationError::reported(gone.to_string(), place))?
    }

    /// Takes a connection back that was [attached](Self::attach).
    ///
    /// # Errors
    /// When it is none of the environment's, or of another type.
    #[track_caller]
    pub fn detach<C: Connection + Send + 'static>(
        &mut self,
        connection: ConnectionId,
    ) -> MigrationResult<C> {
        let place = Place::of(Location::caller());
        let detached = self.host.there(move |_| detach(connection.id));
        let detached =
            detached.map_err(|gone| MigrationError::reported(gone.to_string(), place))?;
        let Some(detached) = detached else {
            return Err(MigrationError::new("this connection is not attached to the environment"));
        };
        let any: Box<dyn Any> = detached;
        match any.downcast() {
            Ok(connection) => Ok(*connection),
            Err(_) => Err(MigrationError::new("the attached connection is of another type")),
        }
    }

    /// Has the runner read a URL, and what stands around it, for a driver of one's own: `PG…` variables, the password file, the settings of
    /// `runner.toml`; paths are no more relative to the project.
    ///
    /// # Errors
    /// When the URL is wrong, or of a database for which the runner knows no such way.
    #[track_caller]
    pub fn login(&mut self, url: &str) -> MigrationResult<Login> {
        let place = Place::of(Location::caller());
        match self.host.call(&Request::Login { url }, place.clone())? {
            Reply::Login(login) => Ok(login),
            other => Err(MigrationError::reported(format!("unfitting answer: {other:?}"), place)),
        }
    }

    /// Returns the connection that an application has handed over with its call; none where a program runs.
    pub fn connection(&self) -> Option<ConnectionId> {
        self.settings.connection.map(|id| ConnectionId { id })
    }

    /// Hands an asynchronous connection to the runner for the time of `work`, which says on it `configure` and `run_migrations` (SQLAlchemy's
    /// `run_sync`). Stands in an `async fn` of `env.rs`.
    ///
    /// The task that waits here makes the driver's calls, so that the connection stays on its own runtime.
    ///
    /// # Errors
    /// What `work` fails with; and when this is called outside of an `async fn run_migrations_online`.
    pub async fn run_sync<C, T, W>(&mut self, connection: &mut C, work: W) -> MigrationResult<T>
    where
        C: AsyncConnection,
        T: Send + 'static,
        W: FnOnce(&mut Self, ConnectionId) -> MigrationResult<T> + Send + 'static,
    {
        let place = Place::of(Location::caller());
        let (channel, serving) = connection::channel(connection.dialect());
        let (sender, result) = std::sync::mpsc::channel();
        let (from, settings) = (place.clone(), self.settings.clone());
        let posted = self.host.post(move |host| {
            let attached = attach(host, Box::new(channel), from);
            let done = attached.and_then(|connection| {
                let done = work(&mut Self::new(host.clone(), settings), connection);
                drop(detach(connection.id));
                done
            });
            // Whoever waits for it is below.
            drop(sender.send(done));
        });
        if posted.is_err() {
            return Err(MigrationError::new(
                "`run_sync` needs an `async fn run_migrations_online`, which the runner gives a thread of its own",
            ));
        }
        serving.serve(connection).await;
        let gone =
            |_| MigrationError::reported("the work on the connection ended early".into(), place);
        result.recv().map_err(gone)?
    }
}
