//! What of a statement ends with the session that ran it: settings, variables, tables of its own.
//!
//! <https://dev.mysql.com/doc/refman/8.4/en/reset-connection.html> lists what a session holds.

use super::implicit_commit::{is_temporary, statements_of};
use crate::dialect::SessionState;

/// Returns what a text leaves in the session. One that does other things besides is taken to leave it as it was, as
/// the dumps of `mysqldump` do.
pub(super) fn state(sql: &str) -> SessionState {
    let states: Vec<_> = statements_of(sql).iter().map(|words| state_of_one(words)).collect();
    if states.is_empty() || states.contains(&SessionState::None) {
        return SessionState::None;
    }
    match states.contains(&SessionState::Lost) {
        true => SessionState::Lost,
        false => SessionState::Repeatable,
    }
}

fn state_of_one(words: &[String]) -> SessionState {
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    match (word(0), word(1)) {
        ("USE" | "PREPARE", _) => SessionState::Repeatable,
        ("SET", "STATEMENT" | "GLOBAL" | "PERSIST" | "PERSIST_ONLY" | "PASSWORD" | "DEFAULT") => {
            SessionState::None
        }
        ("SET", name) if name.starts_with("@@GLOBAL") || name.starts_with("@@PERSIST") => {
            SessionState::None
        }
        // What is computed may come to something else the second time: `SET @id = LAST_INSERT_ID()`.
        ("SET", _) if words.iter().any(|word| word == "(") => SessionState::Lost,
        ("SET", _) => SessionState::Repeatable,
        ("CREATE", _) if is_temporary(words) => SessionState::Lost,
        ("SELECT", _) if sets_variables(words) => SessionState::Lost,
        _ => SessionState::None,
    }
}

/// Returns whether a query ends in `INTO @variable`.
fn sets_variables(words: &[String]) -> bool {
    let after_into = words.iter().skip_while(|word| *word != "INTO").nth(1);
    after_into.is_some_and(|word| word.starts_with('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_can_be_made_again_and_what_was_computed_cannot() {
        for (sql, expected) in [
            ("SET FOREIGN_KEY_CHECKS = 0", SessionState::Repeatable),
            (
                "SET @old = @@sql_mode, SESSION sql_mode = 'ANSI'; USE other",
                SessionState::Repeatable,
            ),
            ("SET NAMES latin1", SessionState::Repeatable),
            ("SET @id = LAST_INSERT_ID()", SessionState::Lost),
            ("SET @a = 1; SET @b = (SELECT max(id) FROM t)", SessionState::Lost),
            ("SELECT max(id) INTO @id FROM t", SessionState::Lost),
            ("CREATE TEMPORARY TABLE a (b INT)", SessionState::Lost),
            ("CREATE OR REPLACE TEMPORARY TABLE a (b INT)", SessionState::Lost),
            ("SET GLOBAL max_connections = 5", SessionState::None),
            ("SET @@global.max_connections = 5", SessionState::None),
            ("SET STATEMENT max_statement_time = 9 FOR UPDATE t SET a = 1", SessionState::None),
            ("SET @a = 1; CREATE TABLE t (a INT); SET @a = 2", SessionState::None),
            ("SELECT a INTO OUTFILE 'x' FROM t", SessionState::None),
            ("INSERT INTO t VALUES (1)", SessionState::None),
            ("", SessionState::None),
        ] {
            assert_eq!(state(sql), expected, "{sql}");
        }
    }
}
