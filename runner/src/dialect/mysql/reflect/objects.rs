//! Views, functions, procedures, triggers and sequences of the catalog as nouns.
//!
//! The statements of functions and triggers are put together from what the catalog tells, without a `DEFINER`. Which trigger fires
//! before which other one (`FOLLOWS`) is left out: one that is made anew is the last in any case.

use std::collections::BTreeMap;

use migration_api::abi::Arena;
use migration_api::ops::{CreateSequence, RoutineKind};
use migration_api::schema::{Counter, Routine, TableName, Trigger, View};

use super::rows::{Databases, Fields, Place};
use crate::dialect::Dialect;
use crate::dialect::mysql::literals;

/// What the texts of objects are written with.
pub(super) struct Writer<'w, 'a> {
    pub(super) databases: &'w Databases<'a>,
    pub(super) dialect: &'w dyn Dialect,
    pub(super) arena: &'a Arena,
}

/// The parameters of each function and procedure: its kind and place.
pub(super) type Parameters = BTreeMap<(String, Place), Vec<ParameterRow>>;

/// A parameter of a function or procedure as the catalog has it.
pub(super) struct ParameterRow {
    is_result: bool,
    mode: Option<String>,
    name: String,
    ty: String,
    charset: Option<String>,
    collation: Option<String>,
}

impl ParameterRow {
    pub(super) fn read(parameters: &mut Parameters, mut fields: Fields) {
        let place = fields.place();
        let kind = fields.text();
        let row = Self {
            is_result: fields.number() == Some(0),
            mode: fields.filled(),
            name: fields.text(),
            ty: fields.text(),
            charset: fields.filled(),
            collation: fields.filled(),
        };
        parameters.entry((kind, place)).or_default().push(row);
    }

    /// Returns the type, with its collation where that is not the database's.
    fn ty(&self, database_collation: &str) -> String {
        match (&self.charset, &self.collation) {
            (Some(charset), Some(collation)) if collation != database_collation => {
                format!("{} CHARACTER SET {charset} COLLATE {collation}", self.ty)
            }
            _ => self.ty.clone(),
        }
    }
}

impl<'a> Writer<'_, 'a> {
    /// Returns a view, with those options that it does not have by itself. Its columns' names are in its query.
    pub(super) fn view(&self, mut fields: Fields) -> Option<View<'a>> {
        let name = self.name(fields.place());
        let query = self.databases.text(fields.filled()?);
        let check = fields.text();
        let (security, algorithm) = (fields.text(), fields.text());
        let mut options = Vec::new();
        match algorithm.as_str() {
            "MERGE" => options.push(("algorithm", "merge")),
            "TEMPTABLE" => options.push(("algorithm", "temptable")),
            _ => {}
        }
        match check.as_str() {
            "CASCADED" => options.push(("check_option", "cascaded")),
            "LOCAL" => options.push(("check_option", "local")),
            _ => {}
        }
        if security == "INVOKER" {
            options.push(("security", "invoker"));
        }
        let options = self.arena.keep(options);
        Some(View { name, options, ..View::new("", self.arena.keep_text(query)) })
    }

    /// Returns a function or procedure.
    pub(super) fn routine(&self, mut fields: Fields, parameters: &Parameters) -> Routine<'a> {
        let place = fields.place();
        let word = fields.text();
        let body = fields.text();
        let (deterministic, access) = (fields.text(), fields.text());
        let (security, comment) = (fields.text(), fields.filled());
        let collation = fields.text();
        let own = parameters.get(&(word.clone(), place.clone())).map_or(&[][..], Vec::as_slice);
        let name = self.name(place);
        let is_function = word == "FUNCTION";
        // The catalog does not tell that a function is one of many rows.
        let aggregate = body.to_ascii_uppercase().contains("FETCH GROUP NEXT ROW");
        let aggregate = if aggregate { "AGGREGATE " } else { "" };
        let list = own.iter().filter(|it| !it.is_result).map(|it| {
            let mode = it.mode.as_deref().filter(|_| !is_function);
            let mode = mode.map(|mode| format!("{mode} ")).unwrap_or_default();
            format!("{mode}{} {}", self.dialect.quote(&it.name), it.ty(&collation))
        });
        let list = list.collect::<Vec<_>>().join(", ");
        let mut sql = format!("CREATE {aggregate}{word} {}({list})", self.dialect.table(name));
        if let Some(result) = own.iter().find(|it| it.is_result && is_function) {
            sql.extend([format!(" RETURNS {}", result.ty(&collation))]);
        }
        let traits = [
            (access != "CONTAINS SQL").then_some(access),
            (deterministic == "YES").then(|| "DETERMINISTIC".to_owned()),
            (security == "INVOKER").then(|| "SQL SECURITY INVOKER".to_owned()),
            comment.map(|text| format!("COMMENT {}", literals::plain(&text))),
        ];
        sql.extend(traits.into_iter().flatten().map(|it| format!("\n    {it}")));
        sql.extend(["\n", &body]);
        let sql = self.arena.keep_text(sql);
        let kind = if is_function { RoutineKind::Function } else { RoutineKind::Procedure };
        Routine { kind, name, arguments: "", sql }
    }

    /// Returns a trigger, which stands in the database of its table.
    pub(super) fn trigger(&self, mut fields: Fields) -> Trigger<'a> {
        let (database, name) = fields.place();
        let table = self.name((database, fields.text()));
        let name = self.arena.keep_text(name);
        let (timing, event, body) = (fields.text(), fields.text(), fields.text());
        let whole = self.dialect.table(TableName { name, ..table });
        let on = self.dialect.table(table);
        let sql = format!("CREATE TRIGGER {whole} {timing} {event} ON {on} FOR EACH ROW\n{body}");
        Trigger { name, table, sql: self.arena.keep_text(sql) }
    }

    fn name(&self, (database, name): Place) -> TableName<'a> {
        self.databases.name(&database, self.arena.keep_text(name))
    }
}

/// Returns a sequence with what it does not do by itself.
///
/// <https://mariadb.com/kb/en/create-sequence/>
pub(super) fn sequence<'a>(name: TableName<'a>, fields: &mut Fields) -> CreateSequence<'a> {
    let mut number = || fields.number().unwrap_or_default();
    let (start, min, max, increment) = (number(), number(), number(), number());
    let (cache, cycle) = (number(), number() == 1);
    let (least, most) = match increment < 0 {
        true => (i64::MIN + 1, -1),
        false => (1, i64::MAX - 1),
    };
    let first = if increment < 0 { max } else { min };
    let unusual = |value, usual| Some(value).filter(|value| *value != usual);
    CreateSequence {
        name,
        ty: None,
        counter: Counter {
            start: unusual(start, first),
            increment: unusual(increment, 1),
            min_value: unusual(min, least),
            max_value: unusual(max, most),
            cache: unusual(cache, 1000),
            cycle: cycle.then_some(true),
        },
        owned_by: None,
        if_not_exists: false,
    }
}
