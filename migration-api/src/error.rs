//! What an author's function may fail with.

use std::error::Error;
use std::fmt;
use std::panic::Location;

/// What `upgrade`, `downgrade` and an environment's functions return.
pub type MigrationResult<T = ()> = Result<T, MigrationError>;

/// A place in an author's source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as the compiler was given it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

impl Place {
    pub(crate) fn of(location: &Location<'_>) -> Self {
        Self { file: location.file().to_owned(), line: location.line(), column: location.column() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Why a migration or an environment failed.
///
/// Any [`std::error::Error`] becomes one with `?`, which notes the place. For that to be possible
/// this type is no `std::error::Error` itself, but it turns into a boxed one.
pub struct MigrationError {
    message: String,
    place: Option<Place>,
    reported: bool,
}

impl MigrationError {
    /// Returns an error that says `message`, at the caller's place.
    #[track_caller]
    pub fn new(message: &str) -> Self {
        let place = Some(Place::of(Location::caller()));
        Self { message: message.to_owned(), place, reported: false }
    }

    /// Returns an error that says `message`, at this place.
    #[cfg(feature = "tokio-postgres")]
    pub(crate) fn at(message: String, place: Place) -> Self {
        Self { message, place: Some(place), reported: false }
    }

    /// Returns an error that the runner already knows in full.
    pub(crate) fn reported(message: String, place: Place) -> Self {
        Self { message, place: Some(place), reported: true }
    }

    /// Returns what went wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns where it went wrong, as far as known.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// Returns whether the runner itself made this error and knows more of it than the message.
    pub(crate) fn is_reported(&self) -> bool {
        self.reported
    }
}

impl fmt::Display for MigrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for MigrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<E: Error> From<E> for MigrationError {
    #[track_caller]
    fn from(error: E) -> Self {
        let mut message = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            message.push_str(": ");
            message.push_str(&cause.to_string());
            source = cause.source();
        }
        Self::new(&message)
    }
}

impl From<MigrationError> for Box<dyn Error + Send + Sync> {
    fn from(error: MigrationError) -> Self {
        error.message.into()
    }
}

impl From<MigrationError> for Box<dyn Error> {
    fn from(error: MigrationError) -> Self {
        error.message.into()
    }
}
