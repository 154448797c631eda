//! From a URL to what the driver needs.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

use migration_api::connection::tls::CONNECT_TIMEOUT;
use migration_api::connection::{Login, Password, TlsMode, TlsOptions};
use percent_encoding::percent_decode_str;
use postgres::Config;
use postgres::config::{ChannelBinding, Host, LoadBalanceHosts, TargetSessionAttrs};

use super::passfile;
use crate::config::PostgresEnvironment;
use crate::dialect::{DatabaseUrl, UrlError};

/// What the session calls itself unless the URL says `application_name`.
const APPLICATION_NAME: &str = "runner";

/// Where the server's socket is on most systems, for a URL that names no host.
const SOCKET_FOLDER: &str = "/var/run/postgresql";

/// All that is needed to open a session.
pub(super) struct Settings {
    pub(super) driver: Config,
    pub(super) tls: TlsOptions,
    /// Why the password file was passed over, if it was.
    pub(super) password_file_problem: Option<String>,
}

impl Settings {
    /// Returns the settings for a driver on the other side of a library's boundary.
    pub(super) fn login(&self) -> Login {
        Login {
            dialect: "postgresql".to_owned(),
            target: target(&self.driver),
            options: options(&self.driver),
            password: self.driver.get_password().map(|bytes| Password(bytes.to_vec())),
            tls: self.tls.clone(),
            set_up: String::new(),
            password_file_problem: self.password_file_problem.clone(),
        }
    }
}

/// Returns the driver's settings as options by their names, but for the password and TLS.
fn options(config: &Config) -> Vec<(String, String)> {
    let list = |values: Vec<String>| (!values.is_empty()).then(|| values.join(","));
    let hosts = config.get_hosts().iter().map(|host| match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(folder) => folder.to_string_lossy().into_owned(),
    });
    let text = |text: Option<&str>| text.map(str::to_owned);
    let session = match config.get_target_session_attrs() {
        TargetSessionAttrs::ReadWrite => Some("read-write"),
        TargetSessionAttrs::ReadOnly => Some("read-only"),
        _ => None,
    };
    let binding = match config.get_channel_binding() {
        ChannelBinding::Disable => Some("disable"),
        ChannelBinding::Require => Some("require"),
        _ => None,
    };
    let balance = match config.get_load_balance_hosts() {
        LoadBalanceHosts::Random => Some("random"),
        _ => None,
    };
    let seconds = |time: Option<&Duration>| time.map(|time| time.as_secs().to_string());
    let options = [
        ("host", list(hosts.collect())),
        ("hostaddr", list(config.get_hostaddrs().iter().map(ToString::to_string).collect())),
        ("port", list(config.get_ports().iter().map(ToString::to_string).collect())),
        ("user", text(config.get_user())),
        ("dbname", text(config.get_dbname())),
        ("options", text(config.get_options())),
        ("application_name", text(config.get_application_name())),
        ("connect_timeout", seconds(config.get_connect_timeout())),
        ("tcp_user_timeout", seconds(config.get_tcp_user_timeout())),
        ("keepalives", (!config.get_keepalives()).then(|| "0".to_owned())),
        ("keepalives_idle", seconds(Some(&config.get_keepalives_idle()))),
        ("keepalives_interval", seconds(config.get_keepalives_interval().as_ref())),
        ("keepalives_retries", config.get_keepalives_retries().map(|count| count.to_string())),
        ("target_session_attrs", text(session)),
        ("channel_binding", text(binding)),
        ("load_balance_hosts", text(balance)),
    ];
    options.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// Options that mean something to other programs' drivers only.
const PASSED_OVER: [&str; 9] = [
    "client_encoding",
    "gssencmode",
    "krbsrvname",
    "passfile",
    "prepared_statement_cache_size",
    "service",
    "ssl",
    "sslcompression",
    "sslsni",
];

/// Reads the URL, whose files are against `base`, and adds what it leaves out: from the variables, from the password file, and by itself.
pub(super) fn read(
    url: &DatabaseUrl,
    environment: &PostgresEnvironment,
    base: &Path,
) -> Result<Settings, UrlError> {
    let text = url.after_scheme();
    let (place, options) = text.split_once('?').unwrap_or((text, ""));
    let mut tls = TlsOptions::default();
    let mut rest = Vec::new();
    let given = |name: &str| options.split('&').any(|it| it.split('=').next() == Some(name));
    let ours = ["sslmode", "sslrootcert", "sslcert", "sslkey"];
    for (name, value) in environment.options.iter().filter(|(name, _)| !given(name)) {
        if ours.contains(name) {
            set_tls(&mut tls, name, value).map_err(|reason| url.malformed(reason))?;
        }
    }
    for option in options.split('&').filter(|option| !option.is_empty()) {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        let value = percent_decode_str(value).decode_utf8_lossy();
        if ours.contains(&name) {
            set_tls(&mut tls, name, &value).map_err(|reason| url.malformed(reason))?;
        } else if !PASSED_OVER.contains(&name) {
            rest.push(option);
        }
    }
    let scheme = url.scheme();
    let standard = match rest.as_slice() {
        [] => format!("{scheme}:{place}"),
        rest => format!("{scheme}:{place}?{}", rest.join("&")),
    };
    let mut config: Config = standard.parse().map_err(|error: postgres::Error| {
        let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
        url.malformed(cause)
    })?;
    if config.get_hosts().iter().any(has_part_of_a_password) {
        return Err(url.malformed("what should be the host holds an `@`"));
    }
    for (name, value) in &environment.options {
        fill(&mut config, name, value).map_err(|reason| url.malformed(reason))?;
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
    if let (None, Some(user)) = (config.get_user(), &environment.system_user) {
        config.user(user);
    }
    let password_file_problem = match config.get_password() {
        Some(_) => None,
        None => look_up_password(&mut config, environment.password_file.as_deref()),
    };
    let default_root = environment.root_certificates.as_ref();
    tls.default_root = default_root.map(|file| file.to_string_lossy().into_owned());
    let tls = tls.based_on(base);
    Ok(Settings { driver: config, tls, password_file_problem })
}

fn set_tls(tls: &mut TlsOptions, name: &str, value: &str) -> Result<(), String> {
    match name {
        "sslmode" => {
            tls.mode = TlsMode::parse(value).ok_or_else(|| {
                format!(
                    "`sslmode` is one of disable, allow, prefer, require, verify-ca and verify-full, not `{value}`"
                )
            })?;
        }
        "sslrootcert" => tls.root_cert = Some(value.to_owned()),
        "sslcert" => tls.client_cert = Some(value.to_owned()),
        _ => tls.client_key = Some(value.to_owned()),
    }
    Ok(())
}

/// Sets what a variable says, unless the URL has said it.
fn fill(config: &mut Config, name: &str, value: &str) -> Result<(), String> {
    let wrong = || format!("the environment gives the {name} `{value}`");
    let no_place = config.get_hosts().is_empty() && config.get_hostaddrs().is_empty();
    match name {
        "host" if no_place => {
            for host in value.split(',') {
                config.host(host);
            }
        }
        "hostaddr" if config.get_hostaddrs().is_empty() && config.get_hosts().len() < 2 => {
            for address in value.split(',') {
                config.hostaddr(address.parse().map_err(|_| wrong())?);
            }
        }
        "port" if config.get_ports().is_empty() => {
            for port in value.split(',') {
                config.port(port.parse().map_err(|_| wrong())?);
            }
        }
        "user" if config.get_user().is_none() => {
            config.user(value);
        }
        "password" if config.get_password().is_none() => {
            config.password(value);
        }
        "dbname" if config.get_dbname().is_none() => {
            config.dbname(value);
        }
        "options" if config.get_options().is_none() => {
            config.options(value);
        }
        "application_name" if config.get_application_name().is_none() => {
            config.application_name(value);
        }
        "connect_timeout" if config.get_connect_timeout().is_none() => {
            let seconds: u64 = value.parse().map_err(|_| wrong())?;
            if seconds > 0 {
                config.connect_timeout(Duration::from_secs(seconds));
            }
        }
        "target_session_attrs" => {
            config.target_session_attrs(match value {
                "any" => TargetSessionAttrs::Any,
                "read-write" | "primary" => TargetSessionAttrs::ReadWrite,
                "read-only" => TargetSessionAttrs::ReadOnly,
                _ => return Err(wrong()),
            });
        }
        _ => {}
    }
    Ok(())
}

/// Takes the password from the password file; returns why that was passed over, if it was.
fn look_up_password(config: &mut Config, file: Option<&Path>) -> Option<String> {
    let file = file?;
    let text = fs::read_to_string(file).ok()?;
    if is_open_to_others(file) {
        let file = file.display();
        return Some(format!(
            "the password file `{file}` is passed over, as others may read it: `chmod 600 {file}`"
        ));
    }
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        Some(_) => "localhost".to_owned(),
        None => config.get_hostaddrs().first().map(ToString::to_string).unwrap_or_default(),
    };
    let user = config.get_user().unwrap_or_default().to_owned();
    let database = config.get_dbname().unwrap_or(&user).to_owned();
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let login = passfile::Login { host: &host, port, database: &database, user: &user };
    if let Some(password) = passfile::find(&text, &login) {
        config.password(password);
    }
    None
}

#[cfg(unix)]
fn is_open_to_others(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
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

fn has_part_of_a_password(host: &Host) -> bool {
    matches!(host, Host::Tcp(name) if name.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(url: &str) -> Result<Config, UrlError> {
        read(&url.parse()?, &PostgresEnvironment::default(), Path::new(""))
            .map(|settings| settings.driver)
    }

    #[test]
    fn variables_fill_what_the_url_leaves_out() {
        let environment = PostgresEnvironment {
            options: vec![
                ("host", "h1,h2".into()),
                ("port", "5433".into()),
                ("user", "eve".into()),
                ("password", "pw".into()),
                ("dbname", "shop".into()),
                ("sslmode", "verify-ca".into()),
            ],
            system_user: Some("me".into()),
            ..PostgresEnvironment::default()
        };
        let read =
            |url: &str| read(&url.parse().unwrap(), &environment, Path::new("/base")).unwrap();
        let all = read("postgresql://");
        assert_eq!(
            target(&all.driver),
            "the PostgreSQL database `shop` at h1:5433, h2:5433 as user `eve`"
        );
        assert_eq!(all.driver.get_password(), Some(&b"pw"[..]));
        assert_eq!(all.tls.mode, TlsMode::VerifyCa);
        let none = read("postgresql://bob:x@h:1/d?sslmode=require&sslrootcert=a%20b.pem");
        assert_eq!(target(&none.driver), "the PostgreSQL database `d` at h:1 as user `bob`");
        assert_eq!(none.driver.get_password(), Some(&b"x"[..]));
        assert_eq!(none.tls.mode, TlsMode::Require);
        assert_eq!(none.tls.root_cert.as_deref(), Some("/base/a b.pem"));
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
            "postgresql://bob:pw@host/d?sslmode=maybe",
        ];
        let told = wrong.map(|url| config(url).unwrap_err().to_string());
        insta::assert_snapshot!(told.join("\n"), @"
        the database URL `postgresql://bob:***@host/d` is wrong: what should be the host holds an `@`
        the database URL `postgresql://bob:***@host:port/d` is wrong: invalid value for option `port`
        the database URL `postgresql://bob:***@host/d?colour=red` is wrong: unknown option `colour`
        the database URL `postgresql://bob:***@host/d?sslmode=maybe` is wrong: `sslmode` is one of disable, allow, prefer, require, verify-ca and verify-full, not `maybe`
        ");
    }
}
