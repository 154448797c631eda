//! Names of other databases in a statement.
//!
//! `a.b` is a table of a database behind `FROM`, and a column of a table behind `SELECT`: it is the place that tells.

use crate::dialect::{Piece, PieceKind};

/// Databases that only show what there is, and the rows of a trigger.
const NONE: [&str; 4] = ["information_schema", "performance_schema", "new", "old"];

/// Words behind which the name of a table or the like stands, wherever they are.
const BEFORE_NAMES: [&str; 14] = [
    "FUNCTION",
    "INTO",
    "JOIN",
    "PACKAGE",
    "PROCEDURE",
    "REFERENCES",
    "RENAME",
    "SEQUENCE",
    "STRAIGHT_JOIN",
    "TABLE",
    "TABLES",
    "TRIGGER",
    "TRUNCATE",
    "VIEW",
];

/// Words that may stand between these and the name.
const BETWEEN: [&str; 11] = [
    "AS",
    "BODY",
    "DELAYED",
    "EXISTS",
    "IF",
    "IGNORE",
    "LATERAL",
    "LOW_PRIORITY",
    "NOT",
    "ONLY",
    "QUICK",
];

/// Words with which something else begins than a list of tables.
const CLAUSES: [&str; 14] = [
    "ADD", "BY", "BEGIN", "DO", "ELSE", "GROUP", "HAVING", "LIMIT", "ORDER", "SELECT", "SET",
    "THEN", "VALUES", "WHERE",
];

/// What is open at one depth of parentheses.
#[derive(Debug, Clone, Copy, Default)]
struct Level {
    /// Whether a comma comes between tables.
    lists_tables: bool,
    /// Whether rows are read: `FROM` in `trim(FROM a.b)` is no clause.
    reads: bool,
}

/// Returns the name of another database in which a statement names an object.
pub(super) fn other_database<'s>(pieces: &[Piece<'s>]) -> Option<&'s str> {
    let mut walk = Walk { pieces, levels: vec![Level::default()], expects: false };
    (0..pieces.len()).find_map(|at| walk.step(at))
}

struct Walk<'p, 's> {
    pieces: &'p [Piece<'s>],
    levels: Vec<Level>,
    /// Whether a table's name comes next.
    expects: bool,
}

impl<'s> Walk<'_, 's> {
    fn step(&mut self, at: usize) -> Option<&'s str> {
        let piece = self.pieces.get(at)?;
        if let Some(name) = piece.name()
            && self.is_sign(at + 1, ".")
            && !self.is_behind_dot(at)
            && self.is_name(at + 2)
        {
            let expected = std::mem::take(&mut self.expects);
            let is_whole = self.is_sign(at + 3, ".") && self.is_name(at + 4);
            let is_called = self.is_sign(at + 3, "(") && !expected;
            let is_none = NONE.iter().any(|it| name.eq_ignore_ascii_case(it));
            return ((expected || is_whole || is_called) && !is_none).then_some(name);
        }
        match piece.kind {
            PieceKind::Word => self.word(at, piece),
            PieceKind::Sign => self.sign(piece.text),
            PieceKind::Name | PieceKind::Text => self.expects = false,
        }
        None
    }

    fn word(&mut self, at: usize, piece: &Piece<'_>) {
        // `ON DELETE`, `BEFORE UPDATE`, `ON DUPLICATE KEY UPDATE`: no statement of its own begins.
        let is_event = self.is_behind_or(at)
            || self
                .before(at)
                .is_some_and(|it| it.is_any(&["ON", "BEFORE", "AFTER", "KEY", "FOR"]));
        let expects = if piece.is_any(&BEFORE_NAMES) {
            // `truncate(a.b, 2)` cuts a number.
            !self.is_sign(at + 1, "(")
        } else if piece.is_any(&["INSERT", "REPLACE"]) {
            // `INSERT a.b VALUES …` needs no `INTO`; `CREATE OR REPLACE`, `replace(a.b, …)` and `BEFORE INSERT` are something else.
            let is_or = self.before(at).is_some_and(|it| it.is("OR"));
            !is_event && !is_or && !self.is_sign(at + 1, "(")
        } else if piece.is_any(&["FROM", "USING"]) {
            self.level().reads
        } else if piece.is("DELETE") {
            self.level().reads = true;
            !is_event
        } else if piece.is("UPDATE") {
            !is_event
        } else if piece.is("ON") {
            // `CREATE INDEX i ON a.b`, `BEFORE INSERT ON a.b`; but `JOIN t ON a.b = c.d`.
            self.expects = false;
            self.is_on_table(at)
        } else if piece.is("LIKE") {
            self.pieces.get(1).is_some_and(|it| it.is_any(&["TABLE", "TEMPORARY"]))
                && !self.pieces.iter().any(|it| it.is("SELECT"))
        } else if piece.is("TO") {
            self.pieces.iter().take(at).any(|it| it.is("RENAME"))
        } else if piece.is_any(&BETWEEN) {
            return;
        } else {
            if piece.is_any(&CLAUSES) {
                self.level().lists_tables = false;
                self.level().reads |= piece.is("SELECT");
            }
            self.expects = false;
            return;
        };
        if expects {
            self.level().lists_tables = true;
        }
        self.expects = expects;
    }

    fn sign(&mut self, sign: &str) {
        match sign {
            "(" => {
                let lists_tables = self.expects;
                self.levels.push(Level { lists_tables, reads: false });
            }
            ")" => {
                self.expects = false;
                if self.levels.len() > 1 {
                    self.levels.pop();
                }
            }
            "," => self.expects = self.level().lists_tables,
            ";" => {
                self.expects = false;
                *self.level() = Level::default();
            }
            _ => self.expects = false,
        }
    }

    fn level(&mut self) -> &mut Level {
        let last = self.levels.len().saturating_sub(1);
        &mut self.levels[last]
    }

    fn before(&self, at: usize) -> Option<&Piece<'s>> {
        at.checked_sub(1).and_then(|at| self.pieces.get(at))
    }

    /// Returns whether one of several events of a trigger comes: `INSERT OR UPDATE`.
    fn is_behind_or(&self, at: usize) -> bool {
        let is_or = self.before(at).is_some_and(|it| it.is("OR"));
        is_or && at.checked_sub(2).and_then(|at| self.pieces.get(at)).is_some_and(is_event)
    }

    fn is_on_table(&self, at: usize) -> bool {
        if self.before(at).is_some_and(is_event) {
            return self.pieces.first().is_some_and(|it| it.is("CREATE"));
        }
        let mut words = self.pieces.iter().take(at).take_while(|it| !it.is("SELECT"));
        let is_index = words.any(|it| it.is("INDEX"));
        is_index && self.pieces.first().is_some_and(|it| it.is_any(&["CREATE", "DROP"]))
    }

    fn is_behind_dot(&self, at: usize) -> bool {
        self.before(at).is_some_and(|it| it.is_sign("."))
    }

    fn is_sign(&self, at: usize, sign: &str) -> bool {
        self.pieces.get(at).is_some_and(|it| it.is_sign(sign))
    }

    fn is_name(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|it| it.name().is_some())
    }
}

fn is_event(piece: &Piece<'_>) -> bool {
    piece.is_any(&["INSERT", "UPDATE", "DELETE"])
}
