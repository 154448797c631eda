//! The same of asynchronous drivers.

use std::future::Future;

use super::ConnectionError;
use crate::row::Rows;
use crate::value::Value;

/// An open connection of a database, driven through an asynchronous driver; its methods are those of [`Connection`](super::Connection).
///
/// Handed over with [`EnvironmentContext::run_sync`](crate::EnvironmentContext::run_sync).
pub trait AsyncConnection: Send {
    /// Returns the kind of database as SQLAlchemy has it: `postgresql`, `sqlite` or `mysql` (of MariaDB too).
    fn dialect(&self) -> &str;

    /// Runs one or several statements as they stand; see [`Connection::execute`](super::Connection::execute).
    fn execute(&mut self, sql: &str) -> impl Future<Output = Result<u64, ConnectionError>> + Send;

    /// Runs one statement with the values of its placeholders; see [`Connection::execute_with`](super::Connection::execute_with).
    fn execute_with(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
    ) -> impl Future<Output = Result<u64, ConnectionError>> + Send;

    /// Runs one query with the values of its placeholders; see [`Connection::query`](super::Connection::query).
    fn query(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
    ) -> impl Future<Output = Result<Rows, ConnectionError>> + Send;

    /// Runs one statement once for each of these rows of values; see [`Connection::execute_many`](super::Connection::execute_many).
    fn execute_many(
        &mut self,
        sql: &str,
        rows: &[&[Value<'_>]],
    ) -> impl Future<Output = Result<u64, ConnectionError>> + Send {
        async move {
            let mut changed = 0;
            for row in rows {
                changed += self.execute_with(sql, row).await?;
            }
            Ok(changed)
        }
    }

    /// Sends text behind a `COPY … FROM STDIN`; see [`Connection::copy_in`](super::Connection::copy_in).
    fn copy_in(
        &mut self,
        _sql: &str,
        _text: &str,
    ) -> impl Future<Output = Option<Result<u64, ConnectionError>>> + Send {
        async { None }
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
