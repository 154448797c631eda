//! From a URL to what the driver needs.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mysql::{ClientIdentity, Opts, OptsBuilder, SslOpts};
use percent_encoding::percent_decode_str;

use crate::dialect::{DatabaseUrl, UrlError};

/// How long opening a session may take unless the URL says `connect_timeout`.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The options that count.
const OPTIONS: [&str; 8] = [
    "unix_socket",
    "charset",
    "connect_timeout",
    "ssl_mode",
    "ssl-mode",
    "ssl_ca",
    "ssl_cert",
    "ssl_key",
];

/// Options of other programs' drivers that make no difference to migrations.
const IGNORED: [&str; 9] = [
    "autocommit",
    "binary_prefix",
    "client_flag",
    "collation",
    "local_infile",
    "max_allowed_packet",
    "read_timeout",
    "use_unicode",
    "write_timeout",
];

/// How a session is opened.
#[derive(Debug)]
pub(super) struct Config {
    /// What the driver needs, with TLS where it is wanted.
    pub(super) opts: Opts,
    /// The same without TLS, for a server that has none; `None` where TLS is a must.
    pub(super) fallback: Option<Opts>,
    /// How long opening may take.
    pub(super) patience: Duration,
    /// What messages call the database: never the password.
    pub(super) target: String,
    /// The files that the driver will read.
    files: Vec<PathBuf>,
}

/// Whether a session is encrypted, and what is checked: as MySQL's own clients have it.
///
/// <https://dev.mysql.com/doc/refman/8.4/en/connection-options.html#option_general_ssl-mode>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SslMode {
    Disabled,
    Preferred,
    Required,
    VerifyCa,
    VerifyIdentity,
}

/// The parts of a URL, decoded.
#[derive(Debug, Default)]
struct Parts {
    user: Option<String>,
    password: Option<String>,
    host: Option<String>,
    port: Option<u16>,
    database: Option<String>,
    socket: Option<String>,
    patience: Option<Duration>,
    ssl_mode: Option<SslMode>,
    ssl_ca: Option<PathBuf>,
    ssl_cert: Option<PathBuf>,
    ssl_key: Option<PathBuf>,
}

/// Refuses a URL that names a file which cannot be read: the driver would not say which.
pub(super) fn check_files(config: &Config, url: &DatabaseUrl) -> Result<(), UrlError> {
    for file in &config.files {
        File::open(file)
            .map_err(|error| url.malformed(format!("cannot read `{}`: {error}", file.display())))?;
    }
    Ok(())
}

/// Reads the URL, and adds what it leaves out. Relative paths are against `base`.
pub(super) fn read(url: &DatabaseUrl, base: &Path) -> Result<Config, UrlError> {
    let parts = Parts::read(url, base)?;
    let tls = parts.tls(url)?;
    let mode = parts.mode();
    let target = parts.target(url.dialect().title());
    let patience = parts.patience.unwrap_or(CONNECT_TIMEOUT);
    let files = [&parts.ssl_ca, &parts.ssl_cert, &parts.ssl_key];
    let files = files.into_iter().flatten().cloned().collect();
    let plain = OptsBuilder::new()
        .ip_or_hostname(parts.host)
        .tcp_port(parts.port.unwrap_or(3306))
        .socket(parts.socket)
        .user(parts.user)
        .pass(parts.password)
        .db_name(parts.database)
        .tcp_connect_timeout(Some(patience))
        .prefer_socket(false)
        // As SQLAlchemy's drivers: an UPDATE counts the rows that it found, changed or not.
        .additional_capabilities(mysql::consts::CapabilityFlags::CLIENT_FOUND_ROWS)
        // A statement that is kept would outlive the columns that it was prepared for.
        .stmt_cache_size(0);
    let opts = plain.clone().ssl_opts(tls).into();
    let fallback = (mode == SslMode::Preferred).then(|| plain.into());
    Ok(Config { opts, fallback, patience, target, files })
}

impl Parts {
    fn read(url: &DatabaseUrl, base: &Path) -> Result<Self, UrlError> {
        let rest = url.after_scheme().trim_start_matches('/');
        let (place, options) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = match url.after_scheme().starts_with("///") {
            true => ("", place),
            false => place.split_once('/').unwrap_or((place, "")),
        };
        let mut parts = Self { database: some(decoded(database)), ..Self::default() };
        let host = match authority.split_once('@') {
            Some((credentials, host)) => {
                let (user, password) = match credentials.split_once(':') {
                    Some((user, password)) => (user, Some(decoded(password))),
                    None => (credentials, None),
                };
                (parts.user, parts.password) = (some(decoded(user)), password);
                host
            }
            None => authority,
        };
        if host.contains('@') {
            return Err(url.malformed("what should be the host holds an `@`"));
        }
        parts.read_host(host, url)?;
        for option in options.split('&').filter(|option| !option.is_empty()) {
            parts.read_option(option, url, base)?;
        }
        Ok(parts)
    }

    fn read_host(&mut self, text: &str, url: &DatabaseUrl) -> Result<(), UrlError> {
        let after_brackets = text.rfind(']').map_or(0, |at| at + 1);
        let port = text.get(after_brackets..).and_then(|rest| rest.rfind(':'));
        let (host, port) = match port {
            Some(at) => (&text[..after_brackets + at], text.get(after_brackets + at + 1..)),
            None => (text, None),
        };
        self.host = some(decoded(host));
        self.port = match port {
            Some(port) => Some(port.parse().map_err(|_| url.malformed("its port is no number"))?),
            None => None,
        };
        Ok(())
    }

    fn read_option(
        &mut self,
        option: &str,
        url: &DatabaseUrl,
        base: &Path,
    ) -> Result<(), UrlError> {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        let value = decoded(value);
        match name {
            "unix_socket" => self.socket = some(value),
            "connect_timeout" => {
                let seconds: u64 = value.parse().map_err(|_| {
                    url.malformed(format!(
                        "`connect_timeout` is a number of seconds, not `{value}`"
                    ))
                })?;
                self.patience = (seconds > 0).then(|| Duration::from_secs(seconds));
            }
            "charset" if value.to_ascii_lowercase().starts_with("utf8") => {}
            "charset" => {
                return Err(
                    url.malformed(format!("the session's `charset` is utf8mb4, not `{value}`"))
                );
            }
            "ssl_mode" | "ssl-mode" => self.ssl_mode = Some(ssl_mode(&value, url)?),
            "ssl_ca" => self.ssl_ca = Some(base.join(value)),
            "ssl_cert" => self.ssl_cert = Some(base.join(value)),
            "ssl_key" => self.ssl_key = Some(base.join(value)),
            _ if IGNORED.contains(&name) => {}
            _ => {
                let known = OPTIONS.join("`, `");
                let reason = format!("unknown option `{name}`: it is one of `{known}`");
                return Err(url.malformed(reason));
            }
        }
        Ok(())
    }

    /// Returns how the session is encrypted. An authority is given in order to be asked.
    fn mode(&self) -> SslMode {
        match (self.ssl_mode, &self.ssl_ca) {
            (Some(mode), _) => mode,
            (None, Some(_)) => SslMode::VerifyCa,
            (None, None) => SslMode::Preferred,
        }
    }

    fn tls(&self, url: &DatabaseUrl) -> Result<Option<SslOpts>, UrlError> {
        let opts = SslOpts::default().with_root_cert_path(self.ssl_ca.clone());
        let opts = match (&self.ssl_cert, &self.ssl_key) {
            (Some(cert), Some(key)) => {
                opts.with_client_identity(Some(ClientIdentity::new(cert.clone(), key.clone())))
            }
            (None, None) => opts,
            (Some(_), None) | (None, Some(_)) => {
                return Err(url.malformed("`ssl_cert` and `ssl_key` belong together"));
            }
        };
        Ok(match self.mode() {
            SslMode::Disabled => None,
            SslMode::Preferred | SslMode::Required => Some(
                opts.with_danger_accept_invalid_certs(true)
                    .with_danger_skip_domain_validation(true),
            ),
            SslMode::VerifyCa => Some(opts.with_danger_skip_domain_validation(true)),
            SslMode::VerifyIdentity => Some(opts),
        })
    }

    fn target(&self, title: &str) -> String {
        let database = match &self.database {
            Some(name) => format!("the {title} database `{name}`"),
            None => format!("the {title} server"),
        };
        let place = match (&self.socket, &self.host) {
            (Some(socket), _) => socket.clone(),
            (None, host) => {
                let host = host.as_deref().unwrap_or("127.0.0.1");
                format!("{host}:{}", self.port.unwrap_or(3306))
            }
        };
        match &self.user {
            Some(user) => format!("{database} at {place} as user `{user}`"),
            None => format!("{database} at {place}"),
        }
    }
}

fn ssl_mode(value: &str, url: &DatabaseUrl) -> Result<SslMode, UrlError> {
    Ok(match value.to_ascii_uppercase().as_str() {
        "DISABLED" => SslMode::Disabled,
        "PREFERRED" => SslMode::Preferred,
        "REQUIRED" => SslMode::Required,
        "VERIFY_CA" => SslMode::VerifyCa,
        "VERIFY_IDENTITY" => SslMode::VerifyIdentity,
        _ => {
            return Err(url.malformed(format!(
                "`ssl_mode` is DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY, not `{value}`"
            )));
        }
    })
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(url: &str) -> Result<Config, UrlError> {
        read(&url.parse()?, Path::new("/base"))
    }

    #[test]
    fn encoded_parts_are_decoded() {
        let config =
            config("mysql+pymysql://b%40b:p%2Fw%3A@h:3307/my%20shop?charset=utf8mb4").unwrap();
        assert_eq!(config.opts.get_pass(), Some("p/w:"));
        assert_eq!(config.opts.get_tcp_port(), 3307);
        assert_eq!(config.target, "the MySQL database `my shop` at h:3307 as user `b@b`");
    }

    #[test]
    fn the_target_tells_where_the_server_is() {
        for (url, target) in [
            ("mariadb://h/d", "the MariaDB database `d` at h:3306"),
            ("mysql://bob@[::1]:3307/d", "the MySQL database `d` at [::1]:3307 as user `bob`"),
            ("mysql://bob:pw@[::1]/d", "the MySQL database `d` at [::1]:3306 as user `bob`"),
            ("mysql:///d", "the MySQL database `d` at 127.0.0.1:3306"),
            (
                "mysql://bob:pw@/d?unix_socket=/run/my.sock",
                "the MySQL database `d` at /run/my.sock as user `bob`",
            ),
            ("mysql://h", "the MySQL server at h:3306"),
        ] {
            assert_eq!(config(url).unwrap().target, target, "{url}");
        }
    }

    #[test]
    fn only_the_preferred_encryption_falls_back() {
        for (options, encrypted, falls_back, checked, named) in [
            ("", true, true, false, false),
            ("?ssl-mode=DISABLED", false, false, false, false),
            ("?ssl_mode=preferred", true, true, false, false),
            ("?ssl_mode=REQUIRED", true, false, false, false),
            ("?ssl_ca=ca.pem", true, false, true, false),
            ("?ssl_mode=VERIFY_CA", true, false, true, false),
            ("?ssl_mode=VERIFY_IDENTITY&ssl_ca=ca.pem", true, false, true, true),
        ] {
            let config = config(&format!("mysql://h/d{options}")).unwrap();
            let tls = config.opts.get_ssl_opts();
            assert_eq!(tls.is_some(), encrypted, "{options}");
            assert_eq!(config.fallback.is_some(), falls_back, "{options}");
            let is = |check: fn(&SslOpts) -> bool| tls.is_some_and(|tls| !check(tls));
            assert_eq!(is(SslOpts::accept_invalid_certs), checked, "{options}");
            assert_eq!(is(SslOpts::skip_domain_validation), named, "{options}");
        }
    }

    #[test]
    fn a_wrong_url_is_refused_without_its_password() {
        let wrong = [
            "mysql://bob:pw@x@host/d",
            "mysql://bob:pw@host:port/d",
            "mysql://bob:pw@host/d?colour=red",
            "mysql://bob:pw@host/d?charset=latin1",
            "mysql://bob:pw@host/d?ssl_mode=maybe",
            "mysql://bob:pw@host/d?ssl_key=key.pem",
            "mysql://bob:pw@host/d?connect_timeout=soon",
        ];
        let told = wrong.map(|url| config(url).unwrap_err().to_string());
        insta::assert_snapshot!(told.join("\n"), @"
        the database URL `mysql://bob:***@host/d` is wrong: what should be the host holds an `@`
        the database URL `mysql://bob:***@host:port/d` is wrong: its port is no number
        the database URL `mysql://bob:***@host/d?colour=red` is wrong: unknown option `colour`: it is one of `unix_socket`, `charset`, `connect_timeout`, `ssl_mode`, `ssl-mode`, `ssl_ca`, `ssl_cert`, `ssl_key`
        the database URL `mysql://bob:***@host/d?charset=latin1` is wrong: the session's `charset` is utf8mb4, not `latin1`
        the database URL `mysql://bob:***@host/d?ssl_mode=maybe` is wrong: `ssl_mode` is DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY, not `maybe`
        the database URL `mysql://bob:***@host/d?ssl_key=key.pem` is wrong: `ssl_cert` and `ssl_key` belong together
        the database URL `mysql://bob:***@host/d?connect_timeout=soon` is wrong: `connect_timeout` is a number of seconds, not `soon`
        ");
    }
}
