//! The driver's errors to ours.

use std::error::Error as _;

use mysql::Error;

use crate::connection::ConnectionError;

impl From<Error> for ConnectionError {
    fn from(error: Error) -> Self {
        match &error {
            Error::MySqlError(refusal) => Self::statement(refusal.message.clone())
                .with_code(format!("{}, SQLSTATE {}", refusal.code, refusal.state)),
            // It was not sent, and the session goes on.
            Error::CodecError(cause) if cause.to_string().contains(TOO_LONG) => {
                Self::statement(cause.to_string())
            }
            Error::DriverError(_)
            | Error::UrlError(_)
            | Error::FromValueError(_)
            | Error::FromRowError(_) => Self::statement(words(&error)),
            // Of the wire: also of TLS, of which the driver may know nothing.
            _ => Self::lost(words(&error)),
        }
    }
}

/// The setting that the driver names when a packet is too long.
const TOO_LONG: &str = "max_allowed_packet";

/// Returns the driver's words without the names of its own types around them.
fn words(error: &Error) -> String {
    if let Error::CodecError(cause) = error {
        return cause.source().map_or_else(|| cause.to_string(), ToString::to_string);
    }
    let text = error.to_string();
    let within = text.split_once(" { ").and_then(|(_, rest)| rest.strip_suffix(" }"));
    within.map_or(text.clone(), str::to_owned)
}
