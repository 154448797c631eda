//! The driver's errors to ours.

use std::error::Error as _;
use std::io;

use tokio_postgres::Error;
use tokio_postgres::error::{DbError, ErrorPosition};

use crate::connection::ConnectionError;

impl From<Error> for ConnectionError {
    fn from(error: Error) -> Self {
        if let Some(failure) = error.as_db_error() {
            return refused(failure);
        }
        let is_io = error.source().is_some_and(<dyn std::error::Error>::is::<io::Error>);
        let words = match error.source() {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        };
        match error.is_closed() || is_io {
            true => Self::lost(words),
            false => Self::statement(words),
        }
    }
}

fn refused(failure: &DbError) -> ConnectionError {
    let position = match failure.position() {
        Some(ErrorPosition::Original(at)) => Some(u64::from(at.saturating_sub(1))),
        Some(ErrorPosition::Internal { .. }) | None => None,
    };
    ConnectionError {
        detail: failure.detail().map(str::to_owned),
        hint: failure.hint().map(str::to_owned),
        position,
        ..ConnectionError::statement(failure.message()).with_code(failure.code().code())
    }
}
