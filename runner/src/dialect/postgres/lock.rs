//! The migration lock: an advisory lock of the session.

use std::borrow::Cow;

use migration_api::Cell;

/// Tries to take the lock and returns its key. `$1` is the version table's schema, `$2` its name.
///
/// The lock is tried, never waited for: a waiting session holds a snapshot, for which
/// `CREATE INDEX CONCURRENTLY` of the lock's holder would wait in turn.
const TRY: &str = "\
SELECT pg_try_advisory_lock(key), key FROM (
    SELECT hashtextextended(
        format(
            'migration runner: %I.%I.%I',
            current_database(), coalesce($1::name, current_schema(), ''), $2::name
        ),
        0
    ) AS key
) AS keys";

/// Returns what tries to take the lock: for the session, or, within a transaction that the caller ends, up to that end. Given back before it,
/// the lock would let another run begin that does not see yet what was done.
pub(super) fn try_it(is_within: bool) -> Cow<'static, str> {
    match is_within {
        true => TRY.replace("pg_try_advisory_lock", "pg_try_advisory_xact_lock").into(),
        false => TRY.into(),
    }
}

/// Gives the lock `$1` back.
pub(super) const UNLOCK: &str = "SELECT pg_advisory_unlock($1::bigint)";

/// Tells who holds the lock `$1`. Of other users' sessions the server may hide all but the
/// process.
///
/// A 64-bit key stands in two halves: <https://www.postgresql.org/docs/current/view-pg-locks.html>.
pub(super) const HOLDER: &str = "\
SELECT l.pid, a.application_name, host(a.client_addr) AS client,
    to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS since
FROM pg_locks AS l LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.classid::bigint = ($1::bigint >> 32) & 4294967295
    AND l.objid::bigint = $1::bigint & 4294967295";

/// Returns the holder in words: `process 4711 (runner) from 10.0.0.5, connected since … UTC`.
pub(super) fn holder(row: &[Cell]) -> Option<String> {
    let [process, application, client, since] = row else {
        return None;
    };
    let application = known(application).map(|name| format!(" ({name})")).unwrap_or_default();
    let since = known(since).map(|time| format!(", connected since {time} UTC"));
    let client = match (known(client), &since) {
        (Some(address), _) => format!(" from {address}"),
        (None, Some(_)) => " on the server's machine".into(),
        (None, None) => String::new(),
    };
    Some(format!("process {process}{application}{client}{}", since.unwrap_or_default()))
}

fn known(cell: &Cell) -> Option<String> {
    let text = cell.to_string();
    (*cell != Cell::Null && !text.is_empty()).then_some(text)
}
