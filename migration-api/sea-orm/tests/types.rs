//! What an entity says beyond the shop.

use migration_api::schema::ColumnType::{self, *};
use migration_api::schema::{Autoincrement, Column, Constraint, Index, Metadata, Table};
use migration_api::{Value, schema};
use migration_api_sea_orm::Entities as _;

#[expect(unreachable_pub, reason = "entities are written so")]
mod sample {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(schema_name = "lab", table_name = "sample")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub tiny: i8,
        pub small: u16,
        pub number: u32,
        pub big: u64,
        pub single: f32,
        pub double: Option<f64>,
        pub plain: String,
        #[sea_orm(column_type = "Char(Some(3))")]
        pub code: String,
        pub decimal: Decimal,
        pub bytes: Vec<u8>,
        #[sea_orm(column_type = "Binary(16)")]
        pub digest: Vec<u8>,
        #[sea_orm(column_type = "JsonBinary")]
        pub document: Json,
        pub day: Date,
        pub hour: Time,
        pub at: DateTime,
        pub moment: DateTimeUtc,
        pub list: Vec<i32>,
        #[sea_orm(column_type = "custom(\"citext\")")]
        pub mail: String,
        #[sea_orm(renamed_from = "old", comment = "a remark", extra = "COLLATE \"C\"")]
        pub new: i32,
        #[sea_orm(
            renamed_from = "older",
            default_expr = "Expr::cust(\"1 + 1\")",
            extra = "on update 2"
        )]
        pub newer: i32,
        #[sea_orm(unique_key = "pair")]
        pub left: bool,
        #[sea_orm(unique_key = "pair", default_value = 1.5)]
        pub right: f64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "Entity",
            from = "Column::Tiny",
            to = "Column::Small",
            fk_name = "fk_self"
        )]
        Itself,
        #[sea_orm(belongs_to = "Entity", from = "Column::Tiny", to = "Column::Small", skip_fk)]
        Left,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

const TYPES: &[(&str, ColumnType<'static>)] = &[
    ("id", Uuid),
    ("tiny", TinyInt),
    ("small", Variants(&SmallInt, &[("mysql", Unsigned(&SmallInt))])),
    ("number", Variants(&Integer, &[("mysql", Unsigned(&Integer))])),
    ("big", Variants(&BigInt, &[("mysql", Unsigned(&BigInt))])),
    ("single", Real),
    ("double", Double),
    ("plain", Variants(&Custom("VARCHAR"), &[("mysql", Varchar(255))])),
    ("code", Char(3)),
    ("decimal", Variants(&Custom("NUMERIC"), &[("mysql", Numeric(10, 0))])),
    ("bytes", Variants(&Blob, &[("mysql", Varbinary(255))])),
    ("digest", Binary(16)),
    ("document", Variants(&Jsonb, &[("mysql", Json), ("sqlite", Json)])),
    ("day", Date),
    ("hour", Time),
    ("at", Timestamp),
    ("moment", TimestampWithTimeZone),
    ("list", Array(&Integer)),
    ("mail", Custom("citext")),
];

#[test]
fn an_entity_says_all_of_its_table() {
    let mut columns: Vec<_> = TYPES
        .iter()
        .map(|(name, ty)| Column { nullable: *name == "double", ..Column::new(name, *ty) })
        .collect();
    columns[0] =
        Column { autoincrement: Autoincrement::Never, ..Column::new("id", Uuid).primary_key() };
    columns.extend([
        Column::new("new", Integer)
            .not_null()
            .rename_from("old")
            .comment("a remark")
            .collation("C"),
        Column::new("newer", Integer)
            .not_null()
            .rename_from("older")
            .default_sql("1 + 1")
            .on_row_update("2"),
        Column::new("left", Boolean).not_null(),
        Column::new("right", Double).not_null().default(Value::Float(1.5)),
    ]);
    let constraints = [Constraint::foreign_key("fk_self", &["tiny"], "lab.sample", &["small"])];
    let indexes = [Index::new("idx-sample-pair", "lab.sample", &["left", "right"]).unique()];
    let wanted = Table::new("lab.sample", &columns, &constraints).indexes(&indexes);
    let entity = Metadata::new().entity::<sample::Entity>();
    assert_eq!(entity, schema::Metadata::new().table(wanted));
}
