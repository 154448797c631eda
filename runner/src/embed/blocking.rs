//! Runs that the caller's thread waits for.

use std::panic::resume_unwind;
use std::thread;

use migration_api::Connection;
use migration_api::connection::channel;

use super::work::{self, Observer, Work};
use super::{Migrator, Report};
use crate::error::Error;
use crate::project::GivenConnection;
use crate::runtime::{Compared, Event};

/// One run of an application's migrations.
///
/// It works on threads of its own, so that it may be called from within an asynchronous runtime too, whose thread it then keeps.
pub struct Run<'a> {
    migrator: Migrator,
    connection: Option<&'a mut (dyn Connection + Send)>,
    observer: Observer<'a>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        migrator: Migrator,
        connection: Option<&'a mut (dyn Connection + Send)>,
    ) -> Self {
        Self { migrator, connection, observer: Box::new(|_| {}) }
    }

    /// Tells what happens, as it does.
    #[must_use]
    pub fn observe(mut self, observer: impl FnMut(Event) + Send + 'a) -> Self {
        self.observer = Box::new(observer);
        self
    }

    /// Brings the database forward: to `head`, an id, `+1` and so on.
    ///
    /// # Errors
    /// Whatever fails on the way.
    pub fn upgrade(self, target: &str) -> Result<Report, Error> {
        self.carry_out(work::upgrade(target)?)
    }

    /// Takes the database back: to `base`, an id, `-1` and so on.
    ///
    /// # Errors
    /// Whatever fails on the way.
    pub fn downgrade(self, target: &str) -> Result<Report, Error> {
        self.carry_out(work::downgrade(target)?)
    }

    /// Says where the database stands, without running anything.
    ///
    /// # Errors
    /// Whatever fails on the way.
    pub fn stamp(self, target: &str) -> Result<Report, Error> {
        self.carry_out(work::stamp(target)?)
    }

    /// Returns the ids of the revisions at which the database stands.
    ///
    /// # Errors
    /// Whatever fails on the way, and a version row that no revision has.
    pub fn current(self) -> Result<Vec<String>, Error> {
        self.carry_out(work::current())
    }

    /// Returns the ids of the heads that are not applied; none where the database is up to date.
    ///
    /// # Errors
    /// Whatever fails on the way, and a version row that no revision has.
    pub fn missing_heads(self) -> Result<Vec<String>, Error> {
        self.carry_out(work::missing_heads())
    }

    /// Compares the database with what the environment's `target_metadata` wants.
    ///
    /// # Errors
    /// When the database is not at all heads, or cannot be compared.
    pub fn check(self) -> Result<Compared, Error> {
        self.carry_out(work::check())
    }

    /// Creates the version table, if it is not there.
    ///
    /// # Errors
    /// Whatever fails on the way.
    pub fn ensure_version(self) -> Result<(), Error> {
        self.carry_out(work::ensure_version())
    }

    fn carry_out<T: Send>(self, work: Work<T>) -> Result<T, Error> {
        let Self { migrator, connection, mut observer } = self;
        // The driver's calls have a thread beside that of the revisions: both may begin a runtime of one and the same library.
        thread::scope(|scope| {
            let given = match connection {
                Some(connection) => {
                    let (channel, serving) = channel(connection.dialect());
                    scope.spawn(|| serving.serve_blocking(connection));
                    GivenConnection::new(channel)
                }
                None => GivenConnection::default(),
            };
            let running = scope.spawn(move || work(&migrator, given, &mut *observer));
            running.join().unwrap_or_else(|panic| resume_unwind(panic))
        })
    }
}
