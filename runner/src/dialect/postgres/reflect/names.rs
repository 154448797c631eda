//! Schemas that are there for a while, in the place of real ones.

use std::collections::{BTreeMap, BTreeSet};

use migration_api::abi::Arena;
use migration_api::schema::TableName;

use super::renaming::Renaming;
use crate::dialect::Dialect;
use crate::dialect::postgres::Postgres;
use crate::schema::Schema;
use crate::sql::{quoted_text, tokens};

/// The schemas that stand in for real ones, and the objects that go there.
pub(super) struct StandIns<'a> {
    arena: &'a Arena,
    default_schema: &'a str,
    /// What all of the schemas' names begin with.
    prefix: &'a str,
    /// The schemas, by the names of the real ones.
    schemas: BTreeMap<&'a str, &'a str>,
    /// Real schemas and names of the objects.
    objects: BTreeSet<(&'a str, &'a str)>,
}

impl<'a> StandIns<'a> {
    /// Returns stand-ins for the default schema, and for all others in which these objects stand; their names begin with `prefix`.
    pub(super) fn of(
        wanted: &Schema<'a>,
        default_schema: &'a str,
        prefix: &'a str,
        arena: &'a Arena,
    ) -> Self {
        let objects = objects(wanted);
        let objects: BTreeSet<_> =
            objects.map(|it| (it.schema.unwrap_or(default_schema), it.name)).collect();
        let all = [default_schema].into_iter().chain(wanted.schemas.iter().copied());
        let all: BTreeSet<&str> = all.chain(objects.iter().map(|(schema, _)| *schema)).collect();
        let stand_in = |(number, real): (usize, &'a str)| {
            (real, arena.keep_text(format!("{prefix}_{number}")))
        };
        let schemas = all.into_iter().enumerate().map(stand_in).collect();
        Self { arena, default_schema, prefix, schemas, objects }
    }

    /// Returns all of the schemas that stand in.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a str> {
        self.schemas.values().copied()
    }

    /// Returns the schema that stands in for a real one, if one does.
    pub(super) fn of_schema(&self, schema: &str) -> Option<&'a str> {
        self.schemas.get(schema).copied()
    }

    fn of_object(&self, schema: &str, name: &str) -> Option<&'a str> {
        self.objects.get(&(schema, name)).and_then(|_| self.of_schema(schema))
    }

    /// Returns the string literal of a name with the stand-in in it, if that is what it holds.
    fn literal(&self, token: &str) -> Option<String> {
        let inner = token.strip_prefix('\'')?.strip_suffix('\'')?;
        let (schema, name) = inner.split_once('.')?;
        let stand_in = self.of_object(&identifier(schema)?, &identifier(name)?)?;
        Some(quoted_text(&format!("{stand_in}.{name}")))
    }
}

/// Returns the names of all objects that stand in schemas.
fn objects<'a>(wanted: &Schema<'a>) -> impl Iterator<Item = TableName<'a>> {
    let enums = wanted.enums.iter().map(|it| it.name);
    let domains = wanted.domains.iter().map(|it| it.name);
    let sequences = wanted.sequences.iter().map(|it| it.name);
    let tables = wanted.tables.iter().map(|it| it.name);
    let views = wanted.views.iter().map(|it| it.name);
    let routines = wanted.routines.iter().map(|it| it.name);
    enums.chain(domains).chain(sequences).chain(tables).chain(views).chain(routines)
}

/// Returns the identifier that a token is.
pub(super) fn identifier(token: &str) -> Option<String> {
    if let Some(quoted) = token.strip_prefix('"') {
        return Some(quoted.strip_suffix('"')?.replace("\"\"", "\""));
    }
    let is_word = token.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && token.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'));
    is_word.then(|| token.to_lowercase())
}

impl<'a> Renaming<'a> for StandIns<'a> {
    fn arena(&self) -> &'a Arena {
        self.arena
    }

    fn name(&self, name: TableName<'a>) -> TableName<'a> {
        let stand_in = self.of_schema(name.schema.unwrap_or(self.default_schema));
        TableName { schema: stand_in.or(name.schema), ..name }
    }

    // What is not among the objects stays where it is.
    fn referred(&self, name: TableName<'a>) -> TableName<'a> {
        let stand_in = self.of_object(name.schema.unwrap_or(self.default_schema), name.name);
        TableName { schema: stand_in.or(name.schema), ..name }
    }

    // A schema is told from a table's name or alias by the object that stands behind it.
    fn text(&self, text: &'a str) -> &'a str {
        if !text.contains('.') {
            return text;
        }
        let all: Vec<&str> = tokens(text, Postgres.syntax()).map(|(_, token)| token).collect();
        let mut renamed = String::with_capacity(text.len());
        for (at, token) in all.iter().enumerate() {
            let follows_dot = at > 0 && all.get(at - 1) == Some(&".");
            let behind = (all.get(at + 1) == Some(&".")).then(|| all.get(at + 2)).flatten();
            let stand_in = match (behind, follows_dot) {
                (Some(name), false) => identifier(token)
                    .zip(identifier(name))
                    .and_then(|(schema, name)| self.of_object(&schema, &name)),
                _ => None,
            };
            match (stand_in, self.literal(token)) {
                (Some(stand_in), _) => renamed.push_str(stand_in),
                (None, Some(literal)) => renamed.push_str(&literal),
                (None, None) => renamed.push_str(token),
            }
        }
        self.arena.keep_text(renamed)
    }
}

/// The way back from stand-ins to the real names.
pub(super) struct Back<'s, 'a>(pub(super) &'s StandIns<'a>);

impl<'a> Renaming<'a> for Back<'_, 'a> {
    fn arena(&self) -> &'a Arena {
        self.0.arena
    }

    fn name(&self, name: TableName<'a>) -> TableName<'a> {
        let of = |stand_in| self.0.schemas.iter().find(|(_, it)| **it == stand_in);
        match name.schema.and_then(of) {
            Some((real, _)) => {
                let schema = Some(*real).filter(|real| *real != self.0.default_schema);
                TableName { schema, ..name }
            }
            None => name,
        }
    }

    fn referred(&self, name: TableName<'a>) -> TableName<'a> {
        self.name(name)
    }

    fn text(&self, text: &'a str) -> &'a str {
        if !text.contains(self.0.prefix) {
            return text;
        }
        let mut renamed = text.to_owned();
        // The later ones first: `…_1` is a part of `…_10`.
        let mut all: Vec<_> = self.0.schemas.iter().collect();
        all.sort_by_key(|(_, stand_in)| std::cmp::Reverse(stand_in.len()));
        for (real, stand_in) in all {
            let qualified = format!("{}.", Postgres.quote(real));
            renamed = renamed.replace(&format!("{stand_in}."), &qualified).replace(stand_in, real);
        }
        self.0.arena.keep_text(renamed)
    }
}

#[cfg(test)]
mod tests {
    use migration_api::schema::{EnumType, Table};

    use super::*;

    #[test]
    fn names_go_and_come_back() {
        let arena = Arena::default();
        let wanted = Schema {
            tables: vec![Table::new("account", &[], &[]), Table::new("sales.bill", &[], &[])],
            enums: vec![EnumType::new("sales.State", &[])],
            ..Schema::default()
        };
        let stand_ins = StandIns::of(&wanted, "public", "tmp", &arena);
        for (text, renamed) in [
            ("SELECT bill.amount FROM sales.bill", "SELECT bill.amount FROM tmp_1.bill"),
            ("SELECT sales.amount FROM account sales", "SELECT sales.amount FROM account sales"),
            ("'a'::sales.\"State\"", "'a'::tmp_1.\"State\""),
            ("public.account.id > 0", "tmp_0.account.id > 0"),
            ("other.sales.bill", "other.sales.bill"),
            ("nextval('sales.bill'::regclass)", "nextval('tmp_1.bill'::regclass)"),
            ("$$ sales.bill $$ || 'sales.bill x'", "$$ sales.bill $$ || 'sales.bill x'"),
        ] {
            assert_eq!(stand_ins.text(text), renamed, "{text}");
            assert_eq!(Back(&stand_ins).text(stand_ins.text(text)), text);
        }
        let bill = TableName::parse("sales.bill");
        assert_eq!(stand_ins.name(bill), TableName::parse("tmp_1.bill"));
        assert_eq!(Back(&stand_ins).name(TableName::parse("tmp_1.bill")), bill);
        assert_eq!(
            stand_ins.referred(TableName::parse("sales.gone")),
            TableName::parse("sales.gone")
        );
    }
}
