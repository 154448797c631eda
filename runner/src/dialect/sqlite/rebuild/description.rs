//! What a table's text says, part by part, for whoever only reads it.

use migration_api::schema::Timing;

use super::column::{Clause, ClauseKind, Column};
use super::constraint::{self, Reference, TableConstraintKind};
use super::reader::{self, Reader};
use super::table_text::TableText;
use super::token;

/// A column, as its table's text has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ColumnDescription<'t> {
    pub(crate) name: &'t str,
    /// Its type, empty if it has none.
    pub(crate) ty: &'t str,
    pub(crate) not_null: bool,
    /// What stands behind `DEFAULT`.
    pub(crate) default: Option<&'t str>,
    /// What stands behind `COLLATE`.
    pub(crate) collation: Option<&'t str>,
    /// What its values are made by, and whether they are stored.
    pub(crate) generated: Option<(&'t str, bool)>,
}

/// A constraint, wherever it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ConstraintDescription<'t> {
    pub(crate) name: Option<&'t str>,
    pub(crate) demand: Demand<'t>,
}

/// What a constraint says. Names of columns are as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Demand<'t> {
    PrimaryKey(Vec<&'t str>),
    Unique(Vec<&'t str>),
    /// What stands between its parentheses.
    Check(&'t str),
    ForeignKey {
        columns: Vec<&'t str>,
        to: &'t Reference,
        timing: Timing,
    },
}

impl TableText {
    /// Returns the columns, in order.
    pub(crate) fn describe_columns(&self) -> impl Iterator<Item = ColumnDescription<'_>> {
        self.columns.iter().map(|item| item.part.describe())
    }

    /// Returns the constraints, in the order in which they are written.
    pub(crate) fn describe_constraints(&self) -> Vec<ConstraintDescription<'_>> {
        let mut found = Vec::new();
        for item in &self.columns {
            item.part.describe_constraints(&mut found);
        }
        for item in &self.constraints {
            let part = &item.part;
            let demand = match &part.kind {
                TableConstraintKind::PrimaryKey { columns } => Demand::PrimaryKey(names(columns)),
                TableConstraintKind::Unique { columns } => Demand::Unique(names(columns)),
                TableConstraintKind::Check => Demand::Check(in_parentheses(&part.text)),
                TableConstraintKind::ForeignKey { columns, references, timing } => {
                    Demand::ForeignKey { columns: names(columns), to: references, timing: *timing }
                }
                TableConstraintKind::Name => continue,
            };
            found.push(ConstraintDescription { name: part.label.name(), demand });
        }
        found
    }
}

impl Column {
    fn describe(&self) -> ColumnDescription<'_> {
        // Of several clauses of a kind the last one counts.
        let last = |kind: ClauseKind| self.clauses.iter().rfind(move |clause| clause.kind == kind);
        ColumnDescription {
            name: &self.name,
            ty: self.ty(),
            not_null: self.has(&ClauseKind::NotNull),
            default: last(ClauseKind::Default).map(|clause| behind(clause, "DEFAULT")),
            collation: last(ClauseKind::Collate).map(|clause| behind(clause, "COLLATE")),
            generated: last(ClauseKind::Generated).map(|clause| {
                let stored = token::tokens(&clause.text).filter(|token| !token.is_trivia()).last();
                let stored = stored.is_some_and(|token| token.is("STORED"));
                (in_parentheses(&clause.text), stored)
            }),
        }
    }

    fn describe_constraints<'t>(&'t self, found: &mut Vec<ConstraintDescription<'t>>) {
        for clause in &self.clauses {
            let own = || vec![self.name.as_str()];
            let demand = match &clause.kind {
                ClauseKind::PrimaryKey => Demand::PrimaryKey(own()),
                ClauseKind::Unique => Demand::Unique(own()),
                ClauseKind::Check => Demand::Check(in_parentheses(&clause.text)),
                ClauseKind::References(to) => {
                    let timing = Timing::default();
                    Demand::ForeignKey { columns: own(), to, timing }
                }
                ClauseKind::Deferrable => {
                    put_off(found, &clause.text);
                    continue;
                }
                ClauseKind::NotNull
                | ClauseKind::Null
                | ClauseKind::Default
                | ClauseKind::Collate
                | ClauseKind::Generated
                | ClauseKind::Name => continue,
            };
            found.push(ConstraintDescription { name: clause.label.name(), demand });
        }
    }
}

fn names(columns: &[String]) -> Vec<&str> {
    columns.iter().map(String::as_str).collect()
}

/// Returns what stands behind the keyword that a clause begins with.
fn behind<'t>(clause: &'t Clause, keyword: &str) -> &'t str {
    token::bare(clause.text.get(keyword.len()..).unwrap_or_default())
}

/// Has the last foreign key checked as this clause says, which is about that one.
fn put_off(found: &mut [ConstraintDescription<'_>], text: &str) {
    let read = reader::whole(text, constraint::read_deferrable).flatten().unwrap_or_default();
    let last = found.iter_mut().rev().find_map(|it| match &mut it.demand {
        Demand::ForeignKey { timing, .. } => Some(timing),
        Demand::PrimaryKey(_) | Demand::Unique(_) | Demand::Check(_) => None,
    });
    if let Some(timing) = last {
        *timing = read;
    }
}

/// Returns what stands between the first parenthesis and the one that closes it.
fn in_parentheses(text: &str) -> &str {
    let mut reader = Reader::new(text);
    while !reader.sees("(") && reader.token().is_ok() {}
    let start = reader.start();
    match reader.parentheses() {
        Ok(()) => token::bare(text.get(start..reader.end()).unwrap_or_default()),
        Err(_) => "",
    }
}
