//! SQLite, by its pragmas; and by the texts of its objects for what those do not tell.
//!
//! One table can be written in many ways: a constraint beside its column or apart, names with quotes or without. Only what the
//! writing means is kept.

use runner::dialect::Session;

use super::{Dump, rows};

const TABLES: &str = "SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'";

/// Reads what a database holds.
pub(super) fn dump(connection: &mut dyn Session) -> Dump {
    let mut dump = Dump::default();
    for table in rows(connection, TABLES) {
        let name = table[0].as_str();
        let (rowid, strict) = (&table[1], &table[2]);
        dump.entries.push(format!("table {name} without rowid {rowid} strict {strict}"));
        of_table(connection, name, &mut dump);
    }
    let others = "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger', 'index') AND sql IS NOT NULL";
    for other in rows(connection, others) {
        let text = match other[0].as_str() {
            "index" => of_index(&tokens(&other[2])),
            _ => tokens(&other[2]).join(" "),
        };
        dump.entries.push(format!("{} {}: {text}", other[0], other[1]));
    }
    dump
}

/// Returns an index without parentheses around a whole part.
fn of_index(tokens: &[String]) -> String {
    let Some(open) = tokens.iter().position(|token| token == "(") else { return tokens.join(" ") };
    let parts = parts(&tokens[open + 1..]);
    let end = open + 1 + parts.iter().map(|part| part.len() + 1).sum::<usize>();
    let parts = parts.into_iter().map(|part| {
        let behind =
            part.len() - part.iter().rev().take_while(|it| *it == "desc" || *it == "asc").count();
        let (part, order) = part.split_at(behind);
        let wrapped = part.first().is_some_and(|it| it == "(") && group_length(part) == part.len();
        let part = if wrapped { &part[1..part.len() - 1] } else { part };
        let order: &[String] =
            if order.first().is_some_and(|it| it == "asc") { &[] } else { order };
        [part, order].concat().join(" ")
    });
    let parts = parts.collect::<Vec<_>>().join(" , ");
    format!("{} {parts} {}", tokens[..=open].join(" "), tokens[end - 1..].join(" "))
}

fn of_table(connection: &mut dyn Session, name: &str, dump: &mut Dump) {
    let quoted = name.replace('\'', "''");
    let columns = format!(
        "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo('{quoted}') ORDER BY cid"
    );
    let columns = rows(connection, &columns);
    let names: Vec<_> = columns.iter().map(|row| row[0].as_str()).collect();
    dump.orders.insert(name.to_owned(), names.join(", "));
    let keys = columns.iter().filter(|row| row[4] != "0").count();
    for row in &columns {
        let default = of_default(&row[3]);
        let [column, ty, not_null, _, key, hidden] = row.as_slice() else { unreachable!() };
        // A lone integer key is the number of the row, which is never NULL.
        let is_row_number = keys == 1 && key == "1" && ty.eq_ignore_ascii_case("INTEGER");
        let not_null = if is_row_number { "1" } else { not_null };
        dump.entries.push(format!(
            "{name}.{column} {} not null {not_null} default {default} key {key} hidden {hidden}",
            ty.to_uppercase().replace(", ", ",")
        ));
    }
    let keys = format!(
        "SELECT \"table\", group_concat(\"from\", ', '), group_concat(referred, ', '), on_delete, on_update FROM \
         (SELECT *, coalesce(\"to\", (SELECT c.name FROM pragma_table_info(k.\"table\") c WHERE c.pk = k.seq + 1)) AS referred \
         FROM pragma_foreign_key_list('{quoted}') k ORDER BY id, seq) GROUP BY id"
    );
    for row in rows(connection, &keys) {
        dump.entries.push(format!("{name} foreign key {}", row.join(" | ")));
    }
    let indexes = format!(
        "SELECT l.origin, l.\"unique\", group_concat(x.name || ' ' || x.coll || ' ' || x.\"desc\", ', ') \
         FROM pragma_index_list('{quoted}') l, pragma_index_xinfo(l.name) x WHERE l.origin <> 'c' AND x.key GROUP BY l.name"
    );
    for row in rows(connection, &indexes) {
        dump.entries.push(format!("{name} key {}", row.join(" | ")));
    }
    let sql = format!("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = '{quoted}'");
    dump.entries.extend(of_text(name, &rows(connection, &sql).concat().concat()));
}

/// Returns what only a table's text tells: names of constraints, checks, computed expressions, collations, deferral, numbering.
fn of_text(table: &str, sql: &str) -> Vec<String> {
    let tokens = tokens(sql);
    let open = tokens.iter().position(|token| token == "(").unwrap_or_default();
    let mut found = Vec::new();
    for part in parts(&tokens[open + 1..]) {
        let column = part.first().map_or("", String::as_str);
        let mut name = "";
        for (place, token) in part.iter().enumerate() {
            let behind = &part[place + 1..];
            match token.as_str() {
                "constraint" => name = behind.first().map_or("", String::as_str),
                "check" => {
                    found.push(format!("{table} check {name} {}", group(behind)));
                    name = "";
                }
                "as" if behind.first().is_some_and(|next| next == "(") => {
                    found.push(format!("{table}.{column} as {}", group(behind)));
                }
                "collate" if place > 0 && depth(&part[..place]) == 0 && behind[0] != "binary" => {
                    found.push(format!("{table}.{column} collate {}", behind[0]));
                }
                "deferrable" => {
                    let rest = behind.join(" ");
                    found.push(format!("{table} {} deferrable {rest}", referring(part)));
                }
                "autoincrement" => found.push(format!("{table} autoincrement")),
                kind @ ("primary" | "unique" | "foreign" | "references") if !name.is_empty() => {
                    let kind = if kind == "references" { "foreign" } else { kind };
                    found.push(format!("{table} {kind} named {name}"));
                    name = "";
                }
                _ => {}
            }
        }
    }
    found
}

/// Returns a default in one writing: truth values are numbers, and a text in double quotes is one in single quotes.
fn of_default(text: &str) -> String {
    if let Some(inner) = text.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
        return format!("'{inner}'");
    }
    match text.to_lowercase().as_str() {
        "true" => "1".to_owned(),
        "false" => "0".to_owned(),
        other => match other.parse::<f64>() {
            Ok(number) => number.to_string(),
            Err(_) => tokens(text).join(" "),
        },
    }
}

/// Returns the columns of a foreign key: those of `FOREIGN KEY (…)`, or the one it stands beside.
fn referring(part: &[String]) -> String {
    match part.iter().position(|token| token == "foreign") {
        Some(place) => group(&part[place + 2..]),
        None => format!("( {} )", part[0]),
    }
}

/// Returns the parenthesis that the tokens begin with.
fn group(tokens: &[String]) -> String {
    tokens[..group_length(tokens)].join(" ")
}

fn group_length(tokens: &[String]) -> usize {
    (1..=tokens.len()).find(|end| depth(&tokens[..*end]) == 0).unwrap_or(tokens.len())
}

fn depth(tokens: &[String]) -> i32 {
    let of = |token: &String| i32::from(token == "(") - i32::from(token == ")");
    tokens.iter().map(of).sum()
}

/// Splits the body of a table at the commas between its parts.
fn parts(tokens: &[String]) -> Vec<&[String]> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0);
    for (place, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "(" => depth += 1,
            ")" if depth == 0 => {
                parts.push(&tokens[start..place]);
                break;
            }
            ")" => depth -= 1,
            "," if depth == 0 => {
                parts.push(&tokens[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    parts
}

/// Returns the tokens of a text: words in lower case, names without needless quotes, no comments.
fn tokens(sql: &str) -> Vec<String> {
    let mut rest = sql;
    let mut tokens = Vec::new();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' | '`' => quoted(rest, first),
            '[' => rest.find(']').map_or(rest.len(), |end| end + 1),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, behind) = rest.split_at(length);
        rest = behind;
        match first {
            // The names of collations are the same in any case.
            '"' if tokens.last().is_some_and(|last| last == "collate") => {
                tokens.push(token.trim_matches('"').to_lowercase());
            }
            '"' | '`' | '[' => tokens.push(name(token, first)),
            '\'' => tokens.push(token.to_owned()),
            _ if first.is_whitespace() || token.starts_with("--") || token.starts_with("/*") => {}
            _ => tokens.push(token.to_lowercase()),
        }
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.' || c == '$'
}

/// Returns the length of a quoted token, in which the quote stands twice for itself.
fn quoted(text: &str, quote: char) -> usize {
    let mut inside = text[1..].char_indices().peekable();
    while let Some((place, c)) = inside.next() {
        if c == quote && inside.next_if(|(_, next)| *next == quote).is_none() {
            return place + 2;
        }
    }
    text.len()
}

/// Returns a name without the quotes that it does not need.
fn name(token: &str, quote: char) -> String {
    let inner = &token[1..token.len() - 1];
    let inner = inner.replace(&format!("{quote}{quote}"), &quote.to_string());
    match inner.chars().all(is_word) && inner.to_lowercase() == inner {
        true => inner,
        false => format!("\"{inner}\""),
    }
}
