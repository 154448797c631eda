//! Enums, domains, sequences, schemas, extensions, views, functions, triggers.

use migration_api::prelude::*;

use super::{Case, assert_cases, keep};

fn there() -> Vec<Operation<'static>> {
    let columns = keep(vec![Column::new("id", Integer).primary_key(), Column::new("n", Integer)]);
    vec![CreateTable::new("t", columns, &[]).into()]
}

fn enumeration() -> Vec<Operation<'static>> {
    vec![CreateEnum::new("mood", &["sad", "it's ok"]).into()]
}

fn view() -> CreateView<'static> {
    CreateView::new("v", "SELECT id, n FROM t WHERE n > 0")
}

fn dropping(kind: ObjectKind, name: &'static str) -> DropObject<'static> {
    DropObject::new(kind, name)
}

fn after(
    mut setup: Vec<Operation<'static>>,
    more: impl Into<Operation<'static>>,
) -> Vec<Operation<'static>> {
    setup.push(more.into());
    setup
}

fn routine(kind: RoutineKind, sql: &'static str) -> CreateRoutine<'static> {
    CreateRoutine::new(kind, sql)
}

const PG_FUNCTION: &str =
    "CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n * 2; $$";
const MY_FUNCTION: &str =
    "CREATE FUNCTION twice(n INTEGER) RETURNS INTEGER DETERMINISTIC BEGIN RETURN n * 2; END";
const PG_PROCEDURE: &str = "CREATE PROCEDURE tidy() LANGUAGE sql AS 'DELETE FROM t WHERE n = 0'";
const MY_PROCEDURE: &str = "CREATE PROCEDURE tidy() BEGIN DELETE FROM t WHERE n = 0; END";
const PG_TRIGGER: &str = "CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()";
const SQLITE_TRIGGER: &str = "CREATE TRIGGER touch AFTER UPDATE ON t BEGIN DELETE FROM t WHERE n = 0; DELETE FROM t WHERE n = 1; END";
const MY_TRIGGER: &str = "CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW BEGIN SET NEW.n = 1; SET NEW.n = NEW.n + 1; END";

fn types() -> Vec<Case> {
    let value = || AddEnumValue::new("mood", "glad");
    vec![
        Case::new("an enum", Vec::new(), enumeration()[0]),
        Case::new(
            "an enum that may be there, and is",
            enumeration(),
            CreateEnum::new("mood", &["sad"]).if_not_exists(),
        )
        .one_way(),
        Case::new("drop an enum", enumeration(), dropping(ObjectKind::Enum, "mood"))
            .undo(enumeration()[0]),
        Case::new("add a value to an enum", enumeration(), value()).one_way().autocommit(),
        Case::new("add a value before another", enumeration(), value().before("it's ok"))
            .one_way()
            .autocommit(),
        Case::new("add a value behind another", enumeration(), value().after("sad"))
            .one_way()
            .autocommit(),
        Case::new(
            "add a value that may be there",
            enumeration(),
            AddEnumValue::new("mood", "sad").if_not_exists(),
        )
        .one_way()
        .autocommit(),
        Case::new("rename a value", enumeration(), RenameEnumValue::new("mood", "sad", "blue")),
        Case::new(
            "a table whose enum is not there",
            Vec::new(),
            CreateTable::new(
                "p",
                keep(vec![Column::new("m", Enum("mood", &["sad", "ok"])).not_null()]),
                &[],
            ),
        )
        .undo(DropTable::new("p"))
        .undo(dropping(ObjectKind::Enum, "mood").if_exists()),
        Case::new(
            "a column whose enum is not there",
            there(),
            AddColumn::new("t", Column::new("m", Enum("mood", &["sad", "ok"]))),
        )
        .undo(DropColumn::new("t", "m"))
        .undo(dropping(ObjectKind::Enum, "mood").if_exists()),
        Case::new(
            "a domain",
            Vec::new(),
            CreateDomain::new("positive", Integer).not_null().check("VALUE > 0"),
        ),
        Case::new(
            "a domain with several checks",
            Vec::new(),
            CreateDomain::new("code", Text)
                .collate("C")
                .checks(&[("is_lower", "VALUE = lower(VALUE)"), ("is_short", "length(VALUE) < 9")]),
        ),
    ]
}

fn objects() -> Vec<Case> {
    let counter =
        Counter::new().start(10).increment(2).min_value(4).max_value(100).cache(5).cycle();
    let sequence = || vec![CreateSequence::new("ticket").into()];
    vec![
        Case::new("a sequence", Vec::new(), CreateSequence::new("ticket")),
        Case::new(
            "a sequence with options",
            Vec::new(),
            CreateSequence::new("ticket").counter(counter),
        ),
        Case::new("a sequence of a type", Vec::new(), CreateSequence::new("ticket").ty(SmallInt)),
        Case::new(
            "another type of a sequence",
            sequence(),
            AlterSequence::new("ticket", Counter::new()).set_type(Integer),
        )
        .undo(AlterSequence::new("ticket", Counter::new()).set_type(BigInt)),
        Case::new(
            "a sequence that may be there",
            sequence(),
            CreateSequence::new("ticket").if_not_exists(),
        )
        .one_way(),
        Case::new("a sequence of a column", there(), CreateSequence::new("ticket").owned_by("t.n"))
            .only("PostgreSQL"),
        Case::new(
            "change a sequence",
            sequence(),
            AlterSequence::new("ticket", Counter::new().increment(3)).restart(5),
        )
        .undo(AlterSequence::new("ticket", Counter::new().increment(1)).restart(1)),
        Case::new("drop a sequence", sequence(), dropping(ObjectKind::Sequence, "ticket"))
            .undo(CreateSequence::new("ticket")),
        Case::new("a schema", Vec::new(), CreateSchema::new("own_a")),
        Case::new(
            "a schema that may be there",
            vec![CreateSchema::new("own_a").into()],
            CreateSchema::new("own_a").if_not_exists(),
        )
        .one_way(),
        Case::new(
            "a table of a schema",
            vec![CreateSchema::new("own_a").into()],
            CreateTable::new("own_a.x", keep(vec![Column::new("id", Integer)]), &[]),
        )
        .then(RenameTable::new("own_a.x", "y")),
        Case::new(
            "an index of a schema",
            vec![
                CreateSchema::new("own_a").into(),
                CreateTable::new("own_a.x", keep(vec![Column::new("id", Integer)]), &[]).into(),
            ],
            CreateIndex::new(Index::new("ix", "own_a.x", &["id"])),
        ),
        Case::new(
            "drop a schema with all that is in it",
            vec![
                CreateSchema::new("own_a").into(),
                CreateTable::new("own_a.x", keep(vec![Column::new("id", Integer)]), &[]).into(),
            ],
            dropping(ObjectKind::Schema, "own_a").cascade(),
        )
        .one_way(),
        Case::new("an extension", Vec::new(), CreateExtension::new("citext").if_not_exists()),
        Case::new(
            "an extension of a schema",
            vec![CreateSchema::new("own_a").into()],
            CreateExtension::new("citext").schema("own_a"),
        )
        .only("PostgreSQL MariaDB"),
    ]
}

fn views() -> Vec<Case> {
    let again = || CreateView::new("v", "SELECT id, n FROM t WHERE n > 1").replace();
    vec![
        Case::new("a view", there(), view()),
        Case::new("a view with names for its columns", there(), view().columns(&["Key", "number"])),
        Case::new(
            "a view that checks new rows",
            there(),
            CreateView::new("v", "SELECT id, n FROM t WHERE n > 1")
                .options(&[("check_option", "cascaded")]),
        ),
        Case::new(
            "a view with the rights of who asks",
            there(),
            view().options(&[("security", "invoker"), ("algorithm", "merge")]),
        )
        .only("SQLite MariaDB"),
        Case::new("a view instead of another", after(there(), view()), again())
            .undo(view().replace()),
        Case::new("a view that may be there", there(), view().if_not_exists()),
        Case::new("drop a view", after(there(), view()), dropping(ObjectKind::View, "v"))
            .undo(view()),
        Case::new("a materialised view", there(), view().materialized()),
        Case::new(
            "a materialised view that may be there",
            there(),
            view().materialized().if_not_exists(),
        ),
        Case::new(
            "refresh a materialised view",
            after(there(), view().materialized()),
            RefreshMaterializedView::new("v"),
        )
        .only("PostgreSQL")
        .one_way(),
        Case::new(
            "a materialised view instead of another",
            there(),
            view().materialized().replace(),
        ),
    ]
}

fn routines() -> Vec<Case> {
    vec![
        Case::new("a function", Vec::new(), routine(RoutineKind::Function, PG_FUNCTION))
            .undo(dropping(ObjectKind::Function, "twice(integer)"))
            .only("PostgreSQL SQLite"),
        Case::new("a function of MariaDB", Vec::new(), routine(RoutineKind::Function, MY_FUNCTION))
            .undo(dropping(ObjectKind::Function, "twice").if_exists())
            .only("MariaDB"),
        Case::new("a procedure", there(), routine(RoutineKind::Procedure, PG_PROCEDURE))
            .undo(dropping(ObjectKind::Procedure, "tidy"))
            .only("PostgreSQL SQLite"),
        Case::new("a procedure of MariaDB", there(), routine(RoutineKind::Procedure, MY_PROCEDURE))
            .undo(dropping(ObjectKind::Procedure, "tidy"))
            .only("MariaDB"),
        Case::new("a trigger", there(), routine(RoutineKind::Trigger, PG_TRIGGER))
            .undo(DropObject::trigger("touch", "t"))
            .only("PostgreSQL"),
        Case::new("a trigger of SQLite", there(), routine(RoutineKind::Trigger, SQLITE_TRIGGER))
            .undo(DropObject::trigger("touch", "t"))
            .only("SQLite"),
        Case::new("a trigger of MariaDB", there(), routine(RoutineKind::Trigger, MY_TRIGGER))
            .undo(DropObject::trigger("touch", "t").if_exists())
            .only("MariaDB"),
    ]
}

#[test]
fn types_of_ones_own() {
    assert_cases!(&types());
}

#[test]
fn sequences_schemas_and_extensions() {
    assert_cases!(&objects());
}

#[test]
fn views_functions_and_triggers() {
    let cases: Vec<_> = views().into_iter().chain(routines()).collect();
    assert_cases!(&cases);
}
