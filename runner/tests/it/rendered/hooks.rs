//! An environment's own way of writing parts of a revision.

use migration_api::autogenerate::{RenderItem, Rendering};
use migration_api::ops::{Batch, BatchOptions, Operation};
use migration_api::prelude::*;
use runner::autogenerate::render::{RenderHook, RenderOptions, Rendered, render};

use super::body;

/// Answers each part by a function, and keeps what it was asked.
struct Answers<F> {
    answer: F,
    asked: Vec<RenderItem>,
}

impl<F: Fn(&RenderItem) -> Rendering> RenderHook for Answers<F> {
    fn render(&mut self, items: &[RenderItem]) -> Result<Option<Vec<Rendering>>, runner::Error> {
        self.asked.extend_from_slice(items);
        Ok(Some(items.iter().map(&self.answer).collect()))
    }
}

fn hooked(
    [upgrade, downgrade]: [&[Operation<'_>]; 2],
    answer: impl Fn(&RenderItem) -> Rendering,
) -> Result<(Rendered, Vec<RenderItem>), runner::Error> {
    let mut hook = Answers { answer, asked: Vec::new() };
    let options = RenderOptions::default();
    let rendered = render(&body(upgrade), &body(downgrade), &options, &mut hook)?;
    Ok((rendered, hook.asked))
}

fn source(text: &str, imports: &[&str]) -> Rendering {
    let imports = imports.iter().map(|&line| line.to_owned()).collect();
    Rendering::Source { text: text.to_owned(), imports }
}

/// Hands over operations with a part of each kind.
fn operations(take: impl FnOnce([&[Operation<'_>]; 2])) {
    let columns = [
        Column::new("id", Integer).not_null(),
        Column::new("email", Varchar(200)).default("x".into()),
    ];
    let constraints = [
        Constraint::primary_key("pk", &["id"]),
        Constraint::foreign_key("fk", &["id"], "team", &["id"]),
    ];
    let indexes = [Index::new("ix", "account", &["email"])];
    let change = AlterColumn::new("account", "email").set_type(Text).set_default_sql("now()");
    let changes = [
        Operation::from(AddColumn::new("", columns[1])),
        CreateIndex::new(Index::new("ix", "", &["email"])).into(),
    ];
    let table = TableName::parse("account");
    let upgrade = [
        CreateTable::new("account", &columns, &constraints).indexes(&indexes).into(),
        AddColumn::new("app.account", columns[1]).into(),
        change.into(),
        CreateIndex::new(indexes[0]).into(),
        AddConstraint::new("account", Constraint::unique("uq", &["email"])).into(),
        AddConstraint::new("account", Constraint::check("ck", "id > 0")).into(),
        AddConstraint::new("account", Constraint::exclude("ex", "gist", &[("id", "=")])).into(),
        CreateDomain::new("mail", Text).default("x".into()).into(),
        Batch { table, options: BatchOptions::new(), operations: &changes }.into(),
    ];
    let downgrade = [
        DropColumn::new("app.account", "email").into(),
        DropIndex::new("ix", "account").into(),
        DropConstraint::new("account", "uq").into(),
        DropTable::new("account").into(),
    ];
    take([&upgrade, &downgrade]);
}

#[test]
fn a_hook_is_asked_about_each_part() {
    operations(|bodies| {
        let (_, asked) = hooked(bodies, |_| Rendering::Default).unwrap();
        let lines = asked.iter().map(|it| {
            let RenderItem { kind, table, name, source } = it;
            format!("{kind} {name:?} of {table:?}: {source}")
        });
        insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
    });
}

#[test]
fn what_a_hook_writes_stands_there() {
    let answer = |item: &RenderItem| match (item.kind.as_str(), item.name.as_str()) {
        ("type", "email") => source("Email::TYPE", &["use app::Email;", "use app::Address;"]),
        ("server_default", _) => source(".default_sql(NOW)", &["use app::NOW;"]),
        ("primary_key", _) => source("app::key()", &[]),
        ("unique", _) => source("app::unique()", &["use app::Email;"]),
        ("index", _) => source("app::index()", &[]),
        _ => Rendering::Default,
    };
    operations(|bodies| {
        let (rendered, _) = hooked(bodies, answer).unwrap();
        assert_eq!(rendered.imports, ["use app::Address;", "use app::Email;", "use app::NOW;"]);
        insta::assert_snapshot!(rendered.upgrade);
    });
}

#[test]
fn what_a_hook_leaves_out_is_neither_added_nor_dropped() {
    let email = |it: &RenderItem| it.name == "email" && it.kind == "column";
    let left_out = ["index", "unique", "primary_key", "server_default"];
    let answer = |it: &RenderItem| match email(it) || left_out.contains(&it.kind.as_str()) {
        true => Rendering::Skip,
        false => Rendering::Default,
    };
    operations(|bodies| {
        let (rendered, _) = hooked(bodies, answer).unwrap();
        insta::assert_snapshot!(format!("{}\n---\n{}", rendered.upgrade, rendered.downgrade));
        let (rendered, _) = hooked(bodies, |_| Rendering::Skip).unwrap();
        assert_eq!(rendered.upgrade, "    let _ = ctx;\n    Ok(())");
    });
}

#[test]
fn a_part_of_what_is_replaced_brings_no_imports() {
    let answer = |it: &RenderItem| match it.kind.as_str() {
        "type" => source("Email::TYPE", &["use app::Email;"]),
        "column" => source("app::column()", &["use app;"]),
        _ => Rendering::Default,
    };
    let add = [AddColumn::new("account", Column::new("email", Text)).into()];
    let (rendered, _) = hooked([&add, &[]], answer).unwrap();
    assert_eq!(rendered.imports, ["use app;"]);
    assert_eq!(rendered.upgrade, "    ctx.add_column(\"account\", app::column())?;\n    Ok(())");
}

#[test]
fn what_is_no_rust_is_refused_by_name() {
    let column = Column::new("email", Text).default("x".into());
    let add = [AddColumn::new("app.account", column).into()];
    for (kind, text, imports, message) in [
        (
            "type",
            "Email(",
            &[][..],
            "`render_item` wrote the type `email` of `app.account` as `Email(`, which is not Rust",
        ),
        (
            "server_default",
            "now()",
            &[],
            "`render_item` wrote the server_default `email` of `app.account` as `now()`, which is not Rust",
        ),
        (
            "type",
            "Email",
            &["app::Email"],
            "a hook asks for `app::Email` at the top of the file, which is no `use` line",
        ),
    ] {
        let answer = |it: &RenderItem| match it.kind == kind {
            true => source(text, imports),
            false => Rendering::Default,
        };
        let error = hooked([&add, &[]], answer).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
        assert!(error.help().is_some());
    }
}
