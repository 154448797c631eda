//! Every operation with every option that it has.

use migration_api::ops::{Batch, BatchOptions, Operation};
use migration_api::prelude::*;

/// Is handed the operations of a family.
pub(super) type Take<'t> = &'t mut dyn FnMut(&str, &[Operation<'_>]);

/// Hands over all families.
pub(super) fn all(take: Take<'_>) {
    tables(take);
    columns(take);
    alterations(take);
    indexes(take);
    constraints(take);
    types(take);
    objects(take);
    data(take);
    batches(take);
}

fn tables(take: Take<'_>) {
    let id = Column::new("id", Integer).not_null();
    let all_options = [
        TableOption::Engine("InnoDB"),
        TableOption::Charset("utf8mb4"),
        TableOption::Collate("utf8mb4_bin"),
        TableOption::AutoIncrement(u64::MAX),
        TableOption::RowFormat("DYNAMIC"),
        TableOption::PartitionBy("RANGE (day)"),
        TableOption::PartitionOf("log", "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')"),
        TableOption::Inherits("base"),
        TableOption::Storage("fillfactor", "70"),
        TableOption::Tablespace("fast"),
        TableOption::Unlogged,
        TableOption::Temporary,
        TableOption::WithoutRowid,
        TableOption::Strict,
        TableOption::Other("mysql", "COMPRESSION='zlib'"),
    ];
    let mut operations: Vec<Operation<'_>> =
        all_options.iter().map(|it| SetTableOption::new("account", *it).into()).collect();
    let columns = [id, Column::new("email", Varchar(200)).not_null()];
    let constraints = [
        Constraint::primary_key("pk_account", &["id"]),
        Constraint::unique("uq_account_email", &["email"]),
    ];
    let indexes = [
        Index::new("ix_account_email", "account", &["email"]),
        Index::new("", "account", &["id", "email"]).unnamed().unique(),
    ];
    operations.extend([
        Operation::from(CreateTable::new("empty", &[], &[])),
        CreateTable::new("billing.account", &columns, &constraints).into(),
        CreateTable::new("account", &columns, &[])
            .indexes(&indexes)
            .options(&all_options)
            .comment("who may log in")
            .if_not_exists()
            .into(),
        DropTable::new("account").into(),
        DropTable::new("billing.account").if_exists().cascade().into(),
        RenameTable::new("\"odd.name\"", "odd.name").into(),
        RenameTable::new("\"odd.schema\".account", "customer").into(),
        SetTableComment::new("account", Some("it's \"quoted\"")).into(),
        SetTableComment::new("account", None).into(),
    ]);
    take("tables", &operations);
}

fn columns(take: Take<'_>) {
    let counter = Counter::new().start(-5).increment(i64::MIN).min_value(-10).max_value(i64::MAX);
    let columns = [
        Column::new("plain", Text),
        Column::new("key", Integer).primary_key().no_autoincrement(),
        Column::new("key", BigInt).primary_key().nullable().autoincrement(),
        Column::new("email", Varchar(200)).not_null().unique().index(),
        Column::new("email", Varchar(200)).unique_named("uq_email"),
        Column::new("id", Integer).identity(Identity::by_default()),
        Column::new("id", Integer)
            .identity(Identity::always().counter(counter.cache(7).cycle()))
            .nullable(),
        Column::new("id", Integer).identity(Identity::always().counter(counter.no_cycle())),
        Column::new("total", Integer).computed("price * amount"),
        Column::new("total", Integer).computed_stored("price * amount").not_null(),
        Column::new("total", Integer).computed_virtual("CASE\n    WHEN a THEN 1\nEND"),
        Column::new("at", TimestampDigits(6))
            .default_sql("CURRENT_TIMESTAMP(6)")
            .on_row_update("CURRENT_TIMESTAMP(6)"),
        Column::new("team", Integer).references("team", "id"),
        Column::new("team", Integer)
            .references_named("fk_team", "hr.team", "id")
            .on_delete(ReferentialAction::Cascade)
            .on_update(ReferentialAction::SetDefault),
        Column::new("name", Text).collation("C").comment("a\nb").rename_from("title"),
    ];
    let mut operations: Vec<Operation<'_>> =
        columns.iter().map(|column| AddColumn::new("account", *column).into()).collect();
    let plain = AddColumn::new("billing.account", columns[0]);
    operations.extend([
        Operation::from(plain.if_not_exists()),
        plain.first().into(),
        plain.after("id").if_not_exists().into(),
        plain.before("id").into(),
        DropColumn::new("account", "plain").into(),
        DropColumn::new("account", "plain").if_exists().into(),
        DropColumn::new("account", "plain").cascade().into(),
    ]);
    take("columns", &operations);
}

fn alterations(take: Take<'_>) {
    let change = AlterColumn::new("account", "email");
    let counter = Counter::new().increment(2);
    let operations = [
        change,
        change.rename("mail"),
        change.set_type(Varchar(300)).using("email::text").set_collation("C"),
        change.set_nullable(),
        change.set_not_null(),
        change.set_default("x".into()),
        change.set_default_sql("now()"),
        change.drop_default(),
        change.add_identity(Identity::always()),
        change.set_identity(counter),
        change.set_identity(Counter::new()),
        change.set_identity_always(false),
        change.set_identity(counter).set_identity_always(true),
        change.drop_identity(),
        change.set_autoincrement(true),
        change.set_autoincrement(false),
        change.set_comment("why"),
        change.drop_comment(),
        change
            .set_not_null()
            .existing_type(Varchar(200))
            .existing_nullable(true)
            .existing_default("x".into())
            .existing_comment("why")
            .existing_collation("utf8mb4_bin")
            .existing_autoincrement(false)
            .existing_is_complete(),
        change.existing_default_sql("now()"),
    ];
    take("alterations", &operations.map(Operation::from));
}

fn indexes(take: Take<'_>) {
    let plain = Index::new("ix", "account", &["a", "b"]);
    let parts = [
        IndexPart::column("a"),
        IndexPart::column("b").descending().nulls_first(),
        IndexPart::column("c").collation("C").operator_class("text_pattern_ops"),
        IndexPart::column("d").prefix_length(10),
        IndexPart::expression("lower(name)").nulls_last(),
    ];
    let create = [
        CreateIndex::new(plain),
        CreateIndex::new(plain.unique()),
        CreateIndex::new(plain.unnamed()),
        CreateIndex::new(plain).if_not_exists(),
        CreateIndex::new(plain.unique()).concurrently(),
        CreateIndex::new(Index::of_parts("ix", "s.account", &parts).unique()),
        CreateIndex::new(
            plain
                .using("gin")
                .predicate("state = 'open'")
                .include(&["c"])
                .storage(&[("fillfactor", "70")])
                .tablespace("fast")
                .nulls_not_distinct()
                .comment("why"),
        ),
    ];
    let drop = DropIndex::new("ix", "account");
    let mut operations = create.map(Operation::from).to_vec();
    operations.extend([drop, drop.if_exists(), drop.concurrently()].map(Operation::from));
    take("indexes", &operations);
}

fn constraints(take: Take<'_>) {
    let key = Constraint::primary_key("pk", &["a", "b"]);
    let unique = Constraint::unique("uq", &["a"]);
    let check = Constraint::check("ck", "a > 0");
    let refer = Constraint::foreign_key("fk", &["a"], "hr.team", &["id"]);
    let exclude = Constraint::exclude("ex", "gist", &[("room", "="), ("during", "&&")]);
    let mut all = vec![
        key,
        key.unnamed(),
        key.using_index("ix"),
        key.include(&["c"]),
        unique,
        unique.nulls_not_distinct().deferrable(),
        unique.not_deferrable(),
        unique.initially_deferred(),
        unique.initially_deferred().not_deferrable(),
        unique.initially_immediate(),
        unique.deferrable().initially_immediate(),
        check,
        check.final_name().not_valid(),
        check.no_inherit(),
        Constraint::check("ck", "a > 0\n  AND b > 0"),
        refer,
        exclude,
        exclude.predicate("NOT cancelled"),
        Constraint::exclude_default("ex", &[("lower(name)", "=")]),
    ];
    for action in [
        ReferentialAction::NoAction,
        ReferentialAction::Restrict,
        ReferentialAction::Cascade,
        ReferentialAction::SetNull,
        ReferentialAction::SetDefault,
    ] {
        all.extend([refer.on_delete(action), refer.on_update(action)]);
    }
    all.push(refer.on_delete(ReferentialAction::SetNull).on_delete_columns(&["a"]));
    all.extend([Match::Simple, Match::Full, Match::Partial].map(|kind| refer.match_kind(kind)));
    let mut operations: Vec<Operation<'_>> =
        all.iter().map(|it| AddConstraint::new("s.account", *it).into()).collect();
    let drop = DropConstraint::new("account", "uq");
    operations.extend([drop, drop.if_exists(), drop.cascade()].map(Operation::from));
    let kinds = [
        ConstraintType::PrimaryKey,
        ConstraintType::Unique,
        ConstraintType::Check,
        ConstraintType::ForeignKey,
        ConstraintType::Exclude,
    ];
    operations.extend(kinds.map(|kind| Operation::from(drop.kind(kind))));
    operations.push(ValidateConstraint::new("account", "fk").into());
    take("constraints", &operations);
}

/// Every type; the compiler tells of one that is missing.
fn every_type() -> Vec<ColumnType<'static>> {
    let plain = [
        SmallInt,
        Integer,
        BigInt,
        Real,
        Double,
        Boolean,
        Text,
        Blob,
        Date,
        Time,
        TimeWithTimeZone,
        Timestamp,
        TimestampWithTimeZone,
        Interval,
        Uuid,
        Json,
        Jsonb,
        Inet,
        Cidr,
        MacAddr,
        MacAddr8,
        TsVector,
        TsQuery,
        HStore,
        CiText,
        Money,
        Xml,
        Point,
        Line,
        LineSegment,
        GeometricBox,
        Path,
        Polygon,
        Circle,
        Int4Range,
        Int8Range,
        NumRange,
        TsRange,
        TstzRange,
        DateRange,
        TinyInt,
        MediumInt,
        TinyText,
        MediumText,
        LongText,
        TinyBlob,
        MediumBlob,
        LongBlob,
        Year,
        Any,
    ];
    let mut all = plain.to_vec();
    all.extend([
        Numeric(10, 2),
        Char(3),
        Varchar(4_000_000_000),
        Binary(16),
        Varbinary(16),
        TimeDigits(3),
        TimestampDigits(0),
        TimestampWithTimeZoneDigits(6),
        Enum("app.mood", &["sad", "it's \"ok\""]),
        Array(&Array(&Integer)),
        Bit(8),
        Named("app.email"),
        VarBit(8),
        Unsigned(&BigInt),
        Set(&["a", "b"]),
        Variants(&Jsonb, &[("mysql", Json), ("sqlite", Custom("JSON"))]),
        Custom("vector(3)"),
    ]);
    all
}

fn types(take: Take<'_>) {
    let columns: Vec<Column<'_>> =
        every_type().into_iter().map(|ty| Column::new("c", ty)).collect();
    let domain = CreateDomain::new("app.email", Text);
    let add = AddEnumValue::new("app.mood", "glad");
    take(
        "types",
        &[
            CreateTable::new("typed", &columns, &[]).into(),
            CreateEnum::new("app.mood", &["sad", "ok"]).into(),
            CreateEnum::new("mood", &[]).if_not_exists().into(),
            add.into(),
            add.before("ok").into(),
            add.after("sad").if_not_exists().into(),
            RenameEnumValue::new("mood", "ok", "fine").into(),
            domain.into(),
            domain.not_null().default("x".into()).check("VALUE ~ '@'").into(),
            domain.default_sql("lower('X')").into(),
            domain.collate("C").checks(&[("ck_email", "VALUE ~ '@'")]).into(),
        ],
    );
}

fn objects(take: Take<'_>) {
    let sequence = CreateSequence::new("ticket");
    let counter = Counter::new().start(1000).increment(10);
    let extension = CreateExtension::new("citext");
    let view = CreateView::new("adult", "SELECT id\n  FROM account\n WHERE age >= 18");
    let mut operations: Vec<Operation<'_>> = vec![
        sequence.into(),
        sequence.counter(counter).owned_by("account.id").if_not_exists().into(),
        AlterSequence::new("ticket", counter).into(),
        AlterSequence::new("ticket", Counter::new()).restart(-1).into(),
        sequence.ty(SmallInt).into(),
        AlterSequence::new("ticket", Counter::new()).set_type(BigInt).into(),
        CreateSchema::new("billing").into(),
        CreateSchema::new("bill.ing").if_not_exists().into(),
        extension.into(),
        extension.if_not_exists().into(),
        extension.schema("ext").version("1.6").if_not_exists().into(),
        view.into(),
        view.materialized().into(),
        view.columns(&["a"]).into(),
        view.materialized().if_not_exists().into(),
        view.replace().into(),
        view.options(&[("security_barrier", "true")]).into(),
        RefreshMaterializedView::new("adult").into(),
        RefreshMaterializedView::new("adult").concurrently().into(),
        CreateRoutine::new(RoutineKind::Procedure, "CREATE PROCEDURE tidy() BEGIN END").into(),
        CreateRoutine::new(
            RoutineKind::Function,
            "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$\n    SELECT '\"#\\n' -- \"\"\n$$",
        )
        .into(),
        CreateRoutine::new(RoutineKind::Trigger, "CREATE TRIGGER t  \n\tAFTER UPDATE ").into(),
        DropObject::trigger("touch", "s.account").into(),
        DropObject::trigger("touch", "account").if_exists().cascade().into(),
        DropObject::new(ObjectKind::Function, "\"total(app.money)\"").into(),
    ];
    for kind in [
        ObjectKind::Enum,
        ObjectKind::Domain,
        ObjectKind::Sequence,
        ObjectKind::Schema,
        ObjectKind::Extension,
        ObjectKind::View,
        ObjectKind::MaterializedView,
        ObjectKind::Function,
        ObjectKind::Procedure,
        ObjectKind::Trigger,
    ] {
        let drop = DropObject::new(kind, "app.it");
        operations.extend([drop, drop.if_exists(), drop.cascade()].map(Operation::from));
    }
    take("objects", &operations);
}

/// One of each value, and those at the edges of the numbers.
fn every_value() -> Vec<Value<'static>> {
    let time = TimeValue::new(13, 45, 0);
    let timestamp = TimestampValue::new(DateValue::new(-44, 3, 15), time.microsecond(250));
    let numbers = [0, 5, -5, i32::MAX.into(), i32::MIN.into(), 1 << 31, i64::MAX, i64::MIN];
    // Clippy takes some of these for constants miswritten, here as in a revision.
    let floats = "0 -0 1 -1.5 3.14159 -3.14 2.718 0.318 0.693 1.414 1.618 0.577 3.1400000000000006 3.141592653589793 \
                  1e300 1e-7 0.1 123456789.5 1.7976931348623157e308 2.2250738585072014e-308 inf -inf NaN";
    let floats = floats.split(' ').map(|text| Value::Float(text.parse().unwrap()));
    let mut all: Vec<Value<'_>> = numbers.map(Value::Int).to_vec();
    all.extend(floats);
    all.extend([
        Value::Null,
        true.into(),
        false.into(),
        Value::Decimal("12.50"),
        Value::Json("{\"a\": [\"b\"]}"),
        Value::Bytes(b"\0\x01\xff\"\\'\n7"),
        Value::Bytes(b""),
        DateValue::new(2024, 2, 29).into(),
        time.into(),
        timestamp.into(),
        TimestampTz(timestamp).into(),
        UuidValue::new(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8).into(),
        UuidValue::new(7).into(),
    ]);
    all.extend(super::TEXTS.map(Value::Text));
    all
}

fn data(take: Take<'_>) {
    let values = every_value();
    let columns: Vec<Column<'_>> =
        values.iter().map(|it| Column::new("c", Custom("x")).default(*it)).collect();
    let parameters: Vec<(&str, Value<'_>)> = values.iter().map(|it| ("it", *it)).collect();
    let rows: Vec<&[Value<'_>]> = values.chunks(1).collect();
    take(
        "data",
        &[
            Execute { sql: "UPDATE product SET price = price * 2", parameters: &[] }.into(),
            Execute { sql: "SELECT :it", parameters: &parameters }.into(),
            BulkInsert::new("s.product", &["it"], &rows).into(),
            BulkInsert::new("product", &["a", "b"], &[&[1.into(), "x".into()], &[]]).into(),
            BulkInsert::new("product", &[], &[]).into(),
            CreateTable::new("defaults", &columns, &[]).into(),
        ],
    );
}

fn batches(take: Take<'_>) {
    let column = Column::new("nickname", Text);
    let columns = [column];
    let unique = Constraint::unique("uq", &["email"]);
    let plain = Index::new("ix", "", &["email"]);
    let add = AddColumn::new("", column);
    let drop = DropConstraint::new("", "uq");
    let changes: [Operation<'_>; 21] = [
        add.into(),
        add.after("id").into(),
        add.before("id").into(),
        add.first().if_not_exists().into(),
        DropColumn::new("", "a").into(),
        DropColumn::new("", "a").if_exists().cascade().into(),
        AlterColumn::in_batch("email").set_type(Varchar(300)).set_not_null().into(),
        CreateIndex::new(plain).into(),
        CreateIndex::new(plain.unique()).if_not_exists().into(),
        DropIndex::new("ix", "").into(),
        DropIndex::new("ix", "").if_exists().into(),
        AddConstraint::new("", unique).into(),
        AddConstraint::new("", unique.deferrable()).into(),
        AddConstraint::new("", Constraint::primary_key("pk", &["id"])).into(),
        AddConstraint::new("", Constraint::check("ck", "a > 0")).into(),
        AddConstraint::new("", Constraint::foreign_key("fk", &["a"], "t", &["b"])).into(),
        AddConstraint::new("", Constraint::exclude("ex", "gist", &[("a", "=")])).into(),
        AddConstraint::new("", unique.unnamed()).into(),
        drop.into(),
        drop.kind(ConstraintType::Unique).into(),
        drop.if_exists().into(),
    ];
    let table = Table::new("account", &columns, std::slice::from_ref(&unique))
        .indexes(&[])
        .options(&[TableOption::Strict])
        .comment("why")
        .rename_from("user");
    let options = BatchOptions::new()
        .recreate(Recreate::Always)
        .copy_from(table)
        .constraints(std::slice::from_ref(&unique))
        .options(&[TableOption::WithoutRowid])
        .columns(&columns)
        .partial_reordering(&[&["id", "email"], &["a"]]);
    let of = |options, operations| {
        Operation::from(Batch { table: TableName::parse("s.account"), options, operations })
    };
    take(
        "batches",
        &[
            of(BatchOptions::new(), &changes),
            of(options, &changes[..1]),
            of(BatchOptions::new().recreate(Recreate::Never), &[]),
        ],
    );
}
