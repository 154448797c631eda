//! Messages, and the values in them.

use super::{Decode, Encode, Reader, WireError, Writer};
use crate::abi::message::{Command, Direction, Failure, Reply, Request, RequestAt};
use crate::environment::{Configuration, Settings};
use crate::error::Place;
use crate::row::{Cell, Rows};
use crate::value::{Date, Time, Timestamp, TimestampTz, Uuid, Value};

wire_struct! {
    Date { year, month, day }
    Time { hour, minute, second, microsecond }
    Timestamp { date, time }
    TimestampTz { 0 }
    Uuid { 0 }
    Place { file, line, column }
    Rows { columns, rows }
    Settings {
        offline, url, url_problem, config_file, section, x_arguments, tag, attributes
    }
}

wire_enum! {
    Direction { 0 Up, 1 Down }
    Command { 0 Migrate { revision, direction, dialect, offline }, 1 Environment(settings) }
    Reply { 0 Done, 1 Affected(rows), 2 Rows(rows), 3 Connected(id) }
    Cell {
        0 Null, 1 Bool(value), 2 Int(value), 3 Float(value), 4 Decimal(text), 5 Text(text),
        6 Bytes(bytes), 7 Date(value), 8 Time(value), 9 Timestamp(value), 10 TimestampTz(value),
        11 Uuid(value), 12 Json(text),
    }
}

wire_struct! { host:
    Configuration<'a> {
        connection, url, version_table, version_table_schema, transaction_per_migration,
        naming_convention
    }
    Failure<'a> { message, panic, reported }
    RequestAt<'a> { request, place }
}

wire_enum! { host:
    Value<'a> {
        0 Null, 1 Bool(value), 2 Int(value), 3 Float(value), 4 Decimal(text), 5 Text(text),
        6 Bytes(bytes), 7 Date(value), 8 Time(value), 9 Timestamp(value), 10 TimestampTz(value),
        11 Uuid(value), 12 Json(text),
    }
    Request<'a> {
        0 Operation(operation), 1 Query { sql, parameters }, 2 Progress(text), 3 Connect { url },
        4 Configure(configuration), 5 RunMigrations, 6 StaticOutput(text), 7 Failed(failure),
        8 Autocommit(begins),
    }
}
