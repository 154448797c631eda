//! Rebuilds of random tables by random changes, held to what SQLite says of them.

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use rusqlite::Connection;

use super::test_database::{database, lines, rebuild};
use super::{Constraint, ConstraintKind, Position, RebuildError, TableText, token};

const NAMES: [&str; 6] = ["a", "\"b b\"", "[c,c]", "`d(`", "'e'", "größe"];

const TYPES: [&str; 5] =
    ["", " INT", " TEXT /* as ( text */", "\n  DECIMAL (10, 2)", " 'odd' \"type\" (-1)"];

const CLAUSES: [&str; 12] = [
    "NOT NULL ON CONFLICT FAIL",
    "CONSTRAINT nn NOT NULL",
    "NULL",
    "UNIQUE",
    "CONSTRAINT u1 UNIQUE ON CONFLICT IGNORE",
    "CHECK (1 < 2 OR '),' = \")\")",
    "DEFAULT (1 + (2))",
    "DEFAULT -1.5e-3",
    "COLLATE NOCASE",
    "-- why, not (\nCONSTRAINT x CONSTRAINT y CHECK (NULL IS NULL)",
    "REFERENCES p(k) ON DELETE SET NULL NOT DEFERRABLE INITIALLY IMMEDIATE",
    "CONSTRAINT last",
];

const CONSTRAINTS: [&str; 5] = [
    "CONSTRAINT tc CHECK (1)",
    "CHECK (t.\"a\" IS NOT 77 -- never ,\n)",
    "UNIQUE (a COLLATE RTRIM DESC)",
    "CONSTRAINT fk FOREIGN KEY (a) REFERENCES p(k) MATCH FULL ON UPDATE CASCADE",
    "PRIMARY KEY (a)",
];

const SEPARATORS: [&str; 4] = [", ", ",\n  ", ", -- told, so\n  ", " /* ( */ ,\n  -- next\n  "];

/// A change of a table.
#[derive(Debug, Clone)]
enum Edit {
    Type(Index, &'static str),
    NotNull(Index, bool),
    Default(Index, Option<&'static str>),
    Collation(Index, Option<&'static str>),
    Add(&'static str, Index),
    Drop(Index),
    AddCheck,
    DropConstraint(&'static str),
    Swap(Index, Index),
}

fn table() -> impl Strategy<Value = String> {
    let columns = (1..=NAMES.len()).prop_flat_map(|count| {
        let parts = (select(&TYPES[..]), subsequence(&CLAUSES[..], 0..5).prop_shuffle());
        prop::collection::vec((parts, select(&SEPARATORS[..])), count)
    });
    let constraints = subsequence(&CONSTRAINTS[..], 0..=CONSTRAINTS.len()).prop_shuffle();
    let option = select(vec!["", " -- end", "\n/* no option */"]);
    (columns, constraints, any::<bool>(), option).prop_map(
        |(columns, constraints, joined, option)| {
            let mut sql = "CREATE TABLE t ( -- odd\n  ".to_owned();
            for (index, ((ty, clauses), separator)) in columns.iter().enumerate() {
                sql.push_str(if index == 0 { "" } else { separator });
                sql.push_str(NAMES[index]);
                sql.push_str(ty);
                for clause in clauses {
                    sql.push(' ');
                    sql.push_str(clause);
                }
            }
            for (index, constraint) in constraints.iter().enumerate() {
                sql.push_str(if joined && index > 0 { "\n  " } else { ", " });
                sql.push_str(constraint);
            }
            sql.push_str(" -- last\n)");
            sql.push_str(option);
            sql
        },
    )
}

fn edit() -> impl Strategy<Value = Edit> {
    let index = any::<Index>;
    prop_oneof![
        (index(), select(vec!["", "TEXT", "NUMERIC(3)"])).prop_map(|(at, ty)| Edit::Type(at, ty)),
        (index(), any::<bool>()).prop_map(|(at, to)| Edit::NotNull(at, to)),
        (index(), select(vec![None, Some("'x'")])).prop_map(|(at, to)| Edit::Default(at, to)),
        (index(), select(vec![None, Some("RTRIM")])).prop_map(|(at, to)| Edit::Collation(at, to)),
        (select(vec!["new", "new INT -- new\n", "[new] DEFAULT 3 CHECK (new > 2)"]), index())
            .prop_map(|(definition, at)| Edit::Add(definition, at)),
        index().prop_map(Edit::Drop),
        Just(Edit::AddCheck),
        select(vec!["tc", "fk", "NN", "u1", "y", "last"]).prop_map(Edit::DropConstraint),
        (index(), index()).prop_map(|(a, b)| Edit::Swap(a, b)),
    ]
}

fn apply(edit: &Edit, text: &mut TableText) -> Result<(), RebuildError> {
    let names: Vec<String> = text.columns().map(|(name, _)| name.to_owned()).collect();
    let name = |at: &Index| at.get(&names).as_str();
    match edit {
        Edit::Type(at, ty) => text.set_type(name(at), ty),
        Edit::NotNull(at, to) => text.set_not_null(name(at), *to),
        Edit::Default(at, to) => text.set_default(name(at), *to),
        Edit::Collation(at, to) => text.set_collation(name(at), *to),
        Edit::Add(definition, at) => {
            let positions = [
                Position::First,
                Position::Before(name(at)),
                Position::After(name(at)),
                Position::Last,
            ];
            text.add_column(definition, *at.get(&positions))
        }
        Edit::Drop(at) => text.drop_column(name(at)).map(drop),
        Edit::AddCheck => text.add_constraint("CONSTRAINT added CHECK (2)"),
        Edit::DropConstraint(name) => text.drop_constraint(name),
        Edit::Swap(a, b) if name(a) == name(b) => Ok(()),
        Edit::Swap(a, b) => text.reorder(&[&[name(a), name(b)]]),
    }
}

/// Returns what SQLite says of each column, with its name: its type, `NOT NULL`, default.
fn columns(connection: &Connection) -> Vec<(String, String)> {
    let sql = "SELECT name, type, \"notnull\", dflt_value, hidden FROM pragma_table_xinfo('t')";
    let rows = lines(connection, sql).into_iter();
    let halves = rows.map(|row| {
        let (name, rest) = row.split_once('|').unwrap();
        (name.trim_matches('\'').to_owned(), rest.to_owned())
    });
    halves.collect()
}

fn constraints(connection: &Connection) -> Vec<Constraint> {
    let sql = lines(connection, "SELECT sql FROM sqlite_schema WHERE name = 't'").concat();
    TableText::parse(sql.trim_matches('\'')).unwrap().constraints()
}

/// Returns the column that a change is about.
fn subject(edit: &Edit, names: &[String]) -> Option<String> {
    match edit {
        Edit::Type(at, _)
        | Edit::NotNull(at, _)
        | Edit::Default(at, _)
        | Edit::Collation(at, _)
        | Edit::Drop(at) => Some(at.get(names).clone()),
        Edit::Add(..) => Some("new".into()),
        Edit::DropConstraint(_) => names.first().cloned(),
        Edit::AddCheck | Edit::Swap(..) => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 1_000_000, ..ProptestConfig::with_cases(200) })]

    /// Words left out, doubled or moved: whatever SQLite takes has to be read as SQLite reads it.
    #[test]
    fn what_sqlite_takes_is_read_as_sqlite_reads_it(
        sql in table(),
        changes in prop::collection::vec((any::<Index>(), any::<Index>(), 0..3), 1..4),
    ) {
        let mut words: Vec<&str> = token::tokens(&sql).map(|token| token.text).collect();
        for (at, other, change) in &changes {
            let (at, other) = (at.index(words.len()), other.index(words.len()));
            match change {
                0 => drop(words.remove(at)),
                1 => words.insert(at, words[other]),
                _ => words.swap(at, other),
            }
        }
        let sql = words.concat();
        let connection = database("CREATE TABLE p(k UNIQUE)");
        prop_assume!(connection.execute_batch(&sql).is_ok());
        prop_assume!(connection.prepare("PRAGMA foreign_key_check").is_ok());
        let stored = lines(
            &connection,
            "SELECT sql, name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('p', 'sqlite_sequence')",
        );
        prop_assume!(!stored.is_empty());
        let (stored, name) = stored[0].rsplit_once("|").unwrap();
        let (stored, name) = (stored.trim_matches('\''), name.trim_matches('\''));
        let text = TableText::parse(stored).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(text.to_string(), stored);
        let xinfo = format!("SELECT name FROM pragma_table_xinfo({})", token::quoted_text(name));
        let read: Vec<_> = text.columns().map(|(name, _)| format!("'{name}'")).collect();
        prop_assert_eq!(&read, &lines(&connection, &xinfo));
        let keys = format!(
            "SELECT count(DISTINCT id) FROM pragma_foreign_key_list({})",
            token::quoted_text(name),
        );
        let of = |kind| text.constraints().iter().filter(|found| found.kind == kind).count();
        let foreign = lines(&connection, &keys)[0].clone();
        prop_assert_eq!(of(ConstraintKind::ForeignKey).to_string(), foreign);
        prop_assert_eq!(rebuild(&connection, name, |_| Ok(())), Ok(()), "{}", sql);
        prop_assert_eq!(lines(&connection, &xinfo), read);
    }

    #[test]
    fn a_change_changes_what_it_is_about_and_nothing_else(sql in table(), edit in edit()) {
        let parsed = TableText::parse(&sql).map(|text| text.to_string());
        prop_assert_eq!(parsed.as_deref(), Ok(sql.as_str()));

        let connection = database(
            "CREATE TABLE p(k UNIQUE);
             INSERT INTO p VALUES (5), ('5'), (3), ('3'), (-0.0015), ('-0.0015')",
        );
        // Two primary keys, and the like, are not for this program to find.
        prop_assume!(connection.execute_batch(&sql).is_ok());
        let filled = connection.execute_batch("INSERT INTO t(a) VALUES (NULL), (5)");
        drop(filled);
        let (before, kept) = (columns(&connection), constraints(&connection));
        let rows = lines(&connection, "SELECT count(*) FROM t");

        let mut refused = false;
        let rebuilt = rebuild(&connection, "t", |text| {
            apply(&edit, text).inspect_err(|_| refused = true)
        });
        if let Err(error) = rebuilt {
            // Rows that the change itself forbids, or a change that the text refuses.
            prop_assert!(refused || error.contains("constraint failed"), "{}", error);
            prop_assert_eq!(columns(&connection), before);
            return Ok(());
        }
        prop_assert_eq!(lines(&connection, "SELECT count(*) FROM t"), rows);
        let names: Vec<String> = before.iter().map(|(name, _)| name.clone()).collect();
        let subject = subject(&edit, &names);
        let others = |columns: Vec<(String, String)>| {
            let mut others: Vec<_> = columns
                .into_iter()
                .filter(|(name, _)| matches!(edit, Edit::DropConstraint(_)) || Some(name) != subject.as_ref())
                .collect();
            if !matches!(edit, Edit::Add(..) | Edit::Drop(_)) {
                others.sort();
            }
            others
        };
        if !matches!(edit, Edit::DropConstraint(_)) {
            prop_assert_eq!(others(columns(&connection)), others(before));
        }
        let untouched = |all: Vec<Constraint>| {
            let mine = |found: &Constraint| match &edit {
                Edit::DropConstraint(name) => {
                    found.name.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(name))
                }
                Edit::Drop(_) | Edit::Add(..) => {
                    found.columns.iter().any(|column| Some(column) == subject.as_ref())
                        || found.columns.is_empty()
                }
                Edit::AddCheck => found.name.as_deref() == Some("added"),
                Edit::Type(..) | Edit::NotNull(..) | Edit::Default(..) | Edit::Collation(..)
                | Edit::Swap(..) => false,
            };
            let mut texts: Vec<_> = all
                .into_iter()
                .filter(|found| !mine(found))
                .map(|found| (found.kind == ConstraintKind::Check, found.text.replace("t.\"a\"", "\"a\"")))
                .collect();
            texts.sort();
            texts
        };
        prop_assert_eq!(untouched(constraints(&connection)), untouched(kept));
    }
}
