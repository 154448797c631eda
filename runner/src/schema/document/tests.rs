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
    format: 1
    dialect: "postgresql"
    schemas: "billing"
    extensions: {"name":"citext"}
    enums: {"name":"mood","values":["sad","ok"]}
    domains: {"schema":"billing","name":"email","type":"TEXT","nullable":true}
    sequences: {"name":"numbers","increment":2}
    tables: {"name":"all_of_it","columns":[{"name":"id","type":"BIGINT","nullable":false,"identity":{"always":true,"start":5}},{"name":"mood","type":"mood","enum":["sad","ok"],"nullable":true,"default":{"value":"ok"},"comment":"how?"},{"name":"amount","type":"NUMERIC(10, 2)","nullable":true,"default":{"expression":"1.50"},"collation":"C"},{"name":"twice","type":"NUMERIC(10, 2)","nullable":true,"computed":{"expression":"amount * 2","stored":true}},{"name":"at","type":"TIMESTAMP","nullable":false,"autoincrement":"never","default":{"expression":"now()"}}],"primary_key":{"name":"pk","columns":["id"]},"unique_constraints":[{"name":"uq","columns":["mood"],"nulls_not_distinct":true}],"foreign_keys":[{"name":"fk","columns":["id"],"referred_schema":"billing","referred_table":"invoice","referred_columns":["id"],"on_delete":"SET NULL","deferrable":true}],"checks":[{"name":"ck","condition":"amount > 0","not_valid":true}],"exclude_constraints":[{"name":"ex","elements":[["id","="]],"using":"gist"}],"indexes":[{"name":"ix","parts":[{"column":"at"}],"unique":true,"predicate":"amount > 1"},{"name":"ix_parts","parts":[{"expression":"lower(mood)","descending":true},{"column":"at"}],"storage":{"fillfactor":"70"}}],"options":{"partition_of":{"table":"whole","rows":"DEFAULT"},"storage.fillfactor":"70","unlogged":true}}
    tables: {"name":"bare","columns":[{"name":"at","type":"TIMESTAMP","nullable":false,"autoincrement":"never","default":{"expression":"now()"}}]}
    views: {"name":"v","materialized":true,"columns":["one"],"query":"SELECT 1"}
    routines: {"kind":"function","name":"f","arguments":"integer","sql":"CREATE FUNCTION f …"}
    triggers: {"name":"t","table":"bare","sql":"CREATE TRIGGER t …"}
    row_security: {"table":"bare","forced":true}
    policies: {"name":"own","table":"bare","command":"ALL","using":"true"}
    "#);
}

#[test]
fn nothing() {
    insta::assert_snapshot!(written(&Schema::default()), @r#"
    format: 1
    dialect: "postgresql"
    "#);
}
