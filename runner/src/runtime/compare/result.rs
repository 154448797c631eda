//! What is told of differences.

use migration_api::schema::TableName;

use super::source::{carried_out, session};
use super::{CompareRun, Compared, ComparisonForm};
use crate::autogenerate::render::{RenderOptions, Rendered, render};
use crate::autogenerate::{Body, Difference, DifferencesDocument, Line, create_all};
use crate::error::Error;
use crate::schema::{Schema, SchemaError, Terms};
use crate::sql::{self, RenderError};

impl CompareRun<'_> {
    /// Returns what is told of a difference in this form.
    pub(super) fn result(
        &mut self,
        difference: &Difference<'_>,
        actual: &Schema<'_>,
        form: ComparisonForm,
        terms: &Terms<'_>,
    ) -> Result<Compared, Error> {
        let document = DifferencesDocument::of(terms.dialect, &difference.changes)
            .map_err(SchemaError::from)?;
        let mut compared = Compared { differences: document.lines(), ..Compared::default() };
        match form {
            ComparisonForm::Lines => {}
            ComparisonForm::Json => compared.text = document.to_json(),
            ComparisonForm::Sql => compared.text = self.script(difference, actual, terms)?,
            ComparisonForm::Revision => compared.revision = self.revision(difference, terms)?,
        }
        Ok(compared)
    }

    /// Returns the functions of a revision, unless they have nothing to do.
    fn revision(
        &mut self,
        difference: &Difference<'_>,
        terms: &Terms<'_>,
    ) -> Result<Option<Rendered>, Error> {
        let Difference { upgrade, downgrade, .. } = difference;
        if upgrade.lines.is_empty() && downgrade.lines.is_empty() {
            return Ok(None);
        }
        let is_usual = |table: TableName<'_>, name: &str| {
            terms.naming.pk.is_none() && terms.dialect.is_usual_key_name(table, name)
        };
        let options = RenderOptions {
            with_existing: terms.dialect.needs_existing_column(),
            final_check_names: terms.naming.ck.is_some_and(|it| it.contains("%(constraint_name)s")),
            is_usual_key_name: &is_usual,
        };
        render(upgrade, downgrade, &options, &mut self.hooks).map(Some)
    }

    /// Returns the statements of the upgrade. Where they depend on what there is, they are those that a database like it was given.
    fn script(
        &mut self,
        difference: &Difference<'_>,
        actual: &Schema<'_>,
        terms: &Terms<'_>,
    ) -> Result<String, Error> {
        if let Ok(script) = plain_script(&difference.upgrade, terms) {
            return Ok(script);
        }
        let mut scratch = self.scratch(terms.dialect)?;
        let connection = session(&mut scratch)?;
        for operation in create_all(terms.dialect, actual, terms.arena) {
            carried_out(connection, &operation, |_| Ok(()))?;
        }
        let mut script = Vec::new();
        for line in &difference.upgrade.lines {
            match line {
                Line::Comment(text) | Line::Source(text) => script.push(comment(text)),
                Line::Operation(operation) => carried_out(connection, operation, |statement| {
                    script.push(statement + "\n");
                    Ok(())
                })?,
            }
        }
        Ok(script.join("\n"))
    }
}

/// Returns the statements of a body that depend on nothing but itself.
fn plain_script(body: &Body<'_>, terms: &Terms<'_>) -> Result<String, RenderError> {
    let mut script = Vec::new();
    for line in &body.lines {
        match line {
            Line::Comment(text) | Line::Source(text) => script.push(comment(text)),
            Line::Operation(operation) => {
                for statement in sql::render(terms.dialect, operation)? {
                    script.push(statement.to_script(terms.dialect)? + "\n");
                }
            }
        }
    }
    Ok(script.join("\n"))
}

fn comment(text: &str) -> String {
    text.lines().map(|line| format!("-- {line}\n")).collect()
}
