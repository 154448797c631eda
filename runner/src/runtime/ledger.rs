//! What a step has asked for, and what of it stays on a database that commits schema changes at once.

use std::fmt;

use migration_api::ops::Operation;

use super::StepCause;
use crate::dialect::{Dialect, ImplicitCommit, SessionState};
use crate::revision::{Direction, Step};
use crate::sql::{self, Statement};

/// The operations that a step has asked for, queries left out, and what of them is committed.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// So many operations are passed over: an earlier run has done them.
    resume_after: usize,
    operations: Vec<Entry>,
    /// What is committed: so many operations, and so many statements of the one behind them.
    kept: (usize, usize),
    /// Whether statements run in no transaction just now.
    is_autocommit: bool,
    /// Whether the step itself has had its transaction committed.
    has_committed: bool,
    /// Whether the version table was created before it.
    has_new_table: bool,
}

/// What is to be done with an operation.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entered {
    /// To carry it out.
    CarryOut,
    /// To pass it over: an earlier run has done it.
    PassOver,
    /// To stop: what it left in the session of an earlier run is gone.
    Refuse { number: usize, name: String },
}

/// An operation, and how far it came.
#[derive(Debug)]
struct Entry {
    name: String,
    session: SessionState,
    statements: usize,
    done: usize,
    /// How it failed, if it did.
    failure: Option<Fate>,
}

/// What became of the operations of a step that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Which way the step leads.
    pub direction: Direction,
    /// The step's revision.
    pub revision: String,
    /// How many steps before it are done.
    pub steps_before: usize,
    /// How many of its operations stay, from the first.
    pub kept: usize,
    /// The number of the first of these that left something in the session which cannot be brought back.
    pub gone: Option<usize>,
    /// Its operations, by name, in the order in which it asked for them.
    pub operations: Vec<(String, Fate)>,
}

/// What became of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was passed over: an earlier run had done it.
    PassedOver,
    /// It is done and stays.
    Stays,
    /// So many of its statements, of so many, stay.
    StaysInPart(usize, usize),
    /// It set something in the session, and is done again when the step is resumed.
    Again,
    /// It left something in the session, which has ended.
    Gone,
    /// It was done, and is undone.
    Undone,
    /// It failed, and nothing of it stays.
    Failed,
    /// It failed, and only the database knows what of it stays.
    Unknown,
}

impl Ledger {
    /// Returns an empty ledger of a step that begins behind so many operations.
    pub(super) fn resuming(resume_after: usize) -> Self {
        Self { resume_after, kept: (resume_after, 0), ..Self::default() }
    }

    /// Enters an operation; returns what is to be done with it.
    pub(super) fn enter(&mut self, dialect: &dyn Dialect, operation: &Operation<'_>) -> Entered {
        let subject = sql::subject(operation);
        let name = format!("{} `{subject}`", operation.name());
        let mut session = SessionState::None;
        if let Operation::Execute(op) = operation {
            session = dialect.session_state(op.sql);
        }
        let number = self.operations.len() + 1;
        let mut entry = Entry { name, session, statements: 0, done: 0, failure: None };
        let entered = match session {
            _ if number > self.resume_after => Entered::CarryOut,
            SessionState::None => Entered::PassOver,
            SessionState::Repeatable => Entered::CarryOut,
            SessionState::Lost => {
                entry.failure = Some(Fate::Failed);
                Entered::Refuse { number, name: entry.name.clone() }
            }
        };
        self.operations.push(entry);
        entered
    }

    /// Notes the statements of the operation entered last.
    pub(super) fn rendered(&mut self, count: usize) {
        if let Some(entry) = self.operations.last_mut() {
            entry.statements += count;
        }
    }

    /// Notes how a statement of the operation entered last ended.
    pub(super) fn ran<T>(
        &mut self,
        dialect: &dyn Dialect,
        statement: &Statement<'_>,
        done: &Result<T, StepCause>,
    ) {
        let commits = match self.is_autocommit {
            true => ImplicitCommit::Around,
            false => dialect.implicit_commit(statement.sql()),
        };
        if commits != ImplicitCommit::None {
            self.keep();
        }
        let failure = match done {
            Ok(_) => None,
            Err(cause) => Some(match commits {
                ImplicitCommit::Within => Fate::Unknown,
                ImplicitCommit::Around if cause.is_lost() => Fate::Unknown,
                ImplicitCommit::Around | ImplicitCommit::None => Fate::Failed,
            }),
        };
        let Some(entry) = self.operations.last_mut() else { return };
        entry.failure = failure;
        if failure.is_none() {
            entry.done += 1;
            if commits != ImplicitCommit::None {
                self.keep();
            }
        }
    }

    /// Notes that what was done so far is committed and what follows runs in no transaction, or that a transaction begins.
    pub(super) fn autocommit(&mut self, begins: bool) {
        self.is_autocommit = begins;
        self.has_committed = true;
        self.keep();
    }

    /// Notes that the version table was created before the step.
    pub(super) fn created_table(&mut self) {
        self.has_new_table = true;
    }

    /// Returns whether the version table was created before the step.
    pub(super) fn has_new_table(&self) -> bool {
        self.has_new_table
    }

    /// Returns whether the step has had its transaction committed.
    pub(super) fn has_committed(&self) -> bool {
        self.has_committed
    }

    /// Notes that a query was run, which may be the call of a routine.
    pub(super) fn queried(&mut self, dialect: &dyn Dialect, statement: &Statement<'_>) {
        if dialect.implicit_commit(statement.sql()) != ImplicitCommit::None {
            self.keep();
        }
    }

    /// Notes that the operation entered last could not be put into SQL.
    pub(super) fn failed(&mut self) {
        if let Some(entry) = self.operations.last_mut() {
            entry.failure = Some(Fate::Failed);
        }
    }

    /// Returns how many operations were asked for, where more were to be passed over.
    pub(super) fn resumed_too_late(&mut self) -> Option<usize> {
        let asked = self.operations.len();
        self.kept = self.kept.min((asked, 0));
        (asked < self.resume_after).then_some(asked)
    }

    /// Returns what became of the operations of a step that has failed and is undone as far as it can be; `None` when
    /// nothing of it stays. Of a commit that was `lost` with its connection, nobody knows.
    pub(super) fn account(&self, step: &Step, steps_before: usize, lost: bool) -> Option<Account> {
        let unknown = |entry: &Entry| entry.failure == Some(Fate::Unknown);
        if self.kept == (0, 0) && !self.operations.iter().any(unknown) {
            return None;
        }
        let whole = self.operations.iter().all(|entry| entry.failure.is_none());
        let pending = if lost && whole { Fate::Unknown } else { Fate::Undone };
        let entries = self.operations.iter().enumerate();
        let fates = entries.map(|(at, entry)| (entry.name.clone(), self.fate(at, entry, pending)));
        let mut of_session = self.operations.iter().take(self.kept.0);
        let gone = of_session.position(|entry| entry.session == SessionState::Lost);
        Some(Account {
            direction: step.direction,
            revision: step.revision.clone(),
            steps_before,
            kept: self.kept.0,
            gone: gone.map(|at| at + 1),
            operations: fates.collect(),
        })
    }

    fn fate(&self, at: usize, entry: &Entry, pending: Fate) -> Fate {
        let (kept, statements) = self.kept;
        match entry.failure {
            None if at < self.resume_after && entry.session == SessionState::None => {
                Fate::PassedOver
            }
            Some(Fate::Unknown) => Fate::Unknown,
            _ if at == kept && statements > 0 => Fate::StaysInPart(statements, entry.statements),
            Some(failure) => failure,
            None if at < kept => match entry.session {
                SessionState::None => Fate::Stays,
                SessionState::Repeatable => Fate::Again,
                SessionState::Lost => Fate::Gone,
            },
            None => pending,
        }
    }

    /// Notes that all that was done so far is committed.
    fn keep(&mut self) {
        let Some(entry) = self.operations.last() else { return };
        let count = self.operations.len();
        let now = match entry.done == entry.statements && entry.failure.is_none() {
            true => (count, 0),
            false => (count - 1, entry.done),
        };
        self.kept = self.kept.max(now);
    }
}

impl Account {
    /// Returns the number of the operation that is neither done nor undone.
    fn half_done(&self) -> Option<usize> {
        let half =
            |(_, fate): &(String, Fate)| matches!(fate, Fate::StaysInPart(..) | Fate::Unknown);
        self.operations.iter().position(half).map(|at| at + 1)
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.steps_before {
            0 => {}
            1 => writeln!(f, "the step before this one stays")?,
            count => writeln!(f, "the {count} steps before this one stay")?,
        }
        writeln!(f, "a part of this step is committed and cannot be undone:")?;
        for (at, (name, fate)) in self.operations.iter().enumerate() {
            writeln!(f, "  {}. {name}: {fate}", at + 1)?;
        }
        let kept = self.kept;
        let again = match self.direction {
            Direction::Up | Direction::Stamp => {
                format!("`runner upgrade {} --resume-after", self.revision)
            }
            Direction::Down => "the downgrade again with `--resume-after".to_owned(),
        };
        if let Some(gone) = self.gone {
            writeln!(
                f,
                "what operation {gone} left in the session is gone: before the step is resumed, have it do without it"
            )?;
        }
        match self.half_done() {
            Some(half) => write!(
                f,
                "either undo by hand what stays, or see to operation {half}: run {again} {kept}` once it is undone, \
                 {again} {half}` once it is done"
            ),
            None => write!(
                f,
                "either undo by hand what stays, or correct the revision and run {again} {kept}`"
            ),
        }
    }
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PassedOver => f.write_str("passed over"),
            Self::Stays => f.write_str("done, and stays"),
            Self::StaysInPart(done, of) => {
                write!(f, "{done} of its {of} statements done, which stays; the rest is not")
            }
            Self::Again => f.write_str("of the session, and done again when resumed"),
            Self::Gone => f.write_str("of the session, and gone with it"),
            Self::Undone => f.write_str("undone"),
            Self::Failed => f.write_str("failed"),
            Self::Unknown => f.write_str("it is not known what of it stays"),
        }
    }
}

#[cfg(test)]
mod tests {
    use migration_api::ops::{Execute, Operation};

    use super::*;
    use crate::dialect;

    const DDL: &str = "ALTER TABLE t ADD a INT";
    const ROWS: &str = "UPDATE t SET a = 1";
    const SET: &str = "SET FOREIGN_KEY_CHECKS = 0";
    const COMPUTED: &str = "SET @id = LAST_INSERT_ID()";

    /// Enters operations of these statements, of which the last fails, and tells what stays.
    fn told(resume_after: usize, operations: &[&[&str]]) -> String {
        let dialect = dialect::by_name("mysql").unwrap();
        let mut ledger = Ledger::resuming(resume_after);
        for (at, statements) in operations.iter().enumerate() {
            let text = statements.join("; ");
            let operation = Operation::Execute(Execute { sql: &text, parameters: &[] });
            if ledger.enter(dialect, &operation) != Entered::CarryOut {
                continue;
            }
            ledger.rendered(statements.len());
            for (number, sql) in statements.iter().enumerate() {
                let last = at + 1 == operations.len() && number + 1 == statements.len();
                let done = if last { Err(StepCause::OfflineQuery) } else { Ok(0) };
                ledger.ran(dialect, &Statement::new((*sql).to_owned()), &done);
            }
        }
        let step = Step {
            revision: "b2".into(),
            direction: Direction::Up,
            from: Vec::new(),
            to: Vec::new(),
            changes: Vec::new(),
        };
        match ledger.account(&step, 0, false) {
            Some(account) => format!("{account}\n"),
            None => "nothing stays\n".to_owned(),
        }
    }

    #[test]
    fn an_operation_of_several_statements_may_stay_in_part() {
        let told = [
            told(0, &[&[ROWS], &[ROWS]]),
            told(0, &[&[DDL, DDL]]),
            told(0, &[&[DDL, ROWS], &[ROWS]]),
            told(0, &[&[ROWS, DDL], &[ROWS], &[ROWS]]),
            told(1, &[&[DDL], &[ROWS], &[ROWS]]),
            told(0, &[&[SET], &[DDL], &[SET], &[ROWS]]),
            told(0, &[&[COMPUTED], &[DDL], &[ROWS]]),
            told(2, &[&[COMPUTED], &[DDL], &[ROWS]]),
            told(3, &[&[SET], &[DDL], &[DDL], &[ROWS]]),
        ];
        insta::assert_snapshot!(told.concat(), @"
        nothing stays
        a part of this step is committed and cannot be undone:
          1. execute `ALTER TABLE t ADD a INT; ALTER TABLE t A…`: 1 of its 2 statements done, which stays; the rest is not
        either undo by hand what stays, or see to operation 1: run `runner upgrade b2 --resume-after 0` once it is undone, `runner upgrade b2 --resume-after 1` once it is done
        a part of this step is committed and cannot be undone:
          1. execute `ALTER TABLE t ADD a INT; UPDATE t SET a …`: 1 of its 2 statements done, which stays; the rest is not
          2. execute `UPDATE t SET a = 1`: failed
        either undo by hand what stays, or see to operation 1: run `runner upgrade b2 --resume-after 0` once it is undone, `runner upgrade b2 --resume-after 1` once it is done
        a part of this step is committed and cannot be undone:
          1. execute `UPDATE t SET a = 1; ALTER TABLE t ADD a …`: done, and stays
          2. execute `UPDATE t SET a = 1`: undone
          3. execute `UPDATE t SET a = 1`: failed
        either undo by hand what stays, or correct the revision and run `runner upgrade b2 --resume-after 1`
        a part of this step is committed and cannot be undone:
          1. execute `ALTER TABLE t ADD a INT`: passed over
          2. execute `UPDATE t SET a = 1`: undone
          3. execute `UPDATE t SET a = 1`: failed
        either undo by hand what stays, or correct the revision and run `runner upgrade b2 --resume-after 1`
        a part of this step is committed and cannot be undone:
          1. execute `SET FOREIGN_KEY_CHECKS = 0`: of the session, and done again when resumed
          2. execute `ALTER TABLE t ADD a INT`: done, and stays
          3. execute `SET FOREIGN_KEY_CHECKS = 0`: undone
          4. execute `UPDATE t SET a = 1`: failed
        either undo by hand what stays, or correct the revision and run `runner upgrade b2 --resume-after 2`
        a part of this step is committed and cannot be undone:
          1. execute `SET @id = LAST_INSERT_ID()`: of the session, and gone with it
          2. execute `ALTER TABLE t ADD a INT`: done, and stays
          3. execute `UPDATE t SET a = 1`: failed
        what operation 1 left in the session is gone: before the step is resumed, have it do without it
        either undo by hand what stays, or correct the revision and run `runner upgrade b2 --resume-after 2`
        a part of this step is committed and cannot be undone:
          1. execute `SET @id = LAST_INSERT_ID()`: failed
          2. execute `ALTER TABLE t ADD a INT`: passed over
          3. execute `UPDATE t SET a = 1`: failed
        what operation 1 left in the session is gone: before the step is resumed, have it do without it
        either undo by hand what stays, or correct the revision and run `runner upgrade b2 --resume-after 2`
        a part of this step is committed and cannot be undone:
          1. execute `SET FOREIGN_KEY_CHECKS = 0`: of the session, and done again when resumed
          2. execute `ALTER TABLE t ADD a INT`: passed over
          3. execute `ALTER TABLE t ADD a INT`: passed over
          4. execute `UPDATE t SET a = 1`: failed
        either undo by hand what stays, or correct the revision and run `runner upgrade b2 --resume-after 3`
        ");
    }
}
