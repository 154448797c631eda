//! The databases' runs, started and joined.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::{DatabaseEvent, DatabaseOptions, DatabaseOutcome, DatabaseReport, DatabasesAudience};
use crate::autogenerate::Suggestion;
use crate::error::Error;
use crate::project::Project;
use crate::runtime::{Confirm, Event, Observer};

/// What a run tells the thread that waits for all of them.
enum Message<T> {
    Begun,
    Told(Event),
    Asked(Suggestion, Sender<bool>),
    Ended(Result<T, Error>, Duration),
}

/// Does the work on each of these databases, so many at once as the options say, and returns what came of each, in the same order.
///
/// After a failure, those that are under way are worked on to their end; no other is begun, unless the options say so.
pub fn each<'p, T: Send>(
    projects: &'p [Project],
    options: &DatabaseOptions,
    audience: &mut dyn DatabasesAudience,
    work: impl Fn(&'p Project, Confirm<'_>, Observer<'_>) -> Result<T, Error> + Sync,
) -> Vec<DatabaseReport<T>> {
    let threads = options.threads(projects.len());
    let queue = Queue::behind(threads, projects.len());
    thread::scope(|scope| {
        let (sender, receiver) = channel();
        for first in 0..threads {
            let (queue, work, sender) = (&queue, &work, sender.clone());
            scope.spawn(move || {
                let mut next = Some(first);
                while let Some(at) = next {
                    let is_done = run(&projects[at], &|message| tell(&sender, at, message), work);
                    next = queue.next(is_done, options.keep_going);
                }
            });
        }
        drop(sender);
        listen(projects, &receiver, audience)
    })
}

/// The databases that have not begun.
struct Queue {
    next: AtomicUsize,
    count: usize,
    has_failed: AtomicBool,
}

impl Queue {
    /// Returns the queue of those that are behind the first, which begin in any case.
    fn behind(first: usize, count: usize) -> Self {
        Self { next: AtomicUsize::new(first), count, has_failed: AtomicBool::new(false) }
    }

    /// Returns the next database after one is done or has failed.
    fn next(&self, is_done: bool, keep_going: bool) -> Option<usize> {
        let has_failed = self.has_failed.fetch_or(!is_done, Ordering::SeqCst) || !is_done;
        if has_failed && !keep_going {
            return None;
        }
        Some(self.next.fetch_add(1, Ordering::SeqCst)).filter(|at| *at < self.count)
    }
}

/// Does the work on one database; returns whether it did not fail.
fn run<'p, T>(
    project: &'p Project,
    tell: &dyn Fn(Message<T>),
    work: &impl Fn(&'p Project, Confirm<'_>, Observer<'_>) -> Result<T, Error>,
) -> bool {
    tell(Message::Begun);
    let start = Instant::now();
    let mut confirm = |suggestion: &Suggestion| {
        let (answer, answered) = channel();
        tell(Message::Asked(suggestion.clone(), answer));
        answered.recv().unwrap_or(false)
    };
    let result = work(project, &mut confirm, &mut |event| tell(Message::Told(event)));
    let is_done = result.is_ok();
    tell(Message::Ended(result, start.elapsed()));
    is_done
}

/// Sends a message. Whoever waits for it hears all that is sent: the thread goes on until the last sender is gone.
fn tell<T>(sender: &Sender<(usize, Message<T>)>, at: usize, message: Message<T>) {
    drop(sender.send((at, message)));
}

/// Hears what the runs tell until the last has ended.
fn listen<T>(
    projects: &[Project],
    receiver: &Receiver<(usize, Message<T>)>,
    audience: &mut dyn DatabasesAudience,
) -> Vec<DatabaseReport<T>> {
    let name = |project: &Project| project.config.database.clone().unwrap_or_default();
    let mut reports: Vec<DatabaseReport<T>> = projects
        .iter()
        .map(|project| DatabaseReport {
            database: name(project),
            outcome: DatabaseOutcome::NotBegun,
            duration: Duration::ZERO,
        })
        .collect();
    for (at, message) in receiver {
        let report = &mut reports[at];
        match message {
            Message::Begun => audience.hear(&report.database, DatabaseEvent::Begun),
            Message::Told(event) => audience.hear(&report.database, DatabaseEvent::Told(event)),
            Message::Asked(suggestion, answer) => {
                let is_renamed = audience.confirm(&report.database, &suggestion);
                // Who has asked waits for it.
                answer.send(is_renamed).unwrap_or_default();
            }
            Message::Ended(Ok(result), duration) => {
                audience.hear(&report.database, DatabaseEvent::Done);
                (report.outcome, report.duration) = (DatabaseOutcome::Done(result), duration);
            }
            Message::Ended(Err(error), duration) => {
                audience.hear(&report.database, DatabaseEvent::Failed(&error));
                let outcome = DatabaseOutcome::Failed(Box::new(error));
                (report.outcome, report.duration) = (outcome, duration);
            }
        }
    }
    reports
}
