//! Columns of the catalog as nouns.

use migration_api::abi::Arena;
use migration_api::schema::{Autoincrement, Column, ColumnType, Computed};

use super::rows::{Databases, Fields};
use super::{defaults, types};

/// A column as the catalog has it.
pub(super) struct ColumnRow {
    pub(super) name: String,
    ty: String,
    nullable: bool,
    default: Option<String>,
    /// `auto_increment`, `on update …`, `STORED GENERATED`, `INVISIBLE`, `DEFAULT_GENERATED`.
    extra: String,
    generated: Option<String>,
    collation: Option<String>,
    comment: Option<String>,
}

impl ColumnRow {
    pub(super) fn read(fields: &mut Fields) -> Self {
        Self {
            name: fields.text(),
            ty: fields.text(),
            nullable: fields.text() == "YES",
            default: fields.optional(),
            extra: fields.text(),
            generated: fields.filled(),
            collation: fields.filled(),
            comment: fields.filled(),
        }
    }

    /// Returns whether it is what MariaDB makes of `JSON`, but for the check.
    pub(super) fn may_be_document(&self) -> bool {
        self.ty == "longtext" && self.collation.as_deref() == Some("utf8mb4_bin")
    }

    /// Returns whether the server numbers it.
    fn is_numbered(&self) -> bool {
        self.has_extra("auto_increment")
    }

    fn has_extra(&self, words: &str) -> bool {
        self.extra.to_ascii_lowercase().contains(&words.to_ascii_lowercase())
    }
}

/// What a table says of all its columns.
pub(super) struct Surroundings<'t, 'a> {
    pub(super) databases: &'t Databases<'a>,
    pub(super) mariadb: bool,
    pub(super) collation: &'t str,
    /// The columns of its primary key.
    pub(super) key: &'t [&'a str],
    /// The columns that are documents, by a check of their own (MariaDB).
    pub(super) documents: &'t [&'a str],
}

impl<'a> Surroundings<'_, 'a> {
    /// Returns a column in the normal form.
    pub(super) fn column(&self, row: ColumnRow, arena: &'a Arena) -> Column<'a> {
        let numbered = row.is_numbered();
        let name = arena.keep_text(row.name.clone());
        let is_key = self.key.contains(&name);
        let is_document = self.documents.contains(&name);
        let computed = row.generated.as_ref().map(|text| Computed {
            expression: arena.keep_text(self.expression(text)),
            stored: row.has_extra("stored generated").then_some(true),
        });
        let ty = match is_document {
            true => ColumnType::Json,
            false => types::column_type(&self.words(&row, computed.is_some()), name, arena),
        };
        let on_row_update = row.extra.split_once("on update ").map(|(_, clock)| {
            let clock = clock.split(' ').next().unwrap_or_default();
            arena.keep_text(clock.to_owned())
        });
        let foreign_collation = row.collation.filter(|it| it != self.collation && !is_document);
        let default = row.default.filter(|_| computed.is_none());
        Column {
            nullable: row.nullable && !is_key,
            default: default.and_then(|text| match self.mariadb {
                true => defaults::stated(&self.databases.text(text), ty, arena),
                false => {
                    let is_expression = row.extra.contains("DEFAULT_GENERATED");
                    Some(defaults::raw(&text, is_expression, ty, arena))
                }
            }),
            autoincrement: self.autoincrement(ty, is_key, numbered),
            computed,
            on_row_update,
            collation: foreign_collation.map(|name| arena.keep_text(name)),
            comment: row.comment.map(|text| arena.keep_text(text)),
            ..Column::new(name, ty)
        }
    }

    /// Returns an expression with names as they are within the databases that are read.
    pub(super) fn expression(&self, text: &str) -> String {
        let text = self.databases.text(text.to_owned());
        // MySQL escapes the quotes of such texts.
        if self.mariadb { text } else { text.replace("\\'", "'") }
    }

    /// Returns the words for a type. That a column is invisible can be said among them, as nothing else has a place for it.
    fn words(&self, row: &ColumnRow, is_computed: bool) -> String {
        match row.has_extra("invisible") && !is_computed {
            true => format!("{} INVISIBLE", row.ty),
            false => row.ty.clone(),
        }
    }

    fn autoincrement(&self, ty: ColumnType<'_>, is_key: bool, numbered: bool) -> Autoincrement {
        match (is_key && self.key.len() == 1 && ty.is_integer(), numbered) {
            (true, true) | (false, false) => Autoincrement::Auto,
            (true, false) => Autoincrement::Never,
            (false, true) => Autoincrement::Always,
        }
    }
}
