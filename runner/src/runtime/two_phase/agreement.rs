//! How the runs on several databases come to one decision.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::name::new_run;

/// The common decision of the runs of several databases, each on a thread of its own.
#[derive(Debug)]
pub struct Agreement;

#[derive(Debug)]
struct Shared {
    run: String,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// What is known of each database, in their order.
    members: BTreeMap<usize, (String, Stage)>,
    /// Who decides, once nobody plans any more; nobody where only one has something to do.
    coordinator: Option<Result<Option<usize>, Disagreement>>,
    decision: Option<Decision>,
    /// The first database that failed.
    failed: Option<String>,
}

/// How far the run on a database has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It finds out what there is to do.
    Planning,
    /// It has something to do, and everything is compiled.
    Ready { can_prepare: bool },
    /// Its work is done, and its transaction prepared; the coordinator's is open.
    Prepared,
    /// It takes no part, or no more.
    Away,
}

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// All commit.
    Commit,
    /// All undo.
    Undo,
    /// The coordinator cannot tell whether its commit has come about: the next run finds it out.
    Unknown,
}

/// What a database is among the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    /// It is the only one with something to do.
    Alone,
    /// Its commit is the decision.
    Coordinator,
    /// It prepares, and waits for the decision of the coordinator of this name.
    Participant {
        /// The coordinator's name.
        coordinator: String,
    },
}

/// Why there can be no agreement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Disagreement {
    /// Another database failed.
    #[error(
        "the migration of the database `{database}` failed, and all of them are migrated together or not at all"
    )]
    Failed {
        /// Its name.
        database: String,
    },
    /// Several databases cannot prepare a transaction.
    #[error("the databases {} cannot prepare a transaction, and of such there can be only one", .databases.join(" and "))]
    CannotPrepare {
        /// Their names.
        databases: Vec<String>,
    },
}

impl Disagreement {
    /// Returns what the user can do next.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Self::Failed { .. } => Some("all of them are as before: mend that one, and run it again".into()),
            Self::CannotPrepare { .. } => Some(
                "SQLite cannot at all, PostgreSQL needs `max_prepared_transactions` above 0; or leave `two_phase_commit` out"
                    .into(),
            ),
        }
    }
}

/// The part of one database in an agreement. Dropped early, it counts as failed.
#[derive(Debug)]
pub(crate) struct Member {
    shared: Arc<Shared>,
    at: usize,
    name: String,
}

impl Agreement {
    /// Returns the part of each of these databases in one agreement.
    pub(super) fn members(names: &[String]) -> Vec<Member> {
        let stage = |name: &String| (name.clone(), Stage::Planning);
        let members = names.iter().map(stage).enumerate().collect();
        let shared = Arc::new(Shared {
            run: new_run(),
            state: Mutex::new(State { members, ..State::default() }),
            changed: Condvar::new(),
        });
        let member = |(at, name): (usize, &String)| {
            let shared = Arc::clone(&shared);
            Member { shared, at, name: name.clone() }
        };
        names.iter().enumerate().map(member).collect()
    }
}

impl Member {
    /// Returns the name of the run.
    pub(crate) fn run(&self) -> &str {
        &self.shared.run
    }

    /// Tells that everything is compiled and the work can begin, waits until the others are as far, and returns what this one's part is.
    ///
    /// # Errors
    /// When another has failed, or several cannot prepare.
    pub(crate) fn ready(&self, can_prepare: bool) -> Result<Role, Disagreement> {
        let mut state = self.set(Stage::Ready { can_prepare });
        while state.failed.is_none() && state.any(|stage| stage == Stage::Planning) {
            state = self.wait(state);
        }
        state.check()?;
        state.role(self.at)
    }

    /// Tells that this one's transaction is prepared, or as the coordinator's open with all its work done, and waits until all are as far.
    ///
    /// # Errors
    /// When another has failed.
    pub(crate) fn prepared(&self) -> Result<(), Disagreement> {
        let mut state = self.set(Stage::Prepared);
        while state.failed.is_none() && state.any(|stage| matches!(stage, Stage::Ready { .. })) {
            state = self.wait(state);
        }
        state.check()
    }

    /// Tells what the coordinator's commit came to.
    pub(crate) fn decide(&self, decision: Decision) {
        self.shared.lock().decision = Some(decision);
        self.shared.changed.notify_all();
    }

    /// Waits for the coordinator's commit.
    pub(crate) fn decision(&self) -> Decision {
        let mut state = self.shared.lock();
        loop {
            match (state.decision, &state.failed) {
                (Some(decision), _) => return decision,
                (None, Some(_)) => return Decision::Undo,
                (None, None) => state = self.wait(state),
            }
        }
    }

    /// Waits until the others have carried out the decision; returns whether all of them have.
    pub(crate) fn others_are_done(&self) -> bool {
        let mut state = self.shared.lock();
        let others = |state: &State| {
            state.members.iter().any(|(at, (_, stage))| *at != self.at && *stage != Stage::Away)
        };
        while state.failed.is_none() && others(&state) {
            state = self.wait(state);
        }
        state.failed.is_none()
    }

    /// Takes no part any more: there is nothing to do, or all is done.
    pub(crate) fn leave(self) {
        drop(self.set(Stage::Away));
    }

    fn set(&self, stage: Stage) -> MutexGuard<'_, State> {
        let mut state = self.shared.lock();
        if let Some((_, old)) = state.members.get_mut(&self.at) {
            *old = stage;
        }
        self.shared.changed.notify_all();
        state
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        let stage = state.members.get(&self.at).map(|(_, stage)| *stage);
        if stage != Some(Stage::Away) {
            state.failed.get_or_insert_with(|| self.name.clone());
            if let Some((_, stage)) = state.members.get_mut(&self.at) {
                *stage = Stage::Away;
            }
            self.shared.changed.notify_all();
        }
    }
}

impl Shared {
    /// Every change is a whole one, so that a panic elsewhere leaves a true state.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn any(&self, is: impl Fn(Stage) -> bool) -> bool {
        self.members.values().any(|(_, stage)| is(*stage))
    }

    fn check(&self) -> Result<(), Disagreement> {
        match &self.failed {
            Some(database) => Err(Disagreement::Failed { database: database.clone() }),
            None => Ok(()),
        }
    }

    /// Returns the part of a database. Who decides is found once, as those that are ready go on from there.
    fn role(&mut self, at: usize) -> Result<Role, Disagreement> {
        let found = match self.coordinator.take() {
            Some(found) => found,
            None => self.find_coordinator(),
        };
        self.coordinator = Some(found.clone());
        Ok(match found? {
            None => Role::Alone,
            Some(place) if place == at => Role::Coordinator,
            Some(place) => {
                let name = self.members.get(&place).map(|(name, _)| name.clone());
                Role::Participant { coordinator: name.unwrap_or_default() }
            }
        })
    }

    fn find_coordinator(&self) -> Result<Option<usize>, Disagreement> {
        let ready = |wanted: &[bool]| -> Vec<(usize, &String)> {
            let members = self.members.iter();
            let found = members.filter(|(_, (_, stage))| match stage {
                Stage::Ready { can_prepare } => wanted.contains(can_prepare),
                Stage::Planning | Stage::Prepared | Stage::Away => false,
            });
            found.map(|(at, (name, _))| (*at, name)).collect()
        };
        let (all, stuck) = (ready(&[true, false]), ready(&[false]));
        match (all.as_slice(), stuck.as_slice()) {
            ([] | [_], _) => Ok(None),
            ([first, ..], []) => Ok(Some(first.0)),
            (_, [only]) => Ok(Some(only.0)),
            (_, several) => {
                let databases = several.iter().map(|(_, name)| format!("`{name}`")).collect();
                Err(Disagreement::CannotPrepare { databases })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    fn names(count: usize) -> Vec<String> {
        (1..=count).map(|at| format!("engine{at}")).collect()
    }

    /// Lets each database do its part on a thread; returns what each came to.
    fn together<T: Send>(count: usize, part: impl Fn(usize, Member) -> T + Sync) -> Vec<T> {
        let members = Agreement::members(&names(count));
        let part = &part;
        thread::scope(|scope| {
            let members = members.into_iter().enumerate();
            let threads: Vec<_> =
                members.map(|(at, member)| scope.spawn(move || part(at, member))).collect();
            threads.into_iter().map(|it| it.join().unwrap()).collect()
        })
    }

    #[test]
    fn the_first_decides_unless_another_cannot_prepare() {
        let roles = |able: [bool; 3]| {
            together(3, move |at, member| {
                let role = member.ready(able[at]);
                drop(member.prepared());
                member.leave();
                role
            })
        };
        let participant = |name: &str| Ok(Role::Participant { coordinator: name.into() });
        assert_eq!(
            roles([true; 3]),
            [Ok(Role::Coordinator), participant("engine1"), participant("engine1")]
        );
        assert_eq!(
            roles([true, true, false]),
            [participant("engine3"), participant("engine3"), Ok(Role::Coordinator)]
        );
        let databases = vec!["`engine1`".to_owned(), "`engine3`".to_owned()];
        let stuck = Err(Disagreement::CannotPrepare { databases });
        assert_eq!(roles([false, true, false]), [stuck.clone(), stuck.clone(), stuck]);
    }

    #[test]
    fn who_has_nothing_to_do_is_not_waited_for() {
        let roles = together(2, |at, member| {
            if at == 0 {
                member.leave();
                return None;
            }
            let role = member.ready(true).unwrap();
            member.leave();
            Some(role)
        });
        assert_eq!(roles, [None, Some(Role::Alone)]);
    }

    #[test]
    fn one_failure_is_the_end_for_all() {
        // Before it is ready, and before it is prepared.
        for early in [true, false] {
            let ends = together(3, |at, member| {
                if at == 1 && early {
                    return Ok(());
                }
                member.ready(true)?;
                if at == 1 {
                    return Ok(());
                }
                member.prepared()?;
                member.leave();
                Ok(())
            });
            let failed = Err(Disagreement::Failed { database: "engine2".into() });
            assert_eq!(ends, [failed.clone(), Ok(()), failed]);
        }
    }

    #[test]
    fn the_decision_reaches_everybody_and_is_carried_out_before_it_is_forgotten() {
        for decided in [Decision::Commit, Decision::Undo, Decision::Unknown] {
            let ends = together(3, |_, member| {
                let role = member.ready(true).unwrap();
                member.prepared().unwrap();
                if role == Role::Coordinator {
                    member.decide(decided);
                    let all = member.others_are_done();
                    member.leave();
                    assert!(all);
                    return decided;
                }
                let decision = member.decision();
                member.leave();
                decision
            });
            assert_eq!(ends, [decided; 3]);
        }
    }
}
