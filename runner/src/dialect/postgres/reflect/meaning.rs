//! Whether two texts mean the same. The server does not always state an expression in the words in which it reads its own: what
//! `varchar IN (…)` is stated as becomes another text when that is read again. So both texts are read once more.

use crate::dialect::postgres::Postgres;
use crate::dialect::{ComparedText, DatabaseError, Dialect, Session};
use crate::sql::tokens;

/// Returns whether the server states both texts alike when it reads them again. A text that it does not take is like no other.
pub(super) fn means_the_same(
    connection: &mut dyn Session,
    text: &ComparedText<'_>,
    one: &str,
    other: &str,
) -> bool {
    if is_now(one) && is_now(other) {
        return true;
    }
    if constants(one) != constants(other) {
        return false;
    }
    let sql = match text {
        ComparedText::Expression(table) => {
            let select = |text| format!("SELECT ({text}) FROM {}", Postgres.table(table.name));
            of_queries(&select(one), &select(other))
        }
        ComparedText::Query => of_queries(one, other),
        ComparedText::Value(ty) => match Postgres.column_type(*ty) {
            Ok(ty) => of_domains(&ty, one, other),
            Err(_) => return false,
        },
        ComparedText::Statement => match of_triggers(one, other) {
            Some(statements) => statements,
            None => return false,
        },
    };
    let is_open = connection.transaction_is_open().unwrap_or(true);
    let stated = stated(connection, &sql, is_open);
    let undone = match is_open {
        true => connection
            .execute("ROLLBACK TO SAVEPOINT runner_meaning; RELEASE SAVEPOINT runner_meaning")
            .map(drop),
        false => connection.rollback(),
    };
    let is_same = |texts: Vec<String>| matches!(&texts[..], [one, other] if one == other);
    undone.is_ok() && stated.is_ok_and(is_same)
}

/// Returns whether a text is one of the words for the beginning of the transaction, which the server keeps apart.
///
/// <https://www.postgresql.org/docs/current/functions-datetime.html#FUNCTIONS-DATETIME-CURRENT>
fn is_now(text: &str) -> bool {
    let text = text.trim().trim_start_matches("pg_catalog.");
    ["now()", "CURRENT_TIMESTAMP", "transaction_timestamp()"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
}

/// Returns the numbers and texts that stand in a text: nothing that the server does with it changes them.
fn constants(text: &str) -> Vec<&str> {
    let starts = |token: &&str| token.starts_with(|c: char| c == '\'' || c.is_ascii_digit());
    tokens(text, Postgres.syntax()).map(|(_, token)| token).filter(starts).collect()
}

/// What makes both texts in a transaction, and what reads them.
struct Statements {
    make: String,
    read: &'static str,
}

fn of_domains(ty: &str, one: &str, other: &str) -> Statements {
    let make = format!(
        "CREATE DOMAIN pg_temp.runner_meaning AS {ty} CONSTRAINT a CHECK ({one}) CONSTRAINT b CHECK ({other})"
    );
    let read = "SELECT pg_get_expr(conbin, 0) FROM pg_constraint \
        WHERE contypid = 'pg_temp.runner_meaning'::regtype AND contype = 'c' ORDER BY conname";
    Statements { make, read }
}

fn of_queries(one: &str, other: &str) -> Statements {
    let make = format!(
        "CREATE TEMPORARY VIEW runner_meaning_a AS {one}; CREATE TEMPORARY VIEW runner_meaning_b AS {other}"
    );
    let read = "SELECT pg_get_viewdef('pg_temp.runner_meaning_a'::regclass) UNION ALL \
        SELECT pg_get_viewdef('pg_temp.runner_meaning_b'::regclass)";
    Statements { make, read }
}

/// Returns the statements for the conditions of triggers that are the same but for these. What they call the row is a table's other name.
fn of_triggers(one: &str, other: &str) -> Option<Statements> {
    let (one, other) = (Trigger::read(one)?, Trigger::read(other)?);
    let select =
        |condition| format!("SELECT ({condition}) FROM {} new, {} old", one.table, one.table);
    let is_alike = (one.before, one.behind) == (other.before, other.behind);
    is_alike.then(|| of_queries(&select(one.condition), &select(other.condition)))
}

/// The parts of a statement that creates a trigger, as the server states it.
struct Trigger<'t> {
    before: &'t str,
    table: &'t str,
    condition: &'t str,
    behind: &'t str,
}

impl<'t> Trigger<'t> {
    fn read(sql: &'t str) -> Option<Self> {
        let (before, rest) = sql.split_once(" WHEN (")?;
        let (condition, behind) = rest.rsplit_once(") EXECUTE ")?;
        let (_, table) = before.split_once(" ON ")?;
        const ENDS: [&str; 5] =
            [" FROM ", " NOT DEFERRABLE", " DEFERRABLE", " REFERENCING ", " FOR EACH "];
        let end = ENDS.iter().filter_map(|end| table.find(end)).min()?;
        Some(Self { before, table: table.get(..end)?, condition, behind })
    }
}

fn stated(
    connection: &mut dyn Session,
    sql: &Statements,
    is_open: bool,
) -> Result<Vec<String>, DatabaseError> {
    match is_open {
        true => drop(connection.execute("SAVEPOINT runner_meaning")?),
        false => drop(connection.try_begin()?),
    }
    connection.execute("SET LOCAL lock_timeout = '5s'; SET LOCAL client_min_messages = warning")?;
    connection.execute(&sql.make)?;
    let rows = connection.query(sql.read, &[])?.rows;
    Ok(rows.iter().filter_map(|row| row.first()).map(ToString::to_string).collect())
}
