//! A column as it is written in a table's text.

use super::constraint::{self, Label, Reference};
use super::reader::{Reader, Unexpected};

/// A column: its name, its type and what else is written on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    name_text: String,
    /// Its type, with the space before it; empty if it has none.
    ty: String,
    pub(super) clauses: Vec<Clause>,
    /// Whether it was in the text from the beginning, so that the old table has its values.
    pub(super) is_old: bool,
}

/// A constraint or another clause that is written on a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// Spaces and comments before it.
    pub(super) lead: String,
    /// `CONSTRAINT name`, which SQLite takes before any of them.
    pub(super) label: Label,
    pub(super) kind: ClauseKind,
    /// The rest.
    pub(super) text: String,
}

/// What a clause on a column is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ClauseKind {
    PrimaryKey,
    NotNull,
    Null,
    Unique,
    Check,
    Default,
    Collate,
    References(Reference),
    /// Belongs to the reference before it.
    Deferrable,
    Generated,
    /// A name of nothing, which SQLite takes.
    Name,
}

type Read<T> = Result<T, Unexpected>;

impl Column {
    pub(super) fn read(reader: &mut Reader<'_>) -> Read<Self> {
        let start = reader.start();
        let name = reader.name()?;
        let name_text = reader.slice(start, reader.end()).to_owned();
        let ty = read_type(reader)?;
        let mut clauses = Vec::new();
        while !constraint::ends_part(reader) {
            clauses.push(Clause::read(reader)?);
        }
        Ok(Self { name, name_text, ty, clauses, is_old: true })
    }

    /// Returns its type, empty if it has none.
    pub(super) fn ty(&self) -> &str {
        self.ty.trim_start()
    }

    pub(super) fn set_type(&mut self, ty: &str) {
        self.ty = if ty.is_empty() { String::new() } else { format!(" {ty}") };
    }

    pub(super) fn is_generated(&self) -> bool {
        self.has(&ClauseKind::Generated)
    }

    pub(super) fn has(&self, kind: &ClauseKind) -> bool {
        self.clauses.iter().any(|clause| clause.kind == *kind)
    }

    /// Removes every clause of this kind.
    pub(super) fn remove(&mut self, kind: &ClauseKind) {
        self.clauses.retain(|clause| clause.kind != *kind);
    }

    /// Puts `clause` in the place of the one of its kind, whose name it keeps; or at the end.
    pub(super) fn put(&mut self, clause: Clause) {
        match self.clauses.iter_mut().rfind(|old| old.kind == clause.kind) {
            Some(old) => old.text = clause.text,
            None => self.clauses.push(Clause { lead: " ".into(), ..clause }),
        }
    }

    /// Removes a clause, and from a foreign key what is written on it further on.
    pub(super) fn remove_at(&mut self, index: usize) {
        let removed = self.clauses.remove(index);
        if !matches!(removed.kind, ClauseKind::References(_)) {
            return;
        }
        let is_next_key = |clause: &Clause| matches!(clause.kind, ClauseKind::References(_));
        let later = self.clauses.split_off(index);
        let end = later.iter().position(is_next_key).unwrap_or(later.len());
        let kept =
            |(at, clause): &(usize, Clause)| *at >= end || clause.kind != ClauseKind::Deferrable;
        let later = later.into_iter().enumerate().filter(kept);
        self.clauses.extend(later.map(|(_, clause)| clause));
    }

    /// Writes it as it was read, with its checks as `check` has them.
    pub(super) fn push_to(&self, sql: &mut String, check: &dyn Fn(&str) -> String) {
        sql.push_str(&self.name_text);
        sql.push_str(&self.ty);
        for clause in &self.clauses {
            sql.push_str(&clause.lead);
            sql.push_str(&clause.label.text);
            match clause.kind {
                ClauseKind::Check => sql.push_str(&check(&clause.text)),
                ClauseKind::PrimaryKey
                | ClauseKind::NotNull
                | ClauseKind::Null
                | ClauseKind::Unique
                | ClauseKind::Default
                | ClauseKind::Collate
                | ClauseKind::References(_)
                | ClauseKind::Deferrable
                | ClauseKind::Generated
                | ClauseKind::Name => sql.push_str(&clause.text),
            }
        }
    }
}

impl Clause {
    pub(super) fn read(reader: &mut Reader<'_>) -> Read<Self> {
        let lead = reader.trivia().to_owned();
        let label = Label::read(reader)?;
        let start = reader.start();
        if constraint::ends_part(reader) && label.name().is_some() {
            return Ok(Self { lead, label, kind: ClauseKind::Name, text: String::new() });
        }
        let kind = ClauseKind::read(reader)?;
        Ok(Self { lead, label, kind, text: reader.slice(start, reader.end()).to_owned() })
    }

    /// Returns its text with its name.
    pub(super) fn full_text(&self) -> String {
        format!("{}{}", self.label.text, self.text)
    }
}

impl ClauseKind {
    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        if reader.sees("REFERENCES") {
            return constraint::read_reference(reader).map(Self::References);
        }
        if constraint::read_deferrable(reader)?.is_some() {
            return Ok(Self::Deferrable);
        }
        let kind = if reader.eat("PRIMARY") {
            reader.expect("KEY")?;
            let _has_order = reader.eat("ASC") || reader.eat("DESC");
            Self::PrimaryKey
        } else if reader.eat("NOT") {
            reader.expect("NULL")?;
            Self::NotNull
        } else if reader.eat("NULL") {
            Self::Null
        } else if reader.eat("UNIQUE") {
            Self::Unique
        } else if reader.eat("CHECK") {
            reader.parentheses()?;
            Self::Check
        } else if reader.eat("DEFAULT") {
            read_default(reader)?;
            return Ok(Self::Default);
        } else if reader.eat("COLLATE") {
            reader.name()?;
            return Ok(Self::Collate);
        } else {
            read_generated(reader)?;
            return Ok(Self::Generated);
        };
        constraint::read_conflict(reader)?;
        if kind == Self::PrimaryKey {
            let _counts = reader.eat("AUTOINCREMENT");
        }
        Ok(kind)
    }
}

/// The keywords that end a type. None of them can be part of one.
const AFTER_TYPE: [&str; 11] = [
    "AS",
    "CHECK",
    "COLLATE",
    "CONSTRAINT",
    "DEFAULT",
    "DEFERRABLE",
    "NOT",
    "NULL",
    "PRIMARY",
    "REFERENCES",
    "UNIQUE",
];

/// Passes a type of any number of words, with one or two numbers behind them, and returns it with
/// the space before it.
fn read_type(reader: &mut Reader<'_>) -> Read<String> {
    let start = reader.end();
    let ends = |reader: &Reader<'_>| {
        AFTER_TYPE.iter().any(|word| reader.sees(word)) || reader.sees_all(&["GENERATED", "ALWAYS"])
    };
    while reader.sees_name() && !ends(reader) {
        reader.token()?;
    }
    if reader.end() > start && reader.sees("(") {
        reader.parentheses()?;
    }
    Ok(reader.slice(start, reader.end()).to_owned())
}

/// Passes what stands behind `DEFAULT`: an expression in parentheses, or a value with its sign.
fn read_default(reader: &mut Reader<'_>) -> Read<()> {
    if reader.sees("(") {
        return reader.parentheses();
    }
    let _signed = reader.eat("-") || reader.eat("+");
    if constraint::ends_part(reader) {
        return Err(reader.unexpected());
    }
    reader.token().map(drop)
}

/// Passes `[GENERATED ALWAYS] AS ( … ) [STORED]`.
fn read_generated(reader: &mut Reader<'_>) -> Read<()> {
    if reader.eat("GENERATED") {
        reader.expect("ALWAYS")?;
    }
    reader.expect("AS")?;
    reader.parentheses()?;
    let _kind = reader.eat("STORED") || reader.eat("VIRTUAL");
    Ok(())
}
