//! What the tests of rendering share.

use std::fmt::Write as _;

use migration_api::ops::Operation;

use super::{RenderError, Statement, render};
use crate::dialect::{self, Dialect};

/// Returns what an operation becomes on each database, as an offline script.
pub(super) fn on_each(operation: &Operation<'_>) -> String {
    each(|dialect| render(dialect, operation))
}

/// Returns what `make` gives for each database, as an offline script; for MariaDB only where it is another than for MySQL.
pub(super) fn each<'a, F>(make: F) -> String
where
    F: Fn(&dyn Dialect) -> Result<Vec<Statement<'a>>, RenderError>,
{
    let mut text = String::new();
    let mut last = String::new();
    for dialect in dialect::all() {
        let script = match make(dialect).and_then(|statements| scripts(dialect, &statements)) {
            Ok(scripts) => scripts.concat(),
            Err(error) => {
                let help = error.help().unwrap_or_default();
                format!("refused: {error}\n   help: {help}\n")
            }
        };
        if dialect.name() != "mariadb" || script != last.replace("MySQL", "MariaDB") {
            write!(text, "-- {}\n{script}", dialect.title()).unwrap();
        }
        last = script;
    }
    text
}

fn scripts(
    dialect: &dyn Dialect,
    statements: &[Statement<'_>],
) -> Result<Vec<String>, RenderError> {
    let scripts = statements.iter().map(|statement| statement.to_script(dialect));
    scripts.map(|script| script.map(|script| script + "\n")).collect()
}
