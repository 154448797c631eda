//! What becomes of a text that somebody typed, or that stands in a file.
//!
//! `fuzz/` at the root of the repository asks the same.

use std::path::Path;
use std::sync::LazyLock;

use runner::revision::{Addition, Revision, RevisionError, RevisionMap, RevisionRange, Target};
use runner::script::ScriptFile;

/// An id, with its parents, labels and dependencies.
type Drawn<'a> = (&'a str, &'a [&'a str], &'a [&'a str], &'a [&'a str]);

/// Two lines with labels, a fork, a merge and dependencies.
const HISTORY: [Drawn<'_>; 9] = [
    ("a1", &[], &["web"], &[]),
    ("ab2", &["a1"], &[], &[]),
    ("ab3", &["a1"], &["my-api"], &[]),
    ("head4", &["ab2", "ab3"], &[], &["lib"]),
    ("e5", &["ab3"], &[], &[]),
    ("l1", &[], &["lib", "é"], &[]),
    ("l2", &["l1"], &[], &[]),
    ("v1.0", &["l2"], &[], &[]),
    ("5", &[], &[], &["e5"]),
];

/// Rows of the version table: sound ones, one below another, and one that no file has.
const ROWS: [&[&str]; 6] =
    [&[], &["a1"], &["ab2", "ab3"], &["head4", "5", "v1.0"], &["e5", "a1"], &["gone"]];

static MAP: LazyLock<RevisionMap> = LazyLock::new(|| {
    let revision = |(id, down_revisions, branch_labels, depends_on): Drawn<'_>| Revision {
        id: id.to_owned(),
        down_revisions: owned(down_revisions),
        branch_labels: owned(branch_labels),
        depends_on: owned(depends_on),
        summary: String::new(),
    };
    RevisionMap::build(HISTORY.into_iter().map(revision).collect()).unwrap()
});

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Takes a text for a target and for a range, and asks a history all that can be asked about them.
pub(super) fn identifier(text: &str) {
    // One state of the database for each text keeps the run short; there are many texts.
    let rows = owned(ROWS[text.len() % ROWS.len()]);
    if let Ok(target) = text.parse::<Target>() {
        assert_eq!(target.to_string().parse(), Ok(target.clone()));
        ask_about(&target, &rows);
    }
    if let Ok(range) = text.parse::<RevisionRange>() {
        assert_eq!(range.to_string().parse(), Ok(range.clone()));
        let _listed = MAP.range(&range, &rows).map_err(told);
    }
}

fn ask_about(target: &Target, rows: &[String]) {
    let _many = MAP.resolve(target).map_err(told);
    let _all = MAP.resolve_all(target).map_err(told);
    let _one = MAP.resolve_one(target).map_err(told);
    let addition = Addition {
        id: target.to_string(),
        heads: vec![target.clone()],
        depends_on: vec![target.clone()],
        ..Addition::default()
    };
    let _new = MAP.new_revision(&addition).map_err(told);
    let _up = MAP.upgrade_plan(rows, target).map_err(told);
    let _down = MAP.downgrade_plan(rows, target).map_err(told);
    let _stamp = MAP.stamp_plan(rows, std::slice::from_ref(target)).map_err(told);
}

/// Writes the message and the way out.
fn told(error: RevisionError) -> String {
    format!("{error}\n{}", error.help().unwrap_or_default())
}

/// Takes a text for the content of a revision file.
pub(super) fn revision_file(text: &str) {
    match ScriptFile::parse(Path::new("a.rs"), text) {
        Ok(script) => {
            assert!(!script.id.is_empty());
            assert!(script.summary().starts_with(&*script.doc()));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
