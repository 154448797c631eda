//! The hooks of an environment, asked while it waits for `run_migrations`.

use migration_api::Place;
use migration_api::abi::{Arena, Command, Decode, Reader, Reply, Request, WireError};
use migration_api::autogenerate::{Answer, Candidate, DefaultComparison, Question, TypeComparison};
use migration_api::schema::Metadata;

use super::{Event, Observer, RuntimeError, harmless, step};
use crate::autogenerate::{Hooks, Suggestion};
use crate::error::Error;
use crate::load::{HostCalls, Unit};
use crate::project::Project;

/// Says whether something was renamed that looks like it.
pub type Confirm<'a> = &'a mut dyn FnMut(&Suggestion) -> bool;

/// What a comparison asks: of the environment, if one runs, and of the user.
pub(super) struct ComparisonHooks<'a> {
    /// The environment's unit, and the project whose it is.
    pub(super) environment: Option<(&'a Project, Unit)>,
    pub(super) observer: Observer<'a>,
    pub(super) confirm: Confirm<'a>,
}

impl ComparisonHooks<'_> {
    /// Returns the metadata of the environment; none, if it has no such hook.
    pub(super) fn target_metadata(&mut self) -> Result<Option<Metadata>, Error> {
        match self.send(&Question::TargetMetadata)? {
            Answer::NoHook => Ok(None),
            Answer::Metadata(metadata) => Ok(Some(metadata)),
            _ => Err(RuntimeError::HookAnswer { hook: "target_metadata" }.into()),
        }
    }

    /// Has the environment change the revisions of this message, if it has a hook for that.
    pub(super) fn process(&mut self, scripts: Vec<u8>) -> Result<Option<Vec<u8>>, Error> {
        match self.send(&Question::Process(scripts))? {
            Answer::NoHook => Ok(None),
            Answer::Processed(scripts) => Ok(Some(scripts)),
            _ => Err(RuntimeError::HookAnswer { hook: "process_revision_directives" }.into()),
        }
    }

    /// Asks about many objects, but only where there is a hook: an empty question tells.
    pub(super) fn ask<T>(
        &mut self,
        question: fn(Vec<T>) -> Question,
        all: Vec<T>,
    ) -> Result<Answer, Error> {
        match self.send(&question(Vec::new()))? {
            Answer::NoHook => Ok(Answer::NoHook),
            _ => self.send(&question(all)),
        }
    }

    fn send(&mut self, question: &Question) -> Result<Answer, Error> {
        let Some((project, unit)) = self.environment else {
            return Ok(Answer::NoHook);
        };
        let mut listener = Listener { answer: None };
        let asked = unit.run(&Command::Ask(question.clone()), &mut listener);
        if let Err(failure) = asked {
            let message = harmless(&failure.message);
            let place = step::short(project, failure.place);
            return Err(match failure.panic {
                true => RuntimeError::EnvironmentPanic { message, place }.into(),
                false => RuntimeError::Environment { message, place }.into(),
            });
        }
        let hook = hook_of(question);
        match listener.answer {
            Some(Ok(answer)) => Ok(answer),
            Some(Err(_)) | None => Err(RuntimeError::HookAnswer { hook }.into()),
        }
    }
}

/// Returns the hook that a question goes to, by its name in `env.rs`.
fn hook_of(question: &Question) -> &'static str {
    match question {
        Question::TargetMetadata => "target_metadata",
        Question::IncludeNames(_) => "include_name",
        Question::IncludeObjects(_) => "include_object",
        Question::CompareTypes(_) => "compare_type_with",
        Question::CompareServerDefaults(_) => "compare_server_default_with",
        Question::RenderItems(_) => "render_item",
        Question::Process(_) => "process_revision_directives",
    }
}

/// Takes the answer to one question.
struct Listener {
    answer: Option<Result<Answer, WireError>>,
}

impl HostCalls for Listener {
    fn call(&mut self, request: Request<'_>, _: &Place) -> Result<Reply, String> {
        match request {
            Request::Answer(bytes) => {
                let arena = Arena::default();
                self.answer = Some(Answer::decode(&mut Reader::with_arena(bytes, &arena)));
                Ok(Reply::Done)
            }
            _ => Err("a hook cannot do that".to_owned()),
        }
    }
}

/// Returns the answers, if there is one for each that was asked about.
pub(super) fn one_each<T>(
    hook: &'static str,
    answers: Vec<T>,
    count: usize,
) -> Result<Option<Vec<T>>, Error> {
    match answers.len() == count {
        true => Ok(Some(answers)),
        false => Err(RuntimeError::HookAnswer { hook }.into()),
    }
}

impl ComparisonHooks<'_> {
    fn included(
        &mut self,
        hook: &'static str,
        question: fn(Vec<Candidate>) -> Question,
        all: Vec<Candidate>,
    ) -> Result<Option<Vec<bool>>, Error> {
        let count = all.len();
        match self.ask(question, all)? {
            Answer::NoHook => Ok(None),
            Answer::Included(answers) => one_each(hook, answers, count),
            _ => Err(RuntimeError::HookAnswer { hook }.into()),
        }
    }

    fn verdicts<T>(
        &mut self,
        hook: &'static str,
        question: fn(Vec<T>) -> Question,
        all: Vec<T>,
    ) -> Result<Option<Vec<Option<bool>>>, Error> {
        let count = all.len();
        match self.ask(question, all)? {
            Answer::NoHook => Ok(None),
            Answer::Verdicts(answers) => one_each(hook, answers, count),
            _ => Err(RuntimeError::HookAnswer { hook }.into()),
        }
    }
}

impl Hooks for ComparisonHooks<'_> {
    fn include_names(&mut self, all: Vec<Candidate>) -> Result<Option<Vec<bool>>, Error> {
        self.included("include_name", Question::IncludeNames, all)
    }

    fn include_objects(&mut self, all: Vec<Candidate>) -> Result<Option<Vec<bool>>, Error> {
        self.included("include_object", Question::IncludeObjects, all)
    }

    fn compare_types(
        &mut self,
        all: Vec<TypeComparison>,
    ) -> Result<Option<Vec<Option<bool>>>, Error> {
        self.verdicts("compare_type_with", Question::CompareTypes, all)
    }

    fn compare_server_defaults(
        &mut self,
        all: Vec<DefaultComparison>,
    ) -> Result<Option<Vec<Option<bool>>>, Error> {
        self.verdicts("compare_server_default_with", Question::CompareServerDefaults, all)
    }

    fn was_renamed(&mut self, suggestion: &Suggestion) -> bool {
        (self.confirm)(suggestion)
    }

    fn warn(&mut self, message: String, help: Option<String>) {
        (self.observer)(Event::Warning { message, help });
    }
}
