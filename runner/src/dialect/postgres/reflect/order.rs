//! The order in which objects are created: those first that the text of another one names.
//!
//! A name that is not there yet would be found in the real schema, where the object may be another one.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;

use super::creation::Creation;
use super::names::identifier;
use crate::dialect::Dialect;
use crate::dialect::postgres::Postgres;
use crate::sql::tokens;

/// An object to create, and the places of those that its text names.
pub(super) struct Step {
    pub(super) creation: Creation,
    pub(super) needs: BTreeSet<usize>,
}

/// Returns objects in the order in which they can be created, each with the places of those that it needs. Where some need each other,
/// or only seem to, their order is the one that they have.
pub(super) fn in_order(creations: Vec<Creation>) -> Vec<Step> {
    let needs = needs(&creations);
    let mut order = Vec::new();
    let mut seen = vec![false; creations.len()];
    for at in 0..creations.len() {
        visit(at, &needs, &mut seen, &mut order);
    }
    let places: BTreeMap<usize, usize> =
        order.iter().enumerate().map(|(place, at)| (*at, place)).collect();
    let mut steps: Vec<Option<Creation>> = creations.into_iter().map(Some).collect();
    let step = |(place, at): (usize, &usize)| {
        let creation = steps.get_mut(*at)?.take()?;
        let needed = needs.get(*at)?.iter().filter_map(|it| places.get(it).copied());
        Some(Step { creation, needs: needed.filter(|needed| *needed < place).collect() })
    };
    order.iter().enumerate().filter_map(step).collect()
}

fn visit(at: usize, needs: &[BTreeSet<usize>], seen: &mut [bool], order: &mut Vec<usize>) {
    match seen.get_mut(at) {
        Some(seen) if !*seen => *seen = true,
        _ => return,
    }
    for needed in needs.get(at).into_iter().flatten() {
        visit(*needed, needs, seen, order);
    }
    order.push(at);
}

/// Returns, for each object, the places of those whose names stand in its text.
fn needs(creations: &[Creation]) -> Vec<BTreeSet<usize>> {
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, creation) in creations.iter().enumerate() {
        if let Some(name) = &creation.makes {
            by_name.entry(name).or_default().push(at);
        }
    }
    let kind = |at: usize| creations.get(at).map(|it| discriminant(&it.object));
    let same_kind = |one: usize, other: usize| kind(one) == kind(other);
    let of = |(at, creation): (usize, &Creation)| {
        let text = creation.sql.as_deref().unwrap_or_default();
        let names = tokens(text, Postgres.syntax()).filter_map(|(_, token)| name_in(token));
        let needed = names.flat_map(|(name, is_text)| {
            let known = by_name.get(name.as_str()).into_iter().flatten().copied();
            // A text that is no name (`'active'`) may be the name of a view all the same.
            known.filter(move |needed| !is_text || *needed < at || same_kind(*needed, at))
        });
        needed.filter(|needed| *needed != at).collect()
    };
    creations.iter().enumerate().map(of).collect()
}

/// Returns the name that a token is, or that a string literal holds (`'sales.ticket'`), and whether it is such a literal.
fn name_in(token: &str) -> Option<(String, bool)> {
    match token.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')) {
        Some(inner) => {
            let name = identifier(inner.rsplit_once('.').map_or(inner, |(_, name)| name));
            Some((name?, true))
        }
        None => Some((identifier(token)?, false)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::creation::WantedObject;
    use super::*;

    fn creation(name: &str, sql: &str) -> Creation {
        let makes = Some(name.to_owned());
        Creation { object: WantedObject::View(0), makes, sql: Ok(sql.to_owned()) }
    }

    #[test]
    fn a_text_names_nothing_that_comes_behind_its_kind() {
        let mut kinds = vec![
            creation("mood", "CREATE TYPE mood AS ENUM ('sad', 'happy')"),
            creation("person", "CREATE TABLE person (mood mood DEFAULT 'happy')"),
            creation("happy", "CREATE VIEW happy AS SELECT * FROM person WHERE mood = 'happy'"),
        ];
        kinds[0].object = WantedObject::Enum(0);
        kinds[1].object = WantedObject::Table(0);
        let steps = in_order(kinds);
        let order: Vec<_> = steps.iter().filter_map(|it| it.creation.makes.as_deref()).collect();
        assert_eq!(order, ["mood", "person", "happy"]);
    }

    #[test]
    fn what_is_named_comes_first() {
        let steps = in_order(vec![
            creation("a", "CREATE VIEW a AS SELECT * FROM \"B\" JOIN s.c"),
            creation("B", "CREATE VIEW \"B\" AS SELECT nextval('s.d')"),
            creation("c", "CREATE VIEW c AS SELECT 1 AS a"),
            creation("d", "CREATE SEQUENCE d"),
        ]);
        let order: Vec<_> = steps.iter().filter_map(|it| it.creation.makes.as_deref()).collect();
        assert_eq!(order, ["d", "B", "c", "a"]);
        let needs: Vec<Vec<usize>> =
            steps.iter().map(|it| it.needs.iter().copied().collect()).collect();
        assert_eq!(needs, [vec![], vec![0], vec![], vec![1, 2]]);
    }
}
