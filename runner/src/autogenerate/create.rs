//! The operations that make everything a schema holds, in an order that runs.

use std::collections::BTreeMap;

use migration_api::abi::Arena;
use migration_api::ops::{
    AddConstraint, CreateDomain, CreateEnum, CreateIndex, CreateRoutine, CreateSchema,
    CreateSequence, CreateTable, CreateView, Execute, Operation, RoutineKind,
};
use migration_api::schema::{Constraint, Routine, Table, TableName, View};

use super::mention::words;
use super::order::{Need, Strength, closing_keys, in_order, table_needs};
use super::texts;
use crate::dialect::Dialect;
use crate::schema::Schema;
use crate::sql::{self, Feature};

/// Returns the operations that make everything that `schema` holds, each behind what it needs.
///
/// Schemas, extensions and enum types come first; then domains, sequences, tables with their indexes, views and functions, in
/// the order in which they name one another; then the foreign keys that close a circle, triggers, row-level security and its
/// policies. What has no operation of its own is a statement in the dialect's SQL.
pub fn create_all<'a>(
    dialect: &dyn Dialect,
    schema: &Schema<'a>,
    arena: &'a Arena,
) -> Vec<Operation<'a>> {
    let things = Things { schema, dialect, arena };
    let all = things.all();
    let mut operations = things.first();
    let (order, broken) = in_order(&needs(&all));
    // The tables begin where the numbers of domains and sequences end.
    let tables_from = schema.domains.len() + schema.sequences.len();
    let of_tables = broken.into_iter().filter_map(|(needy, needed)| {
        Some((needy.checked_sub(tables_from)?, needed.checked_sub(tables_from)?))
    });
    let closing = match things.adds_keys_later() {
        true => closing_keys(&schema.tables, &Vec::from_iter(of_tables)),
        false => Vec::new(),
    };
    for place in order {
        things.create(all[place], &closing, &mut operations);
    }
    operations.extend(
        closing.into_iter().map(|(table, constraint)| {
            Operation::AddConstraint(AddConstraint { table, constraint })
        }),
    );
    operations.extend(things.last());
    operations
}

/// Something that has a place in the order.
#[derive(Clone, Copy)]
enum Thing<'a> {
    Domain(CreateDomain<'a>),
    Sequence(CreateSequence<'a>),
    Table(Table<'a>),
    View(View<'a>),
    Routine(Routine<'a>),
}

struct Things<'s, 'a> {
    schema: &'s Schema<'a>,
    dialect: &'s dyn Dialect,
    arena: &'a Arena,
}

impl<'a> Things<'_, 'a> {
    /// Returns what needs nothing.
    fn first(&self) -> Vec<Operation<'a>> {
        let schemas = self.schema.schemas.iter().map(|name| CreateSchema::new(name).into());
        let extensions = self.schema.extensions.iter().map(|it| Operation::CreateExtension(*it));
        let enums =
            self.schema.enums.iter().map(|it| {
                CreateEnum { name: it.name, values: it.values, if_not_exists: false }.into()
            });
        schemas.chain(extensions).chain(enums).collect()
    }

    /// Returns whether the database takes a foreign key later. Where it does not, it looks at none before a row is written.
    fn adds_keys_later(&self) -> bool {
        !self.dialect.limits().iter().any(|limit| limit.feature == Feature::AddForeignKey)
    }

    /// Returns all that has a place in the order.
    fn all(&self) -> Vec<Thing<'a>> {
        let domains = self.schema.domains.iter().map(|it| Thing::Domain(*it));
        let sequences = self.schema.sequences.iter().map(|it| Thing::Sequence(*it));
        let tables = self.schema.tables.iter().map(|it| Thing::Table(*it));
        let views = self.schema.views.iter().map(|it| Thing::View(*it));
        let routines = self.schema.routines.iter().map(|it| Thing::Routine(*it));
        domains.chain(sequences).chain(tables).chain(views).chain(routines).collect()
    }

    /// Adds what creates a thing; without the foreign keys that come later.
    fn create(
        &self,
        thing: Thing<'a>,
        closing: &[(TableName<'a>, Constraint<'a>)],
        operations: &mut Vec<Operation<'a>>,
    ) {
        match thing {
            Thing::Domain(domain) => operations.push(domain.into()),
            Thing::Sequence(sequence) => {
                operations.push(CreateSequence { owned_by: None, ..sequence }.into());
            }
            Thing::Table(table) => {
                let is_later = |it: &&Constraint<'a>| closing.contains(&(table.name, **it));
                let own = table.constraints.iter().filter(|it| !is_later(it)).copied();
                // A new table has no rows that could be left unchecked, so that what it is made with is valid.
                let (unchecked, kept): (Vec<_>, Vec<_>) =
                    own.partition(|it| it.timing.not_valid && self.dialect.has_not_valid());
                let constraints = self.arena.keep(kept);
                operations.push(CreateTable::of(&Table { constraints, ..table }).into());
                let table = table.name;
                operations.extend(unchecked.into_iter().map(|constraint| {
                    Operation::AddConstraint(AddConstraint { table, constraint })
                }));
            }
            Thing::View(view) => {
                operations.push(CreateView::of(&view).into());
                let indexes = view.indexes.iter().map(|index| CreateIndex::new(*index));
                operations.extend(indexes.map(Operation::from));
                if let Some(comment) = sql::comment_on_view(self.dialect, &view) {
                    operations.push(self.execute(comment));
                }
            }
            Thing::Routine(it) => operations.push(CreateRoutine::new(it.kind, it.sql).into()),
        }
    }

    /// Returns what all else has to be there for.
    fn last(&self) -> Vec<Operation<'a>> {
        let schema = self.schema;
        let owners = schema.sequences.iter().filter_map(|it| sql::owned_by(self.dialect, it));
        let mut operations = Vec::from_iter(owners.map(|sql| self.execute(sql)));
        operations.extend(schema.triggers.iter().map(|trigger| {
            Operation::CreateRoutine(CreateRoutine::new(RoutineKind::Trigger, trigger.sql))
        }));
        let security =
            schema.row_security.iter().flat_map(|it| sql::row_security(self.dialect, it));
        operations.extend(security.map(|sql| self.execute(sql)));
        let policies = schema.policies.iter().map(|it| sql::create_policy(self.dialect, it));
        operations.extend(policies.map(|sql| self.execute(sql)));
        operations
    }

    fn execute(&self, sql: String) -> Operation<'a> {
        Execute { sql: self.arena.keep_text(sql), parameters: &[] }.into()
    }
}

/// Returns what each of the things needs of the others.
fn needs(all: &[Thing<'_>]) -> Vec<Vec<Need>> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut tables = BTreeMap::new();
    for (place, thing) in all.iter().enumerate() {
        places.entry(thing.name().name).or_default().push(place);
        if let Thing::Table(table) = thing {
            tables.insert(table.name, place);
        }
    }
    let mut all_needs = Vec::with_capacity(all.len());
    for (place, thing) in all.iter().enumerate() {
        let mut needs = match thing {
            Thing::Table(table) => table_needs(table, &tables),
            _ => Vec::new(),
        };
        let texts = thing.texts();
        let mentioned = texts.iter().flat_map(|text| words(text));
        for other in mentioned.filter_map(|word| places.get(word)).flatten() {
            let is_known = needs.iter().any(|(needed, _)| needed == other);
            if *other != place && !is_known && thing.may_mention(&all[*other]) {
                needs.push((*other, thing.strength()));
            }
        }
        all_needs.push(needs);
    }
    all_needs
}

impl<'a> Thing<'a> {
    fn name(&self) -> TableName<'a> {
        match self {
            Self::Domain(it) => it.name,
            Self::Sequence(it) => it.name,
            Self::Table(it) => it.name,
            Self::View(it) => it.name,
            Self::Routine(it) => it.name,
        }
    }

    /// Returns the texts in which others may be named.
    fn texts(&self) -> Vec<&'a str> {
        match self {
            Self::Domain(it) => texts::of_domain(it),
            Self::Sequence(_) => Vec::new(),
            Self::Table(it) => texts::of_table(it),
            Self::View(it) => texts::of_view(it),
            Self::Routine(it) => vec![it.sql],
        }
    }

    /// Returns whether a text of this one may name a thing of the other's kind: what looks like a table's name in a check is
    /// a column's.
    fn may_mention(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Domain(_), Self::Routine(_) | Self::Domain(_)) => true,
            (Self::Domain(_) | Self::Sequence(_), _) => false,
            (Self::Table(_), Self::Domain(_) | Self::Sequence(_) | Self::Routine(_)) => true,
            (Self::Table(_), Self::Table(_) | Self::View(_)) => false,
            (Self::View(_) | Self::Routine(_), _) => true,
        }
    }

    fn strength(&self) -> Strength {
        match self {
            Self::Routine(_) => Strength::Body,
            Self::Domain(_) | Self::Sequence(_) | Self::Table(_) | Self::View(_) => {
                Strength::Mention
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use migration_api::prelude::*;
    use migration_api::schema::{Object, Policy, RowSecurity, Trigger};

    use super::*;
    use crate::dialect;

    /// Returns the statements' first words, up to the name of what they make.
    fn created(dialect: &str, objects: &[Object<'_>]) -> String {
        let dialect = dialect::by_name(dialect).unwrap();
        let arena = Arena::default();
        let mut schema = Schema::default();
        objects.iter().for_each(|object| schema.push(*object));
        let mut lines = Vec::new();
        for operation in create_all(dialect, &schema, &arena) {
            for statement in sql::render(dialect, &operation).unwrap() {
                lines.push(statement.sql().split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
        lines.join("\n")
    }

    fn circle() -> [Object<'static>; 2] {
        const A: &[Constraint<'_>] = &[Constraint::primary_key("pk_a", &["id"])];
        const COLUMNS: &[Column<'_>] =
            &[Column::new("id", Integer).not_null(), Column::new("other", Integer)];
        let to_b = Constraint::foreign_key("a_to_b", &["other"], "b", &["id"]);
        let to_a = Constraint::foreign_key("b_to_a", &["other"], "a", &["id"]);
        let keys = |key| &*Vec::leak(vec![A[0], key]);
        [
            Object::Table(Table::new("a", COLUMNS, keys(to_b))),
            Object::Table(Table::new("b", COLUMNS, keys(to_a))),
        ]
    }

    #[test]
    fn a_circle_of_keys_is_closed_where_the_database_can() {
        insta::assert_snapshot!(created("postgresql", &circle()), @"
        CREATE TABLE b ( id SERIAL NOT NULL, other INTEGER, CONSTRAINT pk_a PRIMARY KEY (id) )
        CREATE TABLE a ( id SERIAL NOT NULL, other INTEGER, CONSTRAINT pk_a PRIMARY KEY (id), CONSTRAINT a_to_b FOREIGN KEY (other) REFERENCES b (id) )
        ALTER TABLE b ADD CONSTRAINT b_to_a FOREIGN KEY (other) REFERENCES a (id)
        ");
        insta::assert_snapshot!(created("sqlite", &circle()), @"
        CREATE TABLE b ( id INTEGER NOT NULL, other INTEGER, CONSTRAINT pk_a PRIMARY KEY (id), CONSTRAINT b_to_a FOREIGN KEY (other) REFERENCES a (id) )
        CREATE TABLE a ( id INTEGER NOT NULL, other INTEGER, CONSTRAINT pk_a PRIMARY KEY (id), CONSTRAINT a_to_b FOREIGN KEY (other) REFERENCES b (id) )
        ");
    }

    #[test]
    fn objects_stand_behind_what_they_name() {
        let columns = &[
            Column::new("id", Integer).not_null().default_sql("next_number()"),
            Column::new("mail", Named("email")),
            Column::new("serial", BigInt).default_sql("nextval('counter')"),
        ];
        let objects = [
            Object::View(View::new("a_view", "SELECT * FROM z_view").comment("it's all")),
            Object::View(View::new("z_view", "SELECT id FROM person")),
            Object::Routine(Routine::function(
                "next_number",
                "",
                "CREATE FUNCTION next_number() …",
            )),
            Object::Routine(Routine::function("all_of", "", "CREATE FUNCTION all_of() … z_view")),
            Object::Domain(CreateDomain::new("email", Text)),
            Object::Sequence(CreateSequence::new("counter").owned_by("person.serial")),
            Object::Table(Table::new("person", columns, &[])),
            Object::Trigger(Trigger::new("stamp", "person", "CREATE TRIGGER stamp …")),
            Object::RowSecurity(RowSecurity::new("person").forced()),
            Object::Policy(
                Policy::new("own", "person")
                    .restrictive()
                    .command("UPDATE")
                    .roles(&["CURRENT_USER", "Clerk"])
                    .using("id > 0")
                    .check("true"),
            ),
            Object::Schema("billing"),
            Object::Extension(migration_api::ops::CreateExtension::new("citext")),
            Object::Enum(EnumType::new("mood", &["sad", "ok"])),
        ];
        insta::assert_snapshot!(created("postgresql", &objects), @r#"
        CREATE SCHEMA billing
        CREATE EXTENSION citext
        CREATE TYPE mood AS ENUM ('sad', 'ok')
        CREATE DOMAIN email AS TEXT
        CREATE SEQUENCE counter
        CREATE FUNCTION next_number() …
        CREATE TABLE person ( id INTEGER DEFAULT next_number() NOT NULL, mail email, serial BIGINT DEFAULT nextval('counter') )
        CREATE VIEW z_view AS SELECT id FROM person
        CREATE VIEW a_view AS SELECT * FROM z_view
        COMMENT ON VIEW a_view IS 'it''s all'
        CREATE FUNCTION all_of() … z_view
        ALTER SEQUENCE counter OWNED BY person.serial
        CREATE TRIGGER stamp …
        ALTER TABLE person ENABLE ROW LEVEL SECURITY
        ALTER TABLE person FORCE ROW LEVEL SECURITY
        CREATE POLICY own ON person AS RESTRICTIVE FOR UPDATE TO CURRENT_USER, "Clerk" USING (id > 0) WITH CHECK (true)
        "#);
    }
}
