//! The variables that PostgreSQL's own programs read.
//!
//! <https://www.postgresql.org/docs/current/libpq-envars.html>

use std::env;
use std::path::PathBuf;

use super::overrides::text_variable;

/// What stands in the variables; it fills what a URL leaves out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostgresEnvironment {
    /// The options of a URL that variables give, by their names there: `host`, `user`, `sslmode` ….
    pub options: Vec<(&'static str, String)>,
    /// The password file, whether it exists or not.
    pub password_file: Option<PathBuf>,
    /// The certificates that are believed where nothing else is said, whether the file exists or not.
    pub root_certificates: Option<PathBuf>,
    /// Who runs the program.
    pub system_user: Option<String>,
}

/// Each variable, and the option of a URL that it stands for.
const VARIABLES: [(&str, &str); 14] = [
    ("PGHOST", "host"),
    ("PGHOSTADDR", "hostaddr"),
    ("PGPORT", "port"),
    ("PGUSER", "user"),
    ("PGPASSWORD", "password"),
    ("PGDATABASE", "dbname"),
    ("PGSSLMODE", "sslmode"),
    ("PGSSLROOTCERT", "sslrootcert"),
    ("PGSSLCERT", "sslcert"),
    ("PGSSLKEY", "sslkey"),
    ("PGOPTIONS", "options"),
    ("PGAPPNAME", "application_name"),
    ("PGCONNECT_TIMEOUT", "connect_timeout"),
    ("PGTARGETSESSIONATTRS", "target_session_attrs"),
];

/// Reads the variables.
pub fn postgres_environment() -> PostgresEnvironment {
    let variable = |name: &str| text_variable(name).filter(|value| !value.is_empty());
    let options = VARIABLES.iter().filter_map(|(name, option)| Some((*option, variable(name)?)));
    let home = env::home_dir();
    let password_file = match (variable("PGPASSFILE"), variable("APPDATA")) {
        (Some(file), _) => Some(PathBuf::from(file)),
        (None, Some(folder)) if cfg!(windows) => {
            Some(PathBuf::from(folder).join("postgresql/pgpass.conf"))
        }
        (None, _) => home.as_ref().map(|home| home.join(".pgpass")),
    };
    PostgresEnvironment {
        options: options.collect(),
        password_file,
        root_certificates: home.map(|home| home.join(".postgresql/root.crt")),
        system_user: variable(if cfg!(windows) { "USERNAME" } else { "USER" })
            .or_else(|| variable("LOGNAME")),
    }
}
