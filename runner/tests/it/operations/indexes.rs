//! Indexes.

use migration_api::prelude::*;

use super::{Case, assert_cases, keep};

fn there() -> Vec<Operation<'static>> {
    let columns = keep(vec![
        Column::new("id", Integer).not_null(),
        Column::new("a", Varchar(20)),
        Column::new("b", Integer),
        Column::new("body", Text),
    ]);
    vec![CreateTable::new("t", columns, &[]).into()]
}

fn create(name: &str, index: Index<'static>) -> Case {
    Case::new(name, there(), CreateIndex::new(index))
}

fn of(columns: &'static [&'static str]) -> Index<'static> {
    Index::new("ix", "t", columns)
}

fn parts(parts: Vec<IndexPart<'static>>) -> Index<'static> {
    Index::of_parts("ix", "t", keep(parts))
}

fn cases() -> Vec<Case> {
    let a = || IndexPart::column("a");
    let with = |index: Index<'static>| {
        let mut setup = there();
        setup.push(CreateIndex::new(index).into());
        setup
    };
    vec![
        create("an index", of(&["a"])),
        create("a unique index", of(&["a", "b"]).unique()),
        create("an odd name", Index::new("Se lect", "t", &["a"])),
        create("an order", parts(vec![a().descending(), IndexPart::column("b")])),
        create(
            "a place for NULLs",
            parts(vec![a().nulls_first(), IndexPart::column("b").descending().nulls_last()]),
        ),
        create("an expression", parts(vec![IndexPart::expression("lower(a)")])),
        create("some rows", of(&["a"]).predicate("b > 0")),
        create("unique in some rows", of(&["a"]).unique().predicate("b > 0")),
        create("columns carried along", of(&["a"]).include(&["b"])),
        create("another kind", of(&["b"]).using("hash")),
        create("a full-text index", of(&["body"]).using("fulltext")).only("MariaDB"),
        create(
            "a kind for text search",
            parts(vec![IndexPart::expression("to_tsvector('simple', body)")]).using("gin"),
        )
        .only("PostgreSQL"),
        create("an operator class", parts(vec![a().operator_class("varchar_pattern_ops")])),
        create("a collation", parts(vec![a().collation("C")])).only("PostgreSQL MariaDB"),
        create("a collation of SQLite", parts(vec![a().collation("NOCASE")])).only("SQLite"),
        create(
            "storage parameters and a tablespace",
            of(&["a"]).storage(&[("fillfactor", "70")]).tablespace("pg_default"),
        ),
        create("NULLs that are the same", of(&["a"]).unique().nulls_not_distinct()),
        create("the beginning of a text", parts(vec![IndexPart::column("body").prefix_length(10)])),
        create("a remark", of(&["a"]).comment("it's fast")),
        create("a name by the convention", of(&["b"]).unnamed())
            .undo(DropIndex::new("ix_t_b", "t")),
        Case::new(
            "an index that may be there",
            there(),
            CreateIndex::new(of(&["a"])).if_not_exists(),
        ),
        Case::new(
            "an index beside others' work",
            there(),
            CreateIndex::new(of(&["a"])).concurrently(),
        )
        .autocommit(),
        Case::new("drop", with(of(&["a"])), DropIndex::new("ix", "t"))
            .undo(CreateIndex::new(of(&["a"]))),
        Case::new(
            "drop what may be there",
            with(of(&["a"])),
            DropIndex::new("ix", "t").if_exists(),
        )
        .undo(CreateIndex::new(of(&["a"]))),
        Case::new(
            "drop beside others' work",
            with(of(&["a"])),
            DropIndex::new("ix", "t").concurrently(),
        )
        .undo(CreateIndex::new(of(&["a"])))
        .autocommit(),
    ]
}

#[test]
fn indexes() {
    assert_cases!(&cases());
}
