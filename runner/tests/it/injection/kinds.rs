//! Where a text stands, and how it is looked for there.

use migration_api::Cell;
use migration_api::ops::{
    AlterSequence, BulkInsert, CreateEnum, CreateIndex, CreateSchema, CreateSequence, CreateTable,
    CreateView, Execute, Operation, SetTableComment,
};
use migration_api::prelude::*;
use migration_api::schema::TableName;
use runner::dialect::Session;

/// What takes the operations of a text.
pub(super) type Take<'t> = &'t mut dyn FnMut(&Operation<'_>);

/// A place for a text.
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// The databases that have it; all, unless told.
    only: Option<&'static str>,
    /// Hands out what puts the text there, in or beside the table `t` of this number.
    make: fn(&Names<'_>, Take<'_>),
    /// The query of the texts that are there, on SQLite, PostgreSQL and MariaDB, with `{t}` for the table.
    look: [&'static str; 3],
}

/// A text, and the table for it.
struct Names<'a> {
    table: &'a str,
    text: &'a str,
}

const ID: Column<'static> = Column::new("id", Integer);

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "table",
        only: None,
        make: |it, take| {
            let table = TableName { schema: None, name: it.text };
            take(&CreateTable { table, ..CreateTable::new("", &[ID], &[]) }.into());
        },
        look: [
            "SELECT name FROM sqlite_master WHERE type = 'table'",
            "SELECT relname::text FROM pg_class WHERE relkind = 'r'",
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()",
        ],
    },
    Kind {
        name: "column",
        only: None,
        make: |it, take| {
            take(&CreateTable::new(it.table, &[ID, Column::new(it.text, Integer)], &[]).into());
        },
        look: COLUMNS,
    },
    Kind {
        name: "column's new name",
        only: None,
        make: |it, take| {
            take(&CreateTable::new(it.table, &[ID, Column::new("old", Integer)], &[]).into());
            let alter = AlterColumn::new(it.table, "old").existing_type(Integer);
            take(&alter.existing_nullable(true).rename(it.text).into());
        },
        look: COLUMNS,
    },
    Kind {
        name: "constraint",
        only: None,
        make: |it, take| {
            let unique = [Constraint::unique(it.text, &["id"])];
            take(&CreateTable::new(it.table, &[ID], &unique).into());
        },
        // SQLite keeps its name in the table's text only.
        look: [
            "SELECT sql FROM sqlite_master WHERE name = '{t}'",
            "SELECT conname::text FROM pg_constraint WHERE conrelid = '{t}'::regclass",
            "SELECT constraint_name FROM information_schema.table_constraints \
             WHERE table_schema = DATABASE() AND table_name = '{t}'",
        ],
    },
    Kind {
        name: "index",
        only: None,
        make: |it, take| {
            take(&CreateTable::new(it.table, &[ID], &[]).into());
            take(&CreateIndex::new(Index::new(it.text, it.table, &["id"])).into());
        },
        look: [
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = '{t}'",
            "SELECT indexname::text FROM pg_indexes WHERE tablename = '{t}'",
            "SELECT index_name FROM information_schema.statistics \
             WHERE table_schema = DATABASE() AND table_name = '{t}'",
        ],
    },
    Kind {
        name: "enum",
        only: Some("PostgreSQL"),
        make: |it, take| {
            let name = TableName { schema: None, name: it.text };
            take(&CreateEnum { name, ..CreateEnum::new("", &["a"]) }.into());
        },
        look: ["", "SELECT typname::text FROM pg_type WHERE typtype = 'e'", ""],
    },
    Kind {
        name: "enum's value",
        only: None,
        make: |it, take| {
            let values = [it.text, "other"];
            let name = format!("e_{}", it.table);
            let column = Column::new("v", Enum(&name, &values));
            take(&CreateTable::new(it.table, &[column], &[]).into());
            take(&BulkInsert::new(it.table, &["v"], &[&[it.text.into()]]).into());
        },
        look: VALUES,
    },
    Kind {
        name: "schema",
        only: Some("PostgreSQL MariaDB"),
        make: |it, take| take(&CreateSchema::new(it.text).into()),
        look: [
            "",
            "SELECT nspname::text FROM pg_namespace",
            "SELECT schema_name FROM information_schema.schemata",
        ],
    },
    Kind {
        name: "sequence",
        only: Some("PostgreSQL MariaDB"),
        make: |it, take| {
            let name = TableName { schema: None, name: it.text };
            take(&CreateSequence { name, ..CreateSequence::new("") }.into());
            take(
                &AlterSequence { name, ..AlterSequence::new("", Counter::default()) }
                    .restart(5)
                    .into(),
            );
        },
        look: [
            "",
            "SELECT relname::text FROM pg_class WHERE relkind = 'S'",
            "SELECT table_name FROM information_schema.tables \
             WHERE table_schema = DATABASE() AND table_type = 'SEQUENCE'",
        ],
    },
    Kind {
        name: "view",
        only: None,
        make: |it, take| {
            let name = TableName { schema: None, name: it.text };
            take(&CreateView { name, ..CreateView::new("", "SELECT 1 AS one") }.into());
        },
        look: [
            "SELECT name FROM sqlite_master WHERE type = 'view'",
            "SELECT relname::text FROM pg_class WHERE relkind = 'v'",
            "SELECT table_name FROM information_schema.views WHERE table_schema = DATABASE()",
        ],
    },
    Kind {
        name: "default",
        only: None,
        make: |it, take| {
            let column = Column::new("v", Varchar(100)).default(it.text.into());
            take(&CreateTable::new(it.table, &[ID, column], &[]).into());
            take(&BulkInsert::new(it.table, &["id"], &[&[1.into()]]).into());
        },
        look: VALUES,
    },
    Kind {
        name: "table's remark",
        only: Some("PostgreSQL MariaDB"),
        make: |it, take| {
            take(&CreateTable::new(it.table, &[ID], &[]).into());
            take(&SetTableComment::new(it.table, Some(it.text)).into());
        },
        look: [
            "",
            "SELECT obj_description('{t}'::regclass, 'pg_class')",
            "SELECT table_comment FROM information_schema.tables \
             WHERE table_schema = DATABASE() AND table_name = '{t}'",
        ],
    },
    Kind {
        name: "column's remark",
        only: Some("PostgreSQL MariaDB"),
        make: |it, take| {
            take(&CreateTable::new(it.table, &[ID.comment(it.text)], &[]).into());
        },
        look: [
            "",
            "SELECT col_description('{t}'::regclass, 1)",
            "SELECT column_comment FROM information_schema.columns \
             WHERE table_schema = DATABASE() AND table_name = '{t}'",
        ],
    },
    Kind {
        name: "inserted value",
        only: None,
        make: |it, take| {
            take(&CreateTable::new("t", &[Column::new("v", Text)], &[]).if_not_exists().into());
            take(&BulkInsert::new("t", &["v"], &[&[it.text.into()]]).into());
        },
        look: ["SELECT v FROM t"; 3],
    },
    Kind {
        name: "bound value",
        only: None,
        make: |it, take| {
            take(&CreateTable::new("t", &[Column::new("v", Text)], &[]).if_not_exists().into());
            let parameters = &[("text", it.text.into())];
            take(&Execute { sql: "INSERT INTO t VALUES (:text)", parameters }.into());
        },
        look: ["SELECT v FROM t"; 3],
    },
];

const COLUMNS: [&str; 3] = [
    "SELECT name FROM pragma_table_info('{t}')",
    "SELECT attname::text FROM pg_attribute WHERE attrelid = '{t}'::regclass AND attnum > 0",
    "SELECT column_name FROM information_schema.columns \
     WHERE table_schema = DATABASE() AND table_name = '{t}'",
];

const VALUES: [&str; 3] = ["SELECT v FROM {t}", "SELECT v::text FROM {t}", "SELECT v FROM {t}"];

impl Kind {
    pub(super) fn is_for(&self, database: &str) -> bool {
        self.only.is_none_or(|titles| titles.contains(database))
    }

    /// Hands out the operations that put the text there.
    pub(super) fn operations(&self, i: usize, text: &str, take: Take<'_>) {
        (self.make)(&Names { table: &format!("t{i}"), text }, take);
    }

    /// Returns whether the text is there, and not a part of it or more.
    pub(super) fn found(&self, connection: &mut dyn Session, i: usize, text: &str) -> bool {
        let [sqlite, postgres, mariadb] = self.look;
        let sql = match connection.dialect().name() {
            "sqlite" => sqlite,
            "postgresql" => postgres,
            _ => mariadb,
        };
        let rows = connection.query(&sql.replace("{t}", &format!("t{i}")), &[]).unwrap().rows;
        let found: Vec<String> = rows.iter().map(|row| told(&row[0])).collect();
        let in_text = format!("CONSTRAINT {} UNIQUE", connection.dialect().quote(text));
        found.iter().any(|it| *it == text)
            || (sql.starts_with("SELECT sql") && found.iter().any(|it| it.contains(&in_text)))
    }
}

/// Returns a text that was found; an empty remark is none.
fn told(cell: &Cell) -> String {
    if *cell == Cell::Null { String::new() } else { cell.to_string() }
}
