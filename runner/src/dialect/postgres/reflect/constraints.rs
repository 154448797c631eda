//! Rows of the catalog to constraints.

use migration_api::schema::{
    Constraint, ConstraintKind, Exclude, ForeignKey, Match, ReferentialAction,
};

use super::columns::Columns;
use super::expressions::bare;
use super::rows::Row;
use crate::dialect::Dialect;
use crate::dialect::postgres::Postgres;
use crate::sql::tokens;

/// Returns the constraint of a row.
pub(super) fn read<'a>(row: Row<'_, 'a>, columns: &Columns<'a>) -> Constraint<'a> {
    let arena = row.arena();
    let names = arena.keep(columns.names_of(&row.numbers(3)));
    let kind = match row.text(2) {
        "p" => ConstraintKind::PrimaryKey(names),
        "u" => ConstraintKind::Unique(names),
        "f" => ConstraintKind::ForeignKey(ForeignKey {
            columns: names,
            referred_table: row.name(7),
            referred_columns: row.kept_list(9),
            on_delete: action(row.text(10)),
            on_delete_columns: arena.keep(columns.names_of(&row.numbers(18))),
            on_update: action(row.text(11)),
            match_kind: match row.text(12) {
                "f" => Some(Match::Full),
                "p" => Some(Match::Partial),
                _ => None,
            },
        }),
        "x" => ConstraintKind::Exclude(exclusion(row)),
        _ => ConstraintKind::Check(arena.keep_text(bare(row.text(13)).to_owned())),
    };
    let mut constraint = Constraint::new(row.kept(1), kind);
    constraint.timing.deferrable = row.flag(4).then_some(true);
    constraint.timing.initially_deferred = row.flag(5).then_some(true);
    constraint.timing.not_valid = !row.flag(6);
    constraint.nulls_not_distinct = row.flag(16);
    // Keys are said not to be inherited, as no key ever is.
    constraint.no_inherit = row.flag(17) && row.text(2) == "c";
    let keys = usize::try_from(row.number(15)).unwrap_or_default();
    let included = row.numbers(14).split_off(keys.min(row.numbers(14).len()));
    constraint.include = arena.keep(columns.names_of(&included));
    constraint
}

fn action(code: &str) -> Option<ReferentialAction> {
    match code {
        "r" => Some(ReferentialAction::Restrict),
        "c" => Some(ReferentialAction::Cascade),
        "n" => Some(ReferentialAction::SetNull),
        "d" => Some(ReferentialAction::SetDefault),
        _ => None,
    }
}

/// Reads `EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (…) DEFERRABLE`.
fn exclusion<'a>(row: Row<'_, 'a>) -> Exclude<'a> {
    let (arena, definition) = (row.arena(), row.text(13));
    let rest = definition.strip_prefix("EXCLUDE USING ").unwrap_or(definition);
    let (method, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let (elements, behind) = in_parentheses(rest);
    let element = |text: &str| {
        let (element, operator) = text.rsplit_once(" WITH ")?;
        let element = bare(element.trim());
        let element = match element.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
            // It is a name: an expression of one in quotes has the same text.
            Some(name) if !name.replace("\"\"", "").contains('"') => name.replace("\"\"", "\""),
            _ => element.to_owned(),
        };
        Some((arena.keep_text(element), arena.keep_text(operator.trim().to_owned())))
    };
    let elements: Vec<(&str, &str)> =
        split_list(elements).into_iter().filter_map(element).collect();
    let predicate = behind.split_once("WHERE ").map(|(_, condition)| in_parentheses(condition).0);
    Exclude {
        elements: arena.keep(elements),
        using: Some(arena.keep_text(method.to_owned())),
        predicate: predicate.map(|it| arena.keep_text(bare(it).to_owned())),
    }
}

/// Returns what stands in the parentheses with which a text begins, and what stands behind them.
fn in_parentheses(text: &str) -> (&str, &str) {
    let (mut depth, mut at) = (0_usize, 0);
    for (_, token) in tokens(text, Postgres.syntax()) {
        match token {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            let inner = text.get(..at).and_then(|it| it.strip_prefix('('));
            return (inner.unwrap_or_default(), text.get(at + token.len()..).unwrap_or_default());
        }
        at += token.len();
    }
    (text, "")
}

/// Returns the parts of a list between its commas.
fn split_list(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start, mut at) = (Vec::new(), 0_usize, 0, 0);
    for (_, token) in tokens(text, Postgres.syntax()) {
        match token {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "," if depth == 0 => {
                parts.push(text.get(start..at).unwrap_or_default().trim());
                start = at + 1;
            }
            _ => {}
        }
        at += token.len();
    }
    parts.push(text.get(start..).unwrap_or_default().trim());
    parts
}
