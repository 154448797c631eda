//! Commands that list the history, show parts of it, and draw it.

use std::fs;

use crate::support::{Project, sqlite};

/// `a1` with two branches, of which one is merged with a line of its own.
fn project() -> (Project, crate::support::Database) {
    let database = sqlite();
    let project = Project::on(&database.url);
    for graph in
        ["a1", "b2 < a1 # left", "b3 < b2", "c2 < a1", "x1 # lib", "m4 < b3, x1", "n5 < m4 ~ c2"]
    {
        project.table_revision(graph);
    }
    (project, database)
}

#[test]
fn ranges() {
    let (project, _database) = project();
    project.runner(&["upgrade", "b2"]).succeeds();
    for (arguments, ids) in [
        (["history"].as_slice(), "n5 m4 b3 b2 c2 a1 x1"),
        (&["history", "-r", "b2:m4"], "m4 b3 b2"),
        (&["history", "-r", ":b3"], "b3 b2 a1"),
        (&["history", "-r", "b3:"], "n5 m4 b3"),
        (&["history", "-r", "current:+1"], "b3 b2"),
        (&["history", "--rev-range", "current:head"], ""),
        (&["history", "--rev_range", "lib@base:"], "n5 m4 b3 b2 c2 a1 x1"),
    ] {
        let run = project.runner(arguments);
        if ids.is_empty() {
            run.fails_with(&["asks for one head"]);
            continue;
        }
        let listed: Vec<String> = run.succeeds().stdout.lines().map(id_of_line).collect();
        assert_eq!(listed.join(" "), ids, "{arguments:?}");
    }
    for (range, message) in [
        ("-1:current", "the ends of `-1:current` are not on one line"),
        ("c2:b3", "the ends of `c2:b3` are not on one line"),
        ("b3:b2", "the ends of `b3:b2` are not on one line"),
        ("zz:b2", "no revision or label matches `zz`"),
    ] {
        project.runner(&["history", "-r", range]).fails_with(&[message]);
    }
    let run = project.runner(&["history", "-r", "b2"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("it has no `:`"), "{}", run.stderr);
}

#[test]
fn a_range_may_begin_with_a_dash() {
    let database = sqlite();
    let project = Project::on(&database.url);
    ["a1", "b2 < a1", "c3 < b2", "d4 < c3"].iter().for_each(|graph| project.table_revision(graph));
    project.runner(&["upgrade"]).succeeds();
    for arguments in [["-r", "-2:current"].as_slice(), &["-r-2:current"], &["--rev-range=-2:"]] {
        let run = project.runner(&[&["history"], arguments].concat()).succeeds();
        let listed: Vec<String> = run.stdout.lines().map(id_of_line).collect();
        assert_eq!(listed.join(" "), "d4 c3 b2", "{arguments:?}");
    }
}

/// Returns the id in a line such as `a -> b (head), message`.
fn id_of_line(line: &str) -> String {
    let behind = line.split_once(" -> ").map_or(line, |(_, behind)| behind);
    behind.split([' ', ',']).next().unwrap().to_owned()
}

#[test]
fn heads_and_branches() {
    let (project, _database) = project();
    let heads = |arguments: &[&str]| project.runner(arguments).succeeds().stdout;
    assert_eq!(heads(&["heads"]), "c2 (effective head)\nn5 (left, lib) (head)\n");
    assert_eq!(heads(&["heads", "--resolve-dependencies"]), "n5 (left, lib) (head)\n");
    assert_eq!(
        project.runner(&["branches"]).succeeds().stdout,
        "a1 (branchpoint)\n   -> b2 (left)\n   -> c2 (effective head)\n\n"
    );
    let verbose = project.runner(&["branches", "-v"]).succeeds().stdout;
    assert!(verbose.contains("Branches into: b2, c2\n"), "{verbose}");
    assert!(verbose.contains("   -> b2 (left), make b2\n"), "{verbose}");
}

#[test]
fn pictures() {
    let (project, _database) = project();
    project.runner(&["upgrade", "b2"]).succeeds();
    let graph = project.runner(&["history", "--graph", "-i"]).succeeds().stdout;
    assert!(!graph.contains('\u{1b}'), "no colours outside of a terminal: {graph}");
    insta::assert_snapshot!(graph);
    let coloured = project.runner(&["history", "--graph", "--color", "always"]).succeeds().stdout;
    assert!(coloured.contains('\u{1b}'), "{coloured}");
    for (format, begin) in
        [("dot", "digraph"), ("mermaid", "flowchart"), ("svg", "<svg"), ("json", "{")]
    {
        let text = project.runner(&["history", "--format", format]).succeeds().stdout;
        assert!(text.starts_with(begin), "{format}: {text}");
        assert!(text.contains("n5") && text.contains("make n5"), "{format}: {text}");
    }
    let json = project.runner(&["history", "-r", "b2:m4", "--format", "json"]).succeeds().stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["revisions"][0]["revision"], "m4");
    assert_eq!(json["revisions"][0]["create_date"], "2026-05-04 13:57:25.816402");
    assert_eq!(json["revisions"].as_array().unwrap().len(), 3);
}

#[test]
fn current_against_the_heads() {
    let (project, _database) = project();
    project.runner(&["upgrade", "b3"]).succeeds();
    let run = project.runner(&["current", "--check-heads"]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    assert_eq!(run.stdout, "b3\n");
    assert!(
        run.stderr.contains("the database is not at all heads: c2, n5 not applied"),
        "{}",
        run.stderr
    );
    let database = sqlite();
    let other = Project::on(&database.url);
    other.table_revision("a1");
    other.runner(&["upgrade"]).succeeds();
    other.runner(&["current", "--check_heads"]).succeeds();
}

#[test]
fn show_and_edit_take_any_identifier() {
    let (project, _database) = project();
    let shown = |text: &str| project.runner(&["show", text]).succeeds().stdout;
    let lib = shown("lib");
    assert!(lib.starts_with("Rev: x1\nParent: <base>\nBranch names: lib\n"), "{lib}");
    let below = shown("n5-1");
    assert!(below.starts_with("Rev: m4 (mergepoint)\nMerges: b3, x1\n"), "{below}");
    project.runner(&["show", "mm"]).fails_with(&["no revision or label matches `mm`"]);
    let edited =
        project.runner_with(&["edit", "left"], &[("EDITOR", "cp -t edited"), ("VISUAL", "")]);
    edited.fails_with(&["`cp` failed"]);
    fs::create_dir(project.path("edited")).unwrap();
    project
        .runner_with(&["edit", "left"], &[("EDITOR", "cp -t edited"), ("VISUAL", "")])
        .succeeds();
    assert!(project.path("edited/b2_make.rs").exists());
    project
        .runner_with(&["edit", "left"], &[("VISUAL", "no-such-editor")])
        .fails_with(&["cannot start `no-such-editor`"]);
    project.runner(&["edit", "base"]).fails_with(&["`base` names no revision that has a file"]);
}

#[test]
fn the_version_table_is_made_once() {
    let (project, database) = project();
    project.runner(&["current"]).succeeds();
    assert_eq!(database.version_rows(), None);
    let script = project.runner(&["ensure_version", "--sql"]).succeeds().stdout;
    assert!(script.contains("CREATE TABLE alembic_version"), "{script}");
    project.runner(&["ensure-version"]).succeeds();
    assert_eq!(database.version_rows(), Some(Vec::new()));
    project.runner(&["ensure-version"]).succeeds();
}
