//! Columns: added, dropped, changed.

use migration_api::prelude::*;

use super::{Case, assert_cases, keep};

fn there() -> Vec<Operation<'static>> {
    let columns = keep(vec![
        Column::new("id", Integer).primary_key(),
        Column::new("a", Varchar(20)).default("x".into()).comment("why"),
        Column::new("n", Integer).not_null().default(1.into()),
    ]);
    vec![
        CreateTable::new("t", columns, &[]).into(),
        CreateTable::new("other", keep(vec![Column::new("id", Integer).primary_key()]), &[]).into(),
    ]
}

fn filled() -> Vec<Operation<'static>> {
    let rows =
        keep(vec![keep(vec![Value::Int(1), "1".into()]), keep(vec![Value::Int(2), "2".into()])]);
    let mut setup = there();
    setup.push(BulkInsert::new("t", &["id", "a"], rows).into());
    setup
}

fn add(name: &str, column: Column<'static>) -> Case {
    Case::new(&format!("add {name}"), filled(), AddColumn::new("t", column))
}

fn change(name: &str, change: AlterColumn<'static>, back: AlterColumn<'static>) -> Case {
    Case::new(&format!("change {name}"), filled(), change).undo(back)
}

/// A change of `a`, with what MySQL's scripts have to be told.
fn a() -> AlterColumn<'static> {
    AlterColumn::new("t", "a")
        .existing_type(Varchar(20))
        .existing_nullable(true)
        .existing_default("x".into())
        .existing_comment("why")
}

/// A change of `n`, with what MySQL's scripts have to be told.
fn n() -> AlterColumn<'static> {
    AlterColumn::new("t", "n")
        .existing_type(Integer)
        .existing_nullable(false)
        .existing_default(1.into())
}

fn new(ty: ColumnType<'static>) -> Column<'static> {
    Column::new("new", ty)
}

fn added() -> Vec<Case> {
    vec![
        add("a column", new(Integer)),
        add("a column with a default", new(Varchar(5)).not_null().default("it's".into())),
        add("a column with an expression for a default", new(Integer).default_sql("1 + 2")),
        add(
            "a column with the clock for a default",
            new(Timestamp).not_null().default_sql("CURRENT_TIMESTAMP"),
        ),
        add("a column that refuses NULL", new(Integer).not_null()),
        add("a unique column", new(Integer).unique()),
        add("a unique column with a name", new(Integer).unique_named("uq_new")),
        add("a column with an index", new(Integer).index())
            .undo(DropIndex::new("ix_t_new", "t"))
            .undo(DropColumn::new("t", "new")),
        add(
            "a column that refers",
            new(Integer).references("other", "id").on_delete(ReferentialAction::SetNull),
        )
        .one_way(),
        add(
            "a column that refers by a name",
            new(Integer).references_named("fk_new", "other", "id"),
        )
        .undo(DropConstraint::new("t", "fk_new").kind(ConstraintType::ForeignKey))
        .undo(DropColumn::new("t", "new")),
        add("a column with a remark", new(Integer).comment("it's \\ new")),
        add("a column with a collation", new(Varchar(9)).collation("C")).only("PostgreSQL"),
        add("a column with a collation of SQLite", new(Varchar(9)).collation("NOCASE"))
            .only("SQLite"),
        add("a column with a collation of MariaDB", new(Varchar(9)).collation("utf8mb4_bin"))
            .only("MariaDB"),
        add("a stored computed column", new(Integer).computed_stored("n * 2")),
        add("a virtual computed column", new(Integer).computed_virtual("n * 2"))
            .only("SQLite MariaDB"),
        add("a computed column", new(Integer).computed("n * 2")),
        add("an identity column", new(BigInt).identity(Identity::by_default())),
        add(
            "an identity column that counts its own way",
            new(BigInt).identity(Identity::always().counter(
                Counter::new().start(10).increment(5).min_value(5).max_value(500).cache(3).cycle(),
            )),
        ),
        add("a column that an update sets", new(Timestamp).on_row_update("CURRENT_TIMESTAMP(6)")),
        add("a first column", new(Integer)).act(AddColumn::new("t", new(Integer)).first()),
        add("a column behind another", new(Integer))
            .act(AddColumn::new("t", new(Integer)).after("id")),
        add("a column before another", new(Integer))
            .act(AddColumn::new("t", new(Integer)).before("n")),
        add("a column that may be there", new(Integer))
            .act(AddColumn::new("t", new(Integer)).if_not_exists()),
        Case::new(
            "add a key",
            vec![CreateTable::new("k", keep(vec![Column::new("a", Integer)]), &[]).into()],
            AddColumn::new("k", Column::new("id", Integer).primary_key()),
        ),
    ]
}

fn dropped() -> Vec<Case> {
    let back = || AddColumn::new("t", Column::new("n", Integer).not_null().default(1.into()));
    vec![
        Case::new("drop a column", filled(), DropColumn::new("t", "n")).undo(back()),
        Case::new(
            "drop a column that may be there",
            filled(),
            DropColumn::new("t", "n").if_exists(),
        )
        .undo(back()),
        Case::new(
            "drop a column with all that hangs on it",
            filled(),
            DropColumn::new("t", "n").cascade(),
        )
        .undo(back()),
        Case::new(
            "drop a unique column",
            vec![
                CreateTable::new(
                    "u",
                    keep(vec![Column::new("id", Integer), Column::new("x", Integer).unique()]),
                    &[],
                )
                .into(),
            ],
            DropColumn::new("u", "x"),
        )
        .one_way()
        .no_script("SQLite"),
    ]
}

fn changed() -> Vec<Case> {
    vec![
        change(
            "a name",
            AlterColumn::new("t", "a").rename("select"),
            AlterColumn::new("t", "select").rename("a"),
        ),
        change("a type", a().set_type(Varchar(40)), a().set_type(Varchar(20))),
        change(
            "a type by an expression",
            a().set_type(Integer).using("a::integer").set_default(5.into()),
            a().set_type(Varchar(20)).set_default("x".into()),
        ),
        change("to refuse NULL", a().set_not_null(), a().existing_nullable(false).set_nullable()),
        change("to take NULL", n().set_nullable(), n().existing_nullable(true).set_not_null()),
        change("a default", n().set_default(7.into()), n().set_default(1.into())),
        change(
            "a default to an expression",
            n().set_default_sql("2 + 3"),
            n().set_default(1.into()),
        ),
        change("a default to none", a().drop_default(), a().set_default("x".into())),
        change("a remark", a().set_comment("it's because"), a().set_comment("why")),
        change("a remark to none", a().drop_comment(), a().set_comment("why")),
        change(
            "a collation",
            a().set_type(Varchar(20)).set_collation("C"),
            a().set_type(Varchar(20)).set_collation("default"),
        )
        .only("PostgreSQL"),
        change("a collation of SQLite", a().set_collation("NOCASE"), a()).only("SQLite").one_way(),
        change(
            "a collation of MariaDB",
            a().set_collation("utf8mb4_bin"),
            a().set_collation("utf8mb4_general_ci"),
        )
        .only("MariaDB"),
        change("to an identity", n().drop_default(), n().set_default(1.into()))
            .then(
                AlterColumn::new("t", "n")
                    .add_identity(Identity::always().counter(Counter::new().start(7))),
            )
            .one_way(),
        Case::new(
            "change an identity",
            vec![
                CreateTable::new(
                    "i",
                    keep(vec![Column::new("id", Integer).identity(Identity::by_default())]),
                    &[],
                )
                .into(),
            ],
            AlterColumn::new("i", "id")
                .set_identity(Counter::new().increment(3))
                .set_identity_always(true),
        )
        .undo(
            AlterColumn::new("i", "id")
                .set_identity(Counter::new().increment(1))
                .set_identity_always(false),
        ),
        Case::new(
            "change an identity to none",
            vec![
                CreateTable::new(
                    "i",
                    keep(vec![Column::new("id", Integer).identity(Identity::by_default())]),
                    &[],
                )
                .into(),
            ],
            AlterColumn::new("i", "id").drop_identity(),
        )
        .undo(AlterColumn::new("i", "id").add_identity(Identity::by_default())),
        change(
            "the numbering",
            AlterColumn::new("t", "id")
                .existing_type(Integer)
                .existing_nullable(false)
                .existing_autoincrement(true)
                .set_autoincrement(false),
            AlterColumn::new("t", "id")
                .existing_type(Integer)
                .existing_nullable(false)
                .set_autoincrement(true),
        )
        // SQLite's own way is with the changes in `batch_drops`.
        .only("PostgreSQL MariaDB"),
        change(
            "everything at once",
            a().rename("b")
                .set_type(Integer)
                .using("a::integer")
                .set_not_null()
                .set_default(5.into())
                .set_comment("now"),
            AlterColumn::new("t", "b")
                .rename("a")
                .set_type(Varchar(20))
                .set_nullable()
                .set_default("x".into())
                .set_comment("why"),
        ),
        change("nothing", AlterColumn::new("t", "a"), AlterColumn::new("t", "a")),
        Case::new(
            "change only what is said",
            vec![
                CreateTable::new(
                    "t",
                    keep(vec![
                        Column::new("at", Timestamp)
                            .not_null()
                            .default_sql("CURRENT_TIMESTAMP")
                            .on_row_update("CURRENT_TIMESTAMP(6)")
                            .comment("when"),
                    ]),
                    &[],
                )
                .into(),
            ],
            AlterColumn::new("t", "at").set_nullable(),
        )
        .undo(AlterColumn::new("t", "at").set_not_null()),
    ]
}

#[test]
fn columns_added() {
    assert_cases!(&added());
}

#[test]
fn columns_dropped_and_changed() {
    let cases: Vec<_> = dropped().into_iter().chain(changed()).collect();
    assert_cases!(&cases);
}
