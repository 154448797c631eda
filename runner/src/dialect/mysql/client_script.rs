//! What the `mariadb` and `mysql` programs read, and their dumps write.

use std::borrow::Cow;

use super::Mysql;
use super::other_database::other_database;
use crate::dialect::{
    ClientScript, Command, Dialect, Piece, PieceKind, Reading, Refusal, ScriptStatement,
};
use crate::sql::Syntax;

/// Scripts of `mariadb` and `mysql`.
pub(super) struct MysqlScript;

/// Commands of the client that are words. `use` is a statement too.
const COMMANDS: [&str; 9] =
    ["connect", "edit", "notee", "nopager", "pager", "source", "system", "tee", "warnings"];

/// What holds statements of its own.
const ROUTINES: [&str; 5] = ["EVENT", "FUNCTION", "PACKAGE", "PROCEDURE", "TRIGGER"];

/// What makes a new object that statements may define.
const KINDS: [&str; 12] = [
    "EVENT",
    "FUNCTION",
    "INDEX",
    "PACKAGE",
    "PROCEDURE",
    "ROLE",
    "SEQUENCE",
    "SERVER",
    "TABLE",
    "TRIGGER",
    "USER",
    "VIEW",
];

/// Statements that change more than a database, or do what nobody sees from here.
const BEYOND: [&str; 21] = [
    "BINLOG",
    "CALL",
    "CHANGE",
    "CLONE",
    "EXECUTE",
    "HANDLER",
    "HELP",
    "IMPORT",
    "INSTALL",
    "KILL",
    "LOAD",
    "PREPARE",
    "PURGE",
    "REPAIR",
    "RESET",
    "RESTART",
    "SHUTDOWN",
    "SIGNAL",
    "STOP",
    "UNINSTALL",
    "XA",
];

impl ClientScript for MysqlScript {
    fn client(&self) -> &'static str {
        "mariadb"
    }

    fn syntax(&self) -> Syntax {
        Mysql { mariadb: true }.syntax()
    }

    // The client knows no bodies, but the server does, and so does everybody who sends it the text as a whole.
    fn ends(&self, pieces: &[Piece<'_>]) -> bool {
        if !is_routine(pieces) {
            return true;
        }
        let mut depth = 0;
        let mut before: Option<&Piece<'_>> = None;
        for piece in pieces {
            let is_end_of = before.is_some_and(|it| it.is("END"));
            if piece.is("BEGIN") || piece.is("CASE") && !is_end_of {
                depth += 1;
            }
            // `END IF` and the like end what is not counted.
            if is_end_of && !piece.is_any(&["IF", "LOOP", "REPEAT", "WHILE", "FOR"]) {
                depth -= 1;
            }
            before = Some(piece);
        }
        depth - i32::from(before.is_some_and(|it| it.is("END"))) <= 0
    }

    fn holds_statements(&self, pieces: &[Piece<'_>]) -> bool {
        is_routine(pieces)
    }

    fn command(&self, line: &str) -> Option<Command> {
        let mut words = line.split_whitespace();
        let first = words.next()?;
        if first.eq_ignore_ascii_case("delimiter") || first == "\\d" {
            let delimiter = words.next().unwrap_or(";");
            return Some(Command::Delimiter(delimiter.trim_matches(['\'', '"']).to_owned()));
        }
        let is_word = COMMANDS.iter().any(|word| first.eq_ignore_ascii_case(word));
        let is_short = first.starts_with('\\') && !first.starts_with("\\N");
        (is_word || is_short).then_some(Command::Unknown)
    }

    fn has_backslashes(&self) -> bool {
        true
    }

    fn reading<'s>(&self, statement: &ScriptStatement<'s>) -> Reading<'s> {
        if is_passed_over(statement) {
            return Reading::PassOver;
        }
        match refusal(statement) {
            Some(refusal) => Reading::Refuse(refusal),
            None => Reading::Run(without_definer(statement)),
        }
    }
}

/// Returns whether semicolons may be a routine's own.
fn is_routine(pieces: &[Piece<'_>]) -> bool {
    pieces.first().is_some_and(|it| it.is_any(&["CREATE", "ALTER"]))
        && kind(pieces).is_some_and(|kind| kind.is_any(&ROUTINES))
}

/// Returns the word that says what is made, changed or dropped.
fn kind<'p, 's>(pieces: &'p [Piece<'s>]) -> Option<&'p Piece<'s>> {
    pieces.iter().find(|it| it.is_any(&KINDS))
}

/// Returns whether a statement says who may do something, or what is not compared.
fn is_passed_over(statement: &ScriptStatement<'_>) -> bool {
    let words = statement.words();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["GRANT" | "REVOKE" | "FLUSH", ..]
        | ["LOCK" | "UNLOCK", "TABLE" | "TABLES", ..]
        | ["SET", "ROLE", ..]
        | ["SET", "DEFAULT", "ROLE", ..] => true,
        // What a dump of a replicated server says of its log.
        ["SET", ..] => statement.pieces.iter().any(|it| it.is_any(&["GTID_PURGED", "SQL_LOG_BIN"])),
        ["CREATE" | "ALTER" | "DROP", ..] => {
            kind(&statement.pieces).is_some_and(|kind| kind.is("EVENT"))
        }
        _ => false,
    }
}

fn refusal(statement: &ScriptStatement<'_>) -> Option<Refusal> {
    let pieces = &statement.pieces;
    let words = statement.words();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let has = |words: &[&str]| pieces.iter().any(|it| it.is_any(words));
    let beyond = match words.as_slice() {
        ["USE", ..]
        | ["CREATE" | "ALTER" | "DROP", "DATABASE" | "SCHEMA", ..]
        | ["CREATE", "OR", "REPLACE", "DATABASE" | "SCHEMA", ..] => return Some(Refusal::Database),
        ["CREATE", "OR", "REPLACE", kind, ..]
        | ["CREATE" | "ALTER" | "DROP" | "RENAME", kind, ..]
            if ["INSTANCE", "LOGFILE", "ROLE", "SERVER", "TABLESPACE", "USER"].contains(kind) =>
        {
            true
        }
        ["CREATE", ..] if has(&["SONAME"]) => true,
        ["START", second, ..] => *second != "TRANSACTION",
        ["BEGIN", "NOT", ..] => true,
        // Blocks outside of routines hide what they do, and so does what stands behind a setting.
        ["CASE" | "FOR" | "IF" | "LOOP" | "REPEAT" | "WHILE", ..] => true,
        ["SET", "STATEMENT", ..] => true,
        ["SET", "PASSWORD", ..] => true,
        ["SET", ..] => has(&["GLOBAL", "PERSIST", "PERSIST_ONLY"]),
        ["SELECT", ..] => has(&["OUTFILE", "DUMPFILE"]),
        [first, ..] => BEYOND.contains(first),
        [] => false,
    };
    let is_followed = pieces.windows(3).any(
        |three| matches!(three, [end, verb, kind] if end.is_sign(";") && is_no_body(verb, kind)),
    );
    match beyond || is_followed {
        true => Some(Refusal::Beyond),
        false => other_database(pieces).map(|name| Refusal::Other(name.to_owned())),
    }
}

/// Returns whether no routine can have a statement that begins with these words, so that it stands behind one.
fn is_no_body(verb: &Piece<'_>, kind: &Piece<'_>) -> bool {
    verb.is_any(&["USE", "GRANT", "REVOKE"])
        || verb.is_any(&["CREATE", "ALTER", "DROP", "RENAME", "SET"])
            && kind.is_any(&[
                "DATABASE",
                "GLOBAL",
                "PASSWORD",
                "ROLE",
                "SCHEMA",
                "SERVER",
                "TABLESPACE",
                "USER",
            ])
}

/// Returns the statement without who it is that a view, a trigger or a routine acts for: whoever runs it here.
fn without_definer<'s>(statement: &ScriptStatement<'s>) -> Cow<'s, str> {
    let pieces = &statement.pieces;
    if !pieces.first().is_some_and(|it| it.is_any(&["CREATE", "ALTER"])) {
        return Cow::Borrowed(statement.text);
    }
    let at = pieces.windows(2).position(|it| it[0].is("DEFINER") && it[1].is_sign("="));
    let Some((at, definer)) = at.and_then(|at| Some((at, pieces.get(at..)?))) else {
        return Cow::Borrowed(statement.text);
    };
    let is_user = |it: &Piece<'_>| it.kind != PieceKind::Sign;
    let length = match definer {
        [_, _, user, sign, host, ..] if is_user(user) && sign.is_sign("@") && is_user(host) => 5,
        [_, _, user, open, close, ..]
            if user.is("CURRENT_USER") && open.is_sign("(") && close.is_sign(")") =>
        {
            5
        }
        _ => 3,
    };
    let (Some(first), Some(last)) = (pieces.get(at), pieces.get(at + length - 1)) else {
        return Cow::Borrowed(statement.text);
    };
    let mut text = statement.text.to_owned();
    let end = last.at + last.text.len();
    // As many spaces: what the server says of a place stays true.
    let blank = " ".repeat(text.get(first.at..end).map_or(0, |it| it.chars().count()));
    text.replace_range(first.at..end, &blank);
    Cow::Owned(text)
}
