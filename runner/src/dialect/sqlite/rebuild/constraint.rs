//! Constraints of a table, as text and as data.

use migration_api::schema::{ReferentialAction, Timing};

use super::reader::{Reader, Unexpected};
use super::token;

/// A constraint that keeps rows out, wherever in the table's text it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Constraint {
    pub(crate) name: Option<String>,
    pub(crate) kind: ConstraintKind,
    /// The columns it is on; those of a check are all that it mentions, in the table's order.
    pub(crate) columns: Vec<String>,
    /// What a foreign key refers to.
    pub(crate) references: Option<Reference>,
    /// Its text, with its name.
    pub(crate) text: String,
}

/// What a constraint is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConstraintKind {
    PrimaryKey,
    Unique,
    Check,
    ForeignKey,
}

/// What a foreign key refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) table: String,
    /// None for the primary key.
    pub(crate) columns: Vec<String>,
    pub(crate) on_delete: Option<ReferentialAction>,
    pub(crate) on_update: Option<ReferentialAction>,
}

/// A constraint that is written behind the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableConstraint {
    /// `CONSTRAINT name`.
    pub(super) label: Label,
    pub(super) kind: TableConstraintKind,
    /// The rest.
    pub(super) text: String,
}

/// What a constraint behind the columns is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TableConstraintKind {
    PrimaryKey {
        columns: Vec<String>,
    },
    Unique {
        columns: Vec<String>,
    },
    Check,
    ForeignKey {
        columns: Vec<String>,
        references: Reference,
        timing: Timing,
    },
    /// A name of nothing, which SQLite takes.
    Name,
}

/// The names before a constraint, of which the last one counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Label {
    names: Vec<String>,
    /// With the space behind it, if anything follows.
    pub(super) text: String,
}

type Read<T> = Result<T, Unexpected>;

impl ConstraintKind {
    /// Returns what a message calls it.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::PrimaryKey => "primary key",
            Self::Unique => "unique constraint",
            Self::Check => "check",
            Self::ForeignKey => "foreign key",
        }
    }
}

impl Constraint {
    /// Returns what a message calls it: "the check `positive`".
    pub(super) fn title(&self) -> String {
        match &self.name {
            Some(name) => format!("the {} `{name}`", self.kind.title()),
            None => format!("the {} `{}`", self.kind.title(), self.text),
        }
    }
}

impl Label {
    /// Passes `CONSTRAINT name`, as often as it is there.
    pub(super) fn read(reader: &mut Reader<'_>) -> Read<Self> {
        let start = reader.start();
        let mut names = Vec::new();
        while reader.eat("CONSTRAINT") {
            names.push(reader.name()?);
        }
        if names.is_empty() {
            return Ok(Self::default());
        }
        let ends = ends_part(reader);
        let end = if ends { reader.end() } else { reader.start() };
        Ok(Self { names, text: reader.slice(start, end).to_owned() })
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.names.last().map(String::as_str)
    }

    /// Returns whether this is the name that counts.
    pub(super) fn has(&self, name: &str) -> bool {
        self.name().is_some_and(|own| token::same_name(own, name))
    }
}

impl TableConstraint {
    pub(super) fn read(reader: &mut Reader<'_>) -> Read<Self> {
        let label = Label::read(reader)?;
        let start = reader.start();
        let kind = TableConstraintKind::read(reader, label.name().is_some())?;
        let text = match kind {
            TableConstraintKind::Name => String::new(),
            TableConstraintKind::PrimaryKey { .. }
            | TableConstraintKind::Unique { .. }
            | TableConstraintKind::Check
            | TableConstraintKind::ForeignKey { .. } => {
                reader.slice(start, reader.end()).to_owned()
            }
        };
        Ok(Self { label, kind, text })
    }

    /// Writes it as it was read, or as `check` has it.
    pub(super) fn push_to(&self, sql: &mut String, check: &dyn Fn(&str) -> String) {
        sql.push_str(&self.label.text);
        match self.kind {
            TableConstraintKind::Check => sql.push_str(&check(&self.text)),
            TableConstraintKind::PrimaryKey { .. }
            | TableConstraintKind::Unique { .. }
            | TableConstraintKind::ForeignKey { .. }
            | TableConstraintKind::Name => sql.push_str(&self.text),
        }
    }

    /// Returns whether one begins here.
    pub(super) fn begins(reader: &Reader<'_>) -> bool {
        ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].iter().any(|word| reader.sees(word))
    }
}

impl TableConstraintKind {
    fn read(reader: &mut Reader<'_>, named: bool) -> Read<Self> {
        let kind = if reader.eat("PRIMARY") {
            reader.expect("KEY")?;
            Self::PrimaryKey { columns: reader.column_list()? }
        } else if reader.eat("UNIQUE") {
            Self::Unique { columns: reader.column_list()? }
        } else if reader.eat("CHECK") {
            reader.parentheses()?;
            Self::Check
        } else if reader.eat("FOREIGN") {
            reader.expect("KEY")?;
            let columns = reader.column_list()?;
            let references = read_reference(reader)?;
            let timing = read_deferrable(reader)?.unwrap_or_default();
            return Ok(Self::ForeignKey { columns, references, timing });
        } else if named && ends_part(reader) {
            return Ok(Self::Name);
        } else {
            return Err(reader.unexpected());
        };
        read_conflict(reader)?;
        Ok(kind)
    }
}

/// Passes `REFERENCES table (columns) ON DELETE …`. SQLite takes every `MATCH` for `MATCH SIMPLE`.
pub(super) fn read_reference(reader: &mut Reader<'_>) -> Read<Reference> {
    reader.expect("REFERENCES")?;
    let table = reader.name()?;
    let columns = if reader.sees("(") { reader.column_list()? } else { Vec::new() };
    let mut reference = Reference { table, columns, on_delete: None, on_update: None };
    loop {
        if reader.eat("MATCH") {
            reader.name()?;
        } else if reader.sees("ON") && !reader.sees_all(&["ON", "CONFLICT"]) {
            reader.expect("ON")?;
            let event = reader.token()?;
            let action = read_action(reader)?;
            if event.is("DELETE") {
                reference.on_delete = action;
            } else if event.is("UPDATE") {
                reference.on_update = action;
            }
        } else {
            return Ok(reference);
        }
    }
}

/// Passes what is done to a row whose key goes or changes; nothing is what `NO ACTION` says.
fn read_action(reader: &mut Reader<'_>) -> Read<Option<ReferentialAction>> {
    if reader.eat("NO") {
        return reader.token().map(|_| None);
    }
    if reader.eat("SET") {
        let to_null = reader.token()?.is("NULL");
        let to = if to_null { ReferentialAction::SetNull } else { ReferentialAction::SetDefault };
        return Ok(Some(to));
    }
    let cascades = reader.sees("CASCADE");
    reader.name()?;
    Ok(Some(if cascades { ReferentialAction::Cascade } else { ReferentialAction::Restrict }))
}

/// Passes `[NOT] DEFERRABLE [INITIALLY …]` if it is next, and returns what it says that is not usual anyway.
pub(super) fn read_deferrable(reader: &mut Reader<'_>) -> Read<Option<Timing>> {
    let never = reader.sees_all(&["NOT", "DEFERRABLE"]);
    if never {
        reader.expect("NOT")?;
    }
    if !reader.eat("DEFERRABLE") {
        return Ok(None);
    }
    let deferred = reader.eat("INITIALLY") && reader.token()?.is("DEFERRED");
    Ok(Some(match never {
        true => Timing::default(),
        false => Timing {
            deferrable: Some(true),
            initially_deferred: deferred.then_some(true),
            not_valid: false,
        },
    }))
}

/// Passes `ON CONFLICT …` if it is next.
pub(super) fn read_conflict(reader: &mut Reader<'_>) -> Read<()> {
    if reader.sees_all(&["ON", "CONFLICT"]) {
        reader.expect("ON")?;
        reader.expect("CONFLICT")?;
        reader.token()?;
    }
    Ok(())
}

/// Returns whether the part of the table ends here, or another name of a constraint comes.
pub(super) fn ends_part(reader: &Reader<'_>) -> bool {
    reader.is_at_end() || reader.sees(",") || reader.sees(")")
}
