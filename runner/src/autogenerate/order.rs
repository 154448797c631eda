//! In which order things are made that need one another.

use std::collections::BTreeMap;

use migration_api::schema::{
    Constraint, ConstraintKind, ForeignKey, Table, TableName, TableOption,
};

/// How badly a thing needs another one before it: the weakest need of a circle gives way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// A function names it; whether its body is looked at when it is made hangs on the language.
    Body,
    /// A foreign key refers to it, and can be added later.
    Key,
    /// An expression or a query names it.
    Mention,
    /// It cannot be without it, as a partition without its table.
    Part,
}

/// What a thing needs before it: the other one's place, and how badly.
pub(super) type Need = (usize, Strength);

/// Returns the places of all things so that each stands behind what it needs, otherwise as they are given; and the needs that
/// had to give way, as needy and needed.
pub(super) fn in_order(needs: &[Vec<Need>]) -> (Vec<usize>, Vec<(usize, usize)>) {
    let mut needs = needs.to_vec();
    let mut broken = Vec::new();
    loop {
        match walk(&needs) {
            Ok(order) => return (order, broken),
            Err((needy, needed)) => {
                needs[needy].retain(|(other, _)| *other != needed);
                broken.push((needy, needed));
            }
        }
    }
}

/// Walks depth first, without recursion, as a chain of needs may be long. A circle is told by its weakest need.
fn walk(needs: &[Vec<Need>]) -> Result<Vec<usize>, (usize, usize)> {
    let mut order = Vec::with_capacity(needs.len());
    let mut seen = vec![Seen::Not; needs.len()];
    for first in 0..needs.len() {
        let mut path: Vec<(usize, usize)> = Vec::new();
        if seen[first] == Seen::Not {
            seen[first] = Seen::OnTheWay;
            path.push((first, 0));
        }
        while let Some((thing, next)) = path.last_mut() {
            let Some((needed, _)) = needs[*thing].get(*next) else {
                seen[*thing] = Seen::Placed;
                order.push(*thing);
                path.pop();
                continue;
            };
            *next += 1;
            match seen[*needed] {
                Seen::Placed => {}
                Seen::Not => {
                    seen[*needed] = Seen::OnTheWay;
                    path.push((*needed, 0));
                }
                Seen::OnTheWay if *needed == *thing => {}
                Seen::OnTheWay => return Err(weakest(needs, &path, *needed)),
            }
        }
    }
    Ok(order)
}

/// Whether a thing was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Not,
    OnTheWay,
    Placed,
}

/// Returns the weakest need of the circle that the end of the path closes; of equals, the last.
fn weakest(needs: &[Vec<Need>], path: &[(usize, usize)], start: usize) -> (usize, usize) {
    let begin = path.iter().position(|(thing, _)| *thing == start).unwrap_or_default();
    let circle = path[begin..].iter();
    // On the path stands how many needs of each thing were looked at; the last of them led on.
    let followed = circle.map(|(thing, looked_at)| (*thing, needs[*thing][*looked_at - 1]));
    let weakest = followed.rev().min_by_key(|(_, (_, strength))| *strength);
    weakest.map_or((start, start), |(needy, (needed, _))| (needy, needed))
}

/// Tables in the order in which they can be made.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OrderedTables<'a> {
    /// The tables, each behind those that it refers to.
    pub tables: Vec<Table<'a>>,
    /// The foreign keys that close a circle, with their tables: they can be added when all tables are there.
    pub closing_keys: Vec<(TableName<'a>, Constraint<'a>)>,
}

/// Orders tables so that each stands behind those that it refers to or is a part of, otherwise as they are given.
pub fn ordered_tables<'a>(tables: &[Table<'a>]) -> OrderedTables<'a> {
    let places = tables.iter().enumerate().map(|(place, table)| (table.name, place)).collect();
    let needs = Vec::from_iter(tables.iter().map(|table| table_needs(table, &places)));
    let (order, broken) = in_order(&needs);
    OrderedTables {
        tables: order.into_iter().map(|place| tables[place]).collect(),
        closing_keys: closing_keys(tables, &broken),
    }
}

/// Returns the foreign keys that had to give way, in the order of their tables.
pub(super) fn closing_keys<'a>(
    tables: &[Table<'a>],
    broken: &[(usize, usize)],
) -> Vec<(TableName<'a>, Constraint<'a>)> {
    let mut keys = Vec::new();
    for (place, table) in tables.iter().enumerate() {
        let gave_way = |key: &ForeignKey<'_>| {
            let mut needed = broken.iter().filter(|(needy, _)| *needy == place);
            needed.any(|(_, needed)| {
                tables.get(*needed).is_some_and(|table| table.name == key.referred_table)
            })
        };
        for constraint in table.constraints {
            if foreign_key(constraint).is_some_and(|key| gave_way(&key)) {
                keys.push((table.name, *constraint));
            }
        }
    }
    keys
}

/// Returns what a table needs of others, by their names.
pub(super) fn table_needs(table: &Table<'_>, places: &BTreeMap<TableName<'_>, usize>) -> Vec<Need> {
    let find = |name: &TableName<'_>| places.get(name).copied();
    let keys = table.constraints.iter().filter_map(foreign_key);
    let keys = keys.filter_map(|key| Some((find(&key.referred_table)?, Strength::Key)));
    let parents = table.options.iter().filter_map(|option| match option {
        TableOption::PartitionOf(parent, _) | TableOption::Inherits(parent) => {
            Some((find(&TableName::parse(parent))?, Strength::Part))
        }
        _ => None,
    });
    let mut needs = Vec::from_iter(keys.chain(parents));
    needs.sort_unstable_by_key(|(place, strength)| (*place, std::cmp::Reverse(*strength)));
    needs.dedup_by_key(|(place, _)| *place);
    needs
}

/// Returns the foreign key that a constraint is, if it is one.
pub(super) fn foreign_key<'a>(constraint: &Constraint<'a>) -> Option<ForeignKey<'a>> {
    match constraint.kind {
        ConstraintKind::ForeignKey(key) => Some(key),
        ConstraintKind::PrimaryKey(_)
        | ConstraintKind::Unique(_)
        | ConstraintKind::Check(_)
        | ConstraintKind::Exclude(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use migration_api::abi::Arena;

    use super::*;

    /// Reads `a>b a>c b` as tables with foreign keys; `a:b` is a partition of `b`.
    fn tables<'a>(sketch: &'a str, arena: &'a Arena) -> Vec<Table<'a>> {
        let mut links: BTreeMap<&str, (Vec<Constraint<'_>>, Vec<TableOption<'_>>)> =
            BTreeMap::new();
        for link in sketch.split(' ') {
            if let Some((from, to)) = link.split_once('>') {
                let key = Constraint::foreign_key(link, &["x"], to, &["id"]);
                links.entry(from).or_default().0.push(key);
                links.entry(to).or_default();
            } else if let Some((part, whole)) = link.split_once(':') {
                links.entry(part).or_default().1.push(TableOption::PartitionOf(whole, "DEFAULT"));
                links.entry(whole).or_default();
            } else {
                links.entry(link).or_default();
            }
        }
        let table = |(name, (keys, options))| {
            Table::new(name, &[], arena.keep(keys)).options(arena.keep(options))
        };
        links.into_iter().map(table).collect()
    }

    #[test]
    fn tables_stand_behind_what_they_refer_to() {
        for (sketch, order, closing) in [
            ("a b c", "a b c", ""),
            ("a>c b>a", "c a b", ""),
            ("a>a b", "a b", ""),
            ("a>b b>a", "b a", "b>a"),
            ("a>b b>c c>a d>a", "c b a d", "c>a"),
            ("a>outside b>a", "outside a b", ""),
            // A partition comes behind its table, whatever else is in the circle.
            ("a>p p:z z>p", "z p a", "z>p"),
            ("p>z z:p", "p z", "p>z"),
            ("p>w w>z z:p", "w p z", "w>z"),
        ] {
            let arena = Arena::default();
            let ordered = ordered_tables(&tables(sketch, &arena));
            let names = Vec::from_iter(ordered.tables.iter().map(|table| table.name.name));
            let keys = ordered.closing_keys.iter().filter_map(|(_, key)| key.name);
            let found = (names.join(" "), Vec::from_iter(keys).join(" "));
            assert_eq!(found, (order.to_owned(), closing.to_owned()), "{sketch}");
        }
    }

    #[test]
    fn a_long_chain_and_many_circles_are_ordered() {
        let chain = Vec::from_iter((0..100_000).map(|it| vec![(it + 1, Strength::Key)]));
        let chain = [chain, vec![Vec::new()]].concat();
        assert_eq!(in_order(&chain).0.first(), Some(&100_000));
        let all = Vec::from_iter((0..40).map(|_| (0..40).map(|it| (it, Strength::Key)).collect()));
        assert_eq!(in_order(&all).1.len(), 40 * 39 / 2);
    }
}
