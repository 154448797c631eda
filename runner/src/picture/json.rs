//! A history as data for other programs.

use std::borrow::Cow;

use serde::Serialize;

use crate::command::RevisionEntry;

/// Writes a history as JSON: an object whose `revisions` stand newest first.
///
/// New keys may come; those there are stay.
///
/// ```json
/// {
///   "revisions": [
///     {
///       "revision": "5d1f",
///       "down_revisions": ["8c0a"],
///       "depends_on": ["audit"],
///       "dependencies": ["77e2"],
///       "branch_labels": ["billing"],
///       "is_head": true,
///       "is_effective_head": true,
///       "is_branch_point": false,
///       "is_merge_point": false,
///       "is_current": false,
///       "message": "pay by card",
///       "path": "versions/5d1f_pay_by_card.rs"
///     }
///   ]
/// }
/// ```
///
/// `depends_on` has the dependencies as written, `dependencies` the ids that they stand for;
/// `branch_labels` has all labels that hold.
pub fn json(entries: &[RevisionEntry<'_>]) -> String {
    let revisions = entries.iter().map(JsonRevision::from).collect();
    // Text, lists and truth values can always be written.
    let json = serde_json::to_string_pretty(&JsonHistory { revisions }).unwrap_or_default();
    json + "\n"
}

#[derive(Serialize)]
struct JsonHistory<'a> {
    revisions: Vec<JsonRevision<'a>>,
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct JsonRevision<'a> {
    revision: &'a str,
    down_revisions: &'a [&'a str],
    depends_on: &'a [&'a str],
    dependencies: &'a [&'a str],
    branch_labels: &'a [&'a str],
    is_head: bool,
    is_effective_head: bool,
    is_branch_point: bool,
    is_merge_point: bool,
    is_current: bool,
    message: &'a str,
    create_date: Option<&'a str>,
    path: Cow<'a, str>,
}

impl<'a> From<&'a RevisionEntry<'_>> for JsonRevision<'a> {
    fn from(entry: &'a RevisionEntry<'_>) -> Self {
        Self {
            revision: entry.id,
            down_revisions: &entry.down_revisions,
            depends_on: &entry.dependencies,
            dependencies: &entry.resolved_dependencies,
            branch_labels: &entry.labels,
            is_head: entry.is_head,
            is_effective_head: entry.is_effective_head,
            is_branch_point: entry.is_branch_point,
            is_merge_point: entry.is_merge_point,
            is_current: entry.is_current,
            message: &entry.doc,
            create_date: entry.create_date,
            path: entry.path.to_string_lossy(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_entries::{awkward, long_histories, sketch};
    use super::*;

    #[test]
    fn a_merge_that_depends_on_a_label() {
        let entries = sketch();
        let merge = entries.iter().position(|entry| entry.is_current).unwrap();
        insta::assert_snapshot!(json(&entries[merge..=merge]), @r#"
        {
          "revisions": [
            {
              "revision": "m4",
              "down_revisions": [
                "b2",
                "c3"
              ],
              "depends_on": [
                "audit"
              ],
              "dependencies": [
                "x1"
              ],
              "branch_labels": [
                "billing"
              ],
              "is_head": false,
              "is_effective_head": false,
              "is_branch_point": true,
              "is_merge_point": true,
              "is_current": true,
              "message": "change m4",
              "create_date": null,
              "path": "versions/m4.rs"
            }
          ]
        }
        "#);
    }

    #[test]
    fn messages_come_back_as_they_were() {
        let entries = awkward();
        let value: serde_json::Value = serde_json::from_str(&json(&entries)).unwrap();
        assert_eq!(value["revisions"][0]["message"], entries[0].doc.as_ref());
    }

    #[test]
    fn nothing() {
        assert_eq!(json(&[]), "{\n  \"revisions\": []\n}\n");
    }

    #[test]
    fn long_histories_have_an_object_a_revision() {
        for (shape, entries) in long_histories(10_000) {
            assert_eq!(json(&entries).matches("\"revision\":").count(), 10_000, "{shape}");
        }
    }
}
