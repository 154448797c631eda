//! The MariaDB server that the tests share: on a private port, in a temporary folder, and gone when
//! the tests are.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::postgres::{PASSWORD, as_user, free_port, ordinary_user};

pub(crate) struct Server {
    pub(crate) port: u16,
    /// Its standard input is ours: when we end, however that is, it ends the server.
    _watcher: Child,
    _folder: TempDir,
}

/// Returns the server, started at the first call.
pub(crate) fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| Server::start(""))
}

/// Starts a server of one's own that encrypts sessions by a certificate and its key.
pub(crate) fn server_with_tls(certificate: &Path, key: &Path) -> Server {
    let (certificate, key) = (certificate.display(), key.display());
    Server::start(&format!("--ssl-cert='{certificate}' --ssl-key='{key}'"))
}

impl Server {
    pub(crate) fn url(&self, database: &str) -> String {
        self.url_as("tests", PASSWORD, database)
    }

    pub(crate) fn url_as(&self, user: &str, password: &str, database: &str) -> String {
        let password = migration_api::percent_encode(password);
        format!("mariadb://{user}:{password}@127.0.0.1:{}/{database}", self.port)
    }

    /// Returns the database's own client, which reads a script from its standard input and stops at its first error.
    pub(crate) fn client(&self, database: &str) -> Command {
        let mut client = self.program("mariadb");
        client.args(["--default-character-set=utf8mb4", "--batch"]).arg(database);
        client
    }

    /// Returns one of the server's own programs, which will find the server.
    pub(crate) fn program(&self, name: &str) -> Command {
        let mut program = Command::new(name);
        program.args(["--no-defaults", "--protocol=TCP", "--host=127.0.0.1", "--user=tests"]);
        program.arg(format!("--port={}", self.port)).env("MYSQL_PWD", PASSWORD);
        program
    }

    fn start(more: &str) -> Self {
        let user = ordinary_user();
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        if let Some(user) = user {
            chown(folder.path(), Some(user), Some(user)).unwrap();
            chown(&data, Some(user), Some(user)).unwrap();
        }
        install(&data, user);
        let grants = folder.path().join("grants.sql");
        let grant = format!(
            "CREATE USER tests@'%' IDENTIFIED BY '{PASSWORD}';\n\
             GRANT ALL ON *.* TO tests@'%' WITH GRANT OPTION;\n"
        );
        fs::write(&grants, grant).unwrap();
        let port = free_port();
        let script = format!(
            "'{}' --no-defaults --datadir='{}' --port={port} --bind-address=127.0.0.1 \
             --socket='{folder}/socket' --pid-file='{folder}/pid' --tmpdir='{folder}' \
             --init-file='{}' --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --innodb-doublewrite=0 --innodb-buffer-pool-size=32M \
             --innodb-log-file-size=16M --skip-name-resolve --character-set-server=utf8mb4 {more} \
             >'{folder}/log' 2>&1 & server=$!\n\
             read line\n\
             kill -KILL $server\n\
             wait $server\n\
             rm -rf '{folder}'",
            program("mariadbd").display(),
            data.display(),
            grants.display(),
            folder = folder.path().display(),
        );
        let mut watcher = Command::new("sh");
        watcher.arg("-c").arg(script).current_dir("/").stdin(Stdio::piped());
        let watcher = as_user(&mut watcher, user).stderr(Stdio::null()).spawn().unwrap();
        let server = Self { port, _watcher: watcher, _folder: folder };
        server.wait_until_ready();
        server
    }

    fn wait_until_ready(&self) {
        let url = self.url("mysql").parse().unwrap();
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(60) {
            if runner::dialect::open(&url, Path::new("/")).is_ok() {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("the MariaDB server did not start");
    }
}

/// Makes the folder of a server's databases.
fn install(data: &Path, user: Option<u32>) {
    let mut install = Command::new(program("mariadb-install-db"));
    install.arg("--no-defaults").arg(format!("--datadir={}", data.display()));
    install.args(["--auth-root-authentication-method=normal", "--skip-test-db"]);
    install.args(["--skip-name-resolve", "--innodb-log-file-size=16M"]);
    // Two that run at once would take each other's temporary tables for their own.
    install.arg(format!("--tmpdir={}", data.display()));
    let done = as_user(&mut install, user).current_dir("/").output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Returns where a program of the server is: servers stand outside of an ordinary user's path.
fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders =
        std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    let found = folders.map(|folder| folder.join(name)).find(|program| program.is_file());
    found.expect("MariaDB is not installed: `make test` installs it, or says what to install")
}
