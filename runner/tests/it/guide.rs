//! The pictures of the guide are the program's own.

use std::fs;
use std::path::Path;

use crate::support::{Project, runner_in, sqlite};

/// Returns a page or a picture of the guide.
fn guide(path: &str) -> String {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("docs");
    fs::read_to_string(docs.join(path)).unwrap()
}

#[test]
fn branches_look_as_the_guide_shows_them() {
    let database = sqlite();
    let project = Project::on(&database.url);
    let page = guide("branches.md");
    let new = |id: &str, message: &str, arguments: &[&str]| {
        let revision = ["revision", "-m", message, "--rev-id", id];
        project.runner(&[&revision, arguments].concat()).succeeds();
    };
    let graph = || project.runner(&["history", "--graph"]).succeeds().stdout;
    let shows = |picture: String| assert!(page.contains(&picture), "not in the guide:\n{picture}");

    new("1f0a", "create customers", &[]);
    new("27c3", "create products", &[]);
    new("3b9e", "add a price", &[]);
    new("41d7", "add customers' phone numbers", &["--head", "27c3", "--splice"]);
    shows(graph());
    let merge = project.path("migrations/versions/52aa_merge_3b9e_and_41d7.rs");
    let merged = project.runner(&["merge", "heads", "--rev-id", "52aa"]).succeeds();
    shows(
        merged
            .stderr
            .lines()
            .filter(|line| !line.contains("Building"))
            .collect::<Vec<_>>()
            .join("\n"),
    );
    shows(graph());
    let text = fs::read_to_string(&merge).unwrap();

    fs::remove_file(&merge).unwrap();
    let branch = project.path("migrations/versions/41d7_add_customers_phone_numbers.rs");
    let before = fs::read_to_string(&branch).unwrap();
    shows(project.runner(&["rebase", "41d7", "--onto", "3b9e", "--offline"]).succeeds().stderr);
    shows(graph());

    fs::write(branch, before).unwrap();
    fs::write(merge, text).unwrap();
    new("60f3", "ship orders", &["--branch-label", "shipping"]);
    new("6c11", "track parcels", &[]);
    new("7a5d", "create invoices", &["--head", "base", "--branch-label", "billing"]);
    new("7e20", "number invoices", &["--head", "billing@head"]);
    let depends = ["--head", "billing@head", "--depends-on", "60f3"];
    new("83c4", "invoice what was shipped", &depends);
    new("8d02", "rate parcels", &["--head", "shipping@head"]);
    project.runner(&["upgrade", "billing@head"]).succeeds();
    let picture = project.runner(&["history", "-i", "--format", "svg"]).succeeds().stdout;
    assert_eq!(picture, guide("pictures/lines.svg"));
}

#[test]
fn a_schema_is_shown_as_in_the_guide() {
    let page = guide("schema.md");
    let sql = block(&page, "sql");
    let database = sqlite();
    database.run_script(sql).unwrap();
    let shown = |format: &str| {
        let arguments = ["schema", "--url", &database.url, "--format", format];
        runner_in(Path::new("."), &arguments).succeeds().stdout
    };
    assert_eq!(shown("sql"), sql);
    assert_eq!(shown("mermaid"), block(&page, "text"));
    assert_eq!(shown("svg"), guide("pictures/shop.svg"));
    let table: serde_json::Value = serde_json::from_str(block(&page, "json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&shown("json")).unwrap();
    assert_eq!(json["tables"][2], table);
}

/// Returns the first piece of this language on a page of the guide.
fn block<'p>(page: &'p str, language: &str) -> &'p str {
    let (_, text) = page.split_once(&format!("```{language}\n")).unwrap();
    text.split_once("```").unwrap().0
}
