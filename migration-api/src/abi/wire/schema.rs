//! The nouns of a schema.

#[cfg(feature = "host")]
use super::translate::Translated;
use super::{Decode, Encode, Reader, WireError, Writer};
use crate::schema::{
    Autoincrement, Column, ColumnType, Computed, Constraint, ConstraintKind, ConstraintType,
    Counter, DefaultValue, EnumType, Exclude, ForeignKey, Identity, Index, IndexKeys, IndexPart,
    Match, Metadata, MetadataSource, NamingConvention, Nulls, Object, Policy, Reference,
    ReferentialAction, Routine, RowSecurity, Table, TableName, TableOption, Timing, Trigger, View,
};

wire_struct! {
    Counter { start, increment, min_value, max_value, cache, cycle }
    Identity { always, counter }
    Timing { deferrable, initially_deferred, not_valid }
}

wire_enum! {
    Autoincrement { 0 Auto, 1 Always, 2 Never }
    ConstraintType { 0 PrimaryKey, 1 Unique, 2 Check, 3 ForeignKey, 4 Exclude }
    ReferentialAction { 0 NoAction, 1 Restrict, 2 Cascade, 3 SetNull, 4 SetDefault }
    Match { 0 Simple, 1 Full, 2 Partial }
    Nulls { 0 First, 1 Last }
}

wire_struct! { translated:
    TableName<'a> { schema, name }
    Reference<'a> { name, table, column, on_delete, on_update }
}

wire_struct! { host:
    Computed<'a> { expression, stored }
    Column<'a> {
        name, ty, nullable, primary_key, autoincrement, unique, unique_name, index, default, identity,
        computed, on_row_update, references, collation, comment, renamed_from
    }
    ForeignKey<'a> {
        columns, referred_table, referred_columns, on_delete, on_delete_columns, on_update, match_kind
    }
    Exclude<'a> { elements, using, predicate }
    Constraint<'a> {
        name, name_is_final, kind, timing, using_index, include, nulls_not_distinct,
        no_inherit
    }
    IndexPart<'a> {
        text, is_expression, descending, nulls, collation, operator_class, prefix_length
    }
    Index<'a> {
        name, table, keys, unique, using, predicate, include, storage, tablespace,
        nulls_not_distinct, comment
    }
    Table<'a> { name, columns, constraints, indexes, options, comment, renamed_from }
    EnumType<'a> { name, values, renamed_values }
    View<'a> { name, query, columns, materialized, options, indexes, comment }
    Routine<'a> { kind, name, arguments, sql }
    Trigger<'a> { name, table, sql }
    RowSecurity<'a> { table, forced }
    Policy<'a> { name, table, restrictive, command, roles, using, check }
    NamingConvention<'a> { ix, uq, ck, fk, pk }
}

wire_enum! { translated:
    ColumnType<'a> {
        0 SmallInt, 1 Integer, 2 BigInt, 3 Real, 4 Double, 5 Numeric(precision, scale), 6 Boolean,
        7 Char(length), 8 Varchar(length), 9 Text, 10 Blob, 11 Binary(length),
        12 Varbinary(length), 13 Date, 14 Time, 15 TimeWithTimeZone, 16 Timestamp,
        17 TimestampWithTimeZone, 18 TimeDigits(digits), 19 TimestampDigits(digits),
        20 TimestampWithTimeZoneDigits(digits), 21 Interval, 22 Uuid, 23 Json,
        24 Enum(name, values), 25 Array(of), 26 Bit(length), 27 Named(name), 28 Jsonb,
        29 VarBit(length), 30 Inet, 31 Cidr, 32 MacAddr, 33 MacAddr8, 34 TsVector, 35 TsQuery,
        36 HStore, 37 CiText, 38 Money, 39 Xml, 40 Point, 41 Line, 42 LineSegment, 43 GeometricBox, 44 Path,
        45 Polygon, 46 Circle, 47 Int4Range, 48 Int8Range, 49 NumRange, 50 TsRange, 51 TstzRange,
        52 DateRange, 53 TinyInt, 54 MediumInt, 55 Unsigned(of), 56 TinyText, 57 MediumText,
        58 LongText, 59 TinyBlob, 60 MediumBlob, 61 LongBlob, 62 Set(values), 63 Year, 64 Any,
        65 Variants(otherwise, variants), 66 Custom(text),
    }
    TableOption<'a> {
        0 Engine(name), 1 Charset(name), 2 Collate(name), 3 AutoIncrement(first), 4 RowFormat(name),
        5 PartitionBy(text), 6 PartitionOf(table, bounds), 7 Inherits(table), 8 Storage(name, value),
        9 Tablespace(name), 10 Unlogged, 11 Temporary, 12 WithoutRowid, 13 Strict, 14 Other(dialect, text),
    }
}

wire_enum! { host:
    DefaultValue<'a> { 0 Literal(value), 1 Expression(text) }
    IndexKeys<'a> { 0 Columns(columns), 1 Parts(parts) }
    ConstraintKind<'a> {
        0 PrimaryKey(columns), 1 Unique(columns), 2 Check(condition), 3 ForeignKey(key), 4 Exclude(exclude),
    }
}

wire_enum! { host:
    Object<'a> {
        0 Schema(name), 1 Extension(it), 2 Enum(it), 3 Domain(it), 4 Sequence(it), 5 Table(it), 6 View(it),
        7 Routine(it), 8 Trigger(it), 9 RowSecurity(it), 10 Policy(it),
    }
}

wire_enum! {
    MetadataSource {
        0 Objects { count, bytes }, 1 SqlFile(path), 2 Sql(text), 3 Database(url), 4 Diesel(path),
    }
}

impl Encode for Metadata {
    fn encode(&self, to: &mut Writer) {
        self.sources().encode(to);
        self.naming_parts().encode(to);
    }
}

impl Decode<'_> for Metadata {
    fn decode(from: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(Self::from_parts(Decode::decode(from)?, Decode::decode(from)?))
    }
}

/// A type within a type, as that of an array's members.
impl Encode for &ColumnType<'_> {
    fn encode(&self, to: &mut Writer) {
        (**self).encode(to);
    }
}

#[cfg(feature = "host")]
impl<'a> Decode<'a> for &'a ColumnType<'a> {
    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        from.nested()
    }
}
