//! Names for constraints and indexes that were given none.

use migration_api::abi::Arena;
use migration_api::ops::{AddColumn, AddConstraint, Batch, CreateIndex, CreateTable, Operation};
use migration_api::schema::{
    Column, Constraint, ConstraintKind, Index, IndexKeys, NamingConvention, Reference, TableName,
};

use super::NameLimit;
use crate::dialect::Dialect;

/// The template for an index, unless the convention has one: SQLAlchemy's own default.
const INDEX: &str = "ix_%(column_0_label)s";

/// What names are made by: the templates, and the database that sets a limit to their length.
#[derive(Clone, Copy)]
pub struct Naming<'a> {
    /// The templates.
    pub convention: NamingConvention<'a>,
    /// The database.
    pub dialect: &'a dyn Dialect,
    /// Where new names are kept.
    pub arena: &'a Arena,
}

impl<'a> Naming<'a> {
    /// Returns the operation with a name wherever the convention has one and the author gave none, and behind
    /// it the index of a new column that is to have one.
    pub fn apply(&self, operation: &Operation<'a>) -> Vec<Operation<'a>> {
        let named = match operation {
            Operation::CreateTable(op) => Operation::CreateTable(self.table(op)),
            Operation::AddColumn(op) => {
                let column = self.column(op.table, &op.column);
                let index = op.column.index.then(|| self.index_of(op.table, &op.column));
                let add = Operation::AddColumn(AddColumn { column, ..*op });
                let index = index.map(|index| Operation::CreateIndex(CreateIndex::new(index)));
                return [Some(add), index].into_iter().flatten().collect();
            }
            Operation::AddConstraint(op) => Operation::AddConstraint(AddConstraint {
                constraint: self.constraint(op.table, &op.constraint),
                ..*op
            }),
            Operation::CreateIndex(op) => {
                Operation::CreateIndex(CreateIndex { index: self.index(&op.index), ..*op })
            }
            Operation::Batch(op) => {
                let operations = op.operations.iter().flat_map(|operation| self.apply(operation));
                Operation::Batch(Batch { operations: self.arena.keep(operations.collect()), ..*op })
            }
            other => *other,
        };
        vec![named]
    }

    fn table(&self, op: &CreateTable<'a>) -> CreateTable<'a> {
        let columns = op.columns.iter().map(|column| self.column(op.table, column)).collect();
        let mut constraints: Vec<_> =
            op.constraints.iter().map(|it| self.constraint(op.table, it)).collect();
        let marked: Vec<_> =
            op.columns.iter().filter(|column| column.primary_key).map(|it| it.name).collect();
        let mut columns: Vec<Column<'a>> = columns;
        // A key that the columns mark has no place for a name, but one constraint of the table has.
        if self.convention.pk.is_some() && !marked.is_empty() {
            let key = Constraint::primary_key("", self.arena.keep(marked)).unnamed();
            constraints.insert(0, self.constraint(op.table, &key));
            columns.iter_mut().for_each(|column| column.primary_key = false);
        }
        let of_columns = op.columns.iter().filter(|column| column.index);
        let of_columns = of_columns.map(|column| self.index_of(op.table, column));
        let own = op.indexes.iter().map(|index| self.index(&Index { table: op.table, ..*index }));
        let indexes = of_columns.chain(own);
        CreateTable {
            columns: self.arena.keep(columns),
            constraints: self.arena.keep(constraints),
            indexes: self.arena.keep(indexes.collect()),
            ..*op
        }
    }

    fn column(&self, table: TableName<'a>, column: &Column<'a>) -> Column<'a> {
        let mut named = Column { index: false, ..*column };
        if column.unique && column.unique_name.is_none() {
            let subject = Subject { table, columns: &[column.name], ..Subject::default() };
            named.unique_name = self.name(self.convention.uq, &subject);
        }
        if let Some(to) = column.references
            && to.name.is_none()
        {
            let (columns, referred) = ([column.name], [to.column]);
            let subject = Subject {
                table,
                columns: &columns,
                referred_table: Some(TableName::parse(to.table)),
                referred_columns: &referred,
                given: None,
            };
            named.references =
                Some(Reference { name: self.name(self.convention.fk, &subject), ..to });
        }
        named
    }

    /// Returns the index of a column that has one of its own.
    fn index_of(&self, table: TableName<'a>, column: &Column<'a>) -> Index<'a> {
        let columns = self.arena.keep(vec![column.name]);
        let index = Index { table, ..Index::new("", "", columns) };
        self.index(&index.unnamed())
    }

    fn index(&self, index: &Index<'a>) -> Index<'a> {
        if index.name.is_some() {
            return *index;
        }
        let columns: Vec<&str> = match index.keys {
            IndexKeys::Columns(columns) => columns.to_vec(),
            IndexKeys::Parts(parts) => parts.iter().map(|part| part.text).collect(),
        };
        let subject = Subject { table: index.table, columns: &columns, ..Subject::default() };
        let template = self.convention.ix.unwrap_or(INDEX);
        Index { name: self.name(Some(template), &subject), ..*index }
    }

    /// Returns a constraint with a name, if the convention has one for it.
    pub fn constraint(&self, table: TableName<'a>, constraint: &Constraint<'a>) -> Constraint<'a> {
        let convention = &self.convention;
        let template = match constraint.kind {
            ConstraintKind::PrimaryKey(_) => convention.pk,
            ConstraintKind::Unique(_) => convention.uq,
            ConstraintKind::Check(_) => convention.ck,
            ConstraintKind::ForeignKey(_) => convention.fk,
            ConstraintKind::Exclude(_) => None,
        };
        let wraps = template.is_some_and(|template| template.contains("%(constraint_name)s"));
        let wanted = match constraint.name {
            Some(_) => wraps && !constraint.name_is_final,
            // Without a name there is nothing to wrap.
            None => !wraps,
        };
        if !wanted {
            return *constraint;
        }
        let subject = Subject { given: constraint.name, ..Subject::of(table, &constraint.kind) };
        Constraint { name: self.name(template, &subject).or(constraint.name), ..*constraint }
    }

    /// Returns the name that a template gives, short enough for the database.
    fn name(&self, template: Option<&str>, subject: &Subject<'_>) -> Option<&'a str> {
        let name = filled(template?, subject);
        Some(self.arena.keep_text(shortened(name, self.dialect.identifier_limit())))
    }
}

/// What a name is made of.
#[derive(Clone, Copy, Default)]
struct Subject<'a> {
    table: TableName<'a>,
    columns: &'a [&'a str],
    referred_table: Option<TableName<'a>>,
    referred_columns: &'a [&'a str],
    given: Option<&'a str>,
}

impl<'a> Subject<'a> {
    fn of(table: TableName<'a>, kind: &ConstraintKind<'a>) -> Self {
        let subject = Self { table, ..Self::default() };
        match kind {
            ConstraintKind::PrimaryKey(columns) | ConstraintKind::Unique(columns) => {
                Self { columns, ..subject }
            }
            ConstraintKind::ForeignKey(key) => Self {
                columns: key.columns,
                referred_table: Some(key.referred_table),
                referred_columns: key.referred_columns,
                ..subject
            },
            ConstraintKind::Check(_) | ConstraintKind::Exclude(_) => subject,
        }
    }

    /// Returns what a token stands for; nothing for one that is not known.
    fn token(&self, token: &str) -> Option<String> {
        match token {
            "table_name" => return Some(self.table.name.to_owned()),
            "referred_table_name" => return self.referred_table.map(|table| table.name.to_owned()),
            "constraint_name" => return self.given.map(str::to_owned),
            _ => {}
        }
        let (columns, table, token) = match token.strip_prefix("referred_") {
            Some(rest) => (self.referred_columns, self.referred_table?, rest),
            None => (self.columns, self.table, token),
        };
        let rest = token.strip_prefix("column_")?;
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, rest) = rest.split_at_checked(digits)?;
        let label = |column: &str| format!("{}_{column}", table.name);
        let plain = |column: &str| column.to_owned();
        // `N` stands for all columns, `_N` for all with a line between.
        let (all, between, what) = match (rest.strip_prefix("_N"), rest.strip_prefix('N')) {
            (Some(what), _) => (true, "_", what),
            (None, Some(what)) => (true, "", what),
            (None, None) => (false, "", rest),
        };
        let text: &dyn Fn(&str) -> String = match what {
            "_name" | "_key" => &plain,
            "_label" => &label,
            _ => return None,
        };
        if all {
            let texts: Vec<_> = columns.iter().map(|column| text(column)).collect();
            return Some(texts.join(between));
        }
        columns.get(number.parse::<usize>().ok()?).map(|column| text(column))
    }
}

/// Fills a template in. A token that stands for nothing here becomes empty.
fn filled(template: &str, subject: &Subject<'_>) -> String {
    let mut name = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once("%(") {
        name.push_str(before);
        let Some((token, after)) = behind.split_once(")s") else {
            name.push_str("%(");
            rest = behind;
            continue;
        };
        name.push_str(&subject.token(token).unwrap_or_default());
        rest = after;
    }
    name + rest
}

/// Cuts a name that is too long, and ends it in four digits of its MD5, as SQLAlchemy does.
///
/// Source: `IdentifierPreparer.truncate_and_render_constraint_name` of SQLAlchemy 2.
fn shortened(name: String, limit: Option<NameLimit>) -> String {
    let Some(limit) = limit.filter(|limit| limit.length(&name) > limit.size()) else {
        return name;
    };
    let mut kept = name.clone();
    while limit.length(&kept) > limit.size().saturating_sub(8) {
        kept.pop();
    }
    let digest = format!("{:x}", md5::compute(name.as_bytes()));
    let tail = digest.get(digest.len().saturating_sub(4)..).unwrap_or_default();
    format!("{kept}_{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::by_name;

    #[test]
    fn a_template_is_filled_as_sqlalchemy_fills_it() {
        let subject = Subject {
            table: TableName::parse("shop.line"),
            columns: &["order_id", "product"],
            referred_table: Some(TableName::parse("orders")),
            referred_columns: &["id", "part"],
            given: Some("positive"),
        };
        for (template, name) in [
            ("pk_%(table_name)s", "pk_line"),
            ("ix_%(column_0_label)s", "ix_line_order_id"),
            ("uq_%(table_name)s_%(column_0_name)s", "uq_line_order_id"),
            ("uq_%(table_name)s_%(column_0_N_name)s", "uq_line_order_id_product"),
            ("uq_%(table_name)s_%(column_0N_name)s", "uq_line_order_idproduct"),
            ("uq_%(column_0_N_label)s", "uq_line_order_id_line_product"),
            ("uq_%(column_1_key)s", "uq_product"),
            ("ck_%(table_name)s_%(constraint_name)s", "ck_line_positive"),
            (
                "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                "fk_line_order_id_orders",
            ),
            ("fk_%(referred_column_0_name)s_%(referred_column_1_label)s", "fk_id_orders_part"),
            ("%(unknown)s%(open", "%(open"),
        ] {
            assert_eq!(filled(template, &subject), name, "{template}");
        }
    }

    #[test]
    fn a_name_that_is_too_long_ends_in_its_digest() {
        let long = "a".repeat(70);
        assert_eq!(
            shortened(long.clone(), Some(NameLimit::Bytes(63))),
            format!("{}_3d46", "a".repeat(55))
        );
        assert_eq!(shortened(long.clone(), None), long);
        assert_eq!(shortened("short".into(), Some(NameLimit::Bytes(63))), "short");
        let umlauts = "ü".repeat(60);
        assert_eq!(shortened(umlauts.clone(), Some(NameLimit::Characters(64))), umlauts);
        assert_eq!(
            shortened(umlauts, Some(NameLimit::Bytes(63))),
            format!("{}_0ec5", "ü".repeat(27))
        );
    }

    #[test]
    fn a_name_is_given_where_the_author_gave_none() {
        let arena = Arena::default();
        let dialect = by_name("postgresql").unwrap();
        let naming = Naming { convention: NamingConvention::RECOMMENDED, dialect, arena: &arena };
        let names = |constraint: Constraint<'static>| {
            let op = Operation::from(AddConstraint::new("line", constraint));
            naming.apply(&op).iter().find_map(|op| match op {
                Operation::AddConstraint(op) => op.constraint.name.map(str::to_owned),
                _ => None,
            })
        };
        let check = Constraint::check("positive", "n > 0");
        for (constraint, name) in [
            (Constraint::unique("", &["a", "b"]).unnamed(), Some("uq_line_a")),
            (Constraint::unique("mine", &["a"]), Some("mine")),
            (Constraint::primary_key("", &["a"]).unnamed(), Some("pk_line")),
            (check, Some("ck_line_positive")),
            (check.final_name(), Some("positive")),
            (check.unnamed(), None),
        ] {
            assert_eq!(names(constraint).as_deref(), name, "{constraint:?}");
        }
    }
}
