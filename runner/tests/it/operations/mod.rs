//! Every operation with its options, on every database: what it leaves in the catalog, whether its way back restores it,
//! and whether its script, run by the database's own client, leaves the same.
//!
//! Each family's snapshot shows, case by case, the lines of the catalog that come and go.

mod batch;
mod batch_drops;
pub(crate) mod catalog;
mod columns;
mod constraints;
mod indexes;
mod objects;
mod tables;
mod types;
pub(crate) use types::TYPES;

use std::fmt::Write as _;

use migration_api::abi::Arena;
use migration_api::ops::{AddConstraint, CreateIndex, DropConstraint, Operation};
use migration_api::schema::{Constraint, Index, NamingConvention};
use runner::dialect::{Dialect, OnlineError, OnlineSettings, Session};
use runner::sql::{self, Naming, RenderError, Statement};

use crate::support::{Database, databases};

/// One case: what is there, what is done, and how that is undone.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) setup: Vec<Operation<'static>>,
    pub(super) act: Vec<Operation<'static>>,
    /// None where the operations say themselves how they are undone.
    pub(super) undo: Option<Vec<Operation<'static>>>,
    pub(super) naming: NamingConvention<'static>,
    /// Whether its operations run in no transaction.
    autocommit: bool,
    /// Whether it has no way back.
    one_way: bool,
    /// The databases that it is for; all, unless told.
    only: Option<&'static str>,
    /// Whether what is there before has no names by the convention.
    setup_without_names: bool,
    /// The databases on which it has no script.
    no_script: &'static str,
}

impl Case {
    /// Returns a case of an operation on what `setup` makes.
    pub(super) fn new(
        name: &str,
        setup: Vec<Operation<'static>>,
        act: impl Into<Operation<'static>>,
    ) -> Self {
        Self {
            name: name.to_owned(),
            setup,
            act: vec![act.into()],
            undo: None,
            naming: NamingConvention::default(),
            autocommit: false,
            one_way: false,
            only: None,
            setup_without_names: false,
            no_script: "",
        }
    }

    /// Does this instead.
    pub(super) fn act(mut self, act: impl Into<Operation<'static>>) -> Self {
        self.act = vec![act.into()];
        self
    }

    /// Adds a constraint to `t` before.
    pub(super) fn after(mut self, constraint: Constraint<'static>) -> Self {
        self.setup.push(AddConstraint::new("t", constraint).into());
        self
    }

    /// Creates a unique index `ix` of `t` before.
    pub(super) fn indexed(mut self) -> Self {
        let index = Index::new("ix", "t", &["a", "b"]).unique();
        self.setup.push(CreateIndex::new(index).into());
        self.undo(DropConstraint::new("t", "uq")).undo(CreateIndex::new(index))
    }

    /// Says that what it does has no way back.
    pub(super) fn one_way(mut self) -> Self {
        self.one_way = true;
        self
    }

    /// Runs it on these databases only: the others write it in another way.
    pub(super) fn only(mut self, titles: &'static str) -> Self {
        self.only = Some(titles);
        self
    }

    /// Has no script on these databases: what they would have to know is only told by the database.
    pub(super) fn no_script(mut self, titles: &'static str) -> Self {
        self.no_script = titles;
        self
    }

    /// Leaves what is there before without names.
    pub(super) fn setup_without_names(mut self) -> Self {
        self.setup_without_names = true;
        self
    }

    /// Does this besides.
    pub(super) fn then(mut self, act: impl Into<Operation<'static>>) -> Self {
        self.act.push(act.into());
        self
    }

    /// Says how it is undone.
    pub(super) fn undo(mut self, undo: impl Into<Operation<'static>>) -> Self {
        self.undo.get_or_insert_default().push(undo.into());
        self
    }

    /// Names what has no name by this convention.
    pub(super) fn named_by(mut self, naming: NamingConvention<'static>) -> Self {
        self.naming = naming;
        self
    }

    /// Runs it in no transaction.
    pub(super) fn autocommit(mut self) -> Self {
        self.autocommit = true;
        self
    }

    /// Returns whether it makes schemas, which on MariaDB are databases.
    fn has_schemas(&self) -> bool {
        let mut all = self.setup.iter().chain(&self.act);
        all.any(|operation| matches!(operation, Operation::CreateSchema(_)))
    }

    fn undoing(&self) -> Option<Vec<Operation<'static>>> {
        if self.one_way {
            return None;
        }
        let reversed = || self.act.iter().rev().map(Operation::reverse).collect();
        self.undo.clone().or_else(reversed)
    }
}

/// Keeps a list for as long as the tests run: operations borrow what they are made of.
pub(super) fn keep<T>(list: Vec<T>) -> &'static [T] {
    list.leak()
}

/// Runs the cases on every database, and returns what each leaves.
pub(super) fn report(cases: &[Case]) -> String {
    let databases = databases();
    let mut report = String::new();
    for case in cases {
        writeln!(report, "## {}", case.name).unwrap();
        for database in &databases {
            if case.only.is_some_and(|titles| !titles.contains(database.title())) {
                continue;
            }
            let outcome = outcome(case, database);
            writeln!(report, "-- {}\n{}", database.title(), outcome.trim_end()).unwrap();
        }
        report.push('\n');
    }
    report
}

/// Shows what the cases leave, and checks that each is undone and is the same as a script.
macro_rules! assert_cases {
    ($cases:expr) => {
        let report = $crate::operations::report($cases);
        insta::assert_snapshot!(report);
        assert!(!report.contains($crate::operations::WRONG), "{report}");
    };
}
pub(super) use assert_cases;

/// Marks what must not be, if it is.
fn wrong(what: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{WRONG} {what}: {text}\n") }
}

/// Stands before what must not be.
pub(super) const WRONG: &str = "!!";

/// Why a case was not carried out.
fn told(error: &RenderError) -> String {
    format!("refused: {error}\n   help: {}\n", error.help().unwrap_or_default())
}

fn outcome(case: &Case, database: &Database) -> String {
    reset(case, database);
    let mut connection = database.connect();
    let prepared = match case.setup_without_names {
        true => run_named(&mut *connection, case, &case.setup, NamingConvention::default()),
        false => run(&mut *connection, case, &case.setup),
    };
    match prepared {
        Ok(()) => {}
        // What cannot even be prepared is a case of its own.
        Err(OnlineError::Render(error)) => return format!("no such thing here: {error}\n"),
        Err(OnlineError::Database(error)) => return wrong("not prepared", &error.to_string()),
    }
    let before = catalog::dump(&mut *connection, case.has_schemas());
    match run(&mut *connection, case, &case.act) {
        Ok(()) => {}
        Err(OnlineError::Render(error)) => return told(&error),
        Err(OnlineError::Database(error)) => return format!("error: {error}\n"),
    }
    let after = catalog::dump(&mut *connection, case.has_schemas());
    let mut outcome = catalog::changes(&before, &after);
    if let Some(undo) = case.undoing() {
        match run(&mut *connection, case, &undo) {
            Ok(()) => {
                let mut after = catalog::dump(&mut *connection, case.has_schemas());
                // InnoDB keeps the index that it has made for a foreign key when that is dropped.
                after.retain(|line| before.contains(line) || !line.contains(": KEY `fk` ("));
                let rest = catalog::changes(&before, &after);
                outcome.push_str(&wrong("not undone", &rest));
            }
            Err(error) => outcome.push_str(&wrong("not undone", &error.to_string())),
        }
    }
    drop(connection);
    if !case.no_script.contains(database.title()) {
        outcome.push_str(&offline(case, database, &after));
    }
    outcome
}

fn reset(case: &Case, database: &Database) {
    database.reset();
    if case.has_schemas() && database.title() == "MariaDB" {
        database.execute("DROP DATABASE IF EXISTS own_a");
    }
}

/// Carries operations out as a run does.
fn run(
    connection: &mut dyn Session,
    case: &Case,
    operations: &[Operation<'static>],
) -> Result<(), OnlineError> {
    run_named(connection, case, operations, case.naming)
}

fn run_named(
    connection: &mut dyn Session,
    case: &Case,
    operations: &[Operation<'static>],
    convention: NamingConvention<'static>,
) -> Result<(), OnlineError> {
    let arena = Arena::default();
    let dialect = connection.dialect();
    let settings = OnlineSettings { naming: convention, ..OnlineSettings::default() };
    let naming = Naming { convention, dialect, arena: &arena };
    if !case.autocommit {
        connection.try_begin()?;
    }
    for operation in operations.iter().flat_map(|operation| naming.apply(operation)) {
        for part in dialect.split(&operation) {
            let carried_out = dialect.render_online(&part, connection, &settings).and_then(|it| {
                it.statements
                    .iter()
                    .try_for_each(|statement| Ok(connection.run(statement).map(drop)?))
            });
            if carried_out.is_err() {
                connection.rollback().unwrap();
                return carried_out;
            }
        }
    }
    if !case.autocommit {
        connection.commit()?;
    }
    Ok(())
}

/// Has the database's own client run the script of the same operations on an empty database, and compares what they leave.
fn offline(case: &Case, database: &Database, online: &[String]) -> String {
    let dialect = database.connect().dialect();
    let all: Vec<_> = case.setup.iter().chain(&case.act).copied().collect();
    match script(case, dialect, &all) {
        Err(error) => format!("as a script: {}", told(&error)),
        Ok(script) => {
            reset(case, database);
            match database.run_script(&script) {
                Ok(()) => {
                    let offline = catalog::dump(&mut *database.connect(), case.has_schemas());
                    wrong("otherwise as a script", &catalog::changes(online, &offline))
                }
                Err(message) => wrong("no such script", &message),
            }
        }
    }
}

fn script(
    case: &Case,
    dialect: &'static dyn Dialect,
    operations: &[Operation<'static>],
) -> Result<String, RenderError> {
    let arena = Arena::default();
    let naming = Naming { convention: case.naming, dialect, arena: &arena };
    let mut script = String::new();
    for operation in operations.iter().flat_map(|operation| naming.apply(operation)) {
        for part in dialect.split(&operation) {
            let statements: Vec<Statement<'_>> = sql::render(dialect, &part)?;
            for statement in statements {
                script.push_str(&statement.to_script(dialect)?);
                script.push('\n');
            }
        }
    }
    Ok(script)
}
