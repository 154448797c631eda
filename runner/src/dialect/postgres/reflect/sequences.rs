//! Rows of the catalog to sequences, and to the counters of identity columns.

use migration_api::ops::CreateSequence;
use migration_api::schema::{ColumnType, Counter, TableName};

use super::rows::{Row, reference};

/// A sequence, and the column that it belongs to.
pub(super) struct Sequence<'a> {
    name: TableName<'a>,
    id: i64,
    /// Whether it is an object of its own, and no part of an extension or an identity.
    is_listed: bool,
    numbers: Numbers,
    /// The table's id and the column's number.
    pub(super) column: Option<(i64, i64)>,
    owned_by: Option<&'a str>,
}

/// What a sequence counts.
#[derive(Debug, Clone, Copy)]
struct Numbers {
    /// The largest number of its type.
    largest: i64,
    start: i64,
    increment: i64,
    min: i64,
    max: i64,
    cache: i64,
    cycle: bool,
}

impl<'a> Sequence<'a> {
    pub(super) fn read(row: Row<'_, 'a>) -> Self {
        let owner = (row.some_text(10))
            .map(|_| TableName { schema: row.some_text(12), name: row.text(13) });
        let owned_by = owner.map(|table| {
            row.arena().keep_text(format!("{}.{}", reference(row.arena(), table), row.text(15)))
        });
        let numbers = Numbers {
            largest: largest(row.text(3)),
            start: row.number(4),
            increment: row.number(5),
            min: row.number(6),
            max: row.number(7),
            cache: row.number(8),
            cycle: row.flag(9),
        };
        Self {
            name: row.name(0),
            id: row.number(16),
            is_listed: row.flag(2) && row.text(10) != "i",
            numbers,
            column: owner.map(|_| (row.number(11), row.number(14))),
            owned_by,
        }
    }

    /// Returns its name as a default of a column has it.
    pub(super) fn name(&self) -> TableName<'a> {
        self.name
    }

    pub(super) fn id(&self) -> i64 {
        self.id
    }

    /// Returns what an identity's counter says beyond what the server takes for a column of its type.
    pub(super) fn counter_of_identity(&self) -> Counter {
        self.numbers.counter(self.numbers.largest)
    }

    /// Returns whether it counts as that of a numbered key does.
    pub(super) fn counts_plainly(&self) -> bool {
        self.counter_of_identity() == Counter::new()
    }

    /// Returns it as an object, if it is one of its own.
    pub(super) fn object(&self) -> Option<CreateSequence<'a>> {
        self.is_listed.then(|| CreateSequence {
            name: self.name,
            ty: self.numbers.ty(),
            counter: self.counter_of_identity(),
            owned_by: self.owned_by,
            if_not_exists: false,
        })
    }
}

impl Numbers {
    /// Returns the type where it is not the usual one.
    fn ty(&self) -> Option<ColumnType<'static>> {
        match self.largest {
            SMALLEST => Some(ColumnType::SmallInt),
            SMALL => Some(ColumnType::Integer),
            _ => None,
        }
    }

    /// Returns what differs from what the server takes by itself where `largest` is the largest number of the type.
    ///
    /// <https://www.postgresql.org/docs/current/sql-createsequence.html>
    fn counter(&self, largest: i64) -> Counter {
        let usual_min = if self.increment > 0 { 1 } else { -largest - 1 };
        let usual_max = if self.increment > 0 { largest } else { -1 };
        let usual_start = if self.increment > 0 { self.min } else { self.max };
        let unusual = |value: i64, usual: i64| Some(value).filter(|value| *value != usual);
        Counter {
            start: unusual(self.start, usual_start),
            increment: unusual(self.increment, 1),
            min_value: unusual(self.min, usual_min),
            max_value: unusual(self.max, usual_max),
            cache: unusual(self.cache, 1),
            cycle: self.cycle.then_some(true),
        }
    }
}

const SMALLEST: i64 = i16::MAX as i64;
const SMALL: i64 = i32::MAX as i64;

/// Returns the largest number of a type.
fn largest(ty: &str) -> i64 {
    match ty {
        "smallint" => SMALLEST,
        "integer" => SMALL,
        _ => i64::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_says_only_what_is_unusual() {
        let plain = Numbers {
            largest: i64::MAX,
            start: 1,
            increment: 1,
            min: 1,
            max: i64::MAX,
            cache: 1,
            cycle: false,
        };
        let down = Numbers { start: -1, increment: -1, min: i64::MIN, max: -1, ..plain };
        let small = Numbers { largest: 32767, max: 32767, ..plain };
        let from_ten = Numbers { start: 10, min: 10, cache: 5, cycle: true, ..plain };
        for (numbers, largest, counter) in [
            (plain, i64::MAX, Counter::new()),
            (down, i64::MAX, Counter::new().increment(-1)),
            (small, 32767, Counter::new()),
            (small, i64::MAX, Counter::new().max_value(32767)),
            (from_ten, i64::MAX, Counter::new().min_value(10).cache(5).cycle()),
        ] {
            assert_eq!(numbers.counter(largest), counter, "{numbers:?}");
        }
    }
}
