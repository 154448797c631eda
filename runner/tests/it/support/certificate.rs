//! Certificates that sign themselves.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::postgres::ordinary_user;

/// A certificate and its key.
pub(crate) struct Certificate {
    pub(crate) file: PathBuf,
    pub(crate) key: PathBuf,
}

/// Makes a certificate for a host of this name, that a server may read.
pub(crate) fn certificate(folder: &Path, host: &str) -> Certificate {
    let file = folder.join(format!("{host}.pem"));
    let key = folder.join(format!("{host}.key"));
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]);
    openssl.args(["-nodes", "-days", "2", "-subj", &format!("/CN={host}")]);
    openssl.args(["-addext", &format!("subjectAltName=DNS:{host}")]);
    // An authority's certificate is not taken for a server's.
    openssl.args(["-addext", "basicConstraints=critical,CA:FALSE"]);
    let done = openssl.arg("-out").arg(&file).arg("-keyout").arg(&key).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    // PostgreSQL refuses a key that others may read.
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    if let Some(user) = ordinary_user() {
        std::os::unix::fs::chown(&key, Some(user), Some(user)).unwrap();
    }
    Certificate { file, key }
}
