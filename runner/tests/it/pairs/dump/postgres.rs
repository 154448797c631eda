//! PostgreSQL, by `pg_dump --schema-only`.

use std::collections::BTreeMap;
use std::process::Command;

use super::Dump;
use crate::support::Database;

/// Reads what a database holds.
pub(super) fn dump(database: &Database) -> Dump {
    let mut command = Command::new("pg_dump");
    command.args(["--schema-only", "--no-owner", "-d"]).arg(&database.url);
    let done = command.output().unwrap();
    assert!(done.status.success(), "pg_dump: {}", String::from_utf8_lossy(&done.stderr));
    let text = String::from_utf8(done.stdout).unwrap();
    // Each object stands behind `--`, `-- Name: …; Type: …` and `--`.
    let objects = text.split("\n--\n-- Name: ").skip(1);
    let mut dump = Dump { entries: Vec::new(), orders: BTreeMap::new() };
    for object in objects {
        let (header, body) = object.split_once("\n--\n").unwrap_or((object, ""));
        // The end of the file has remarks of its own.
        let body = body.split("\n--\n-- PostgreSQL database dump").next().unwrap_or_default();
        let kept = body.lines().filter(|line| !line.starts_with("SET ") && !line.starts_with('\\'));
        let body = kept.collect::<Vec<_>>().join("\n");
        let header = header.split("; Owner:").next().unwrap_or_default();
        dump.entries.push(match body.trim().split_once(" (\n") {
            Some((head, rest)) if header.contains("; Type: TABLE;") => {
                table(header, head, rest, &mut dump.orders)
            }
            _ => format!("{header}\n{}", body.trim()),
        });
    }
    dump
}

/// Returns a table with its lines sorted, and keeps their order.
fn table(header: &str, head: &str, rest: &str, orders: &mut BTreeMap<String, String>) -> String {
    let (body, tail) = rest.split_once("\n)").unwrap_or((rest, ""));
    let mut lines: Vec<&str> = body.lines().map(|line| line.trim().trim_end_matches(',')).collect();
    let columns = lines.iter().filter(|line| !line.starts_with("CONSTRAINT "));
    let names = columns.map(|line| name_of(line)).collect::<Vec<_>>().join(", ");
    orders.insert(head.to_owned(), names);
    lines.sort_unstable();
    format!("{header}\n{head} (\n{}\n){}", lines.join("\n"), sorted_options(tail))
}

/// Returns what stands behind a table, with its storage parameters sorted: they mean the same in any order.
fn sorted_options(tail: &str) -> String {
    let tail = tail.trim_end().trim_end_matches(';');
    match tail.split_once("WITH (").and_then(|(head, rest)| Some((head, rest.strip_suffix(')')?))) {
        Some((head, options)) => {
            let mut options: Vec<_> = options.split(", ").collect();
            options.sort_unstable();
            format!("{head}WITH ({})", options.join(", "))
        }
        None => tail.to_owned(),
    }
}

/// Returns the name at the start of a column's line.
fn name_of(line: &str) -> &str {
    match line.strip_prefix('"') {
        Some(quoted) => quoted.split("\" ").next().unwrap_or_default(),
        None => line.split(' ').next().unwrap_or_default(),
    }
}
