//! The reference of operations in `docs/operations.md`: made from the examples in the doc comments of `MigrationContext`, and
//! from what they really become on each database. `UPDATE_DOCS=1` writes it anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use migration_api::prelude::*;
use runner::dialect;

use crate::support::Project;

/// In the order in which the reference has them.
const SOURCE: &str = concat!(
    include_str!("../../../migration-api/src/context/tables.rs"),
    include_str!("../../../migration-api/src/context/constraints.rs"),
    include_str!("../../../migration-api/src/context/rows.rs"),
    include_str!("../../../migration-api/src/context/objects.rs"),
    include_str!("../../../migration-api/src/context/mod.rs"),
);
const DATABASES: [(&str, &str); 4] = [
    ("postgresql", "PostgreSQL"),
    ("sqlite", "SQLite"),
    ("mysql", "MySQL"),
    ("mariadb", "MariaDB"),
];

/// Methods that no script can show.
const NOT_SQL: [&str; 4] = ["query", "progress", "database", "argument"];

/// A method of `MigrationContext` with an example.
struct Entry {
    method: String,
    prose: String,
    code: String,
}

/// Reads the doc comments that have an example.
fn entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut doc: Vec<&str> = Vec::new();
    for line in SOURCE.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            doc.push(text.strip_prefix(' ').unwrap_or(text));
        } else if let Some(rest) = line.strip_prefix("pub fn ") {
            let method = rest.split(['(', '<']).next().unwrap().to_owned();
            if let Some(entry) = entry(method, &doc) {
                entries.push(entry);
            }
            doc.clear();
        } else if !line.starts_with("#[") {
            doc.clear();
        }
    }
    entries
}

fn entry(method: String, doc: &[&str]) -> Option<Entry> {
    let begin = doc.iter().position(|line| *line == "```")?;
    let end = begin + 1 + doc[begin + 1..].iter().position(|line| *line == "```")?;
    let shown = doc[begin + 1..end].iter().filter(|line| !line.starts_with('#'));
    let prose = doc[..begin].iter().chain(&doc[end + 1..]).copied();
    Some(Entry {
        method,
        prose: plain_links(&prose.collect::<Vec<_>>().join("\n")).trim().to_owned(),
        code: shown.map(|line| format!("{line}\n")).collect(),
    })
}

/// Leaves the places out that links within the documentation of the code lead to.
fn plain_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, behind) = rest.split_at(at);
        let (place, after) = behind[2..].split_once(')').unwrap();
        if place.contains("::") || !place.contains('.') && !place.contains("://") {
            let open = before.rfind('[').unwrap();
            plain.push_str(&before[..open]);
            plain.push_str(&before[open + 1..]);
        } else {
            write!(plain, "{before}]({place})").unwrap();
        }
        rest = after;
    }
    plain.push_str(rest);
    plain.replace("[`", "`").replace("`]", "`").replace("Self::", "")
}

/// Returns what each example becomes on each database, as `docs/operations.md` shows it.
fn reference() -> String {
    let entries = entries();
    let project = Project::new();
    project.configure("");
    project.revision("r00", "Ok(())", "Ok(())");
    for (at, entry) in entries.iter().enumerate() {
        let graph = format!("r{:02} < r{at:02}", at + 1);
        project.revision(&graph, &entry.code.trim_end().replace("\n", "\n    "), "Ok(())");
    }
    let mut text = String::from(HEAD);
    for (at, entry) in entries.iter().enumerate() {
        write!(text, "\n## {}\n\n{}\n\n```rust\n{}```\n", entry.method, entry.prose, entry.code)
            .unwrap();
        if NOT_SQL.contains(&entry.method.as_str()) {
            continue;
        }
        let range = format!("r{at:02}:r{:02}", at + 1);
        let mut last = String::new();
        for (name, title) in DATABASES {
            let run = project.runner(&["upgrade", &range, "--sql", "--dialect", name]);
            let script = match run.code {
                Some(0) => statements(&run.stdout),
                _ => refusal(&run.stderr),
            };
            // MariaDB is shown where it is another.
            if name == "mariadb" && script.replace("MariaDB", "MySQL") == last {
                continue;
            }
            write!(text, "\n{title}\n\n```sql\n{script}```\n").unwrap();
            last = script;
        }
    }
    text + &types() + &limits()
}

/// Returns a script without what is not the revision's own.
fn statements(script: &str) -> String {
    let script = script.trim().strip_prefix("BEGIN;").unwrap_or(script);
    let script = script.trim().strip_suffix("COMMIT;").unwrap_or(script);
    let own = script.split("\n\n").map(str::trim).filter(|statement| {
        !(statement.is_empty()
            || statement.starts_with("-- Running")
            || statement.starts_with("UPDATE alembic_version"))
    });
    let own: Vec<_> = own.collect();
    if own.is_empty() { "-- nothing to do\n".to_owned() } else { format!("{}\n", own.join("\n")) }
}

/// Returns the reason of a failure, as comments.
fn refusal(stderr: &str) -> String {
    let lines = stderr.lines().skip_while(|line| !line.contains("caused by:"));
    let told = lines.map(|line| line.trim().trim_start_matches("caused by: "));
    let told = told.filter(|line| !line.is_empty() && !line.ends_with("no script was written"));
    told.map(|line| format!("-- {line}\n")).collect()
}

const TYPES: &[ColumnType<'static>] = super::operations::TYPES;

fn types() -> String {
    let mut text = String::from(
        "\n# Types\n\nA type that a database has not is refused there, unless `Variants` names another one.\n\n\
         | type | PostgreSQL | SQLite | MySQL, MariaDB |\n|---|---|---|---|\n",
    );
    for ty in TYPES {
        let cells = ["postgresql", "sqlite", "mysql"].map(|name| {
            let written = dialect::by_name(name).unwrap().column_type(*ty);
            written.map_or("–".to_owned(), |written| format!("`{written}`"))
        });
        writeln!(text, "| `{ty:?}` | {} |", cells.join(" | ")).unwrap();
    }
    text
}

fn limits() -> String {
    let mut text = String::from(
        "\n# What a database cannot do\n\nThe operation is refused, with what to do instead. On SQLite, `alter_column` and \
         constraints go through a new table by themselves when the run has a database; a script needs `copy_from`.\n",
    );
    for (name, title) in DATABASES {
        write!(text, "\n## {title}\n\n| it cannot | instead |\n|---|---|\n").unwrap();
        for limit in dialect::by_name(name).unwrap().limits() {
            writeln!(text, "| {} | {} |", limit.feature.text(), limit.help).unwrap();
        }
    }
    text
}

const HEAD: &str = "# Operations\n\nEach method of `MigrationContext` with an example, and the SQL that the example becomes in a \
    script (`runner upgrade --sql --dialect …`). This page is made by a test from the code's own documentation; what is said \
    here is what the program does. How revisions look is told in [revisions.md](revisions.md).\n";

#[test]
fn the_reference_of_operations_is_what_the_program_does() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operations.md");
    let made = reference();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&page, &made).unwrap();
    }
    let page = fs::read_to_string(&page).unwrap_or_default();
    assert!(
        page == made,
        "docs/operations.md is not what the program does: run the tests with UPDATE_DOCS=1"
    );
}
