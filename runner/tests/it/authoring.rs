//! What a revision can say, proved on each database.

use crate::support::{Project, databases, postgres, sqlite};

#[test]
fn every_operation_and_its_way_back() {
    // MariaDB has other words for `"Name"` and `||`: it has a test of its own.
    for database in databases().into_iter().filter(|database| !database.commits_ddl()) {
        let project = Project::on(&database.url);
        project.revision(
            "a1",
            r#"
            ctx.create_table(
                "customer",
                &[
                    Column::new("id", BigInt).primary_key(),
                    Column::new("Name", Varchar(50)).not_null().default("it's".into()),
                    Column::new("email", Text).unique(),
                    Column::new("score", Numeric(8, 2)).default_sql("1 + 1"),
                ],
                &[Constraint::check("ck_score", "score >= 0")],
            )?;
            ctx.create_table(
                "order",
                &[
                    Column::new("id", Integer).primary_key().no_autoincrement(),
                    Column::new("customer_id", BigInt)
                        .references("customer", "id")
                        .on_delete(ReferentialAction::SetNull),
                ],
                &[],
            )?;
            ctx.invoke(&Operation::CreateTable(CreateTable::new("order", &[], &[]).if_not_exists()))
            .or_else(|error| if ctx.dialect() == "sqlite" { Ok(()) } else { Err(error) })?;
            ctx.create_index("ix_order_customer", "order", &["customer_id"])?;
            ctx.create_unique_index("ix_customer_name", "customer", &["Name"])?;
            ctx.execute("INSERT INTO customer (email) VALUES ('a')", &[])?;
            let rows = ctx.query("SELECT id, \"Name\", score FROM customer", &[])?;
            assert_eq!(rows[0].get::<i64>("id")?, 1);
            assert_eq!(rows[0].get::<String>("Name")?, "it's");
            assert_eq!(rows[0].get::<f64>("score")?, 2.0);
            Ok(())
            "#,
            "ctx.drop_table(\"order\")?; ctx.drop_table(\"customer\")?;\n\
             ctx.invoke(&Operation::DropTable(DropTable::new(\"customer\").if_exists()))",
        );
        project.revision(
            "b2 < a1",
            r#"
            ctx.add_column("customer", Column::new("active", Boolean).not_null().default(true.into()))?;
            ctx.alter_column(AlterColumn::new("customer", "email").rename("mail"))?;
            ctx.rename_table("order", "orders")?;
            let changed = ctx.execute(
                "UPDATE customer SET mail = :mail || ':mail', active = :no WHERE mail = :old",
                &[("mail", "b".into()), ("no", false.into()), ("old", "a".into())],
            )?;
            assert_eq!(changed, 1);
            let rows = ctx.query("SELECT mail, active FROM customer", &[])?;
            assert_eq!(rows[0].get::<String>("mail")?, "b:mail");
            assert!(!rows[0].get::<bool>("active")?);
            Ok(())
            "#,
            r#"
            ctx.rename_table("orders", "order")?;
            ctx.alter_column(AlterColumn::new("customer", "mail").rename("email"))?;
            ctx.drop_column("customer", "active")
            "#,
        );
        project.runner(&["upgrade", "head"]).succeeds();
        assert_eq!(database.tables(), ["customer", "orders"]);
        project.runner(&["downgrade", "a1"]).succeeds();
        assert_eq!(database.tables(), ["customer", "order"]);
        project.runner(&["downgrade", "base"]).succeeds();
        assert!(database.tables().is_empty());
    }
}

#[test]
fn every_kind_of_value_comes_back_as_it_went() {
    for database in databases() {
        let project = Project::on(&database.url);
        project.revision(
            "a1",
            r#"
            let date: DateValue = "2024-02-29".parse()?;
            let time: TimeValue = "13:45:00.25".parse()?;
            let timestamp: TimestampValue = "1999-12-31 23:59:59.000001".parse()?;
            let moment: TimestampTz = "2024-05-31 12:00:00Z".parse()?;
            let uuid: UuidValue = "67e55044-10b1-426f-9247-bb680e5fe0c8".parse()?;
            let (decimal, json) = (Decimal("-12345678.90".into()), JsonValue("[1, 2]".into()));
            let columns = [
                ("c_small", SmallInt, Value::Int(-3)),
                ("c_int", Integer, Value::Int(2_000_000_000)),
                ("c_big", BigInt, Value::Int(i64::MIN)),
                ("c_real", Real, Value::Float(0.5)),
                ("c_double", Double, Value::Float(1e300)),
                ("c_numeric", Numeric(12, 2), Value::Decimal(&decimal.0)),
                ("c_bool", Boolean, Value::Bool(true)),
                ("c_char", Char(3), Value::Text("abc")),
                ("c_varchar", Varchar(20), Value::Text("it's \\ :x ☃")),
                ("c_text", Text, Value::Text("")),
                ("c_blob", Blob, Value::Bytes(&[0, 255, 39])),
                ("c_date", Date, Value::Date(date)),
                ("c_time", Time, Value::Time(time)),
                ("c_stamp", Timestamp, Value::Timestamp(timestamp)),
                ("c_moment", TimestampWithTimeZone, Value::TimestampTz(moment)),
                ("c_uuid", Uuid, Value::Uuid(uuid)),
                ("c_json", Json, Value::Json(&json.0)),
                ("c_null", Integer, Value::Null),
            ];
            let names = columns.map(|(name, _, _)| name);
            let values = columns.map(|(_, _, value)| value);
            ctx.create_table("v", &columns.map(|(name, ty, _)| Column::new(name, ty)), &[])?;
            ctx.bulk_insert("v", &names, &[&values, &values])?;
            let assignments = names.map(|name| format!("{name} = :{name}")).join(", ");
            let parameters = columns.map(|(name, _, value)| (name, value));
            assert_eq!(ctx.execute(&format!("UPDATE v SET {assignments}"), &parameters)?, 2);
            for row in ctx.query("SELECT * FROM v", &[])? {
                assert_eq!(row.get::<i32>("c_small")?, -3);
                assert_eq!(row.get::<i32>("c_int")?, 2_000_000_000);
                assert_eq!(row.get::<i64>("c_big")?, i64::MIN);
                assert_eq!(row.get::<f64>("c_real")?, 0.5);
                assert_eq!(row.get::<f64>("c_double")?, 1e300);
                assert_eq!(row.get::<f64>("c_numeric")?, -12345678.9);
                if ctx.dialect() != "sqlite" {
                    assert_eq!(row.get::<Decimal>("c_numeric")?, decimal);
                }
                assert!(row.get::<bool>("c_bool")?);
                assert_eq!(row.get::<String>("c_char")?, "abc");
                assert_eq!(row.get::<String>("c_varchar")?, "it's \\ :x ☃");
                assert_eq!(row.get::<String>("c_text")?, "");
                assert_eq!(row.get::<Vec<u8>>("c_blob")?, [0, 255, 39]);
                assert_eq!(row.get::<DateValue>("c_date")?, date);
                assert_eq!(row.get::<TimeValue>("c_time")?, time);
                assert_eq!(row.get::<TimestampValue>("c_stamp")?, timestamp);
                assert_eq!(row.get::<TimestampTz>("c_moment")?, moment);
                assert_eq!(row.get::<UuidValue>("c_uuid")?, uuid);
                assert_eq!(row.get::<JsonValue>("c_json")?, json);
                assert_eq!(row.get::<Option<i64>>("c_null")?, None);
            }
            Ok(())
            "#,
            "ctx.drop_table(\"v\")",
        );
        project.runner(&["upgrade", "head"]).succeeds();
    }
}

#[test]
fn constraints_and_columns_are_altered() {
    // MariaDB has no `USING` and names each primary key `PRIMARY`: it has a test of its own.
    for database in databases().into_iter().filter(|database| !database.commits_ddl()) {
        let project = Project::on(&database.url);
        project.revision(
            "a1",
            "ctx.create_table(\"p\", &[Column::new(\"id\", Integer).not_null(), \
             Column::new(\"n\", Varchar(5)).default(\"1\".into())], &[])?;\n\
             ctx.create_table(\"q\", &[Column::new(\"p_id\", Integer)], &[])",
            "ctx.drop_table(\"q\")?; ctx.drop_table(\"p\")",
        );
        project.revision(
            "b2 < a1",
            r#"
            ctx.create_primary_key("pk_p", "p", &["id"])?;
            ctx.create_unique_constraint("uq_p", "p", &["n"])?;
            ctx.create_check_constraint("ck_p", "p", "id > 0")?;
            ctx.create_foreign_key("fk_q", "q", &["p_id"], "p", &["id"])?;
            ctx.drop_constraint("uq_p", "p")?;
            ctx.alter_column(
                AlterColumn::new("p", "n")
                    .rename("number").set_type(Integer).using("n::integer").set_not_null()
                    .set_default(7.into()),
            )?;
            ctx.execute("INSERT INTO p (id) VALUES (1)", &[])?;
            let rows = ctx.query("SELECT number FROM p", &[])?;
            assert_eq!(rows[0].get::<i32>("number")?, 7);
            Ok(())
            "#,
            r#"
            ctx.alter_column(
                AlterColumn::new("p", "number").rename("n").set_type(Varchar(5)).set_nullable()
                    .drop_default(),
            )?;
            ctx.drop_constraint("fk_q", "q")?;
            ctx.drop_constraint("ck_p", "p")?;
            ctx.drop_constraint("pk_p", "p")
            "#,
        );
        project.runner(&["upgrade", "head"]).succeeds();
        project.runner(&["downgrade", "base"]).succeeds();
    }
}

#[test]
fn what_sqlite_cannot_alter_by_itself_names_the_operation() {
    let database = sqlite();
    let project = Project::new();
    project.configure(&format!("url = {:?}\nautomatic_batch = false", database.url));
    project.table_revision("a1");
    for upgrade in [
        "ctx.alter_column(AlterColumn::new(\"t_a1\", \"id\").set_type(Text))",
        "ctx.create_foreign_key(\"fk\", \"t_a1\", &[\"id\"], \"t_a1\", &[\"id\"])",
        "ctx.drop_constraint(\"ck\", \"t_a1\")",
        "ctx.add_column(\"t_a1\", Column::new(\"x\", Integer).not_null())",
    ] {
        project.revision("b2 < a1", upgrade, "Ok(())");
        let run = project.runner(&["upgrade", "head"]).fails_with(&["`t_a1`", "SQLite cannot"]);
        let operation = upgrade.trim_start_matches("ctx.").split('(').next().unwrap();
        let operation = operation.replace("create_foreign_key", "create_constraint");
        assert!(run.stderr.contains(&operation), "{}", run.stderr);
    }
}

#[test]
fn a_table_brings_its_enum_and_says_that_it_leaves_it() {
    let database = postgres();
    let project = Project::on(&database.url);
    let column = "Column::new(\"m\", Enum(\"Mood\", &[\"sad\", \"ok\"]))";
    project.revision(
        "a1",
        &format!(
            "ctx.create_table(\"p\", &[{column}], &[])?;\n\
             ctx.create_table(\"q\", &[Column::new(\"id\", Integer)], &[])?;\n\
             ctx.add_column(\"q\", {column})"
        ),
        "ctx.drop_table(\"q\")?; ctx.drop_table(\"p\")",
    );
    project.runner(&["upgrade", "head"]).succeeds();
    let run = project.runner(&["downgrade", "base"]).succeeds();
    let told = "drop_table `p` leaves the type `\"Mood\"`, which no table uses now";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    assert!(!run.stderr.contains("drop_table `q` leaves"), "{}", run.stderr);
    // It is no hindrance to the same table coming again.
    project.runner(&["upgrade", "head"]).succeeds();
}

#[test]
fn names_come_from_the_convention_of_the_environment() {
    for database in databases() {
        let project = Project::on(&database.url);
        let env = std::fs::read_to_string(project.path("migrations/env.rs")).unwrap();
        let env = env.replace("NamingConvention::default()", "NamingConvention::RECOMMENDED");
        project.write("migrations/env.rs", &env);
        project.revision(
            "a1",
            "ctx.create_table(\"t\", &[Column::new(\"id\", Integer).primary_key(), Column::new(\"a\", Integer).unique().index()], \
             &[Constraint::check(\"positive\", \"a > 0\")])",
            "ctx.drop_index(\"ix_t_a\", \"t\")?; ctx.drop_constraint(\"ck_t_positive\", \"t\")?; \
             ctx.drop_constraint(\"uq_t_a\", \"t\")?; ctx.drop_table(\"t\")",
        );
        project.runner(&["upgrade", "head"]).succeeds();
        project.runner(&["downgrade", "base"]).succeeds();
    }
}

#[test]
fn an_operation_of_ones_own_says_what_it_does_on_each_database() {
    for database in databases() {
        let project = Project::on(&database.url);
        project.revision(
            "a1",
            r#"
            struct Note<'a>(&'a str);
            impl CustomOperation for Note<'_> {
                fn name(&self) -> &str { "note" }
                fn run_on_sqlite(&self, ctx: &mut MigrationContext) -> MigrationResult {
                    let name = format!("lite_{}", self.0);
                    ctx.create_table(&name, &[Column::new("id", Integer)], &[])
                }
                fn run_on_postgresql(&self, ctx: &mut MigrationContext) -> MigrationResult {
                    ctx.execute(&format!("CREATE TABLE {} (id INT)", ctx.quote(self.0)), &[])?;
                    Ok(())
                }
            }
            ctx.invoke(&Note("x y"))
            "#,
            "Ok(())",
        );
        let run = project.runner(&["upgrade", "head"]);
        match database.title() {
            "MariaDB" => {
                run.fails_with(&["`note` does not say what it does on mysql", "a1_make.rs"]);
            }
            "SQLite" => {
                run.succeeds();
                assert_eq!(database.tables(), ["lite_x y"]);
            }
            _ => {
                run.succeeds();
                assert_eq!(database.tables(), ["x y"]);
            }
        }
    }
}
