//! Which values the database turns into another type by itself.

use migration_api::schema::ColumnType;

/// Returns the family of types within which PostgreSQL converts values by itself.
///
/// <https://www.postgresql.org/docs/current/typeconv-query.html>
pub(super) fn converts_by_itself(from: ColumnType<'_>, to: ColumnType<'_>) -> bool {
    #[derive(PartialEq, Eq)]
    enum Family {
        Number,
        Text,
        Moment,
        Json,
        Address,
        Other,
    }
    fn family(ty: ColumnType<'_>) -> Family {
        match ty {
            _ if ty.is_integer() => Family::Number,
            ColumnType::Real | ColumnType::Double | ColumnType::Numeric(..) => Family::Number,
            ColumnType::Char(_)
            | ColumnType::Varchar(_)
            | ColumnType::Text
            | ColumnType::TinyText
            | ColumnType::MediumText
            | ColumnType::LongText
            | ColumnType::CiText => Family::Text,
            ColumnType::Custom(text) if text.to_ascii_uppercase().starts_with("NUMERIC") => {
                Family::Number
            }
            ColumnType::Custom(text) if text.to_ascii_uppercase().starts_with("VARCHAR") => {
                Family::Text
            }
            ColumnType::Date
            | ColumnType::Timestamp
            | ColumnType::TimestampDigits(_)
            | ColumnType::TimestampWithTimeZone
            | ColumnType::TimestampWithTimeZoneDigits(_) => Family::Moment,
            ColumnType::Json | ColumnType::Jsonb => Family::Json,
            ColumnType::Inet | ColumnType::Cidr => Family::Address,
            _ => Family::Other,
        }
    }
    if let (ColumnType::Array(from), ColumnType::Array(to)) = (from, to) {
        return converts_by_itself(*from, *to);
    }
    let same_kind = std::mem::discriminant(&from) == std::mem::discriminant(&to)
        && !matches!(from, ColumnType::Enum(..) | ColumnType::Named(_) | ColumnType::Custom(_));
    let (from, to) = (family(from), family(to));
    same_kind || to == Family::Text || (from == to && from != Family::Other)
}
