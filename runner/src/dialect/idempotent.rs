//! Scripts that serve any starting point.

use std::collections::BTreeMap;

use crate::sql::quoted_text;

/// How a database writes a script whose steps look for themselves whether they are done.
pub trait Idempotent {
    /// Returns what stands before the steps: it finds out what is applied.
    fn begin(&self, history: &IdempotentHistory<'_>) -> Vec<String>;

    /// Returns the statements of a step, which run only if its revision is not applied.
    fn step(&self, revision: &str, statements: &[String]) -> String;

    /// Returns what stands behind the steps.
    fn end(&self) -> Vec<String>;

    /// Returns why a statement cannot be part of such a script, if it cannot.
    fn refusal(&self, is_routine: bool) -> Option<&'static str>;
}

/// The history that such a script knows.
pub struct IdempotentHistory<'a> {
    /// The revisions, each with those it rests on.
    pub revisions: &'a BTreeMap<String, Vec<String>>,
    /// The revisions behind which the script begins.
    pub start: &'a [String],
    /// The version table, quoted.
    pub version_table: String,
}

/// As many links as one statement inserts.
const BATCH: usize = 500;

impl IdempotentHistory<'_> {
    /// Returns the statements that fill `runner_link`: each revision with each that it rests on, or with none.
    pub fn insert_links(&self) -> Vec<String> {
        let mut links = Vec::new();
        for (revision, lower) in self.revisions {
            let revision = quoted_text(revision);
            if lower.is_empty() {
                links.push(format!("({revision}, NULL)"));
            }
            links.extend(lower.iter().map(|id| format!("({revision}, {})", quoted_text(id))));
        }
        let insert =
            |links: &[String]| format!("INSERT INTO runner_link VALUES {};", links.join(", "));
        links.chunks(BATCH).map(insert).collect()
    }

    /// Returns the query for all that is applied: the rows, and what they rest on.
    pub fn select_applied(&self) -> String {
        let table = &self.version_table;
        format!(
            "WITH RECURSIVE applied (version_num) AS (\n    SELECT version_num FROM {table}\n    UNION\n    \
             SELECT runner_link.lower FROM runner_link JOIN applied ON runner_link.revision = applied.version_num\n    \
             WHERE runner_link.lower IS NOT NULL\n)\nSELECT version_num FROM applied"
        )
    }
}
