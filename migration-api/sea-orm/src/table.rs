//! An entity as a table.

use migration_api::abi::Arena;
use migration_api::schema::{
    Autoincrement, Column, Constraint, ConstraintKind, ForeignKey, Index, IndexKeys, Metadata,
    ReferentialAction, Table, TableName,
};
use sea_orm::sea_query::{
    ColumnSpec, ForeignKeyAction, IndexCreateStatement, TableCreateStatement, TableForeignKey,
    TableRef,
};
use sea_orm::{
    ColumnTrait, DbBackend, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn, PrimaryKeyTrait,
    Schema,
};

use crate::{default, types};

/// What SeaORM writes into a comment for a column that had another name.
const RENAMED: &str = "renamed_from \"";

/// Adds the table of an entity.
pub(crate) fn add<E: EntityTrait>(metadata: Metadata) -> Metadata {
    let arena = Arena::default();
    // All that the entity says is asked of SeaORM as PostgreSQL would be told it: names and keys are the same everywhere,
    // and types are read from the columns themselves.
    let schema = Schema::new(DbBackend::Postgres);
    let created = schema.create_table_from_entity(E::default());
    let reader = Reader { name: name::<E>(&arena), arena: &arena };
    let keys: Vec<_> = E::PrimaryKey::iter().map(|key| key.into_column().as_str()).collect();
    let mut constraints = Vec::new();
    if keys.len() > 1 {
        let key_name = arena.keep_text(format!("pk-{}", E::default().table_name()));
        constraints.push(Constraint::primary_key(key_name, arena.keep(keys.clone())));
    }
    let columns = reader.columns::<E>(&created, &keys, &mut constraints);
    constraints.extend(reader.foreign_keys(&created));
    let indexes = schema.create_index_from_entity(E::default());
    let indexes = indexes.iter().map(|index| reader.index(index)).collect();
    let entity = E::default();
    metadata.table(Table {
        name: reader.name,
        columns: arena.keep(columns),
        constraints: arena.keep(constraints),
        indexes: arena.keep(indexes),
        options: &[],
        comment: entity.comment().map(|text| arena.keep_text(text.to_owned())),
        renamed_from: None,
    })
}

fn name<E: EntityTrait>(arena: &Arena) -> TableName<'_> {
    let entity = E::default();
    let schema = entity.schema_name().map(|schema| arena.keep_text(schema.to_owned()));
    TableName { schema, name: arena.keep_text(entity.table_name().to_owned()) }
}

struct Reader<'a> {
    name: TableName<'a>,
    arena: &'a Arena,
}

impl<'a> Reader<'a> {
    fn columns<E: EntityTrait>(
        &self,
        created: &TableCreateStatement,
        keys: &[&str],
        constraints: &mut Vec<Constraint<'a>>,
    ) -> Vec<Column<'a>> {
        let pairs = E::Column::iter().zip(created.get_columns());
        pairs
            .map(|(column, created)| {
                let definition = column.def();
                let name = self.text(created.get_column_name());
                let ty = types::read(definition.get_column_type(), self.arena);
                let mut made = Column { nullable: definition.is_null(), ..Column::new(name, ty) };
                if keys == [name] {
                    made = made.primary_key();
                    if !E::PrimaryKey::auto_increment() {
                        made.autoincrement = Autoincrement::Never;
                    }
                }
                self.rest(&mut made, created.get_column_spec(), constraints);
                made
            })
            .collect()
    }

    /// Reads what stands beside a column's type.
    fn rest(
        &self,
        column: &mut Column<'a>,
        spec: &ColumnSpec,
        constraints: &mut Vec<Constraint<'a>>,
    ) {
        column.unique = spec.unique;
        column.default = spec.default.as_ref().map(|default| default::read(default, self.arena));
        if let Some(comment) = &spec.comment {
            (column.comment, column.renamed_from) = self.comment(comment);
        }
        let Some(extra) = spec.extra.as_deref().map(str::trim) else { return };
        if let Some(collation) = without_prefix(extra, "COLLATE ") {
            column.collation = Some(self.text(collation.trim().trim_matches('"').to_owned()));
        } else if let Some(expression) = without_prefix(extra, "ON UPDATE ") {
            column.on_row_update = Some(self.text(expression.trim().to_owned()));
        } else if let Some(condition) = without_prefix(extra, "CHECK")
            && let Some(condition) = condition.trim().strip_prefix('(')
            && let Some(condition) = condition.strip_suffix(')')
        {
            constraints.push(Constraint::check("", self.text(condition.to_owned())).unnamed());
        }
    }

    /// Returns the comment and the former name that SeaORM has written behind it.
    fn comment(&self, text: &str) -> (Option<&'a str>, Option<&'a str>) {
        let Some((comment, rest)) = text.rsplit_once(RENAMED) else {
            return (Some(self.text(text.to_owned())), None);
        };
        let Some(before) = rest.strip_suffix('"') else {
            return (Some(self.text(text.to_owned())), None);
        };
        let comment = comment.strip_suffix("; ").unwrap_or(comment);
        let comment = (!comment.is_empty()).then(|| self.text(comment.to_owned()));
        (comment, Some(self.text(before.to_owned())))
    }

    fn foreign_keys(&self, created: &TableCreateStatement) -> Vec<Constraint<'a>> {
        let statements = created.get_foreign_key_create_stmts().iter();
        statements.filter_map(|statement| self.foreign_key(statement.get_foreign_key())).collect()
    }

    fn foreign_key(&self, key: &TableForeignKey) -> Option<Constraint<'a>> {
        let foreign_key = ForeignKey {
            columns: self.texts(key.get_columns()),
            referred_table: self.table(key.get_ref_table()?)?,
            referred_columns: self.texts(key.get_ref_columns()),
            on_delete: key.get_on_delete().and_then(action),
            on_update: key.get_on_update().and_then(action),
            on_delete_columns: &[],
            match_kind: None,
        };
        let made = Constraint::new("", ConstraintKind::ForeignKey(foreign_key));
        let name = key.get_name().map(|name| self.text(name.to_owned()));
        Some(Constraint { name, ..made })
    }

    fn table(&self, table: &TableRef) -> Option<TableName<'a>> {
        let TableRef::Table(name, _) = table else {
            return None;
        };
        let schema = name.0.as_ref().map(|schema| self.text(schema.1.to_string()));
        Some(TableName { schema, name: self.text(name.1.to_string()) })
    }

    fn index(&self, index: &IndexCreateStatement) -> Index<'a> {
        let spec = index.get_index_spec();
        let name = spec.get_name().map(|name| self.text(name.to_owned()));
        let columns = self.texts(spec.get_column_names());
        let made = Index::over(name, self.name, IndexKeys::Columns(columns));
        Index { unique: index.is_unique_key(), ..made }
    }

    fn text(&self, text: String) -> &'a str {
        self.arena.keep_text(text)
    }

    fn texts(&self, texts: Vec<String>) -> &'a [&'a str] {
        self.arena.keep(texts.into_iter().map(|text| self.text(text)).collect())
    }
}

fn without_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

fn action(action: ForeignKeyAction) -> Option<ReferentialAction> {
    Some(match action {
        ForeignKeyAction::Restrict => ReferentialAction::Restrict,
        ForeignKeyAction::Cascade => ReferentialAction::Cascade,
        ForeignKeyAction::SetNull => ReferentialAction::SetNull,
        ForeignKeyAction::NoAction => ReferentialAction::NoAction,
        ForeignKeyAction::SetDefault => ReferentialAction::SetDefault,
        // A later SeaQuery's.
        _ => return None,
    })
}
