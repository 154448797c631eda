//! Statements for which there is no operation: row-level security, the owner of a sequence, the remark on a view.

use migration_api::ops::CreateSequence;
use migration_api::schema::{Policy, RowSecurity, View};

use super::object::column_name;
use super::quoted_text;
use crate::dialect::Dialect;

/// Words that stand for roles.
const ROLE_WORDS: [&str; 4] = ["PUBLIC", "CURRENT_ROLE", "CURRENT_USER", "SESSION_USER"];

/// Returns the statements that have rows of a table seen only as policies allow.
pub fn row_security(dialect: &dyn Dialect, security: &RowSecurity<'_>) -> Vec<String> {
    let alter = |words: &str| {
        format!("ALTER TABLE {} {words} ROW LEVEL SECURITY", dialect.table(security.table))
    };
    let mut statements = vec![alter("ENABLE")];
    if security.forced {
        statements.push(alter("FORCE"));
    }
    statements
}

/// Returns the statement that creates a policy.
pub fn create_policy(dialect: &dyn Dialect, policy: &Policy<'_>) -> String {
    let (name, table) = (dialect.quote(policy.name), dialect.table(policy.table));
    let mut sql = format!("CREATE POLICY {name} ON {table}");
    if policy.restrictive {
        sql.push_str(" AS RESTRICTIVE");
    }
    if policy.command != "ALL" {
        sql.extend([" FOR ", policy.command]);
    }
    if !policy.roles.is_empty() {
        let role = |role: &&str| match ROLE_WORDS.contains(role) {
            true => (*role).to_owned(),
            false => dialect.quote(role),
        };
        sql.extend([" TO ", &Vec::from_iter(policy.roles.iter().map(role)).join(", ")]);
    }
    if let Some(condition) = policy.using {
        sql.extend([" USING (", condition, ")"]);
    }
    if let Some(condition) = policy.check {
        sql.extend([" WITH CHECK (", condition, ")"]);
    }
    sql
}

/// Returns the statement that makes a sequence go with its column, if it has one.
pub fn owned_by(dialect: &dyn Dialect, sequence: &CreateSequence<'_>) -> Option<String> {
    let column = column_name(dialect, sequence.owned_by?);
    Some(format!("ALTER SEQUENCE {} OWNED BY {column}", dialect.table(sequence.name)))
}

/// Returns the statement that keeps a view's remark, if it has one.
pub fn comment_on_view(dialect: &dyn Dialect, view: &View<'_>) -> Option<String> {
    let kind = if view.materialized { "MATERIALIZED VIEW" } else { "VIEW" };
    let comment = quoted_text(view.comment?);
    Some(format!("COMMENT ON {kind} {} IS {comment}", dialect.table(view.name)))
}
