//! What `sqlite3` reads and writes.

use std::borrow::Cow;

use super::Sqlite;
use crate::dialect::{ClientScript, Command, Dialect, Piece, Reading, Refusal, ScriptStatement};
use crate::sql::Syntax;

/// Scripts of `sqlite3`.
pub(super) struct SqliteScript;

impl ClientScript for SqliteScript {
    fn client(&self) -> &'static str {
        "sqlite3"
    }

    fn syntax(&self) -> Syntax {
        Sqlite.syntax()
    }

    // As the library's own https://sqlite.org/c3ref/complete.html has it.
    fn ends(&self, pieces: &[Piece<'_>]) -> bool {
        let mut words = pieces.iter().filter(|it| !it.is_any(&["TEMP", "TEMPORARY"]));
        let is_trigger = words.next().is_some_and(|it| it.is("CREATE"))
            && words.next().is_some_and(|it| it.is("TRIGGER"));
        !is_trigger || matches!(pieces, [.., before, end] if before.is_sign(";") && end.is("END"))
    }

    fn command(&self, line: &str) -> Option<Command> {
        line.starts_with('.').then_some(Command::Unknown)
    }

    fn reading<'s>(&self, statement: &ScriptStatement<'s>) -> Reading<'s> {
        let pieces = &statement.pieces;
        let first = |words| pieces.first().is_some_and(|it| it.is_any(words));
        if first(&["ATTACH", "DETACH"]) {
            return Reading::Refuse(Refusal::Database);
        }
        if first(&["VACUUM"]) && pieces.iter().any(|it| it.is("INTO")) {
            return Reading::Refuse(Refusal::Beyond);
        }
        // The library makes these tables when it needs them, and `.schema` shows them all the same.
        let own =
            |it: &Piece<'_>| it.name().is_some_and(|it| it.to_lowercase().starts_with("sqlite_"));
        if statement.begins(&["CREATE", "TABLE"]) && pieces.get(2).is_some_and(own) {
            return Reading::PassOver;
        }
        // `.dump` writes virtual tables into the schema itself, which counts once it is read again.
        if statement.begins(&["PRAGMA", "WRITABLE_SCHEMA"])
            && pieces.last().is_some_and(|it| it.is("OFF"))
        {
            return Reading::Run(Cow::Borrowed("PRAGMA writable_schema=RESET"));
        }
        Reading::Run(Cow::Borrowed(statement.text))
    }
}
