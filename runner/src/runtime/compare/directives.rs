//! The revisions that are to be written, and what the environment's hook makes of them.

use migration_api::abi::{Arena, Decode, Encode, Reader, Writer};
use migration_api::autogenerate::{MigrationScript, ScriptLine};

use super::{CompareRun, RuntimeError};
use crate::autogenerate::{Body, Difference};
use crate::error::Error;

/// What a revision is to be, besides what it does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RevisionTerms {
    /// What it does, in the author's words.
    pub message: String,
    /// Its id; `None` for a random one.
    pub rev_id: Option<String>,
    /// What it comes after, as `--head` takes it; empty for the head.
    pub heads: Vec<String>,
    /// Whether it may come after a revision that is no head.
    pub splice: bool,
    /// The labels written on it.
    pub branch_labels: Vec<String>,
    /// What must be applied before it.
    pub depends_on: Vec<String>,
    /// The version location to write it into.
    pub version_path: Option<String>,
}

/// The revisions that are to be written.
pub(super) struct Scripts<'a> {
    pub(super) scripts: Vec<MigrationScript<'a>>,
    /// Whether they are as the environment's hook wants them.
    pub(super) by_hook: bool,
}

impl CompareRun<'_> {
    /// Returns the revision that makes up for a difference, and what the environment's hook makes of it, if it has one.
    pub(super) fn scripts<'a>(
        &mut self,
        difference: &Difference<'a>,
        asked: &RevisionTerms,
        arena: &'a Arena,
    ) -> Result<Scripts<'a>, Error> {
        let RevisionTerms {
            message,
            rev_id,
            heads,
            splice,
            branch_labels,
            depends_on,
            version_path,
        } = asked.clone();
        let script = MigrationScript {
            message,
            rev_id,
            heads,
            splice,
            branch_labels,
            depends_on,
            version_path,
            imports: Vec::new(),
            upgrade: lines(&difference.upgrade),
            downgrade: lines(&difference.downgrade),
        };
        let scripts = vec![script];
        let mut message = Writer::default();
        scripts.encode(&mut message);
        let Some(processed) = self.hooks.process(message.into_bytes())? else {
            return Ok(Scripts { scripts, by_hook: false });
        };
        let hook = "process_revision_directives";
        let processed = arena.keep(processed);
        let decoded = Vec::decode(&mut Reader::with_arena(processed, arena));
        let scripts = decoded.map_err(|_| RuntimeError::HookAnswer { hook })?;
        Ok(Scripts { scripts, by_hook: true })
    }
}

fn lines<'a>(body: &Body<'a>) -> Vec<ScriptLine<'a>> {
    body.lines.iter().cloned().map(ScriptLine::from).collect()
}
