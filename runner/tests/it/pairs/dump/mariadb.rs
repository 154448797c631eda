//! MariaDB, by `SHOW CREATE`.

use runner::dialect::Session;

use super::{Dump, rows};

/// What stands in a table's text when it was said, and means what holds without.
const MEANINGLESS: [&str; 7] = [
    " ON DELETE NO ACTION",
    " ON UPDATE NO ACTION",
    " ON DELETE RESTRICT",
    " ON UPDATE RESTRICT",
    " USING BTREE",
    " ROW_FORMAT=DYNAMIC",
    " TRANSACTIONAL=1",
];

/// Reads what a database holds.
pub(super) fn dump(connection: &mut dyn Session) -> Dump {
    let mut dump = Dump::default();
    let database = rows(connection, "SELECT database()").concat().concat();
    let tables = "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = database()";
    for table in rows(connection, tables) {
        let kind = match table[1].as_str() {
            "VIEW" => "VIEW",
            "SEQUENCE" => "SEQUENCE",
            _ => "TABLE",
        };
        let text = shown(connection, kind, &table[0], 1);
        match kind {
            "TABLE" => of_table(&table[0], &text, &mut dump),
            _ => dump.entries.push(text),
        }
    }
    let routines = "SELECT routine_name, routine_type FROM information_schema.routines WHERE routine_schema = database()";
    for routine in rows(connection, routines) {
        let text = shown(connection, &routine[1], &routine[0], 2);
        // The width of an integer is shown as it was written.
        dump.entries.push(on_one_line(&text).replace("int(11)", "int"));
    }
    let triggers =
        "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = database()";
    for trigger in rows(connection, triggers) {
        let text = shown(connection, "TRIGGER", &trigger[0], 2);
        dump.entries.push(on_one_line(&text));
    }
    for entry in &mut dump.entries {
        *entry = entry.replace(&format!("`{database}`."), "");
    }
    dump
}

/// Returns what the server says of an object.
fn shown(connection: &mut dyn Session, kind: &str, name: &str, column: usize) -> String {
    let sql = format!("SHOW CREATE {kind} `{}`", name.replace('`', "``"));
    rows(connection, &sql).swap_remove(0).swap_remove(column)
}

/// Returns a text whose breaks and indents are single spaces.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Adds a line for each part of a table, so that a change shows itself alone.
fn of_table(name: &str, text: &str, dump: &mut Dump) {
    let mut columns = Vec::new();
    for line in text.lines().skip(1) {
        let line = line.trim().trim_end_matches(',');
        let mut line = line;
        if let Some(rest) = line.strip_prefix('`') {
            let column = rest.split("` ").next().unwrap_or_default();
            columns.push(column.to_owned());
            // A check beside its column has the column's name.
            if let Some((head, check)) = line.split_once(" CHECK (") {
                dump.entries.push(format!("{name}: CONSTRAINT `{column}` CHECK ({check}"));
                line = head;
            }
        }
        let line = MEANINGLESS.iter().fold(line.to_owned(), |line, words| line.replace(words, ""));
        // The number that the next row gets is no part of the schema.
        let words = line.split(' ').filter(|word| !word.starts_with("AUTO_INCREMENT="));
        dump.entries.push(format!("{name}: {}", words.collect::<Vec<_>>().join(" ")));
    }
    dump.orders.insert(name.to_owned(), columns.join(", "));
}
