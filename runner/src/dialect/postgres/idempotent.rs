//! A script that looks for itself which of its steps are done: each is a block that runs its statements or does not.

use super::Postgres;
use crate::dialect::{Idempotent, IdempotentHistory};
use crate::sql::quoted_text;

impl Idempotent for Postgres {
    fn begin(&self, history: &IdempotentHistory<'_>) -> Vec<String> {
        let table = &history.version_table;
        let mut statements = vec![
            "CREATE TEMPORARY TABLE runner_link (revision VARCHAR(32), lower VARCHAR(32));"
                .to_owned(),
        ];
        statements.extend(history.insert_links());
        statements.push(format!(
            "CREATE TEMPORARY TABLE runner_applied AS\n{};",
            history.select_applied()
        ));
        let known = "SELECT revision FROM runner_link";
        let mut checks = format!(
            "    IF EXISTS (SELECT FROM {table} WHERE version_num NOT IN ({known})) THEN\n        \
             RAISE EXCEPTION 'the version table holds a revision that this script does not know';\n    END IF;\n"
        );
        for start in history.start {
            let id = quoted_text(start);
            checks.extend([format!(
                "    IF NOT EXISTS (SELECT FROM runner_applied WHERE version_num = {id}) THEN\n        \
                 RAISE EXCEPTION 'this script begins behind revision %, which is not applied', {id};\n    END IF;\n"
            )]);
        }
        statements.push(format!("DO $runner$\nBEGIN\n{checks}END\n$runner$;"));
        statements
    }

    fn step(&self, revision: &str, statements: &[String]) -> String {
        let quote = quote_beyond(statements, "sql");
        let block = quote_beyond(statements, "runner");
        let executed =
            statements.iter().map(|sql| format!("        EXECUTE {quote}{sql}{quote};\n"));
        format!(
            "DO {block}\nBEGIN\n    IF NOT EXISTS (SELECT FROM runner_applied WHERE version_num = {}) THEN\n{}    \
             END IF;\nEND\n{block};",
            quoted_text(revision),
            executed.collect::<String>()
        )
    }

    fn end(&self) -> Vec<String> {
        vec!["DROP TABLE runner_link, runner_applied;".to_owned()]
    }

    fn refusal(&self, _is_routine: bool) -> Option<&'static str> {
        None
    }
}

/// Returns a dollar quote that stands in none of the statements.
fn quote_beyond(statements: &[String], word: &str) -> String {
    let mut tag = word.to_owned();
    while statements.iter().any(|sql| sql.contains(&format!("${tag}$"))) {
        tag.push('_');
    }
    format!("${tag}$")
}
