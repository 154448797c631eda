//! Messages, and the values in them.

use super::{Decode, Encode, Reader, WireError, Writer};
use crate::abi::message::{Command, Direction, Failure, Reply, Request, RequestAt};
use crate::autogenerate::{
    Answer, Candidate, DefaultComparison, Hooks, Question, RenderItem, Rendering, TypeComparison,
};
use crate::connection::{
    ConnectionError, DriverAnswer, DriverCall, ErrorKind, Login, Password, TlsMode, TlsOptions,
};
use crate::context::MigrationFacts;
use crate::environment::{ComparisonOptions, Configuration, Settings, StepInfo};
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
    ConnectionError { kind, message, code, detail, hint, position }
    Login { dialect, target, options, password, tls, set_up, password_file_problem }
    Password { 0 }
    TlsOptions { mode, root_cert, default_root, client_cert, client_key }
    Candidate { kind, name, schema, table, reflected, has_counterpart, comment }
    TypeComparison { schema, table, column, database, metadata }
    DefaultComparison { schema, table, column, database, metadata }
    RenderItem { kind, table, name, source }
    ComparisonOptions {
        include_schemas, compare_type, compare_server_default, render_as_batch
    }
    MigrationFacts { dialect, offline, database, arguments }
    StepInfo { is_upgrade, is_stamp, up_revision_ids, down_revision_ids, heads, message }
    Settings {
        offline, url, url_problem, config_file, section, database, x_arguments, tag, attributes, connection,
        head_revisions, starting_revision, revision_argument
    }
}

wire_enum! {
    Direction { 0 Up, 1 Down }
    Command { 0 Migrate { revision, direction, facts }, 1 Environment(settings), 2 Ask(question),
        3 Drive { connection, call }, 4 VersionApplied { step, facts },
    }
    DriverCall {
        0 Execute { sql }, 1 ExecuteWith { sql, parameters }, 2 Query { sql, parameters }, 3 ExecuteMany { sql, rows },
        4 CopyIn { sql, text }, 5 State,
    }
    DriverAnswer {
        0 Affected(rows), 1 Rows(rows), 2 NoWay, 3 State { transaction, read_only }, 4 Failed(error),
    }
    TlsMode { 0 Disable, 1 Allow, 2 Prefer, 3 Require, 4 VerifyCa, 5 VerifyFull }
    ErrorKind { 0 Statement, 1 Lost, 2 Unreadable { column } }
    Rendering { 0 Default, 1 Skip, 2 Source { text, imports } }
    Question {
        0 TargetMetadata, 1 IncludeNames(all), 2 IncludeObjects(all), 3 CompareTypes(all),
        4 CompareServerDefaults(all), 5 RenderItems(all), 6 Process(bytes),
    }
    Answer {
        0 NoHook, 1 Metadata(metadata), 2 Included(all), 3 Verdicts(all), 4 Rendered(all), 5 Processed(bytes),
    }
    Reply { 0 Done, 1 Affected(rows), 2 Rows(rows), 3 Connected(id), 4 Configured { dialect, transactional_ddl }, 5 Login(login) }
    Cell {
        0 Null, 1 Bool(value), 2 Int(value), 3 Float(value), 4 Decimal(text), 5 Text(text),
        6 Bytes(bytes), 7 Date(value), 8 Time(value), 9 Timestamp(value), 10 TimestampTz(value),
        11 Uuid(value), 12 Json(text),
    }
}

wire_struct! { host:
    Configuration<'a> {
        connection, url, dialect, starting_revision, version_table, version_table_schema,
        version_table_pk, transaction_per_migration, transactional_ddl, template_args,
        schema_translate_map, hears_of_steps, naming_convention, comparison, hooks
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
        4 Configure(configuration), 5 RunMigrations { arguments }, 6 StaticOutput(text), 7 Failed(failure),
        8 Autocommit(begins), 9 Answer(bytes), 10 Attach { dialect }, 11 Driven(bytes),
        12 ExecuteOn { connection, sql, parameters }, 13 QueryOn { connection, sql, parameters }, 14 Login { url },
    }
}

/// Functions stay where they are; the runner asks for what they say.
impl Encode for Hooks {
    fn encode(&self, _: &mut Writer) {}
}

#[cfg(feature = "host")]
impl Decode<'_> for Hooks {
    fn decode(_: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(Self::none())
    }
}
