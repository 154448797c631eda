//! Texts, names and comments: what stands in the source means what was to be written.

use migration_api::ops::{Execute, Operation};
use migration_api::prelude::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use runner::autogenerate::render::{RenderOptions, render};
use runner::autogenerate::{Body, Line};
use syn::visit::Visit;

use super::{asked_for, body, clippy, write_revision, written};
use crate::support::Project;

/// The texts of a source, in order.
#[derive(Default)]
struct Literals(Vec<String>);

impl Visit<'_> for Literals {
    fn visit_lit_str(&mut self, literal: &syn::LitStr) {
        self.0.push(literal.value());
    }
}

fn literals(body: &str) -> Vec<String> {
    let file = syn::parse_file(&format!("fn body() {{\n{body}\n}}")).unwrap();
    let mut literals = Literals::default();
    literals.visit_file(&file);
    literals.0
}

/// Texts of what is hard to write, or anything.
fn texts() -> impl Strategy<Value = String> {
    let pieces = proptest::sample::select(vec![
        "\"",
        "\\",
        "#",
        "'",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\0",
        "r#\"",
        "\"#",
        "\"##",
        " ",
        "  \n",
        "{",
        "}",
        "a",
        "7",
        "é",
        "e\u{301}",
        "\u{202e}",
        "\u{2069}",
        "\u{200b}",
        "\u{200d}",
        "\u{feff}",
        "\u{ad}",
        "\u{2028}",
        "\u{85}",
        "🦀",
        "/*",
        "*/",
        "//",
        "comment!(0);\n",
        "SELECT 1",
        ";",
    ]);
    let hard = proptest::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat());
    prop_oneof![3 => hard, 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_text_is_the_same_behind_the_literal(text in texts(), comment in texts()) {
        let operations: [Operation<'_>; 3] = [
            Execute { sql: &text, parameters: &[] }.into(),
            SetTableComment::new("t", Some(&text)).into(),
            RenameTable::new("t", &text).into(),
        ];
        let mut upgrade = body(&operations);
        upgrade.lines.insert(0, Line::Comment(comment.clone()));
        upgrade.lines.insert(2, Line::Comment(comment));
        let rendered = render(&upgrade, &Body::default(), &RenderOptions::default(), &mut ()).unwrap();
        prop_assert_eq!(literals(&rendered.upgrade), [&text, "t", &text, "t", &text]);
    }

    #[test]
    fn a_name_is_read_as_it_was(schema in proptest::option::of(texts()), name in texts()) {
        let table = TableName { schema: schema.as_deref(), name: &name };
        let operation = DropTable { table, ..DropTable::new("") };
        let options = RenderOptions::default();
        match render(&body(&[operation.into()]), &Body::default(), &options, &mut ()) {
            Ok(rendered) => {
                let texts = literals(&rendered.upgrade);
                prop_assert_eq!(TableName::parse(&texts[0]), table);
            }
            // Only a quote before a dot can keep a name from being written.
            Err(error) => prop_assert!(error.to_string().contains("\"."), "{}", error),
        }
    }
}

/// A sample of hard texts goes through the compiler, clippy and rustfmt.
#[test]
fn hard_texts_compile() {
    let mut random = proptest::test_runner::TestRunner::deterministic();
    let mut sample = || texts().new_tree(&mut random).unwrap().current();
    let texts: Vec<String> = (0..300).map(|_| sample()).collect();
    let of = |text: &String| {
        Operation::from(Execute { sql: Box::leak(text.clone().into()), parameters: &[] })
    };
    let operations: Vec<Operation<'_>> = texts.iter().map(of).collect();
    let project = Project::new();
    let options = RenderOptions::default();
    let comment = |text: &String| Line::Comment(text.clone());
    let remarks = Body { lines: texts.iter().map(comment).collect() };
    write_revision(
        &project,
        "a1",
        render(&body(&operations), &remarks, &options, &mut ()).unwrap(),
    );
    clippy(&project);
    let wanted: Vec<String> = operations.iter().map(|it| format!("{it:?}")).collect();
    let [[upgrade, downgrade]] =
        <[_; 1]>::try_from(asked_for(&project, &["a1".to_owned()])).unwrap();
    assert_eq!(upgrade, wanted);
    assert!(downgrade.is_empty());
}

#[test]
fn a_comment_stands_where_it_was_put() {
    let drop = Operation::from(DropTable::new("account"));
    let comments = ["first\nand second", "behind  \r\n\r\nturned \u{202e}"]
        .map(|it| Line::Comment(it.to_owned()));
    let [first, last] = comments;
    let upgrade = Body { lines: vec![first.clone(), Line::Operation(drop), last] };
    let downgrade = Body { lines: vec![first] };
    let rendered = render(&upgrade, &downgrade, &RenderOptions::default(), &mut ()).unwrap();
    insta::assert_snapshot!(format!("{}\n---\n{}", rendered.upgrade, rendered.downgrade), @r#"
    // first
    // and second
    ctx.drop_table("account")?;
    // behind
    //
    // turned
    Ok(())
---
    // first
    // and second
    let _ = ctx;
    Ok(())
"#);
}

#[test]
fn an_older_template_that_would_lose_the_body_is_told_of() {
    let project = Project::new();
    let old = std::fs::read_to_string(project.path("migrations/script.rs.hbs")).unwrap();
    let nothing = "    let _ = ctx;\n    Ok(())";
    let old = old
        .replace("{{upgrade}}", nothing)
        .replace("{{downgrade}}", nothing)
        .replace("{{#each imports}}\n{{this}}\n{{/each}}\n", "");
    project.write("migrations/script.rs.hbs", &old);
    let opened = runner::Project::open(project.folder(), &Default::default()).unwrap();
    let mut rendered = written(&[DropTable::new("account").into()]);
    rendered.imports.push("use app::Email;".to_owned());
    let new = runner::script::NewRevision {
        message: "drop".to_owned(),
        revision: crate::support::revision("a1"),
        created: jiff::Zoned::default(),
        version_path: None,
        body: Some(rendered),
        databases: Vec::new(),
        variables: Vec::new(),
    };
    let error = runner::script::generate(&opened.config, &opened.directory, &new).unwrap_err();
    insta::assert_snapshot!(format!("{error}\n{}", error.help().unwrap()), @"
    `script.rs.hbs` has no place for what the revision does: it lacks `{{upgrade}}`, `{{downgrade}}`, `{{#each imports}}`
    in `fn upgrade`, put the line `{{upgrade}}` in place of what stands between the braces
    in `fn downgrade`, put the line `{{downgrade}}` in place of what stands between the braces
    below `use migration_api::prelude::*;`, add these three lines:
    {{#each imports}}
    {{this}}
    {{/each}}
    ");
    assert_eq!(std::fs::read_dir(project.path("migrations/versions")).unwrap().count(), 0);
    // What does nothing still fits into it, and is what the template of today makes of it.
    project.runner(&["revision", "--rev-id", "a1"]).succeeds();
    let other = Project::new();
    other.runner(&["revision", "--rev-id", "a1"]).succeeds();
    let [old, new] = [project, other].map(|project| {
        let text = std::fs::read_to_string(project.path("migrations/versions/a1_.rs")).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with("//! Create Date"));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    });
    assert_eq!(old, new);
}
