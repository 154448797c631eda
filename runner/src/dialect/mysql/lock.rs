//! The migration lock: a named lock of the session.

use migration_api::Cell;
use migration_api::schema::TableName;

/// Tries to take the lock `?`, without waiting.
///
/// <https://dev.mysql.com/doc/refman/8.4/en/locking-functions.html>
pub(super) const TRY: &str = "SELECT GET_LOCK(?, 0)";

/// Gives the lock `?` back.
pub(super) const UNLOCK: &str = "SELECT RELEASE_LOCK(?)";

/// Tells who holds the lock `?`. Of other users' sessions the server may hide all but the number.
pub(super) const HOLDER: &str = "\
SELECT held.id, p.user, p.host, p.db, p.time
FROM (SELECT IS_USED_LOCK(?) AS id) AS held
LEFT JOIN information_schema.processlist AS p ON p.id = held.id";

/// Returns the lock's name, the same on every machine. A name has 64 characters at most, and is the server's own
/// over all its databases.
pub(super) fn name(database: &str, version_table: TableName<'_>) -> String {
    let schema = version_table.schema.unwrap_or(database);
    let text = format!("{}\0{}", schema.to_lowercase(), version_table.name);
    format!("migration runner: {:x}", md5::compute(text))
}

/// Returns the holder in words: ``connection 4711 of user `bob` from 10.0.0.5:3456 in database `shop`, …``.
pub(super) fn holder(row: &[Cell]) -> Option<String> {
    let [id, user, host, database, seconds] = row else {
        return None;
    };
    let id = known(id)?;
    let user = known(user).map(|user| format!(" of user `{user}`")).unwrap_or_default();
    let host = known(host).map(|host| format!(" from {host}")).unwrap_or_default();
    let database = known(database).map(|name| format!(" in database `{name}`"));
    let seconds = known(seconds).map(|time| format!(", in its present state for {time} s"));
    let [database, seconds] = [database, seconds].map(Option::unwrap_or_default);
    Some(format!("connection {id}{user}{host}{database}{seconds}"))
}

fn known(cell: &Cell) -> Option<String> {
    let text = cell.to_string();
    (*cell != Cell::Null && !text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_fits_and_tells_version_tables_apart() {
        let names = ["alembic_version", "Alembic_version", "other.alembic_version"]
            .map(|table| name("shop", TableName::parse(table)));
        assert!(names.iter().all(|name| name.len() <= 64));
        assert_eq!(name("shop", TableName::parse("shop.alembic_version")), names[0]);
        insta::assert_snapshot!(names.join("\n"), @"
        migration runner: 5ee965741733bf70bcc444540214035a
        migration runner: ae3a7c63fc458ff70ac78b36f9d62134
        migration runner: aa6664e4d82508ca049dba423b9f4245
        ");
    }

    #[test]
    fn the_holder_is_told_as_far_as_it_is_known() {
        let text = |text: &str| Cell::Text(text.into());
        let known = [Cell::Int(7), text("bob"), text("10.0.0.5:99"), text("shop"), Cell::Int(3)];
        let hidden = [Cell::Int(7), Cell::Null, Cell::Null, Cell::Null, Cell::Null];
        let gone = [Cell::Null, Cell::Null, Cell::Null, Cell::Null, Cell::Null];
        let told = [&known, &hidden, &gone].map(|row| holder(row).unwrap_or_default());
        insta::assert_snapshot!(told.join("\n"), @"
        connection 7 of user `bob` from 10.0.0.5:99 in database `shop`, in its present state for 3 s
        connection 7
        ");
    }
}
