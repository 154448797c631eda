//! Connections of one's own: what the runner needs of a database's driver.
//!
//! An environment hands one over with [`EnvironmentContext::attach`](crate::EnvironmentContext::attach); an application that runs its own
//! migrations hands it to the runner. What is to be sent, and when, is the runner's: transactions, locks and the rows of the version table
//! are the same whoever's connection it is. The adapters behind this crate's features are the runner's own drivers too.

mod asynchronous;
mod call;
mod channel;
mod error;
mod login;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(any(feature = "postgres", feature = "sqlx-postgres", feature = "tokio-postgres"))]
mod postgresql;
#[cfg(feature = "rusqlite")]
mod rusqlite;
#[cfg(any(feature = "sqlx-mysql", feature = "sqlx-postgres", feature = "sqlx-sqlite"))]
mod sqlx;
#[cfg(feature = "postgres-tls")]
pub mod tls;
#[cfg(feature = "tokio-postgres")]
pub mod tokio_postgres;

use crate::row::Rows;
use crate::value::Value;

pub use asynchronous::AsyncConnection;
pub use call::{DriverAnswer, DriverCall, RemoteConnection};
pub(crate) use call::{serve, serve_async};
pub use channel::{ChannelConnection, Serving, channel};
pub use error::{ConnectionError, ErrorKind};
pub use login::{Login, Password, TlsMode, TlsOptions};

/// An open connection of a database, driven through its driver.
///
/// No method begins or ends a transaction, but by the SQL that it is given.
pub trait Connection {
    /// Returns the kind of database as SQLAlchemy has it: `postgresql`, `sqlite` or `mysql` (of MariaDB too).
    fn dialect(&self) -> &str;

    /// Runs one or several statements as they stand, and reads what they return to its end. Returns how many rows the last one changed.
    ///
    /// # Errors
    /// When the database refuses, or cannot be reached any more.
    fn execute(&mut self, sql: &str) -> Result<u64, ConnectionError>;

    /// Runs one statement with the values of its placeholders (`$1` on PostgreSQL, `?1` on SQLite, `?` on MySQL). Returns how many rows it changed.
    ///
    /// On PostgreSQL every value is text or NULL, in the text form of whatever type the server infers for the placeholder.
    ///
    /// # Errors
    /// When the database refuses, or cannot be reached any more.
    fn execute_with(&mut self, sql: &str, parameters: &[Value<'_>])
    -> Result<u64, ConnectionError>;

    /// Runs one query with the values of its placeholders, as [`Self::execute_with`]. The names of the columns may be missing when there are no rows.
    ///
    /// # Errors
    /// When the database refuses, cannot be reached any more, or returns a value that no [`Cell`](crate::Cell) can hold.
    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, ConnectionError>;

    /// Runs one query without placeholders, whose values may all come as texts: what a driver has to prepare for others, it may leave out here.
    ///
    /// # Errors
    /// As those of [`Self::query`].
    fn query_text(&mut self, sql: &str) -> Result<Rows, ConnectionError> {
        self.query(sql, &[])
    }

    /// Runs one statement once for each of these rows of values. Returns how many rows it changed in all.
    ///
    /// # Errors
    /// Of the first row that the database refuses; those before it are done.
    fn execute_many(&mut self, sql: &str, rows: &[&[Value<'_>]]) -> Result<u64, ConnectionError> {
        rows.iter().try_fold(0, |sum, row| Ok(sum + self.execute_with(sql, row)?))
    }

    /// Sends text behind a `COPY … FROM STDIN`; `None` where the driver has no such way. Returns how many rows the server took.
    fn copy_in(&mut self, _sql: &str, _text: &str) -> Option<Result<u64, ConnectionError>> {
        None
    }

    /// Returns whether a transaction is open, where the driver knows it without asking the server.
    fn transaction_is_open(&mut self) -> Option<bool> {
        None
    }

    /// Returns whether the database takes no changes, where the driver knows it.
    fn is_read_only(&mut self) -> bool {
        false
    }
}

/// Passes each call on.
macro_rules! impl_by_deref {
    ($ty:ty) => {
        impl<C: Connection + ?Sized> Connection for $ty {
            fn dialect(&self) -> &str {
                (**self).dialect()
            }

            fn execute(&mut self, sql: &str) -> Result<u64, ConnectionError> {
                (**self).execute(sql)
            }

            fn execute_with(
                &mut self,
                sql: &str,
                parameters: &[Value<'_>],
            ) -> Result<u64, ConnectionError> {
                (**self).execute_with(sql, parameters)
            }

            fn query(
                &mut self,
                sql: &str,
                parameters: &[Value<'_>],
            ) -> Result<Rows, ConnectionError> {
                (**self).query(sql, parameters)
            }

            fn query_text(&mut self, sql: &str) -> Result<Rows, ConnectionError> {
                (**self).query_text(sql)
            }

            fn execute_many(
                &mut self,
                sql: &str,
                rows: &[&[Value<'_>]],
            ) -> Result<u64, ConnectionError> {
                (**self).execute_many(sql, rows)
            }

            fn copy_in(&mut self, sql: &str, text: &str) -> Option<Result<u64, ConnectionError>> {
                (**self).copy_in(sql, text)
            }

            fn transaction_is_open(&mut self) -> Option<bool> {
                (**self).transaction_is_open()
            }

            fn is_read_only(&mut self) -> bool {
                (**self).is_read_only()
            }
        }
    };
}

impl_by_deref!(Box<C>);
impl_by_deref!(&mut C);
