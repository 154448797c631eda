//! Runs that the caller awaits.

use std::panic::resume_unwind;
use std::thread;

use migration_api::AsyncConnection;
use migration_api::connection::channel;

use super::work::{self, Observer, Work};
use super::{Migrator, Report};
use crate::error::Error;
use crate::project::GivenConnection;
use crate::runtime::{Compared, Event};

/// One run of an application's migrations on an asynchronous connection.
///
/// The task that awaits it makes the driver's calls, on its own runtime; all else has a thread of its own. A task that is dropped before
/// the end leaves the connection in the middle of a transaction: it should be closed then.
pub struct AsyncRun<'a, C> {
    migrator: Migrator,
    connection: &'a mut C,
    observer: Observer<'static>,
}

impl<'a, C: AsyncConnection> AsyncRun<'a, C> {
    pub(super) fn new(migrator: Migrator, connection: &'a mut C) -> Self {
        Self { migrator, connection, observer: Box::new(|_| {}) }
    }

    /// Tells what happens, as it does, from the thread of the run.
    #[must_use]
    pub fn observe(mut self, observer: impl FnMut(Event) + Send + 'static) -> Self {
        self.observer = Box::new(observer);
        self
    }

    /// Brings the database forward: to `head`, an id, `+1` and so on.
    ///
    /// # Errors
    /// Whatever fails on the way.
    pub async fn upgrade(self, target: &str) -> Result<Report, Error> {
        self.carry_out(work::upgrade(target)?).await
    }

    /// Takes the database back: to `base`, an id, `-1` and so on.
    ///
    /// # Errors
    /// Whatever fails on the way.
    pub async fn downgrade(self, target: &str) -> Result<Report, Error> {
        self.carry_out(work::downgrade(target)?).await
    }

    /// Says where the database stands, without running anything.
    ///
    /// # Errors
    /// Whatever fails on the way.
    pub async fn stamp(self, target: &str) -> Result<Report, Error> {
        self.carry_out(work::stamp(target)?).await
    }

    /// Returns the ids of the revisions at which the database stands.
    ///
    /// # Errors
    /// Whatever fails on the way, and a version row that no revision has.
    pub async fn current(self) -> Result<Vec<String>, Error> {
        self.carry_out(work::current()).await
    }

    /// Returns the ids of the heads that are not applied; none where the database is up to date.
    ///
    /// # Errors
    /// Whatever fails on the way, and a version row that no revision has.
    pub async fn missing_heads(self) -> Result<Vec<String>, Error> {
        self.carry_out(work::missing_heads()).await
    }

    /// Compares the database with what the environment's `target_metadata` wants.
    ///
    /// # Errors
    /// When the database is not at all heads, or cannot be compared.
    pub async fn check(self) -> Result<Compared, Error> {
        self.carry_out(work::check()).await
    }

    /// Creates the version table, if it is not there.
    ///
    /// # Errors
    /// Whatever fails on the way.
    pub async fn ensure_version(self) -> Result<(), Error> {
        self.carry_out(work::ensure_version()).await
    }

    async fn carry_out<T: Send + 'static>(self, work: Work<T>) -> Result<T, Error> {
        let Self { migrator, connection, mut observer } = self;
        let (channel, serving) = channel(connection.dialect());
        let given = GivenConnection::new(channel);
        let running = thread::spawn(move || work(&migrator, given, &mut *observer));
        serving.serve(connection).await;
        // The connection's other end is gone, and with it all but the last lines of the thread.
        running.join().unwrap_or_else(|panic| resume_unwind(panic))
    }
}
