//! Rows.

use migration_api::Value;
use migration_api::ops::BulkInsert;

use super::constraint::list;
use super::statement::StatementWriter;
use super::{RenderError, Statement};
use crate::dialect::Dialect;

/// As many rows as one statement inserts. Longer statements gain next to nothing, and cost memory
/// on both sides.
const BATCH: usize = 1000;

/// Renders `INSERT` statements of many rows each.
pub(super) fn insert<'a>(
    dialect: &dyn Dialect,
    op: &BulkInsert<'a>,
) -> Result<Vec<Statement<'a>>, RenderError> {
    check_rows(op)?;
    let fitting = dialect.parameter_limit() / op.columns.len().max(1);
    let batches = op.rows.chunks(fitting.clamp(1, BATCH));
    Ok(batches.map(|rows| insert_batch(dialect, op, rows)).collect())
}

/// Refuses rows that name no column, or are not as long as the columns.
pub fn check_rows(op: &BulkInsert<'_>) -> Result<(), RenderError> {
    match op.columns.is_empty() && !op.rows.is_empty() {
        true => Err(RenderError::NoColumns { table: op.table.to_string() }),
        false => refuse_wrong_length(op),
    }
}

fn refuse_wrong_length(op: &BulkInsert<'_>) -> Result<(), RenderError> {
    let expected = op.columns.len();
    match op.rows.iter().position(|row| row.len() != expected) {
        Some(at) => Err(RenderError::RowLength {
            table: op.table.to_string(),
            row: at + 1,
            expected,
            found: op.rows.get(at).map_or(0, |row| row.len()),
        }),
        None => Ok(()),
    }
}

fn insert_batch<'a>(
    dialect: &dyn Dialect,
    op: &BulkInsert<'a>,
    rows: &[&[Value<'a>]],
) -> Statement<'a> {
    let (table, columns) = (dialect.table(op.table), list(dialect, op.columns));
    let mut writer = StatementWriter::new(dialect);
    writer.push(&format!("INSERT INTO {table} {columns} VALUES"));
    let mut before_row = if rows.len() == 1 { " (" } else { "\n    (" };
    for row in rows {
        writer.push(before_row);
        before_row = ",\n    (";
        for (i, value) in row.iter().enumerate() {
            writer.push(if i == 0 { "" } else { ", " });
            writer.bind(*value);
        }
        writer.push(")");
    }
    writer.finish()
}

#[cfg(test)]
mod tests {
    use migration_api::ops::Operation;
    use migration_api::{Date, Time, Timestamp, TimestampTz, Uuid};

    use super::*;
    use crate::dialect;
    use crate::sql::testing::on_each;

    const TIME: Time = Time { hour: 13, minute: 45, second: 0, microsecond: 250_000 };

    fn date(year: i32) -> Date {
        Date { year, month: 5, day: 31 }
    }

    #[test]
    fn bulk_insert() {
        let rows: [&[Value<'_>]; 2] =
            [&["it's".into(), 3.into()], &["back\\slash".into(), Value::Null]];
        let op = BulkInsert::new("product", &["name", "price"], &rows);
        insta::assert_snapshot!(on_each(&Operation::BulkInsert(op)), @r"
        -- PostgreSQL
        INSERT INTO product (name, price) VALUES
            ('it''s', 3),
            (E'back\\slash', NULL);
        -- SQLite
        INSERT INTO product (name, price) VALUES
            ('it''s', 3),
            ('back\slash', NULL);
        -- MySQL
        INSERT INTO product (name, price) VALUES
            ('it''s', 3),
            (_utf8mb4 X'6261636b5c736c617368', NULL);
        ");
    }

    #[test]
    fn every_value() {
        let moment = Timestamp { date: date(2024), time: TIME };
        let values = [
            true.into(),
            i64::MIN.into(),
            1.5.into(),
            1e300.into(),
            Value::Decimal("12.50"),
            "".into(),
            [0_u8, 255].as_slice().into(),
            date(0).into(),
            TIME.into(),
            moment.into(),
            TimestampTz(moment).into(),
            Uuid([0xab; 16]).into(),
            Value::Json("{\"a\": 1}"),
        ];
        insta::assert_snapshot!(inserted(&values), @r#"
        -- PostgreSQL
        INSERT INTO log (v) VALUES
            (true),
            (-9223372036854775808),
            (1.5),
            (1e300),
            (12.50),
            (''),
            ('\x00ff'::bytea),
            ('0001-05-31 BC'),
            ('13:45:00.250000'),
            ('2024-05-31 13:45:00.250000'),
            ('2024-05-31 13:45:00.250000+00'),
            ('abababab-abab-abab-abab-abababababab'),
            ('{"a": 1}');
        -- SQLite
        INSERT INTO log (v) VALUES
            (1),
            (-9223372036854775808),
            (1.5),
            (1e300),
            ('12.50'),
            (''),
            (X'00ff'),
            ('0000-05-31'),
            ('13:45:00.250000'),
            ('2024-05-31 13:45:00.250000'),
            ('2024-05-31 13:45:00.250000+00:00'),
            ('abababab-abab-abab-abab-abababababab'),
            ('{"a": 1}');
        -- MySQL
        INSERT INTO log (v) VALUES
            (1),
            (-9223372036854775808),
            (1.5),
            (1e300),
            (12.50),
            (''),
            (X'00ff'),
            ('0000-05-31'),
            ('13:45:00.250000'),
            ('2024-05-31 13:45:00.250000'),
            ('2024-05-31 13:45:00.250000'),
            ('abababab-abab-abab-abab-abababababab'),
            ('{"a": 1}');
        "#);
    }

    #[test]
    fn values_that_only_some_have() {
        let ancient = TimestampTz(Timestamp { date: date(-43), time: TIME });
        let values = [
            f64::NAN.into(),
            f64::NEG_INFINITY.into(),
            (-0.0).into(),
            Value::Decimal("NaN"),
            Value::Decimal("1e3"),
            Value::Decimal("1234567890123456.5"),
            ancient.into(),
        ];
        let each: Vec<_> = values.chunks(1).map(inserted).collect();
        let each = each.join("\n").replace("INSERT INTO log (v) VALUES ", "");
        insta::assert_snapshot!(each.replace("   help: \n", ""), @r#"
        -- PostgreSQL
        ('NaN'::float8);
        -- SQLite
        refused: a value of the type float for SQLite: it has no NaN
        -- MySQL
        refused: a value of the type float for MySQL: it has no NaN

        -- PostgreSQL
        ('-Infinity'::float8);
        -- SQLite
        (-9e999);
        -- MySQL
        refused: a value of the type float for MySQL: it has no -inf

        -- PostgreSQL
        ('-0'::float8);
        -- SQLite
        (-0.0);
        -- MySQL
        (-0.0);

        -- PostgreSQL
        ('NaN');
        -- SQLite
        ('NaN');
        -- MySQL
        refused: a value of the type decimal for MySQL: it has no NaN

        -- PostgreSQL
        (1e3);
        -- SQLite
        ('1e3');
        -- MySQL
        ('1e3');

        -- PostgreSQL
        (1234567890123456.5);
        -- SQLite
        refused: a value of the type decimal for SQLite: of 1234567890123456.5 it would keep 15 digits; as a text, in a column of texts, it keeps all
        -- MySQL
        (1234567890123456.5);

        -- PostgreSQL
        ('0044-05-31 13:45:00.250000+00 BC');
        -- SQLite
        ('-0043-05-31 13:45:00.250000+00:00');
        -- MySQL
        refused: a value of the type timestamp for MySQL: the year of -0043-05-31 is not between 0 and 9999
        "#);
    }

    fn inserted(values: &[Value<'_>]) -> String {
        let rows: Vec<&[Value<'_>]> = values.chunks(1).collect();
        on_each(&Operation::BulkInsert(BulkInsert::new("log", &["v"], &rows)))
    }

    #[test]
    fn a_text_with_nul_has_a_literal_on_sqlite_only() {
        let op = BulkInsert::new("product", &["name"], &[&[Value::Text("a\0b")]]);
        insta::assert_snapshot!(on_each(&Operation::BulkInsert(op)), @"
        -- PostgreSQL
        refused: PostgreSQL has no text with a NUL character
           help: store such values as bytes
        -- SQLite
        INSERT INTO product (name) VALUES ((CAST(X'610062' AS TEXT)));
        -- MySQL
        INSERT INTO product (name) VALUES (_utf8mb4 X'610062');
        ");
    }

    #[test]
    fn rows_that_do_not_fit_are_refused() {
        let rows: [&[Value<'_>]; 2] = [&[1.into(), 2.into()], &[1.into()]];
        let cases = [
            on_each(&Operation::BulkInsert(BulkInsert::new("product", &["a", "b"], &rows))),
            on_each(&Operation::BulkInsert(BulkInsert::new("product", &[], &[&[]]))),
            on_each(&Operation::BulkInsert(BulkInsert::new("product", &[], &[]))),
        ];
        insta::assert_snapshot!(cases.join("\n"), @"
        -- PostgreSQL
        refused: bulk_insert into `product`: row 2 has 1 values for 2 columns
           help: rows are counted from 1
        -- SQLite
        refused: bulk_insert into `product`: row 2 has 1 values for 2 columns
           help: rows are counted from 1
        -- MySQL
        refused: bulk_insert into `product`: row 2 has 1 values for 2 columns
           help: rows are counted from 1

        -- PostgreSQL
        refused: bulk_insert into `product` names no column
           help: name the columns that the rows give
        -- SQLite
        refused: bulk_insert into `product` names no column
           help: name the columns that the rows give
        -- MySQL
        refused: bulk_insert into `product` names no column
           help: name the columns that the rows give

        -- PostgreSQL
        -- SQLite
        -- MySQL
        ");
    }

    #[test]
    fn many_rows_are_split_under_the_limit_of_parameters() {
        // Columns, then the rows of the first statement on each database.
        for (width, first) in [(100, [655, 327, 655, 655]), (10, [1000; 4])] {
            let columns = vec!["c"; width];
            let row = vec![Value::Int(1); width];
            let rows = vec![row.as_slice(); 1500];
            let op = BulkInsert::new("wide", &columns, &rows);
            for (dialect, first) in dialect::all().zip(first) {
                let batches = insert(dialect, &op).unwrap();
                let lengths = batches.iter().map(|batch| batch.parameters().len() / width);
                assert_eq!(batches[0].parameters().len(), first * width);
                assert_eq!(lengths.sum::<usize>(), rows.len());
            }
        }
    }
}
