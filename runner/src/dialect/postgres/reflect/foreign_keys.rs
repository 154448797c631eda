//! Foreign keys in the normal form, without a database that has them.

use std::collections::BTreeSet;

use migration_api::abi::Arena;
use migration_api::schema::{
    Constraint, ConstraintKind, ForeignKey, Match, ReferentialAction, Table, TableName,
};

use crate::schema::Schema;

/// The most bytes of a name.
const NAME_LIMIT: usize = 63;

/// Puts the foreign keys of wanted tables among the constraints of the tables that the database has made of them.
pub(super) fn put_back<'a>(
    made: &mut Schema<'a>,
    wanted: &Schema<'a>,
    default_schema: &str,
    arena: &'a Arena,
) {
    let mut names = taken(made, wanted);
    for table in &mut made.tables {
        let Some(wanted) = wanted.table(table.name) else { continue };
        let keys = wanted.constraints.iter().filter(|it| is_foreign_key(it));
        let keys: Vec<_> =
            keys.map(|key| normal(table, key, default_schema, &mut names, arena)).collect();
        if keys.is_empty() {
            continue;
        }
        let mut constraints = [table.constraints, &keys].concat();
        constraints.sort_by_key(|it| (place(it), it.name));
        table.constraints = arena.keep(constraints);
    }
}

/// Returns whether a constraint is a foreign key.
pub(super) fn is_foreign_key(constraint: &Constraint<'_>) -> bool {
    matches!(constraint.kind, ConstraintKind::ForeignKey(_))
}

/// Returns where a constraint of its kind stands among those of a table.
fn place(constraint: &Constraint<'_>) -> usize {
    match constraint.kind {
        ConstraintKind::PrimaryKey(_) => 0,
        ConstraintKind::Unique(_) => 1,
        ConstraintKind::Check(_) => 2,
        ConstraintKind::ForeignKey(_) => 3,
        ConstraintKind::Exclude(_) => 4,
    }
}

/// The schemas and names of constraints.
type Names<'a> = BTreeSet<(Option<&'a str>, &'a str)>;

fn taken<'a>(made: &Schema<'a>, wanted: &Schema<'a>) -> Names<'a> {
    let all = made.tables.iter().chain(&wanted.tables);
    let of_table = |table: &Table<'a>| {
        let schema = table.name.schema;
        table.constraints.iter().filter_map(move |it| Some((schema, it.name?)))
    };
    all.flat_map(of_table).collect()
}

fn normal<'a>(
    table: &Table<'a>,
    constraint: &Constraint<'a>,
    default_schema: &str,
    names: &mut Names<'a>,
    arena: &'a Arena,
) -> Constraint<'a> {
    let ConstraintKind::ForeignKey(key) = constraint.kind else { return *constraint };
    let is_said = |action: &ReferentialAction| *action != ReferentialAction::NoAction;
    let referred = key.referred_table;
    let schema = referred.schema.filter(|schema| *schema != default_schema);
    let kind = ConstraintKind::ForeignKey(ForeignKey {
        referred_table: TableName { schema, ..referred },
        on_delete: key.on_delete.filter(is_said),
        on_update: key.on_update.filter(is_said),
        match_kind: key.match_kind.filter(|kind| *kind != Match::Simple),
        ..key
    });
    let name = constraint.name.unwrap_or_else(|| {
        let name = free_name(table.name, key.columns, names, arena);
        names.insert((table.name.schema, name));
        name
    });
    let mut normal = Constraint::new(name, kind);
    normal.timing = constraint.timing;
    normal.timing.deferrable = normal.timing.deferrable.filter(|deferrable| *deferrable);
    normal.timing.initially_deferred = normal.timing.initially_deferred.filter(|it| *it);
    normal
}

fn free_name<'a>(
    table: TableName<'a>,
    columns: &[&str],
    names: &Names<'a>,
    arena: &'a Arena,
) -> &'a str {
    let columns = columns.join("_");
    let mut label = "fkey".to_owned();
    let mut number = 0_usize;
    loop {
        let name = chosen_name(table.name, &columns, &label);
        if !names.contains(&(table.schema, name.as_str())) {
            return arena.keep_text(name);
        }
        number += 1;
        label = format!("fkey{number}");
    }
}

/// Returns the name that the server chooses: the longer of the parts is cut until the whole fits.
///
/// Source: `makeObjectName` of PostgreSQL's `src/backend/commands/indexcmds.c`.
fn chosen_name(table: &str, columns: &str, label: &str) -> String {
    let room = NAME_LIMIT - label.len() - 2;
    let (mut first, mut second) = (table.len(), columns.len().min(NAME_LIMIT));
    while first + second > room {
        if first > second { first -= 1 } else { second -= 1 }
    }
    format!("{}_{}_{label}", cut(table, first), cut(columns, second))
}

/// Returns at most so many bytes of a text, and no part of a character.
fn cut(text: &str, mut bytes: usize) -> &str {
    while !text.is_char_boundary(bytes) {
        bytes -= 1;
    }
    text.get(..bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_where_it_is_longest() {
        let long = "a".repeat(50);
        for (table, columns, name) in [
            ("account", "team_id", "account_team_id_fkey".to_owned()),
            (&long, "team_id", format!("{}_team_id_fkey", "a".repeat(50))),
            (&long, &long, format!("{}_{}_fkey", "a".repeat(29), "a".repeat(28))),
        ] {
            assert_eq!(chosen_name(table, columns, "fkey"), name);
        }
    }
}
