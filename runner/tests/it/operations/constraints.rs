//! Constraints.

use migration_api::prelude::*;

use super::{Case, assert_cases, keep};

fn there() -> Vec<Operation<'static>> {
    let columns = keep(vec![
        Column::new("id", Integer).not_null(),
        Column::new("a", Integer),
        Column::new("b", Integer),
    ]);
    let other = keep(vec![
        Column::new("x", Integer).primary_key().no_autoincrement(),
        Column::new("y", Integer).primary_key(),
        Column::new("z", Integer).not_null().unique(),
    ]);
    let rows =
        keep(vec![keep(vec![Value::Int(1), Value::Null]), keep(vec![Value::Int(2), Value::Null])]);
    vec![
        CreateTable::new("t", columns, &[]).into(),
        CreateTable::new("other", other, &[]).into(),
        BulkInsert::new("t", &["id", "a"], rows).into(),
    ]
}

fn add(name: &str, constraint: Constraint<'static>) -> Case {
    Case::new(name, there(), AddConstraint::new("t", constraint))
}

fn key() -> Constraint<'static> {
    Constraint::foreign_key("fk", &["a"], "other", &["z"])
}

fn pair() -> Constraint<'static> {
    Constraint::foreign_key("fk", &["a", "b"], "other", &["x", "y"])
}

fn with(constraint: Constraint<'static>) -> Vec<Operation<'static>> {
    let mut setup = there();
    setup.push(AddConstraint::new("t", constraint).into());
    setup
}

fn drop(name: &str, constraint: Constraint<'static>, how: DropConstraint<'static>) -> Case {
    Case::new(name, with(constraint), how).undo(AddConstraint::new("t", constraint))
}

fn cases() -> Vec<Case> {
    let unique = || Constraint::unique("uq", &["a", "b"]);
    let check = || Constraint::check("ck", "b > 0");
    let primary = || Constraint::primary_key("pk", &["id"]);
    let named = |name| DropConstraint::new("t", name);
    let mut cases = vec![
        add("a primary key", primary()),
        add("a unique constraint", unique()),
        add("a check", check()),
        add("a foreign key", key()),
        add("a foreign key of two columns", pair()),
        add(
            "a foreign key to the table itself",
            Constraint::foreign_key("fk", &["a"], "t", &["id"]),
        )
        .after(primary()),
        add("a name that is quoted", Constraint::check("Che ck", "b > 0")),
        add("MATCH SIMPLE", pair().match_kind(Match::Simple)),
        add("MATCH FULL", pair().match_kind(Match::Full)),
        add("MATCH PARTIAL", pair().match_kind(Match::Partial)),
        add("a foreign key that may wait", key().deferrable()),
        add("a foreign key that waits", key().initially_deferred()),
        add("a foreign key that may not wait", key().not_deferrable()),
        add("a unique constraint that waits", unique().initially_deferred()),
        add("a primary key that may wait", primary().deferrable()),
        add("a check that may wait", check().deferrable()),
        add("a foreign key that is not checked yet", key().not_valid()),
        add("a check that is not checked yet", check().not_valid()),
        add("a check that is checked later", check().not_valid())
            .then(ValidateConstraint::new("t", "ck"))
            .undo(named("ck").kind(ConstraintType::Check)),
        add("a key by an index", unique().using_index("ix")).indexed(),
        add("columns carried along", unique().include(&["id"])),
        add("NULLs that are the same", unique().nulls_not_distinct()),
        add("a check that is not inherited", check().no_inherit()),
        add(
            "a foreign key of which one column is set",
            pair().on_delete(ReferentialAction::SetNull).on_delete_columns(&["b"]),
        ),
        add("an exclusion", Constraint::exclude("ex", "btree", &[("a", "=")])),
        add(
            "an exclusion of some rows",
            Constraint::exclude("ex", "btree", &[("a + b", "=")]).predicate("a > 0"),
        ),
        add("a name by the convention", Constraint::unique("", &["a", "b"]).unnamed())
            .named_by(NamingConvention::RECOMMENDED)
            .undo(named("uq_t_a").kind(ConstraintType::Unique)),
        add("a name in the convention", Constraint::check("positive", "b > 0"))
            .named_by(NamingConvention::RECOMMENDED)
            .undo(named("ck_t_positive").kind(ConstraintType::Check)),
        add("a final name", Constraint::check("positive", "b > 0").final_name())
            .named_by(NamingConvention::RECOMMENDED)
            .undo(named("positive").kind(ConstraintType::Check)),
        drop("drop a primary key", primary(), named("pk").kind(ConstraintType::PrimaryKey)),
        drop("drop a unique constraint", unique(), named("uq").kind(ConstraintType::Unique)),
        drop("drop a check", check(), named("ck").kind(ConstraintType::Check)),
        drop("drop a foreign key", key(), named("fk").kind(ConstraintType::ForeignKey)),
        drop("drop a unique constraint of no kind", unique(), named("uq")),
        drop("drop a check of no kind", check(), named("ck")),
        drop("drop a foreign key of no kind", key(), named("fk")),
        drop("drop what may be there", check(), named("ck").if_exists()),
        drop("drop with all that hangs on it", check(), named("ck").cascade()),
        Case::new(
            "drop a constraint that the convention would have named",
            vec![CreateTable::new("u", keep(vec![Column::new("x", Integer).unique()]), &[]).into()],
            DropConstraint::new("u", "uq_u_x"),
        )
        .setup_without_names()
        .named_by(NamingConvention::RECOMMENDED)
        .only("SQLite")
        .one_way(),
    ];
    for action in [
        ReferentialAction::NoAction,
        ReferentialAction::Restrict,
        ReferentialAction::Cascade,
        ReferentialAction::SetNull,
        ReferentialAction::SetDefault,
    ] {
        cases.push(add(&format!("on delete {action:?}"), key().on_delete(action)));
        cases.push(add(&format!("on update {action:?}"), key().on_update(action)));
    }
    cases
}

#[test]
fn constraints() {
    assert_cases!(&cases());
}
