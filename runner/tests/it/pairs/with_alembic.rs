//! Alembic on the same pairs: it finds no difference that autogenerate misses, and equal databases have none.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::Mutex;

use migration_api::abi::Arena;
use migration_api::schema::{Column, ConstraintKind, TableName};
use runner::autogenerate::{Change, Sides, WantedSchema};

use super::exceptions::Claim;
use super::files::Pair;
use super::round_trip::{Outcome, Side, autogenerate, reflected, towards, with_two};
use super::{assert_each, on, pairs};
use crate::support::{alembic_url, python};

/// What Alembic takes for a difference of a table, though it is none: the pair, what it says (or how that begins), and why it is wrong.
const MISTAKEN: &[(&str, &str, &str)] = &[
    ("mariadb/foreign_keys-added", "add_index b f", "InnoDB makes a key's index itself"),
    (
        "mariadb/names-reserved_mixed_and_odd",
        "add_column order a``b",
        "SQLAlchemy leaves the quote doubled",
    ),
    (
        "sqlite/options-without_rowid",
        "modify_nullable",
        "that its key takes no NULL goes with `WITHOUT ROWID`",
    ),
    ("postgresql/domains-changed", "modify_", "the default and the NULL are the domain's"),
    ("postgresql/domains-in_array", "modify_nullable", "that it takes no NULL is the domain's"),
    ("postgresql/identity-type", "modify_default t id", "the greatest number goes with the type"),
    ("postgresql/inheritance-column_added", "add_column capital", "it comes with the parent's"),
    ("postgresql/partitions-columns_changed", "add_column log_2025", "it comes with the table's"),
    ("postgresql/partitions-columns_changed", "modify_", "it changes with the table's"),
    ("postgresql/partitions-columns_changed", "add_index log_2025", "it comes with the table's"),
    ("postgresql/pagila", "add_column payment_2025", "it comes with the table's"),
    ("postgresql/pagila", "modify_type payment_2025", "it changes with the table's"),
];

#[test]
fn alembic_finds_nothing_more_on_postgresql() {
    compare("postgresql");
}

#[test]
fn alembic_finds_nothing_more_on_mariadb() {
    compare("mariadb");
}

#[test]
fn alembic_finds_nothing_more_on_sqlite() {
    compare("sqlite");
}

/// How many pairs there are of a kind.
#[derive(Debug, Default)]
struct Counts {
    both: usize,
    ours_only: usize,
    neither: usize,
    /// Pairs whose defaults Alembic cannot compare: it has the database compare them, which may refuse.
    without_defaults: usize,
    /// What Alembic finds between a database and itself.
    within: usize,
    /// What it finds between equal ones, or calls a difference otherwise though it is none.
    mistaken: usize,
    /// What it finds, by its kinds.
    kinds: BTreeMap<String, usize>,
}

/// Something that Alembic finds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    kind: String,
    schema: Option<String>,
    table: String,
    name: Option<String>,
}

/// What Alembic says of a pair.
struct Answer {
    between: Vec<Found>,
    within: Vec<Found>,
    with_defaults: bool,
}

/// Alembic, which answers questions until its input ends.
struct Alembic {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

fn compare(database: &'static str) {
    let alembic = Mutex::new(Alembic::start());
    let counts = Mutex::new(Counts::default());
    assert_each(Claim::SeenByAlembic, &on(database, pairs(database)), |database, pair| {
        with_two(database, |a, b| one_pair(&alembic, &counts, pair, [a, b]))
    });
    let counts = counts.into_inner().unwrap();
    assert!(counts.both > counts.mistaken, "{counts:#?}");
    alembic.into_inner().unwrap().end();
}

fn one_pair(
    alembic: &Mutex<Alembic>,
    counts: &Mutex<Counts>,
    pair: &Pair,
    [a, b]: [&mut Side; 2],
) -> Outcome {
    a.create(&pair.from)?;
    b.create(&pair.to)?;
    equals_itself(a)?;
    equals_itself(b)?;
    let arena = Arena::default();
    let ours = autogenerate(a, b, &arena)?.changes;
    let name = format!("{}/{}", a.connection.dialect().name(), pair.name);
    let theirs = alembic.lock().unwrap().ask([a, b])?;
    let mut counts = counts.lock().unwrap();
    counts.without_defaults += usize::from(!theirs.with_defaults);
    counts.within += theirs.within.len();
    for found in &theirs.between {
        *counts.kinds.entry(found.kind.clone()).or_default() += 1;
    }
    match (theirs.between.is_empty(), ours.is_empty()) {
        (true, true) => counts.neither += 1,
        (true, false) => counts.ours_only += 1,
        (false, _) => counts.both += 1,
    }
    let (mut missed, mut known) = (String::new(), BTreeSet::new());
    for found in theirs.between.iter().filter(|found| !ours.iter().any(|it| found.is_in(it))) {
        let mistake = MISTAKEN
            .iter()
            .position(|(of, begin, _)| *of == name && found.told().starts_with(begin));
        known.extend(mistake);
        if mistake.is_some() || pair.is_equal() {
            counts.mistaken += 1;
        } else {
            missed.extend(["missed: ", &found.told(), "\n"]);
        }
    }
    let not_made = (0..MISTAKEN.len()).filter(|at| MISTAKEN[*at].0 == name && !known.contains(at));
    for at in not_made {
        missed.extend(["Alembic makes this mistake no more: ", MISTAKEN[at].2, "\n"]);
    }
    if missed.is_empty() { Ok(()) } else { Err(format!("{missed}found: {ours:#?}")) }
}

/// Checks that nothing differs between a database and what was read from it; neither as what a server has read, nor as what
/// an author has written, which the server then has to read.
fn equals_itself(side: &mut Side) -> Outcome {
    let arena = Arena::default();
    let schema = reflected(&mut *side.connection, &arena)?;
    let read = WantedSchema { read: schema.clone(), ..WantedSchema::default() };
    let written = WantedSchema { written: schema, ..WantedSchema::default() };
    for (how, wanted) in [("read", read), ("written", written)] {
        let changes = towards(side, &wanted, &arena)?.changes;
        if !changes.is_empty() {
            return Err(format!("differs from itself, as {how}: {changes:#?}"));
        }
    }
    Ok(())
}

impl Alembic {
    fn start() -> Self {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/pairs/differences.py");
        let mut command = python(&program);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let questions = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { child, questions, answers }
    }

    /// Asks what differs between two databases.
    fn ask(&mut self, sides: [&Side; 2]) -> Result<Answer, String> {
        let urls = sides.map(|side| alembic_url(&side.database));
        writeln!(self.questions, "{}", serde_json::to_string(&urls).unwrap()).unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        let answer: serde_json::Value = serde_json::from_str(&line).unwrap();
        match answer["error"].as_str() {
            Some(error) => Err(format!("Alembic: {error}")),
            None => Ok(Answer {
                between: Found::list(&answer["between"]),
                within: Found::list(&answer["within"]),
                with_defaults: answer["with_defaults"].as_bool().unwrap(),
            }),
        }
    }

    fn end(self) {
        let Self { mut child, questions, answers } = self;
        drop((questions, answers));
        assert!(child.wait().unwrap().success());
    }
}

impl Found {
    fn list(answer: &serde_json::Value) -> Vec<Self> {
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let one = |it: &serde_json::Value| Self {
            kind: text(&it[0]).unwrap(),
            schema: text(&it[1]),
            table: text(&it[2]).unwrap(),
            name: text(&it[3]),
        };
        answer.as_array().unwrap().iter().map(one).collect()
    }

    fn table(&self) -> TableName<'_> {
        TableName { schema: self.schema.as_deref(), name: &self.table }
    }

    /// Says it in one line, which stands in a list of mistakes.
    fn told(&self) -> String {
        let name = self.name.as_deref().unwrap_or_default();
        format!("{} {} {name}", self.kind, self.table()).trim_end().to_owned()
    }

    /// Returns whether a change is what makes up for it.
    fn is_in(&self, change: &Change<'_>) -> bool {
        let table = self.table();
        let is_name = |name: Option<&str>| name.is_none() || name == self.name.as_deref();
        let of_sides = |from: Option<Option<&str>>, to: Option<Option<&str>>| {
            from.is_some_and(is_name) || to.is_some_and(is_name)
        };
        match change {
            // What belongs to a table that comes or goes does so with it.
            Change::Table(Sides { from, to }) => {
                let is = |side: &Option<migration_api::schema::Table<'_>>| {
                    side.is_some_and(|it| it.name == table)
                };
                match self.kind.as_str() {
                    "add_table" => is(to),
                    "remove_table" => is(from),
                    _ => is(from) || is(to),
                }
            }
            Change::Column { table: of, sides } if *of == table => {
                let [from, to] = [sides.from, sides.to].map(|it| it.map(|it| it.column));
                self.is_of_column(from, to)
            }
            Change::Constraint { table: of, sides } if *of == table => {
                let is_key = |kind| matches!(kind, ConstraintKind::ForeignKey(_));
                let kind = sides.from.or(sides.to).map(|it| it.kind);
                let wanted = self.kind.ends_with("_fk");
                (self.is_of_parts() || wanted)
                    && kind.is_some_and(|kind| is_key(kind) == wanted)
                    && of_sides(sides.from.map(|it| it.name), sides.to.map(|it| it.name))
            }
            Change::Index { table: of, sides } if *of == table => {
                self.is_of_parts()
                    && of_sides(sides.from.map(|it| it.name), sides.to.map(|it| it.name))
            }
            Change::TableComment { table: of, .. } => {
                *of == table && self.kind.ends_with("_table_comment")
            }
            _ => false,
        }
    }

    /// Returns whether it is an index or a unique constraint: databases differ in what they call so.
    fn is_of_parts(&self) -> bool {
        self.kind.ends_with("_index") || self.kind.ends_with("_constraint")
    }

    fn is_of_column(&self, from: Option<Column<'_>>, to: Option<Column<'_>>) -> bool {
        let is =
            |side: Option<Column<'_>>| side.is_some_and(|it| Some(it.name) == self.name.as_deref());
        match (self.kind.as_str(), from, to) {
            ("add_column", None, to) => is(to),
            ("remove_column", from, None) => is(from),
            (kind, Some(a), Some(b)) if is(from) || is(to) => match kind {
                "modify_nullable" => a.nullable != b.nullable,
                "modify_type" => a.ty != b.ty || a.collation != b.collation,
                "modify_comment" => a.comment != b.comment,
                "modify_default" => {
                    (a.default, a.identity, a.computed, a.on_row_update)
                        != (b.default, b.identity, b.computed, b.on_row_update)
                }
                _ => false,
            },
            _ => false,
        }
    }
}
