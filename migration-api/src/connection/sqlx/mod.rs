//! The drivers of sqlx.

#[cfg(feature = "sqlx-mysql")]
mod mysql;
#[cfg(feature = "sqlx-postgres")]
mod postgres;
#[cfg(feature = "sqlx-sqlite")]
mod sqlite;

use sqlx_core::error::{DatabaseError, Error};

use super::ConnectionError;

/// Implements [`AsyncConnection`](super::AsyncConnection) for a driver's connection, by four functions of the module in which it
/// stands: `total_changes` counts all rows that were changed, where the count of a statement may be that of an earlier one, `arguments` binds values for the statement that they are of, `cell` reads a value, and `refusal` what the database says of
/// a failure.
macro_rules! async_connection {
    ($connection:ty, $dialect:literal) => {
        impl AsyncConnection for $connection {
            fn dialect(&self) -> &str {
                $dialect
            }

            async fn execute(&mut self, sql: &str) -> Result<u64, ConnectionError> {
                let before = total_changes(self).await?;
                let mut results = raw_sql(AssertSqlSafe(sql)).fetch_many(&mut *self);
                let mut changed = 0;
                while let Some(result) = results.next().await {
                    if let Either::Left(done) = result.map_err(failure)? {
                        changed = done.rows_affected();
                    }
                }
                drop(results);
                let is_old =
                    changed > 0 && before.is_some() && total_changes(self).await? == before;
                Ok(if is_old { 0 } else { changed })
            }

            async fn execute_with(
                &mut self,
                sql: &str,
                parameters: &[Value<'_>],
            ) -> Result<u64, ConnectionError> {
                forget(self).await?;
                let arguments = arguments(self, sql, parameters).await?;
                let query = query_with(AssertSqlSafe(sql), arguments).persistent(false);
                Ok(query.execute(self).await.map_err(failure)?.rows_affected())
            }

            async fn query(
                &mut self,
                sql: &str,
                parameters: &[Value<'_>],
            ) -> Result<Rows, ConnectionError> {
                forget(self).await?;
                let arguments = arguments(self, sql, parameters).await?;
                let query = query_with(AssertSqlSafe(sql), arguments).persistent(false);
                let rows = query.fetch_all(self).await.map_err(failure)?;
                let columns = rows.first().map_or(&[][..], Row::columns);
                let columns = columns.iter().map(|column| column.name().to_owned()).collect();
                Ok(Rows { columns, rows: rows.iter().map(cells).collect::<Result<_, _>>()? })
            }

            async fn execute_many(
                &mut self,
                sql: &str,
                rows: &[&[Value<'_>]],
            ) -> Result<u64, ConnectionError> {
                forget(self).await?;
                let mut changed = 0;
                for row in rows {
                    let arguments = arguments(self, sql, row).await?;
                    // Prepared once, by the driver's own memory of statements.
                    let query = query_with(AssertSqlSafe(sql), arguments);
                    changed += query.execute(&mut *self).await.map_err(failure)?.rows_affected();
                }
                Ok(changed)
            }
        }

        /// Closes what was prepared before: after a change of the schema it may not fit any more.
        async fn forget(connection: &mut $connection) -> Result<(), ConnectionError> {
            if connection.cached_statements_size() > 0 {
                connection.clear_cached_statements().await.map_err(failure)?;
            }
            Ok(())
        }

        fn cells(row: &DriverRow) -> Result<Vec<Cell>, ConnectionError> {
            let columns = row.columns().iter();
            let cells = columns.map(|column| {
                let value = row.try_get_raw(column.ordinal()).map_err(failure)?;
                cell(value).map_err(|reason| ConnectionError::unreadable(column.name(), reason))
            });
            cells.collect()
        }

        fn failure(error: Error) -> ConnectionError {
            match &error {
                Error::Database(refused) => refusal(&**refused),
                _ => super::other_failure(&error),
            }
        }
    };
}

use async_connection;

/// Returns a failure that is not the database's own.
fn other_failure(error: &Error) -> ConnectionError {
    match error {
        Error::Io(_)
        | Error::Tls(_)
        | Error::Protocol(_)
        | Error::PoolClosed
        | Error::WorkerCrashed => ConnectionError::lost(error.to_string()),
        other => ConnectionError::statement(other.to_string()),
    }
}

/// Returns the database's words, without what a driver puts before them.
fn refused(error: &dyn DatabaseError, code: Option<String>) -> ConnectionError {
    let failed = ConnectionError::statement(error.message());
    match code {
        Some(code) => failed.with_code(code),
        None => failed,
    }
}
