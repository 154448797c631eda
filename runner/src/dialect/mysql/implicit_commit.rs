//! What a statement does to the transaction that is open, by its first words.
//!
//! <https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html>,
//! <https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/>

/// What a text does to the transaction that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// It works within it.
    Within,
    /// The server commits before and behind it.
    Commits,
    /// The server commits somewhere in it: of several statements, of one that changes several things, or of a routine's
    /// call, only the server knows.
    MayCommit,
    /// It ends it in so many words.
    Ends(&'static str),
}

/// Returns what a text of one or several statements does to the transaction that is open.
pub(super) fn effect(sql: &str) -> Effect {
    let mut effects = Vec::new();
    for statement in statements_of(sql) {
        effects.push(effect_of_one(&statement));
        if holds_statements(&statement) {
            break;
        }
    }
    if let Some(end) = effects.iter().find(|effect| matches!(effect, Effect::Ends(_))) {
        return *end;
    }
    match effects.as_slice() {
        [] => Effect::Within,
        [one] => *one,
        several if several.iter().all(|effect| *effect == Effect::Within) => Effect::Within,
        _ => Effect::MayCommit,
    }
}

/// As many words of a statement as tell what it is.
const WORDS: usize = 64;

fn effect_of_one(words: &[String]) -> Effect {
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    match (word(0), word(1)) {
        ("COMMIT", _) => Effect::Ends("COMMIT"),
        ("ROLLBACK", next) if next != "TO" && word(2) != "TO" => Effect::Ends("ROLLBACK"),
        // https://mariadb.com/kb/en/set-statement/
        ("SET", "STATEMENT") => match words.iter().position(|word| word == "FOR") {
            Some(at) => effect_of_one(words.get(at + 1..).unwrap_or_default()),
            None => Effect::MayCommit,
        },
        ("SET", "PASSWORD" | "DEFAULT") => Effect::Commits,
        ("SET", _) if words.iter().any(|word| word.ends_with("AUTOCOMMIT")) => {
            Effect::Ends("SET autocommit")
        }
        ("XA", _) => Effect::Ends("XA"),
        ("BEGIN", "NOT") | ("CALL" | "EXECUTE", _) => Effect::MayCommit,
        _ if is_temporary(words) => Effect::Within,
        ("LOAD", next) if next != "INDEX" => Effect::Within,
        _ if may_fail_in_part(words) => Effect::MayCommit,
        (
            "ALTER" | "ANALYZE" | "BEGIN" | "CACHE" | "CHANGE" | "CHECK" | "CREATE" | "DROP"
            | "FLUSH" | "GRANT" | "IMPORT" | "INSTALL" | "LOAD" | "LOCK" | "OPTIMIZE" | "RENAME"
            | "REPAIR" | "RESET" | "REVOKE" | "START" | "STOP" | "TRUNCATE" | "UNINSTALL"
            | "UNLOCK",
            _,
        ) => Effect::Commits,
        _ => Effect::Within,
    }
}

/// Returns whether a statement makes or drops a table of the session's own, which commits nothing.
pub(super) fn is_temporary(words: &[String]) -> bool {
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let kind = if word(1) == "OR" { word(3) } else { word(1) };
    matches!(word(0), "CREATE" | "DROP") && kind == "TEMPORARY"
}

/// Returns whether a statement that fails may have changed something all the same: `DROP TABLE a, b` drops `a` where
/// there is no `b`, and what `CREATE OR REPLACE TABLE` was to replace is gone.
///
/// <https://mariadb.com/kb/en/atomic-ddl/>
fn may_fail_in_part(words: &[String]) -> bool {
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let several = words.iter().any(|word| word == ",");
    match (word(0), word(1)) {
        ("DROP", "DATABASE" | "SCHEMA") => true,
        ("DROP" | "GRANT" | "REVOKE", _) => several,
        ("ALTER" | "CREATE" | "RENAME", "USER" | "ROLE") => several,
        ("CREATE", "OR") => word(3) == "TABLE",
        _ => false,
    }
}

/// Returns whether the semicolons behind these words are a routine's own.
fn holds_statements(words: &[String]) -> bool {
    match words {
        [first, second, ..] if first == "BEGIN" => second == "NOT",
        [first, rest @ ..] if first == "CREATE" || first == "ALTER" => {
            // What comes behind the kind is a name: a column may well be called `event`.
            let mut kinds = rest.iter().map(String::as_str);
            let kind = kinds.find(|word| ROUTINES.contains(word) || OTHERS.contains(word));
            kind.is_some_and(|kind| ROUTINES.contains(&kind))
        }
        _ => false,
    }
}

/// The kinds of objects that hold statements, and those that hold none.
const ROUTINES: [&str; 5] = ["EVENT", "FUNCTION", "PACKAGE", "PROCEDURE", "TRIGGER"];
const OTHERS: [&str; 9] =
    ["DATABASE", "INDEX", "ROLE", "SCHEMA", "SEQUENCE", "SERVER", "TABLE", "USER", "VIEW"];

/// Returns the first words of each statement, in upper case, with commas and opening parentheses among them.
pub(super) fn statements_of(sql: &str) -> Vec<Vec<String>> {
    let mut statements = vec![Vec::new()];
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let (words, length) = match first {
            ';' => {
                statements.push(Vec::new());
                ("", 1)
            }
            ',' | '(' => (rest.get(..1).unwrap_or_default(), 1),
            '\'' | '"' | '`' => ("", quoted_length(rest, first)),
            '#' => ("", line_length(rest)),
            '-' if is_line_comment(rest) => ("", line_length(rest)),
            // What stands in `/*! … */` is run.
            '/' if rest.starts_with("/*!") || rest.starts_with("/*M!") => ("", mark_length(rest)),
            '/' if rest.starts_with("/*") => ("", rest.find("*/").map_or(rest.len(), |at| at + 2)),
            _ if is_word(first) => {
                let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                (rest.get(..end).unwrap_or_default(), end)
            }
            _ => ("", first.len_utf8()),
        };
        if let Some(statement) = statements.last_mut()
            && !words.is_empty()
            && statement.len() < WORDS
        {
            statement.push(words.to_ascii_uppercase());
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    statements.retain(|statement| !statement.is_empty());
    statements
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '@')
}

/// Returns whether two dashes begin a comment: only before a space or a control character.
fn is_line_comment(rest: &str) -> bool {
    let behind = rest.strip_prefix("--").map(|rest| rest.chars().next());
    behind.is_some_and(|next| next.is_none_or(|c| c.is_whitespace() || c.is_control()))
}

fn line_length(rest: &str) -> usize {
    rest.find('\n').map_or(rest.len(), |at| at + 1)
}

/// Returns the length of `/*!` or `/*M!` with the version behind it.
fn mark_length(rest: &str) -> usize {
    let mark = rest.find('!').map_or(rest.len(), |at| at + 1);
    let digits = rest.get(mark..).unwrap_or_default();
    mark + digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len())
}

/// Returns the length of a quoted text. A backslash escapes, unless `sql_mode` says otherwise, which is rare.
fn quoted_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote != '`' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_tell() {
        for (sql, expected) in [
            ("INSERT INTO t VALUES ('; CREATE TABLE a')", Effect::Within),
            ("SELECT 1; UPDATE t SET a = 1 -- ; DROP TABLE t", Effect::Within),
            ("create table a (b int)", Effect::Commits),
            ("  -- first\n # then\n /* and */ ALTER TABLE a ADD b INT;\n", Effect::Commits),
            ("/*!50001 CREATE VIEW a AS SELECT 1 */", Effect::Commits),
            ("/* CREATE TABLE a */ SELECT 1", Effect::Within),
            ("CREATE TEMPORARY TABLE a (b INT)", Effect::Within),
            ("DROP TEMPORARY TABLE a", Effect::Within),
            ("LOAD DATA INFILE 'x' INTO TABLE t", Effect::Within),
            ("LOAD INDEX INTO CACHE t", Effect::Commits),
            ("TRUNCATE t", Effect::Commits),
            ("START TRANSACTION", Effect::Commits),
            ("BEGIN", Effect::Commits),
            ("BEGIN NOT ATOMIC COMMIT; END", Effect::MayCommit),
            ("CREATE TABLE a (b INT); INSERT INTO a VALUES (1)", Effect::MayCommit),
            ("INSERT INTO a VALUES (1); DROP TABLE a", Effect::MayCommit),
            ("CALL p()", Effect::MayCommit),
            ("CREATE PROCEDURE p() BEGIN COMMIT; END", Effect::Commits),
            (
                "CREATE DEFINER=`a`@`b` TRIGGER t BEFORE INSERT ON u FOR EACH ROW SET @a = 1",
                Effect::Commits,
            ),
            ("COMMIT", Effect::Ends("COMMIT")),
            ("INSERT INTO a VALUES (1); rollback", Effect::Ends("ROLLBACK")),
            ("ROLLBACK TO SAVEPOINT a", Effect::Within),
            ("ROLLBACK WORK TO a", Effect::Within),
            ("SAVEPOINT a", Effect::Within),
            ("SET autocommit = 1", Effect::Ends("SET autocommit")),
            ("SET @@session.autocommit = 1", Effect::Ends("SET autocommit")),
            ("SET NAMES utf8mb4", Effect::Within),
            ("SET PASSWORD = PASSWORD('x')", Effect::Commits),
            (
                "SET STATEMENT max_statement_time = 9, lock_wait_timeout = 5 FOR DROP TABLE a",
                Effect::Commits,
            ),
            ("SET STATEMENT max_statement_time = 9 FOR UPDATE t SET a = 1", Effect::Within),
            ("DROP TABLE a", Effect::Commits),
            ("DROP TABLE a, b", Effect::MayCommit),
            ("DROP TABLE IF EXISTS `a b`, c", Effect::MayCommit),
            ("DROP DATABASE a", Effect::MayCommit),
            ("GRANT SELECT ON t TO a, b", Effect::MayCommit),
            ("RENAME TABLE a TO b, c TO d", Effect::Commits),
            ("CREATE OR REPLACE TABLE a (b INT)", Effect::MayCommit),
            ("CREATE OR REPLACE VIEW a AS SELECT 1", Effect::Commits),
            ("CREATE OR REPLACE TEMPORARY TABLE a (b INT)", Effect::Within),
            ("CREATE TABLE a (event TEXT); INSERT INTO a VALUES ('b')", Effect::MayCommit),
            ("ALTER EVENT e DO BEGIN COMMIT; END", Effect::Commits),
            ("CREATE OR REPLACE FUNCTION f() RETURNS INT BEGIN RETURN 1; END", Effect::Commits),
            ("", Effect::Within),
        ] {
            assert_eq!(effect(sql), expected, "{sql}");
        }
    }
}
