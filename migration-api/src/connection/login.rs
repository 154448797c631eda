//! What a driver needs to open a session, read from a URL and from what stands around it.

use std::fmt;

/// What the runner has read from a database's URL, from variables and from the password file, for a driver in the environment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Login {
    /// The kind of database: `postgresql`.
    pub dialect: String,
    /// What messages call the database: never with its password.
    pub target: String,
    /// PostgreSQL: the options of the session by their names in libpq, without the password and those of TLS. SQLite: `file`, unless the
    /// database is in memory.
    pub options: Vec<(String, String)>,
    /// The password.
    pub password: Option<Password>,
    /// What is said of TLS.
    pub tls: TlsOptions,
    /// The statements that make the project's settings in the session.
    pub set_up: String,
    /// Why the password file was passed over, if it was.
    pub password_file_problem: Option<String>,
}

/// A password, which is not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(pub Vec<u8>);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// What a URL, or a variable, says of TLS. Paths are text, as they cross the library's boundary.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TlsOptions {
    /// libpq's `sslmode`.
    pub mode: TlsMode,
    /// The file of the certificates that are believed; `system` for the machine's own.
    pub root_cert: Option<String>,
    /// The certificates that are believed where nothing else is said, if the file is there.
    pub default_root: Option<String>,
    /// The client's own certificate.
    pub client_cert: Option<String>,
    /// The key of the client's own certificate.
    pub client_key: Option<String>,
}

/// libpq's `sslmode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TlsMode {
    /// Without.
    Disable,
    /// Without, unless the server insists.
    Allow,
    /// With, unless the server has none.
    #[default]
    Prefer,
    /// With.
    Require,
    /// With, and the server's certificate is signed by somebody who is believed.
    VerifyCa,
    /// The same, and the certificate is for the host that was named.
    VerifyFull,
}

impl TlsMode {
    /// Reads libpq's word.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "disable" => Self::Disable,
            "allow" => Self::Allow,
            "prefer" => Self::Prefer,
            "require" => Self::Require,
            "verify-ca" => Self::VerifyCa,
            "verify-full" => Self::VerifyFull,
            _ => return None,
        })
    }
}

impl Login {
    /// Returns the value of an option.
    pub fn option(&self, name: &str) -> Option<&str> {
        let found = self.options.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the file of a SQLite database, or `:memory:`.
    pub fn file(&self) -> &str {
        self.option("file").unwrap_or(":memory:")
    }
}

impl TlsOptions {
    /// Returns the same with paths that are relative to no folder: they are made so against `base`.
    #[must_use]
    pub fn based_on(mut self, base: &std::path::Path) -> Self {
        let files = [&mut self.root_cert, &mut self.client_cert, &mut self.client_key];
        for file in files.into_iter().flatten().filter(|file| *file != "system") {
            *file = base.join(&*file).to_string_lossy().into_owned();
        }
        self
    }
}
