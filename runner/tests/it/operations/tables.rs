//! Whole tables.

use migration_api::prelude::*;

use super::{Case, assert_cases, keep};

fn id() -> Column<'static> {
    Column::new("id", Integer)
}

fn table(columns: Vec<Column<'static>>) -> CreateTable<'static> {
    CreateTable::new("t", keep(columns), &[])
}

fn with_options(options: Vec<TableOption<'static>>) -> CreateTable<'static> {
    table(vec![id()]).options(keep(options))
}

fn there() -> Vec<Operation<'static>> {
    vec![table(vec![id().not_null(), Column::new("name", Varchar(20))]).into()]
}

fn cases() -> Vec<Case> {
    let empty = Vec::new;
    let pair = || keep(vec![id().primary_key(), Column::new("b", Integer).primary_key()]);
    vec![
        Case::new("a table", empty(), table(vec![id(), Column::new("name", Text).not_null()])),
        Case::new("a table without columns", empty(), table(vec![])),
        Case::new(
            "a table that may be there, and is not",
            empty(),
            table(vec![id()]).if_not_exists(),
        ),
        Case::new("a table that may be there, and is", there(), table(vec![id()]).if_not_exists())
            .undo(Execute { sql: "SELECT 1", parameters: &[] }),
        Case::new(
            "a table with a remark",
            empty(),
            table(vec![id().comment("it's the key")]).comment("what's in it"),
        ),
        Case::new("a numbered key", empty(), table(vec![id().primary_key()])),
        Case::new(
            "a small numbered key",
            empty(),
            table(vec![Column::new("id", SmallInt).primary_key()]),
        ),
        Case::new(
            "a big numbered key",
            empty(),
            table(vec![Column::new("id", BigInt).primary_key()]),
        ),
        Case::new(
            "a key that is not numbered",
            empty(),
            table(vec![id().primary_key().no_autoincrement()]),
        ),
        Case::new(
            "a key that never gives a number twice",
            empty(),
            table(vec![id().primary_key().autoincrement()]),
        ),
        Case::new("a key of two columns", empty(), CreateTable::new("t", pair(), &[])),
        Case::new(
            "a named key",
            empty(),
            CreateTable::new(
                "t",
                keep(vec![id()]),
                keep(vec![Constraint::primary_key("pk_t", &["id"])]),
            ),
        ),
        Case::new(
            "a table with everything at once",
            empty(),
            CreateTable::new(
                "t",
                keep(vec![
                    id().primary_key(),
                    Column::new("code", Varchar(9)).not_null().unique_named("uq_code"),
                    Column::new("parent", Integer)
                        .references_named("fk_parent", "t", "id")
                        .on_delete(ReferentialAction::Cascade),
                    Column::new("n", Integer).default(3.into()).index(),
                ]),
                keep(vec![Constraint::check("ck_n", "n > 0")]),
            )
            .indexes(keep(vec![Index::new("ix_two", "t", &["n", "code"]).unique()])),
        ),
        Case::new(
            "names by the recommended convention",
            empty(),
            CreateTable::new(
                "t",
                keep(vec![
                    id().primary_key(),
                    Column::new("code", Varchar(9)).unique(),
                    Column::new("parent", Integer).references("t", "id"),
                    Column::new("n", Integer).index(),
                ]),
                keep(vec![Constraint::check("positive", "n > 0")]),
            ),
        )
        .named_by(NamingConvention::RECOMMENDED),
        Case::new(
            "odd names",
            empty(),
            CreateTable::new(
                "Or der",
                keep(vec![
                    Column::new("select", Integer),
                    Column::new("Größe \"x\" `y`", Text),
                    Column::new("it's; -- /* $$", Integer),
                ]),
                &[],
            ),
        ),
        Case::new(
            "an engine and a character set",
            empty(),
            with_options(vec![
                TableOption::Engine("InnoDB"),
                TableOption::Charset("latin1"),
                TableOption::Collate("latin1_bin"),
                TableOption::RowFormat("COMPACT"),
                TableOption::AutoIncrement(100),
            ]),
        ),
        Case::new(
            "an unlogged table with storage parameters",
            empty(),
            with_options(vec![
                TableOption::Unlogged,
                TableOption::Storage("fillfactor", "70"),
                TableOption::Tablespace("pg_default"),
            ]),
        ),
        Case::new(
            "no row id",
            empty(),
            table(vec![id().primary_key()]).options(keep(vec![TableOption::WithoutRowid])),
        ),
        Case::new(
            "strict types",
            empty(),
            table(vec![
                id().primary_key(),
                Column::new("a", Varchar(9)),
                Column::new("b", Numeric(5, 2)),
                Column::new("c", Boolean),
            ])
            .options(keep(vec![TableOption::Strict])),
        ),
        Case::new(
            "a partitioned table and a partition",
            empty(),
            table(vec![id().not_null()]).options(keep(vec![
                TableOption::PartitionBy("RANGE (id)"),
                TableOption::Other("mysql", ""),
            ])),
        )
        .then(
            CreateTable::new("t_1", &[], &[])
                .options(keep(vec![TableOption::PartitionOf("t", "FOR VALUES FROM (1) TO (10)")])),
        )
        .undo(DropTable::new("t_1"))
        .undo(DropTable::new("t")),
        Case::new(
            "a table that inherits",
            there(),
            CreateTable::new("u", keep(vec![Column::new("more", Integer)]), &[])
                .options(keep(vec![TableOption::Inherits("t")])),
        ),
        Case::new(
            "text behind a table",
            empty(),
            with_options(vec![
                TableOption::Other("postgresql", "WITH (autovacuum_enabled = false)"),
                TableOption::Other("sqlite", "STRICT"),
                TableOption::Other("mysql", "CHECKSUM=1"),
            ]),
        ),
        Case::new("drop", there(), DropTable::new("t")).undo(there()[0]),
        Case::new("drop what may be there", Vec::new(), DropTable::new("t").if_exists())
            .undo(Execute { sql: "SELECT 1", parameters: &[] }),
        Case::new("drop with all that hangs on it", there(), DropTable::new("t").cascade())
            .undo(there()[0]),
        Case::new("rename", there(), RenameTable::new("t", "Up per")),
        Case::new("a remark", there(), SetTableComment::new("t", Some("it's new")))
            .undo(SetTableComment::new("t", None)),
        Case::new(
            "drop a remark",
            vec![table(vec![id()]).comment("old").into()],
            SetTableComment::new("t", None),
        )
        .undo(SetTableComment::new("t", Some("old"))),
        Case::new(
            "set the engine",
            there(),
            SetTableOption::new("t", TableOption::Engine("MyISAM")),
        )
        .undo(SetTableOption::new("t", TableOption::Engine("InnoDB"))),
        Case::new(
            "set a storage parameter",
            there(),
            SetTableOption::new("t", TableOption::Storage("fillfactor", "50")),
        )
        .undo(SetTableOption::new("t", TableOption::Other("postgresql", "RESET (fillfactor)"))),
        Case::new("set strict", there(), SetTableOption::new("t", TableOption::Strict)).one_way(),
    ]
}

#[test]
fn tables() {
    assert_cases!(&cases());
}
