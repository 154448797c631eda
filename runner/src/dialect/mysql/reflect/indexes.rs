//! Indexes of the catalog as nouns: constraints, where they are no more than that.
//!
//! A unique index over whole columns in ascending order, without a remark, is a unique constraint, which it is to the servers too.
//! Any other one (over prefixes or expressions, in descending order, with a remark) is an index.

use migration_api::abi::Arena;
use migration_api::schema::{
    Constraint, ConstraintKind, ForeignKey, Index, IndexKeys, IndexPart, TableName,
};

use super::rows::Fields;

/// An index as the catalog has it.
pub(super) struct IndexRow {
    name: String,
    is_unique: bool,
    method: String,
    comment: Option<String>,
    parts: Vec<PartRow>,
}

struct PartRow {
    column: Option<String>,
    expression: Option<String>,
    length: Option<u32>,
    descending: bool,
}

impl IndexRow {
    /// Adds a row, which tells of one part of an index, to the indexes of its table.
    pub(super) fn read(indexes: &mut Vec<Self>, fields: &mut Fields) {
        let name = fields.text();
        let head = Self {
            name,
            is_unique: fields.number() == Some(0),
            method: fields.text(),
            comment: fields.filled(),
            parts: Vec::new(),
        };
        let part = PartRow {
            column: fields.optional(),
            expression: fields.filled(),
            length: fields.number().and_then(|length| u32::try_from(length).ok()),
            descending: fields.optional().as_deref() == Some("D"),
        };
        match indexes.last_mut().filter(|last| last.name == head.name) {
            Some(last) => last.parts.push(part),
            None => indexes.push(Self { parts: vec![part], ..head }),
        }
    }

    /// Returns the columns, if it is over these and nothing else is to be said of them. That of a spatial index is told to be cut.
    fn plain_columns<'a>(&self, arena: &'a Arena) -> Option<&'a [&'a str]> {
        let spatial = self.method == "SPATIAL";
        let columns = self.parts.iter().map(|part| {
            let plain = (spatial || part.length.is_none()) && !part.descending;
            part.column.clone().filter(|_| plain).map(|name| arena.keep_text(name))
        });
        columns.collect::<Option<Vec<_>>>().map(|columns| arena.keep(columns))
    }

    fn keys<'a>(&self, mariadb: bool, arena: &'a Arena) -> IndexKeys<'a> {
        if let Some(columns) = self.plain_columns(arena) {
            return IndexKeys::Columns(columns);
        }
        let parts = self.parts.iter().map(|part| {
            let of = match (&part.column, &part.expression) {
                (None, Some(text)) if mariadb => {
                    IndexPart::expression(arena.keep_text(text.clone()))
                }
                (None, Some(text)) => {
                    IndexPart::expression(arena.keep_text(text.replace("\\'", "'")))
                }
                (name, _) => IndexPart::column(arena.keep_text(name.clone().unwrap_or_default())),
            };
            IndexPart { descending: part.descending, prefix_length: part.length, ..of }
        });
        IndexKeys::Parts(arena.keep(parts.collect()))
    }

    /// Returns the kind of index, where it is not the one that the table's engine makes by itself. A unique one over long texts is
    /// made of hashes without being asked.
    fn using(&self, engine: &str) -> Option<&'static str> {
        let in_memory = engine.eq_ignore_ascii_case("MEMORY");
        match self.method.as_str() {
            "FULLTEXT" => Some("fulltext"),
            "SPATIAL" => Some("spatial"),
            "BTREE" if in_memory => Some("btree"),
            _ => None,
        }
    }
}

/// The keys and indexes of a table.
#[derive(Default)]
pub(super) struct Keys<'a> {
    pub(super) primary_key: Option<Constraint<'a>>,
    pub(super) unique: Vec<Constraint<'a>>,
    pub(super) indexes: Vec<Index<'a>>,
}

impl<'a> Keys<'a> {
    pub(super) fn of(
        rows: &[IndexRow],
        table: TableName<'a>,
        engine: &str,
        mariadb: bool,
        arena: &'a Arena,
    ) -> Self {
        let mut keys = Self::default();
        for row in rows {
            if row.name == "PRIMARY" {
                let names = row.parts.iter().filter_map(|part| part.column.clone());
                let names = names.map(|name| arena.keep_text(name)).collect();
                let key = Constraint::primary_key("", arena.keep(names)).unnamed();
                keys.primary_key = Some(key);
                continue;
            }
            let name = arena.keep_text(row.name.clone());
            let using = row.using(engine);
            let columns = row
                .plain_columns(arena)
                .filter(|_| row.is_unique && row.comment.is_none() && using.is_none());
            match columns {
                Some(columns) => keys.unique.push(Constraint::unique(name, columns)),
                None => keys.indexes.push(Index {
                    table,
                    keys: row.keys(mariadb, arena),
                    unique: row.is_unique,
                    using,
                    comment: row.comment.clone().map(|text| arena.keep_text(text)),
                    ..Index::of_parts(name, "", &[])
                }),
            }
        }
        keys
    }
}

/// Returns whether InnoDB has made the index by itself for one of the foreign keys: a plain one over exactly its columns, by the key's
/// name, or where that was left to the server, by the name of the key's first column. One of that look that somebody made is taken for
/// such a one too: it would be there anyway.
pub(super) fn serves_foreign_key(
    index: &Index<'_>,
    table: &str,
    constraints: &[Constraint<'_>],
) -> bool {
    let (IndexKeys::Columns(columns), Some(name)) = (index.keys, index.name) else {
        return false;
    };
    let is_plain = !index.unique && index.using.is_none() && index.comment.is_none();
    is_plain
        && foreign_keys(constraints).any(|(key_name, key)| {
            let by_server = key_name.is_none_or(|it| is_chosen(it, table));
            let of_column = columns.first().is_some_and(|first| is_numbered(name, first));
            key.columns == columns && (key_name == Some(name) || by_server && of_column)
        })
}

/// Returns the foreign keys among constraints, with their names.
pub(super) fn foreign_keys<'c, 'a: 'c>(
    constraints: &'c [Constraint<'a>],
) -> impl Iterator<Item = (Option<&'a str>, ForeignKey<'a>)> + 'c {
    constraints.iter().filter_map(|constraint| match constraint.kind {
        ConstraintKind::ForeignKey(key) => Some((constraint.name, key)),
        ConstraintKind::PrimaryKey(_)
        | ConstraintKind::Unique(_)
        | ConstraintKind::Check(_)
        | ConstraintKind::Exclude(_) => None,
    })
}

/// Returns whether a foreign key's name is one that InnoDB chooses: `line_ibfk_1`.
fn is_chosen(name: &str, table: &str) -> bool {
    let number = name.strip_prefix(table).and_then(|rest| rest.strip_prefix("_ibfk_"));
    number.is_some_and(|digits| digits.bytes().all(|it| it.is_ascii_digit()))
}

/// Returns whether an index's name is the column's, or the column's with a number, where that was taken.
fn is_numbered(name: &str, column: &str) -> bool {
    match name.strip_prefix(column) {
        Some("") => true,
        Some(rest) => rest.strip_prefix('_').is_some_and(|digits| {
            !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
        }),
        None => false,
    }
}
