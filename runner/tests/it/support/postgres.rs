//! The PostgreSQL server that the tests share: on a private port, in a temporary folder, and gone
//! when the tests are.

use std::fs;
use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::certificate::Certificate;

pub(crate) const PASSWORD: &str = "s3cret/of the:tests";

pub(crate) struct Server {
    pub(crate) port: u16,
    /// Its standard input is ours: when we end, however that is, it ends the server.
    _watcher: Child,
    folder: TempDir,
}

/// Returns the server, started at the first call.
pub(crate) fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| Server::start("", ""))
}

/// Starts a server of one's own that takes encrypted sessions only, and those of its socket.
pub(crate) fn server_with_tls(certificate: &Certificate) -> Server {
    let (file, key) = (certificate.file.display(), certificate.key.display());
    Server::start(
        &format!("-c ssl=on -c ssl_cert_file='{file}' -c ssl_key_file='{key}'"),
        "local all all scram-sha-256\nhostssl all all all scram-sha-256\n",
    )
}

impl Server {
    /// Returns the folder of its socket.
    pub(crate) fn socket_folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn url(&self, database: &str) -> String {
        self.url_as("postgres", PASSWORD, database)
    }

    pub(crate) fn url_as(&self, user: &str, password: &str, database: &str) -> String {
        let password = migration_api::percent_encode(password);
        format!("postgresql://{user}:{password}@127.0.0.1:{}/{database}", self.port)
    }

    /// Starts a server with these settings besides, and these rules of who may connect instead of the usual ones.
    fn start(more: &str, rules: &str) -> Self {
        let programs = programs();
        let user = ordinary_user();
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        let password_file = folder.path().join("password");
        fs::write(&password_file, PASSWORD).unwrap();
        if let Some(user) = user {
            chown(folder.path(), Some(user), Some(user)).unwrap();
            chown(&data, Some(user), Some(user)).unwrap();
        }
        let mut initdb = Command::new(programs.join("initdb"));
        initdb.arg("--pgdata").arg(&data).arg("--pwfile").arg(&password_file);
        initdb.args(["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8"]);
        initdb.args(["--locale=C", "--no-sync"]);
        let done = as_user(&mut initdb, user).current_dir("/").output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));

        let port = free_port();
        if !rules.is_empty() {
            fs::write(data.join("pg_hba.conf"), rules).unwrap();
        }
        let socket = folder.path().display();
        let settings = format!(
            "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c unix_socket_directories='{socket}' -c listen_addresses=127.0.0.1 \
                        -c max_locks_per_transaction=10 -c max_prepared_transactions=20 {more}"
        );
        let script = format!(
            "'{}' -D '{}' -p {port} {settings} >/dev/null 2>&1 & server=$!\n\
             read line\n\
             kill -INT $server\n\
             wait $server\n\
             rm -rf '{}'",
            programs.join("postgres").display(),
            data.display(),
            folder.path().display(),
        );
        let mut watcher = Command::new("sh");
        watcher.arg("-c").arg(script).current_dir("/").stdin(Stdio::piped());
        let watcher = as_user(&mut watcher, user).spawn().unwrap();
        wait_until_ready(port);
        Self { port, _watcher: watcher, folder }
    }
}

/// Returns the folder of the newest server programs that are installed.
pub(crate) fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> = versions.map(|entry| entry.path().join("bin")).collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.splice(0..0, std::env::split_paths(&path));
    let found = folders.into_iter().rev().find(|folder| folder.join("initdb").is_file());
    found.expect("PostgreSQL is not installed: `make test` installs it, or says what to install")
}

/// Servers refuse to run as root; returns another user's id then.
pub(super) fn ordinary_user() -> Option<u32> {
    let id = |flag: &str| {
        let done = Command::new("id").args([flag, "nobody"]).output().unwrap();
        String::from_utf8_lossy(&done.stdout).trim().parse().ok()
    };
    let me = Command::new("id").arg("-u").output().unwrap();
    if me.stdout == b"0\n" { id("-u") } else { None }
}

pub(super) fn as_user(command: &mut Command, user: Option<u32>) -> &mut Command {
    match user {
        Some(user) => command.uid(user).gid(user),
        None => command,
    }
}

pub(super) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn wait_until_ready(port: u16) {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(60) {
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) {
            // A server that is still starting closes the connection at once.
            stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
            if stream.read(&mut [0]).is_err() {
                return;
            }
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("the PostgreSQL server did not start");
}
