//! A column of every type.

use migration_api::prelude::*;

use super::{Case, assert_cases, keep};

pub(crate) const TYPES: &[ColumnType<'static>] = &[
    SmallInt,
    Integer,
    BigInt,
    Real,
    Double,
    Numeric(10, 2),
    Boolean,
    Char(3),
    Varchar(20),
    Text,
    Blob,
    Binary(16),
    Varbinary(20),
    Date,
    Time,
    TimeWithTimeZone,
    Timestamp,
    TimestampWithTimeZone,
    TimeDigits(3),
    TimestampDigits(3),
    TimestampWithTimeZoneDigits(3),
    Interval,
    Uuid,
    Json,
    Enum("mood", &["sad", "it's ok"]),
    Array(&Integer),
    Array(&Varchar(5)),
    Bit(5),
    Jsonb,
    VarBit(5),
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
    Unsigned(&BigInt),
    TinyText,
    MediumText,
    LongText,
    TinyBlob,
    MediumBlob,
    LongBlob,
    Set(&["a", "b"]),
    Year,
    Any,
    Variants(&Jsonb, &[("sqlite", Text), ("mysql", Json)]),
    Named("positive"),
    Custom("DECIMAL(7, 3)"),
];

#[test]
fn every_type() {
    let cases: Vec<_> = TYPES
        .iter()
        .map(|ty| {
            let table = CreateTable::new("t", keep(vec![Column::new("c", *ty)]), &[]);
            let mut setup: Vec<Operation<'static>> = Vec::new();
            if matches!(ty, HStore | CiText) {
                let name = if *ty == HStore { "hstore" } else { "citext" };
                setup.push(CreateExtension::new(name).if_not_exists().into());
            }
            let case = match ty {
                Named(_) => {
                    Case::new("Named", vec![CreateDomain::new("positive", Integer).into()], table)
                        .only("PostgreSQL")
                }
                _ => Case::new(&format!("{ty:?}"), setup, table),
            };
            case.undo(DropTable::new("t"))
                .undo(DropObject::new(ObjectKind::Enum, "mood").if_exists())
        })
        .collect();
    assert_cases!(&cases);
}
