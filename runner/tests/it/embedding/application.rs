//! The example application: built by cargo alone, and started.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use tempfile::TempDir;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// A copy of the example.
pub(super) struct Application {
    folder: TempDir,
}

impl Application {
    pub(super) fn new() -> Self {
        let application = Self { folder: tempfile::tempdir().unwrap() };
        copy(&Path::new(REPOSITORY).join("examples/shop"), application.folder.path());
        for manifest in ["Cargo.toml", "migrations/Cargo.toml"] {
            let text = application.read(manifest);
            let text = text.replace("../../../", &format!("{REPOSITORY}/"));
            application.write(manifest, &text.replace("../../", &format!("{REPOSITORY}/")));
        }
        application
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(super) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).unwrap();
    }

    pub(super) fn cargo(&self, command: &str) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.arg(command).arg("--quiet").current_dir(self.folder.path());
        cargo.env("CARGO_TARGET_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/applications"));
        cargo
    }

    /// Starts the application on a free port; returns what it says until it listens, and its address.
    fn start(&self) -> Started {
        let mut command = self.cargo("run");
        command.args(["--", "127.0.0.1:0"]).stdout(Stdio::piped());
        let mut started = Started {
            child: command.spawn().unwrap(),
            said: Vec::new(),
            address: String::new(),
            output: None,
        };
        let mut output = BufReader::new(started.child.stdout.take().unwrap());
        while started.address.is_empty() {
            let mut line = String::new();
            let length = output.read_line(&mut line).unwrap();
            assert_ne!(length, 0, "it ended: {:?}", started.said);
            match line.trim().strip_prefix("listening on http://") {
                Some(address) => started.address = address.to_owned(),
                None => started.said.push(line.trim().to_owned()),
            }
        }
        started.output = Some(output);
        started
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let name = entry.file_name();
        match entry.path().is_dir() {
            true if name == "target" => {}
            true => copy(&entry.path(), &to.join(name)),
            // What somebody's run of the example has left.
            false if entry.path().extension().is_some_and(|it| it == "db" || it == "lock") => {}
            false => drop(fs::copy(entry.path(), to.join(name)).unwrap()),
        }
    }
}

/// The application, listening.
struct Started {
    child: Child,
    said: Vec<String>,
    address: String,
    /// Kept open, as long as it may say more.
    output: Option<BufReader<ChildStdout>>,
}

impl Started {
    fn products(&self) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: shop\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split_once("\r\n\r\n").unwrap().1.to_owned()
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // `cargo run` has become the application itself.
        self.child.kill().ok();
        self.child.wait().ok();
        drop(self.output.take());
    }
}

#[test]
fn the_example_migrates_and_serves_and_takes_a_new_revision_in() {
    let application = Application::new();
    let started = application.start();
    assert_eq!(
        started.said,
        ["migrated to 1c5e9a02b7d4: create product", "migrated to 8f20d3b6e1a7: add price"]
    );
    assert_eq!(started.products(), "coffee: 3\ntea: 3\n");
    drop(started);
    let started = application.start();
    assert!(started.said.is_empty(), "{:?}", started.said);
    drop(started);

    let revision = "migrations/versions/5d01c7a9f3b2_raise_price.rs";
    application.write(
        revision,
        "//! raise price\nuse migration_api::prelude::*;\npub const REVISION: &str = \"5d01c7a9f3b2\";\n\
         pub const DOWN_REVISION: &[&str] = &[\"8f20d3b6e1a7\"];\n\
         pub fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {\n\
         ctx.execute(\"UPDATE product SET price = 4\", &[]).map(drop)\n}\n\
         pub fn downgrade(_: &mut MigrationContext) -> MigrationResult { Ok(()) }\n",
    );
    let started = application.start();
    assert_eq!(started.said, ["migrated to 5d01c7a9f3b2: raise price"]);
    assert_eq!(started.products(), "coffee: 4\ntea: 4\n");
    drop(started);

    // A changed one too.
    fs::remove_file(application.path("shop.db")).unwrap();
    application.write(revision, &application.read(revision).replace("price = 4", "price = 5"));
    assert_eq!(application.start().products(), "coffee: 5\ntea: 5\n");
}
