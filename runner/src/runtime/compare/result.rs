//! What is told of differences.

use migration_api::autogenerate::MigrationScript;

use super::directives::Scripts;
use super::source::{carried_out, session};
use super::{CompareRun, Compared, Comparison, ComparisonForm};
use crate::autogenerate::{Body, Difference, DifferencesDocument, Line, create_all};
use crate::error::Error;
use crate::schema::{Schema, SchemaError, Terms};
use crate::sql::{self, RenderError};

impl CompareRun<'_> {
    /// Returns what is told of a difference in the form that is asked for.
    pub(super) fn result<'a>(
        &mut self,
        mut difference: Difference<'a>,
        actual: &Schema<'_>,
        comparison: &Comparison,
        terms: &Terms<'a>,
    ) -> Result<Compared, Error> {
        let mut revisions = Vec::new();
        if let Some(asked) = &comparison.revision {
            let Scripts { scripts, by_hook } = self.scripts(&difference, asked, terms.arena)?;
            if by_hook && scripts.iter().all(MigrationScript::is_empty) {
                // The hook has the last word of what there is to do.
                difference = Difference::default();
            }
            if comparison.form == ComparisonForm::Revision {
                let planned = scripts.into_iter().map(|it| self.planned(it, terms));
                revisions = planned.collect::<Result<_, _>>()?;
            }
        }
        let document = DifferencesDocument::of(terms.dialect, &difference.changes)
            .map_err(SchemaError::from)?;
        let text = match comparison.form {
            ComparisonForm::Lines | ComparisonForm::Revision => String::new(),
            ComparisonForm::Json => document.to_json(),
            ComparisonForm::Sql => self.script(&difference, actual, terms)?,
        };
        let differences = document.lines();
        Ok(Compared { differences, text, revisions, ..Compared::default() })
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
        let mut scratch = self.scratch(terms)?;
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

/// Returns a comment of a revision as one of SQL, without the lines of Rust that it proposes.
fn comment(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with("ctx."));
    let text = lines.map(|line| format!("-- {line}\n")).collect::<String>();
    match text.strip_suffix(":\n") {
        Some(shortened) => format!("{shortened}.\n"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_sql_have_no_rust() {
        for (text, sql) in [
            ("The rows of `a` are lost.", "-- The rows of `a` are lost.\n"),
            (
                "Fill it,\nthen refuse NULL:\nctx.execute(\"…\", &[])?;",
                "-- Fill it,\n-- then refuse NULL.\n",
            ),
        ] {
            assert_eq!(comment(text), sql);
        }
    }
}
