//! A script that looks for itself which of its steps are done. Outside of procedures MySQL has no `IF`: a statement that is
//! not to run is prepared as one that does nothing.

use super::Mysql;
use super::literals;
use crate::dialect::{Dialect, Idempotent, IdempotentHistory};
use crate::sql::{quoted_text, split_statements};

impl Idempotent for Mysql {
    fn begin(&self, history: &IdempotentHistory<'_>) -> Vec<String> {
        let table = &history.version_table;
        let mut statements = vec![
            "CREATE TEMPORARY TABLE runner_link (revision VARCHAR(32), lower VARCHAR(32));"
                .to_owned(),
        ];
        statements.extend(history.insert_links());
        // One column is the key, so that a server that demands one is content.
        statements.push(
            "CREATE TEMPORARY TABLE runner_applied (version_num VARCHAR(32) PRIMARY KEY);"
                .to_owned(),
        );
        statements.push(format!("INSERT INTO runner_applied\n{};", history.select_applied()));
        statements.push(stop_unless(
            &format!("NOT EXISTS (SELECT 1 FROM {table} WHERE version_num NOT IN (SELECT revision FROM runner_link))"),
            "the version table holds a revision that this script does not know",
        ));
        for start in history.start {
            let id = quoted_text(start);
            statements.push(stop_unless(
                &format!("EXISTS (SELECT 1 FROM runner_applied WHERE version_num = {id})"),
                "this script begins behind a revision that is not applied",
            ));
        }
        statements
    }

    fn step(&self, revision: &str, statements: &[String]) -> String {
        let id = quoted_text(revision);
        let mut script = format!(
            "SET @runner_todo = NOT EXISTS (SELECT 1 FROM runner_applied WHERE version_num = {id});"
        );
        let single = statements.iter().flat_map(|sql| split_statements(sql, self.syntax()));
        for statement in single {
            let text = literals::quoted(statement);
            script.extend([format!(
                "\nSET @runner_sql = IF(@runner_todo, {text}, 'DO 0');\n\
                 PREPARE runner_step FROM @runner_sql;\nEXECUTE runner_step;\nDEALLOCATE PREPARE runner_step;"
            )]);
        }
        script
    }

    fn end(&self) -> Vec<String> {
        vec!["DROP TEMPORARY TABLE runner_link, runner_applied;".to_owned()]
    }

    // https://dev.mysql.com/doc/refman/8.4/en/sql-prepared-statements.html
    fn refusal(&self, is_routine: bool) -> Option<&'static str> {
        (is_routine && !self.mariadb)
            .then_some("MySQL cannot prepare the creation of a function, procedure or trigger")
    }
}

/// Returns statements that stop the client unless the condition holds: what is prepared then is no SQL.
fn stop_unless(condition: &str, reason: &str) -> String {
    let reason = quoted_text(reason);
    format!(
        "SET @runner_sql = IF({condition}, 'DO 0', {reason});\n\
         PREPARE runner_step FROM @runner_sql;\nEXECUTE runner_step;\nDEALLOCATE PREPARE runner_step;"
    )
}
