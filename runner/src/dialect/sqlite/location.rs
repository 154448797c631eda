//! Where a database is: a file, or memory.

use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;
use rusqlite::OpenFlags;

use crate::dialect::DatabaseUrl;

/// Where a database is, and how it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Location {
    /// `None` for a database in memory.
    pub(super) file: Option<PathBuf>,
    pub(super) flags: OpenFlags,
}

impl Location {
    /// Returns the place without the leave to make a file there.
    pub(super) fn existing(mut self) -> Self {
        self.flags.remove(OpenFlags::SQLITE_OPEN_CREATE);
        self
    }
}

/// Reads SQLAlchemy's `sqlite:///relative.db` and `sqlite:////absolute.db`, and the shorter
/// `sqlite:file.db` and `sqlite://file.db` of sqlx.
///
/// Of the options behind `?` only `mode` counts; the others belong to other programs' drivers.
pub(super) fn read(url: &DatabaseUrl, base: &Path) -> Location {
    let rest = url.after_scheme();
    let (path, options) = rest.split_once('?').unwrap_or((rest, ""));
    let mode = options.split('&').find_map(|option| option.strip_prefix("mode="));
    let file = file_name(path).filter(|_| mode != Some("memory"));
    Location { file: file.map(|file| base.join(file)), flags: flags(mode.unwrap_or_default()) }
}

fn file_name(path: &str) -> Option<PathBuf> {
    let path = match path.strip_prefix("//") {
        // The slash behind an empty host is not part of the path.
        Some(with_host) => with_host.strip_prefix('/').unwrap_or(with_host),
        None => path,
    };
    if path.is_empty() || path == ":memory:" {
        return None;
    }
    let decoded = percent_decode_str(path).decode_utf8();
    Some(PathBuf::from(decoded.as_deref().unwrap_or(path)))
}

fn flags(mode: &str) -> OpenFlags {
    let access = match mode {
        "ro" => OpenFlags::SQLITE_OPEN_READ_ONLY,
        "rw" => OpenFlags::SQLITE_OPEN_READ_WRITE,
        _ => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    };
    access | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(url: &str) -> Location {
        read(&url.parse().unwrap(), Path::new("/base"))
    }

    #[test]
    fn a_url_names_a_file_or_memory() {
        for (url, file) in [
            ("sqlite:///shop.db", Some("/base/shop.db")),
            ("sqlite+aiosqlite:///./data/shop.db", Some("/base/./data/shop.db")),
            ("sqlite:////srv/shop.db", Some("/srv/shop.db")),
            ("sqlite://shop.db", Some("/base/shop.db")),
            ("sqlite:shop.db", Some("/base/shop.db")),
            ("sqlite:/srv/shop.db", Some("/srv/shop.db")),
            ("sqlite:///my%20shop.db?check_same_thread=False", Some("/base/my shop.db")),
            ("sqlite:///100%.db", Some("/base/100%.db")),
            ("sqlite://", None),
            ("sqlite:///", None),
            ("sqlite:///:memory:", None),
            ("sqlite://:memory:", None),
            ("sqlite::memory:", None),
            ("sqlite:///shop.db?mode=memory", None),
        ] {
            assert_eq!(location(url).file.as_deref(), file.map(Path::new), "{url}");
        }
    }

    #[test]
    fn a_file_is_created_unless_the_mode_says_not_to() {
        let creates = |url| location(url).flags.contains(OpenFlags::SQLITE_OPEN_CREATE);
        assert!(creates("sqlite:///shop.db"));
        assert!(creates("sqlite:///shop.db?mode=rwc"));
        assert!(!creates("sqlite:///shop.db?mode=rw"));
        assert!(!creates("sqlite:///shop.db?mode=ro"));
    }
}
