//! How a session of a PostgreSQL server is opened: the ways with and without TLS, how long each is tried, and why none led there.

mod certificates;
mod refused;

use std::time::Duration;

use tokio_postgres::config::SslMode;

use super::login::TlsMode;

pub use certificates::{UnusableCertificate, client_config};
pub use refused::{Refused, is_about_encryption};

/// How long one address is tried unless the URL says `connect_timeout`.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

impl TlsMode {
    /// Returns the ways to connect, one after the other: libpq goes on from a refusal only.
    pub fn ways(self) -> &'static [SslMode] {
        match self {
            Self::Disable => &[SslMode::Disable],
            Self::Allow => &[SslMode::Disable, SslMode::Require],
            Self::Prefer => &[SslMode::Prefer, SslMode::Disable],
            Self::Require | Self::VerifyCa | Self::VerifyFull => &[SslMode::Require],
        }
    }
}

/// Returns how long opening a session may take: each of so many hosts is tried for this time, and one answers.
pub fn patience(hosts: usize, each: Option<&Duration>) -> Duration {
    let steps = u32::try_from(hosts + 1).unwrap_or(u32::MAX);
    each.copied().unwrap_or(CONNECT_TIMEOUT).saturating_mul(steps)
}
