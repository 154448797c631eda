//! Each hook of an environment is seen to work.

use std::fs;

use super::{Environment, autogenerate, differences};
use crate::support::{Project, sqlite};

/// What the database of these tests holds.
const DATABASE: &str = "
CREATE TABLE account (id INTEGER PRIMARY KEY, email VARCHAR(100), active BOOLEAN DEFAULT 1);
CREATE TABLE legacy (id INTEGER);
CREATE INDEX ix_account_email ON account (email);
";

/// What is wanted: another type, another default, a new table, and neither the index nor the table `legacy`.
const METADATA: &str = r#"Metadata::new()
    .table(Table::new(
        "account",
        &[
            Column::new("id", Integer).primary_key(),
            Column::new("email", Varchar(200)),
            Column::new("active", Boolean).default(Value::Bool(false)),
        ],
        &[],
    ))
    .table(Table::new("draft", &[Column::new("id", Integer)], &[]))"#;

/// All differences, as they are without hooks.
const ALL: [&str; 5] = [
    "add table draft",
    "drop table legacy",
    "change column account.email: type VARCHAR(100) to VARCHAR(200)",
    "change column account.active: default 1 to FALSE",
    "drop index ix_account_email of account",
];

#[test]
fn each_hook_takes_out_what_it_says() {
    let database = sqlite();
    database.execute(DATABASE);
    for (configuration, items, missing) in [
        ("", "", &[][..]),
        (
            ".include_name(looked_at)",
            "fn looked_at(it: &Candidate) -> bool { assert!(it.reflected); it.name != \"legacy\" }",
            &["legacy"],
        ),
        (
            ".include_object(compared)",
            "fn compared(it: &Candidate) -> bool { it.name != \"draft\" && it.kind != \"index\" }",
            &["draft", "ix_account_email"],
        ),
        (
            ".include_object(compared)",
            "fn compared(it: &Candidate) -> bool { it.reflected || it.name != \"email\" }",
            // An index over it is no more to be compared than the column.
            &["account.email", "ix_account_email"],
        ),
        (
            ".include_object(compared)",
            "fn compared(it: &Candidate) -> bool { it.reflected || it.name != \"account\" }",
            &["account"],
        ),
        (".compare_type(false)", "", &["account.email"]),
        (
            ".compare_type_with(types)",
            "fn types(it: &TypeComparison) -> Option<bool> { (it.column == \"email\").then_some(false) }",
            &["account.email"],
        ),
        (".compare_server_default(false)", "", &["account.active"]),
        (
            ".compare_server_default_with(defaults)",
            "fn defaults(it: &DefaultComparison) -> Option<bool> { Some(it.column != \"active\" && it.database != it.metadata) }",
            &["account.active"],
        ),
    ] {
        let project = Project::on(&database.url);
        let configuration = format!(".target_metadata(target_metadata){configuration}");
        let environment = Environment { metadata: METADATA, configuration: &configuration, items };
        environment.write_to(&project);
        let told = differences(project.runner(&["check"]));
        for line in ALL {
            let is_missing = missing.iter().any(|it| line.contains(it));
            let name = line.split(':').next().unwrap();
            assert_eq!(told.contains(name), !is_missing, "{configuration}: {line}\n{told}");
        }
    }
}

#[test]
fn a_part_is_written_as_the_hook_says() {
    let database = sqlite();
    let project = Project::on(&database.url);
    let environment = Environment {
        metadata: METADATA,
        configuration: ".target_metadata(target_metadata).render_item(written)",
        items: r#"
            pub const EMAIL: ColumnType<'static> = ColumnType::Varchar(200);
            fn written(item: &RenderItem) -> Rendering {
                match (item.kind.as_str(), item.name.as_str()) {
                    ("type", "email") => Rendering::Source {
                        text: "EMAIL".into(),
                        imports: vec!["use crate::EMAIL;".into()],
                    },
                    ("column", "active") => Rendering::Skip,
                    _ => Rendering::Default,
                }
            }"#,
    };
    environment.write_to(&project);
    let text = autogenerate(&project, "begin");
    assert!(text.contains("use crate::EMAIL;\n"), "{text}");
    assert!(text.contains("Column::new(\"email\", EMAIL)"), "{text}");
    assert!(!text.contains("active"), "{text}");
    project.runner(&["upgrade", "head"]).succeeds();
    assert_eq!(database.tables(), ["account", "draft"]);
}

#[test]
fn a_revision_is_rewritten_added_or_taken_out() {
    let database = sqlite();
    let project = Project::on(&database.url);
    let manifest = fs::read_to_string(project.path("migrations/Cargo.toml")).unwrap();
    let manifest: Vec<_> = manifest
        .lines()
        .map(|line| match line.strip_prefix("migration-api = { ") {
            Some(rest) => format!("migration-api = {{ features = [\"rewriter\"], {rest}"),
            None => line.to_owned(),
        })
        .collect();
    project.write("migrations/Cargo.toml", &(manifest.join("\n") + "\n"));
    let environment = |items| Environment {
        metadata: METADATA,
        configuration: ".target_metadata(target_metadata).process_revision_directives(process)",
        items,
    };
    environment("fn process(directives: &mut Directives<'_>) { directives.scripts.clear() }")
        .write_to(&project);
    let run = project.runner(&["revision", "--autogenerate", "-m", "none"]).succeeds();
    assert!(run.stderr.contains("no file was written"), "{}", run.stderr);
    project.runner(&["check"]).succeeds();

    environment(
        "fn process(directives: &mut Directives<'_>) {
            let script = &mut directives.scripts[0];
            script.message = format!(\"{}, rewritten\", script.message);
            script.rev_id = Some(\"0001\".into());
            script.imports.push(\"use std::fmt::Write as _;\".into());
            script.upgrade.push(ScriptLine::Comment(\"Accounts only.\".into()));
            let mut second = script.clone();
            second.rev_id = Some(\"0002\".into());
            second.imports.clear();
            second.upgrade = vec![ScriptLine::Source(\"ctx.execute(\\\"SELECT 1\\\", &[])?;\".into())];
            second.downgrade.clear();
            directives.scripts.push(second);
        }",
    )
    .write_to(&project);
    let run = project.runner(&["revision", "--autogenerate", "-m", "begin"]).succeeds();
    let texts: Vec<_> = run.stdout.lines().map(|path| fs::read_to_string(path).unwrap()).collect();
    let [first, second] = texts.as_slice() else { panic!("{}", run.stdout) };
    assert!(first.starts_with("//! begin, rewritten\n"), "{first}");
    assert!(first.contains("use std::fmt::Write as _;\n"), "{first}");
    assert!(first.contains("    // Accounts only.\n"), "{first}");
    assert!(second.contains("DOWN_REVISION: &[&str] = &[\"0001\"]"), "{second}");
    assert!(second.contains("ctx.execute(\"SELECT 1\", &[])?;"), "{second}");
    project.runner(&["upgrade", "head"]).succeeds();
    assert_eq!(database.version_rows(), Some(vec!["0002".to_owned()]));
}
