//! What an environment may say of the comparison with the database: filters, and how a revision is written.
//!
//! Each hook is a plain function of `env.rs`, given to [`Configuration`](crate::Configuration); the runner asks about many
//! objects at once, and only where there is a hook.

use crate::context::MigrationContext;
use crate::environment::StepInfo;
use crate::error::MigrationResult;
use crate::schema::Metadata;

#[cfg(feature = "host")]
mod rewriter;
#[cfg(feature = "host")]
pub use rewriter::{Directives, MigrationScript, Rewriter, Rule, ScriptLine};

/// An object that a filter is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What it is, by Alembic's word: `schema`, `table`, `column`, `index`, `unique_constraint`, `foreign_key_constraint`,
    /// `check_constraint`; or `primary_key`, `exclude_constraint`, `enum`, `domain`, `sequence`, `view`, `function`, `trigger`,
    /// `policy`, `extension`.
    pub kind: String,
    /// Its name; empty for a constraint without one.
    pub name: String,
    /// The schema that it stands in; `None` for the default one.
    pub schema: Option<String>,
    /// The table that it belongs to, if it belongs to one.
    pub table: Option<String>,
    /// Whether it is in the database (or else in the metadata).
    pub reflected: bool,
    /// Whether the other side has an object of the same name. Always false before the comparison.
    pub has_counterpart: bool,
    /// The remark on it.
    pub comment: Option<String>,
}

/// A column whose types are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeComparison {
    /// The schema of the table; `None` for the default one.
    pub schema: Option<String>,
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// The type in the database, in its own words.
    pub database: String,
    /// The type in the metadata, in the database's words.
    pub metadata: String,
}

/// A column whose defaults are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefaultComparison {
    /// The schema of the table; `None` for the default one.
    pub schema: Option<String>,
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// The default in the database, as SQL.
    pub database: Option<String>,
    /// The default in the metadata, as SQL.
    pub metadata: Option<String>,
}

/// A part of a revision that is about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderItem {
    /// What it is: `type`, `server_default`, `column`, `primary_key`, `foreign_key`, `unique`, `check`, `exclude`, `index`.
    pub kind: String,
    /// The table; empty for a type of its own.
    pub table: String,
    /// The column or constraint that it is or belongs to.
    pub name: String,
    /// What will be written, Rust source: an expression, or for a default the call with its dot, `.default_sql("now()")`.
    pub source: String,
}

/// How a part of a revision is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rendering {
    /// As the runner would.
    Default,
    /// Not at all.
    Skip,
    /// As this Rust source, for which these lines stand at the top of the file (`use app::Email;`).
    Source {
        /// The source.
        text: String,
        /// The lines.
        imports: Vec<String>,
    },
}

/// The hooks of an environment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hooks {
    pub(crate) target_metadata: Option<fn() -> Metadata>,
    pub(crate) include_name: Option<fn(&Candidate) -> bool>,
    pub(crate) include_object: Option<fn(&Candidate) -> bool>,
    pub(crate) compare_type: Option<fn(&TypeComparison) -> Option<bool>>,
    pub(crate) compare_server_default: Option<fn(&DefaultComparison) -> Option<bool>>,
    pub(crate) render_item: Option<fn(&RenderItem) -> Rendering>,
    pub(crate) on_version_apply: Option<fn(&mut MigrationContext, &StepInfo) -> MigrationResult>,
    #[cfg(feature = "host")]
    pub(crate) process_revision_directives: Option<fn(&mut Directives<'_>)>,
}

/// Functions are not compared: what is set is told apart by its effect.
impl PartialEq for Hooks {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What the runner asks of an environment's hooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// What `target_metadata` returns.
    TargetMetadata,
    /// Which objects of the database are looked at.
    IncludeNames(Vec<Candidate>),
    /// Which objects are compared.
    IncludeObjects(Vec<Candidate>),
    /// Whether types differ.
    CompareTypes(Vec<TypeComparison>),
    /// Whether defaults differ.
    CompareServerDefaults(Vec<DefaultComparison>),
    /// How parts are written.
    RenderItems(Vec<RenderItem>),
    /// What becomes of these encoded revisions.
    Process(Vec<u8>),
}

/// What an environment's hooks say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// There is no such hook.
    NoHook,
    /// The metadata.
    Metadata(Metadata),
    /// Yes or no, for each.
    Included(Vec<bool>),
    /// Different or not, for each; `None` leaves it to the runner.
    Verdicts(Vec<Option<bool>>),
    /// How each is written.
    Rendered(Vec<Rendering>),
    /// The encoded revisions, as they are to be.
    Processed(Vec<u8>),
}

impl Hooks {
    /// Returns no hooks.
    pub(crate) const fn none() -> Self {
        Self {
            target_metadata: None,
            include_name: None,
            include_object: None,
            compare_type: None,
            compare_server_default: None,
            render_item: None,
            on_version_apply: None,
            #[cfg(feature = "host")]
            process_revision_directives: None,
        }
    }

    /// Answers a question.
    pub(crate) fn answer(&self, question: &Question) -> Answer {
        match question {
            Question::TargetMetadata => {
                self.target_metadata.map_or(Answer::NoHook, |hook| Answer::Metadata(hook()))
            }
            Question::IncludeNames(all) => each(self.include_name, all, Answer::Included),
            Question::IncludeObjects(all) => each(self.include_object, all, Answer::Included),
            Question::CompareTypes(all) => each(self.compare_type, all, Answer::Verdicts),
            Question::CompareServerDefaults(all) => {
                each(self.compare_server_default, all, Answer::Verdicts)
            }
            Question::RenderItems(all) => each(self.render_item, all, Answer::Rendered),
            Question::Process(bytes) => self.process(bytes),
        }
    }
}

impl Hooks {
    #[cfg(feature = "host")]
    fn process(&self, bytes: &[u8]) -> Answer {
        use crate::abi::{Arena, Encode, Writer};
        let Some(hook) = self.process_revision_directives else { return Answer::NoHook };
        let arena = Arena::default();
        // The runner encoded them by this very code.
        let Ok(mut directives) = Directives::decode(bytes, &arena) else { return Answer::NoHook };
        hook(&mut directives);
        let mut writer = Writer::default();
        directives.scripts.encode(&mut writer);
        Answer::Processed(writer.into_bytes())
    }

    #[cfg(not(feature = "host"))]
    fn process(&self, _bytes: &[u8]) -> Answer {
        Answer::NoHook
    }
}

fn each<Q, A>(hook: Option<fn(&Q) -> A>, all: &[Q], answer: fn(Vec<A>) -> Answer) -> Answer {
    match hook {
        None => Answer::NoHook,
        Some(hook) => answer(all.iter().map(hook).collect()),
    }
}
