//! What `psql` reads and `pg_dump` writes.

use std::borrow::Cow;

use super::Postgres;
use crate::dialect::{
    ClientScript, Command, Dialect, Piece, PieceKind, Reading, Refusal, ScriptStatement,
};
use crate::sql::{Syntax, tokens};

/// Scripts of `psql`.
pub(super) struct PostgresScript;

/// Commands that change nothing of what is run.
const HARMLESS: [&str; 7] =
    ["\\echo", "\\encoding", "\\pset", "\\restrict", "\\set", "\\timing", "\\unrestrict"];

/// What belongs to the whole server, or to another one.
const OF_SERVER: [&str; 5] = ["GROUP", "ROLE", "SUBSCRIPTION", "TABLESPACE", "USER"];

/// Times that a dump sets to none; those of the settings count.
const TIMES: [&str; 4] = [
    "IDLE_IN_TRANSACTION_SESSION_TIMEOUT",
    "LOCK_TIMEOUT",
    "STATEMENT_TIMEOUT",
    "TRANSACTION_TIMEOUT",
];

/// Kinds of objects whose remarks are nobody's wish: some are the server's, others are not compared.
const REMARKED: [&str; 8] = [
    "DATABASE",
    "EVENT",
    "EXTENSION",
    "PUBLICATION",
    "ROLE",
    "SCHEMA",
    "SUBSCRIPTION",
    "TABLESPACE",
];

impl ClientScript for PostgresScript {
    fn client(&self) -> &'static str {
        "psql"
    }

    fn syntax(&self) -> Syntax {
        Postgres.syntax()
    }

    // As psql has it: neither within parentheses nor within `BEGIN ATOMIC … END`.
    fn ends(&self, pieces: &[Piece<'_>]) -> bool {
        let is_open = |sign: &str| pieces.iter().filter(|it| it.is_sign(sign)).count();
        if is_open("(") > is_open(")") {
            return false;
        }
        let mut words = pieces.iter().filter(|it| !it.is_any(&["OR", "REPLACE"]));
        let is_routine = words.next().is_some_and(|it| it.is("CREATE"))
            && words.next().is_some_and(|it| it.is_any(&["FUNCTION", "PROCEDURE"]));
        let mut depth = 0;
        for piece in pieces.iter().filter(|_| is_routine) {
            if piece.is("BEGIN") || (depth > 0 && piece.is("CASE")) {
                depth += 1;
            } else if piece.is("END") && depth > 0 {
                depth -= 1;
            }
        }
        depth == 0
    }

    fn command(&self, line: &str) -> Option<Command> {
        let first = line.split_whitespace().next().filter(|word| word.starts_with('\\'))?;
        Some(if HARMLESS.contains(&first) { Command::Nothing } else { Command::Unknown })
    }

    fn has_backslashes(&self) -> bool {
        true
    }

    fn reading<'s>(&self, statement: &ScriptStatement<'s>) -> Reading<'s> {
        if let Some(refusal) = refusal(statement) {
            return Reading::Refuse(refusal);
        }
        if is_passed_over(statement) {
            return Reading::PassOver;
        }
        Reading::Run(new_schema(statement).map_or(Cow::Borrowed(statement.text), Cow::Owned))
    }
}

fn refusal(statement: &ScriptStatement<'_>) -> Option<Refusal> {
    let pieces = &statement.pieces;
    let words = statement.words();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["CREATE" | "ALTER" | "DROP", "DATABASE", ..] => Some(Refusal::Database),
        ["CREATE" | "ALTER" | "DROP", "USER", "MAPPING", ..] => None,
        ["CREATE" | "ALTER" | "DROP", kind, ..] if OF_SERVER.contains(kind) => {
            Some(Refusal::Beyond)
        }
        ["ALTER", "SYSTEM", ..]
        | ["DROP" | "REASSIGN", "OWNED", ..]
        | ["PREPARE", "TRANSACTION"]
        | ["LOAD", ..] => Some(Refusal::Beyond),
        ["COPY", ..] => {
            let is_stdin =
                |pair: &[Piece<'_>]| matches!(pair, [a, b] if a.is("FROM") && b.is("STDIN"));
            Some(if pieces.windows(2).any(is_stdin) { Refusal::Rows } else { Refusal::Beyond })
        }
        ["DO", ..] => pieces
            .iter()
            .filter(|it| it.kind == PieceKind::Text)
            .find_map(|body| refused_within(body.text)),
        _ => None,
    }
}

/// Returns why a block is not run, as far as its text tells.
fn refused_within(body: &str) -> Option<Refusal> {
    let (quote, parts) = if body.starts_with('$') { ('$', 2) } else { ('\'', 1) };
    let begin = body.split_inclusive(quote).take(parts).map(str::len).sum::<usize>();
    let body = body.get(begin..).unwrap_or_default();
    let words = tokens(body, Postgres.syntax()).map(|(_, text)| text.to_ascii_uppercase());
    let words: Vec<_> = words.filter(|text| !text.trim().is_empty()).collect();
    words.windows(3).find_map(|three| match three {
        [verb, kind, next] if ["CREATE", "ALTER", "DROP"].contains(&verb.as_str()) => {
            let kind = kind.as_str();
            let is_of_server = OF_SERVER.contains(&kind) && next != "MAPPING" || kind == "DATABASE";
            is_of_server.then_some(Refusal::Beyond)
        }
        _ => None,
    })
}

/// Returns whether a statement says who owns or may use something, how a session is set up, or what is not compared.
fn is_passed_over(statement: &ScriptStatement<'_>) -> bool {
    let words = statement.words();
    let pieces = &statement.pieces;
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["GRANT" | "REVOKE", ..]
        | ["SET" | "RESET", "ROLE", ..]
        | ["SET", "LOCAL" | "SESSION", "ROLE", ..]
        | ["SET" | "RESET", "SESSION", "AUTHORIZATION", ..]
        | ["SET", "LOCAL" | "SESSION", "SESSION", "AUTHORIZATION", ..]
        | ["ALTER", "DEFAULT", "PRIVILEGES", ..]
        | ["SECURITY", "LABEL", ..]
        | ["CREATE" | "ALTER" | "DROP", "PUBLICATION", ..]
        | ["CREATE" | "ALTER" | "DROP", "EVENT", "TRIGGER", ..] => true,
        ["COMMENT", "ON", kind, ..] => REMARKED.contains(kind),
        ["SET", time, ..] if TIMES.contains(time) => true,
        ["SELECT", ..] => is_no_search_path(pieces),
        ["ALTER", ..] => gives_owner(pieces),
        _ => false,
    }
}

/// Returns whether all that a statement does is to say the owner.
fn gives_owner(pieces: &[Piece<'_>]) -> bool {
    let Some(at) = pieces.windows(2).position(|it| it[0].is("OWNER") && it[1].is("TO")) else {
        return false;
    };
    let depth = |piece: &Piece<'_>| match piece.text {
        "(" => 1,
        ")" => -1,
        _ => 0,
    };
    let mut open = 0;
    // `ALTER TABLE a ADD b integer, OWNER TO c` does more.
    at + 3 == pieces.len()
        && pieces.iter().take(at).all(|piece| {
            open += depth(piece);
            open > 0 || !piece.is_sign(",")
        })
}

/// Returns whether this is what `pg_dump` says so that nothing is found without its schema: here, names without one are those of
/// the default schema.
fn is_no_search_path(pieces: &[Piece<'_>]) -> bool {
    let texts: Vec<_> = pieces.iter().map(|piece| piece.text).collect();
    texts.concat().eq_ignore_ascii_case("SELECTpg_catalog.set_config('search_path','',false)")
}

/// Returns what makes a schema that may be there: the default one is from the beginning. Whose it is does not count.
fn new_schema(statement: &ScriptStatement<'_>) -> Option<String> {
    if !statement.begins(&["CREATE", "SCHEMA"]) {
        return None;
    }
    let name = match statement.pieces.get(2..)? {
        [name] => name,
        [name, authorization, _] if authorization.is("AUTHORIZATION") => name,
        _ => return None,
    };
    Some(format!("CREATE SCHEMA IF NOT EXISTS {}", name.text))
}
