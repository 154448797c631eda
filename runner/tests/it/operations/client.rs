//! The databases' own clients, which run scripts.

use std::io::Write;
use std::process::Stdio;

use crate::support::Database;

/// Runs a script to its end, and stops at its first error.
pub(crate) fn run(database: &Database, script: &str) -> Result<(), String> {
    let mut command = database.client();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("{command:?}: {error}; `make test` installs what is missing")
        });
    // A client that has stopped at an error reads no further.
    drop(child.stdin.take().unwrap().write_all(script.as_bytes()));
    let done = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&done.stderr);
    if done.status.success() { Ok(()) } else { Err(format!("{stderr}{script}")) }
}
