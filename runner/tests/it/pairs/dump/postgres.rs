//! PostgreSQL, by `pg_dump --schema-only`.

use std::collections::BTreeMap;
use std::process::Command;

use super::Dump;
use crate::support::{Database, postgres_programs};

/// Reads what a database holds.
pub(super) fn dump(database: &Database) -> Dump {
    // What is found on the path may be a script that looks for the program first.
    let mut command = Command::new(postgres_programs().join("pg_dump"));
    command.args(["--schema-only", "--no-owner", "-d"]).arg(&database.url);
    let done = command.output().unwrap();
    assert!(done.status.success(), "pg_dump: {}", String::from_utf8_lossy(&done.stderr));
    let text = String::from_utf8(done.stdout).unwrap();
    // Each object stands behind `--`, `-- Name: …; Type: …` and `--`.
    let objects = text.split("\n--\n-- Name: ").skip(1);
    let mut dump = Dump { entries: Vec::new(), orders: BTreeMap::new() };
    let mut partitions = Vec::new();
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
            _ => format!("{header}\n{}", alike(&sorted_options(&body))),
        });
        // A partition has its columns in the order of its table, to which some may have been added.
        if header.contains("; Type: TABLE ATTACH;") {
            let partition = body.split(" PARTITION ").nth(1).unwrap_or_default();
            let partition = partition.split(" FOR VALUES").next().unwrap_or_default();
            partitions.push(format!("CREATE TABLE {partition}"));
        }
    }
    dump.orders.retain(|table, _| !partitions.contains(table));
    dump
}

/// Returns a column's line without the type of a text that is its default: the server keeps the one that the text had at first when
/// the column gets another one.
fn without_cast(line: &str) -> String {
    const CASTS: [&str; 4] = ["'::character varying", "'::bpchar", "'::text", "'::character(1)"];
    match line.contains(" DEFAULT '") {
        true => CASTS.iter().fold(line.to_owned(), |line, cast| line.replace(cast, "'")),
        false => line.to_owned(),
    }
}

/// Returns a text in which a list of texts is written in one way: PostgreSQL takes `varchar IN (…)` to `text` as a whole, and one by one
/// when it reads its own words again.
fn alike(text: &str) -> String {
    if !text.contains("::character varying") || !text.contains("ARRAY[") {
        return text.to_owned();
    }
    let casts = ["::character varying", "::text[]", "::text", "(", ")"];
    casts.iter().fold(text.to_owned(), |text, cast| text.replace(cast, ""))
}

/// Returns a table with its lines sorted, and keeps their order.
fn table(header: &str, head: &str, rest: &str, orders: &mut BTreeMap<String, String>) -> String {
    let (body, tail) = rest.split_once("\n)").unwrap_or((rest, ""));
    let mut lines: Vec<&str> = body.lines().map(|line| line.trim().trim_end_matches(',')).collect();
    let columns = lines.iter().filter(|line| !line.starts_with("CONSTRAINT "));
    let names = columns.map(|line| name_of(line)).collect::<Vec<_>>().join(", ");
    orders.insert(head.to_owned(), names);
    lines.sort_unstable();
    let lines: Vec<_> = lines.into_iter().map(|line| alike(&without_cast(line))).collect();
    format!("{header}\n{head} (\n{}\n){}", lines.join("\n"), sorted_options(tail))
}

/// Returns a text with its storage parameters sorted: they mean the same in any order.
fn sorted_options(tail: &str) -> String {
    let tail = tail.trim();
    let Some((head, rest)) = tail.split_once("WITH (") else { return tail.to_owned() };
    let Some((options, rest)) = rest.split_once(')') else { return tail.to_owned() };
    let mut options: Vec<_> = options.split(", ").collect();
    options.sort_unstable();
    format!("{head}WITH ({}){rest}", options.join(", "))
}

/// Returns the name at the start of a column's line.
fn name_of(line: &str) -> &str {
    match line.strip_prefix('"') {
        Some(quoted) => quoted.split("\" ").next().unwrap_or_default(),
        None => line.split(' ').next().unwrap_or_default(),
    }
}
