use migration_api::ops::{CreateDomain, CreateExtension, CreateSequence};
use migration_api::prelude::*;
use migration_api::schema::{Counter, EnumType, Identity, Policy, Routine, RowSecurity, Trigger};

use super::*;
use crate::dialect;

fn written(schema: &Schema<'_>) -> String {
    let dialect = dialect::by_name("postgresql").unwrap();
    let document = SchemaDocument::of(dialect, schema).unwrap();
    let value = serde_json::to_value(document).unwrap();
    // A line for each object is easier to read than one for each value.
    let serde_json::Value::Object(all) = value else { panic!("no object") };
    let mut lines = Vec::new();
    for (key, value) in all {
        match value {
            serde_json::Value::Array(list) => {
                lines.extend(list.into_iter().map(|it| format!("{key}: {it}")));
            }
            other => lines.push(format!("{key}: {other}")),
        }
    }
    lines.join("\n")
}

#[test]
fn what_is_set_is_told_and_nothing_else() {
    let columns = &[
        Column::new("id", BigInt).identity(Identity::always().counter(Counter::new().start(5))),
        Column::new("mood", Enum("mood", &["sad", "ok"])).default("ok".into()).comment("how?"),
        Column::new("amount", Numeric(10, 2)).default(Value::Decimal("1.50")).collation("C"),
        Column::new("twice", Numeric(10, 2)).computed_stored("amount * 2"),
        Column::new("at", Timestamp).not_null().default_sql("now()").no_autoincrement(),
    ];
    let constraints = &[
        Constraint::primary_key("pk", &["id"]),
        Constraint { nulls_not_distinct: true, ..Constraint::unique("uq", &["mood"]) },
        Constraint::check("ck", "amount > 0").not_valid(),
        Constraint::foreign_key("fk", &["id"], "billing.invoice", &["id"])
            .on_delete(ReferentialAction::SetNull)
            .deferrable(),
        Constraint::exclude("ex", "gist", &[("id", "=")]),
    ];
    let parts = &[IndexPart::expression("lower(mood)").descending(), IndexPart::column("at")];
    let indexes = &[
        Index::new("ix", "all_of_it", &["at"]).unique().predicate("amount > 1"),
        Index::of_parts("ix_parts", "all_of_it", parts).storage(&[("fillfactor", "70")]),
    ];
    let options = &[
        TableOption::PartitionOf("whole", "DEFAULT"),
        TableOption::Unlogged,
        TableOption::Storage("fillfactor", "70"),
    ];
    let table = Table::new("all_of_it", columns, constraints).indexes(indexes).options(options);
    let schema = Schema {
        schemas: vec!["billing"],
        extensions: vec![CreateExtension::new("citext")],
        enums: vec![EnumType::new("mood", &["sad", "ok"])],
        domains: vec![CreateDomain::new("billing.email", Text)],
        sequences: vec![CreateSequence::new("numbers").counter(Counter::new().increment(2))],
        tables: vec![table, Table::new("bare", columns.get(4..).unwrap(), &[])],
        views: vec![View::new("v", "SELECT 1").materialized().columns(&["one"])],
        routines: vec![Routine::function("f", "integer", "CREATE FUNCTION f …")],
        triggers: vec![Trigger::new("t", "bare", "CREATE TRIGGER t …")],
        row_security: vec![RowSecurity::new("bare").forced()],
        policies: vec![Policy::new("own", "bare").using("true")],
        ..Schema::default()
    };
    insta::assert_snapshot!(written(&schema), @r#"
    dialect: "postgresql"
    domains: {"name":"email","nullable":true,"schema":"billing","type":"TEXT"}
    enums: {"name":"mood","values":["sad","ok"]}
    extensions: {"name":"citext"}
    format: 1
    policies: {"command":"ALL","name":"own","table":"bare","using":"true"}
    routines: {"arguments":"integer","kind":"function","name":"f","sql":"CREATE FUNCTION f …"}
    row_security: {"forced":true,"table":"bare"}
    schemas: "billing"
    sequences: {"increment":2,"name":"numbers"}
    tables: {"checks":[{"condition":"amount > 0","name":"ck","not_valid":true}],"columns":[{"identity":{"always":true,"start":5},"name":"id","nullable":false,"type":"BIGINT"},{"comment":"how?","default":{"value":"ok"},"enum":["sad","ok"],"name":"mood","nullable":true,"type":"mood"},{"collation":"C","default":{"expression":"1.50"},"name":"amount","nullable":true,"type":"NUMERIC(10, 2)"},{"computed":{"expression":"amount * 2","stored":true},"name":"twice","nullable":true,"type":"NUMERIC(10, 2)"},{"autoincrement":"never","default":{"expression":"now()"},"name":"at","nullable":false,"type":"TIMESTAMP"}],"exclude_constraints":[{"elements":[["id","="]],"name":"ex","using":"gist"}],"foreign_keys":[{"columns":["id"],"deferrable":true,"name":"fk","on_delete":"SET NULL","referred_columns":["id"],"referred_schema":"billing","referred_table":"invoice"}],"indexes":[{"name":"ix","parts":[{"column":"at"}],"predicate":"amount > 1","unique":true},{"name":"ix_parts","parts":[{"descending":true,"expression":"lower(mood)"},{"column":"at"}],"storage":{"fillfactor":"70"}}],"name":"all_of_it","options":{"partition_of":{"rows":"DEFAULT","table":"whole"},"storage.fillfactor":"70","unlogged":true},"primary_key":{"columns":["id"],"name":"pk"},"unique_constraints":[{"columns":["mood"],"name":"uq","nulls_not_distinct":true}]}
    tables: {"columns":[{"autoincrement":"never","default":{"expression":"now()"},"name":"at","nullable":false,"type":"TIMESTAMP"}],"name":"bare"}
    triggers: {"name":"t","sql":"CREATE TRIGGER t …","table":"bare"}
    views: {"columns":["one"],"materialized":true,"name":"v","query":"SELECT 1"}
    "#);
}

#[test]
fn nothing() {
    insta::assert_snapshot!(written(&Schema::default()), @r#"
    dialect: "postgresql"
    format: 1
    "#);
}
