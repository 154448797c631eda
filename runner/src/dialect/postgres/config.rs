//! From a URL to what the driver needs.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use postgres::Config;
use postgres::config::Host;

use crate::dialect::{DatabaseUrl, UrlError};

/// How long one address is tried unless the URL says `connect_timeout`.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// What the session calls itself unless the URL says `application_name`.
const APPLICATION_NAME: &str = "runner";

/// Where the server's socket is on most systems, for a URL that names no host.
const SOCKET_FOLDER: &str = "/var/run/postgresql";

/// Reads the URL, and adds what it leaves out.
pub(super) fn read(url: &DatabaseUrl) -> Result<Config, UrlError> {
    let standard = format!("{}:{}", url.scheme(), url.after_scheme());
    let mut config: Config = standard.parse().map_err(|error: postgres::Error| {
        let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
        url.malformed(cause)
    })?;
    if config.get_hosts().iter().any(has_part_of_a_password) {
        return Err(url.malformed("what should be the host holds an `@`"));
    }
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        config.host(if Path::new(SOCKET_FOLDER).is_dir() { SOCKET_FOLDER } else { "localhost" });
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    if config.get_application_name().is_none() {
        config.application_name(APPLICATION_NAME);
    }
    Ok(config)
}

/// Returns what a message calls the database: never the password.
pub(super) fn target(config: &Config) -> String {
    let user = config.get_user().unwrap_or_default();
    let database = config.get_dbname().unwrap_or(user);
    let hosts = config.get_hosts().iter().map(|host| match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(folder) => folder.display().to_string(),
    });
    let ports = config.get_ports();
    let places = hosts.enumerate().map(|(i, host)| {
        let port = ports.get(i).or_else(|| ports.first()).copied().unwrap_or(5432);
        format!("{host}:{port}")
    });
    let places = places.collect::<Vec<_>>().join(", ");
    match user {
        "" => format!("the PostgreSQL database `{database}` at {places}"),
        _ => format!("the PostgreSQL database `{database}` at {places} as user `{user}`"),
    }
}

/// Returns how long opening a session may take: each host is tried, and one answers.
pub(super) fn patience(config: &Config) -> Duration {
    let steps = config.get_hosts().len() + 1;
    let each = config.get_connect_timeout().copied().unwrap_or(CONNECT_TIMEOUT);
    each.saturating_mul(u32::try_from(steps).unwrap_or(u32::MAX))
}

fn has_part_of_a_password(host: &Host) -> bool {
    matches!(host, Host::Tcp(name) if name.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(url: &str) -> Result<Config, UrlError> {
        read(&url.parse()?)
    }

    #[test]
    fn encoded_parts_are_decoded() {
        let config = config("postgresql+asyncpg://b%40b:p%2Fw%3A@h:5433/my%20shop").unwrap();
        assert_eq!(config.get_password(), Some(&b"p/w:"[..]));
        assert_eq!(target(&config), "the PostgreSQL database `my shop` at h:5433 as user `b@b`");
    }

    #[test]
    fn the_url_wins_over_our_settings() {
        let ours = config("postgres://h/d").unwrap();
        assert_eq!(ours.get_application_name(), Some("runner"));
        assert_eq!(ours.get_connect_timeout(), Some(&CONNECT_TIMEOUT));
        let theirs = config("postgres://h/d?application_name=x&connect_timeout=3").unwrap();
        assert_eq!(theirs.get_application_name(), Some("x"));
        assert_eq!(theirs.get_connect_timeout(), Some(&Duration::from_secs(3)));
    }

    #[test]
    fn a_wrong_url_is_refused_without_its_password() {
        let wrong = [
            "postgresql://bob:pw@x@host/d",
            "postgresql://bob:pw@host:port/d",
            "postgresql://bob:pw@host/d?colour=red",
        ];
        let told = wrong.map(|url| config(url).unwrap_err().to_string());
        insta::assert_snapshot!(told.join("\n"), @"
        the database URL `postgresql://bob:***@host/d` is wrong: what should be the host holds an `@`
        the database URL `postgresql://bob:***@host:port/d` is wrong: invalid value for option `port`
        the database URL `postgresql://bob:***@host/d?colour=red` is wrong: unknown option `colour`
        ");
    }
}
