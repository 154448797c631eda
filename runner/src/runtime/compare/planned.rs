//! Revisions, written as Rust.

use migration_api::autogenerate::{Answer, MigrationScript, Question, RenderItem, Rendering};

use super::{CompareRun, RevisionTerms};
use crate::autogenerate::render::{RenderHook, Rendered, check_import, render_for};
use crate::autogenerate::{Body, Line};
use crate::error::Error;
use crate::runtime::RuntimeError;
use crate::runtime::hooks::{ComparisonHooks, one_each};
use crate::schema::Terms;

/// A revision that is to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlannedRevision {
    /// What it is to be.
    pub terms: RevisionTerms,
    /// Its functions; `None`, if they have nothing to do.
    pub body: Option<Rendered>,
}

impl CompareRun<'_> {
    /// Returns a revision as it is written.
    pub(super) fn planned(
        &mut self,
        script: MigrationScript<'_>,
        terms: &Terms<'_>,
    ) -> Result<PlannedRevision, Error> {
        let has_lines = !(script.upgrade.is_empty() && script.downgrade.is_empty());
        let MigrationScript { message, rev_id, heads, splice, .. } = script;
        let MigrationScript { branch_labels, depends_on, version_path, .. } = script;
        let [upgrade, downgrade] = [script.upgrade, script.downgrade]
            .map(|lines| Body { lines: lines.into_iter().map(Line::from).collect() });
        let body = match has_lines {
            false => None,
            true => {
                let mut body = render_for(terms, &upgrade, &downgrade, &mut self.hooks)?;
                script.imports.iter().try_for_each(|line| check_import(line))?;
                body.imports.extend(script.imports);
                body.imports.sort();
                body.imports.dedup();
                Some(body)
            }
        };
        let terms = RevisionTerms {
            message,
            rev_id,
            heads,
            splice,
            branch_labels,
            depends_on,
            version_path,
        };
        Ok(PlannedRevision { terms, body })
    }
}

impl RenderHook for ComparisonHooks<'_> {
    fn render(&mut self, items: &[RenderItem]) -> Result<Option<Vec<Rendering>>, Error> {
        let hook = "render_item";
        match self.ask(Question::RenderItems, items.to_vec())? {
            Answer::NoHook => Ok(None),
            Answer::Rendered(answers) => one_each(hook, answers, items.len()),
            _ => Err(RuntimeError::HookAnswer { hook }.into()),
        }
    }
}
