//! What revisions would change, found out without a database: their functions run, and nothing is carried out.

use std::collections::BTreeMap;

use migration_api::Place;
use migration_api::abi::{self, Command, MigrationFacts, Reply, Request};
use migration_api::ops::Operation;
use migration_api::schema::{Column, ConstraintKind, IndexKeys, TableName};

use super::{Code, Observer, RuntimeError, harmless};
use crate::build::BuildError;
use crate::config::Config;
use crate::dialect::{self, DatabaseUrl};
use crate::error::Error;
use crate::load::{HostCalls, Unit};
use crate::project::Project;
use crate::script::ScriptFile;
use crate::sql;

/// The database that revisions are told of where the settings name none.
const DIALECT: &str = "sqlite";

/// What a revision's `upgrade` would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// What it does to tables, in order.
    pub effects: Vec<Effect>,
    /// Why it may do more than that.
    pub unknown: Option<String>,
}

/// What one operation does to a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The table: in lower case, as databases compare plain names, and without a default schema.
    pub table: String,
    /// The columns, in lower case; none where the table as a whole is meant.
    pub columns: Vec<String>,
    /// The operation, by the name of its method.
    pub operation: &'static str,
    /// Whether it only refers to the table, by a foreign key of another one.
    pub is_reference: bool,
}

/// The schemas that a table without one is in.
const DEFAULT_SCHEMAS: [&str; 2] = ["main", "public"];

/// Runs the `upgrade` functions of these revisions without a database, each for itself.
///
/// # Errors
/// When nothing can be built. A revision that does not compile, or fails, is one that is not known.
pub fn survey(
    project: &Project,
    revisions: &[&str],
    observer: Observer<'_>,
) -> Result<BTreeMap<String, Survey>, Error> {
    let mut files: Vec<&ScriptFile> =
        revisions.iter().map(|id| super::file(project, id)).collect::<Result<_, RuntimeError>>()?;
    let mut surveys = BTreeMap::new();
    let mut code = Code::new(project)?;
    let units = loop {
        let broken = match code.units_of(project, &files, observer) {
            Ok(units) => break units,
            Err(Error::Build(BuildError::Compile { files: broken, rendered })) => {
                let is_broken = |file: &mut &ScriptFile| {
                    // Cargo names the file itself, whatever links lead to it.
                    let path = file.path.canonicalize().unwrap_or_else(|_| file.path.clone());
                    broken.iter().any(|it| path.ends_with(it))
                };
                let out: Vec<&ScriptFile> = files.extract_if(.., is_broken).collect();
                if out.is_empty() {
                    return Err(BuildError::Compile { files: broken, rendered }.into());
                }
                out
            }
            Err(error) => return Err(error),
        };
        let unknown = Survey { effects: Vec::new(), unknown: Some(BROKEN.to_owned()) };
        surveys.extend(broken.into_iter().map(|file| (file.id.clone(), unknown.clone())));
    };
    let databases = match project.config.databases.as_slice() {
        [] => std::slice::from_ref(&project.config),
        several => several,
    };
    surveys.extend(units.into_iter().map(|(id, unit)| {
        let mut all = Survey::default();
        databases.iter().for_each(|config| all.add(run(&id, &unit, config), config));
        (id, all)
    }));
    Ok(surveys)
}

impl Survey {
    /// Adds what a revision would do to one of several databases: a table of another one is another table.
    fn add(&mut self, survey: Self, config: &Config) {
        let named = |effect: Effect| match &config.database {
            Some(database) => Effect { table: format!("{database}: {}", effect.table), ..effect },
            None => effect,
        };
        self.effects.extend(survey.effects.into_iter().map(named));
        self.unknown = self.unknown.take().or(survey.unknown);
    }
}

/// Why a revision that does not compile is not known.
const BROKEN: &str = "it does not compile";

/// Returns the name of the database that the settings say, as revisions are told it.
fn dialect_name(config: &Config) -> &'static str {
    let url = config.resolved_url().ok().flatten();
    let url = url.and_then(|url| url.parse::<DatabaseUrl>().ok());
    url.map_or(DIALECT, |url| dialect::dialect_of(&url).name())
}

fn run(revision: &str, unit: &Unit, config: &Config) -> Survey {
    let command = Command::Migrate {
        revision: revision.to_owned(),
        direction: abi::Direction::Up,
        facts: MigrationFacts {
            dialect: dialect_name(config).to_owned(),
            offline: true,
            database: config.database.clone(),
            arguments: Vec::new(),
        },
    };
    let mut surveyor = Surveyor::default();
    if let Err(failure) = unit.run(&command, &mut surveyor) {
        let reason = format!("it fails without a database: {}", harmless(&failure.message));
        surveyor.survey.unknown.get_or_insert(reason);
    }
    surveyor.survey
}

/// Notes what a revision asks for, and carries nothing out.
#[derive(Default)]
struct Surveyor {
    survey: Survey,
}

impl HostCalls for Surveyor {
    fn call(&mut self, request: Request<'_>, _: &Place) -> Result<Reply, String> {
        match request {
            Request::Operation(operation) => {
                self.note(&operation);
                Ok(Reply::Affected(0))
            }
            Request::Query { .. } => {
                self.survey.unknown = Some("it reads data".to_owned());
                Err("there is no database to query".to_owned())
            }
            Request::Connect { .. }
            | Request::Configure(_)
            | Request::RunMigrations { .. }
            | Request::ExecuteOn { .. }
            | Request::QueryOn { .. }
            | Request::Attach { .. }
            | Request::Login { .. }
            | Request::StaticOutput(_) => Err("a revision cannot do that".to_owned()),
            Request::Progress(_)
            | Request::Autocommit(_)
            | Request::Failed(_)
            | Request::Answer(_)
            | Request::Driven(_) => Ok(Reply::Done),
        }
    }
}

impl Surveyor {
    fn note(&mut self, operation: &Operation<'_>) {
        let (table, columns) = match operation {
            Operation::CreateTable(op) => {
                op.columns.iter().for_each(|column| self.reference(column, operation));
                op.constraints.iter().for_each(|it| self.foreign_key(&it.kind, operation));
                (op.table, Vec::new())
            }
            Operation::DropTable(op) => (op.table, Vec::new()),
            Operation::RenameTable(op) => {
                let new = TableName { name: op.new_name, ..op.table };
                self.effect(new, &[], operation, false);
                (op.table, Vec::new())
            }
            Operation::AddColumn(op) => {
                self.reference(&op.column, operation);
                (op.table, vec![op.column.name])
            }
            Operation::DropColumn(op) => (op.table, vec![op.column]),
            Operation::AlterColumn(op) => {
                (op.table, [Some(op.column), op.new_name].into_iter().flatten().collect())
            }
            Operation::CreateIndex(op) => (op.index.table, indexed(&op.index.keys)),
            Operation::DropIndex(op) => (op.table, Vec::new()),
            Operation::AddConstraint(op) => {
                self.foreign_key(&op.constraint.kind, operation);
                (op.table, constrained(&op.constraint.kind))
            }
            Operation::DropConstraint(op) => (op.table, Vec::new()),
            Operation::BulkInsert(op) => (op.table, Vec::new()),
            Operation::SetTableComment(op) => (op.table, Vec::new()),
            Operation::SetTableOption(op) => (op.table, Vec::new()),
            Operation::ValidateConstraint(op) => (op.table, Vec::new()),
            Operation::Batch(op) => {
                op.operations.iter().for_each(|it| self.note(&sql::within(it, op)));
                return;
            }
            Operation::CreateEnum(op) => (op.name, Vec::new()),
            Operation::AddEnumValue(op) => (op.name, Vec::new()),
            Operation::RenameEnumValue(op) => (op.name, Vec::new()),
            Operation::CreateDomain(op) => (op.name, Vec::new()),
            Operation::CreateSequence(op) => (op.name, Vec::new()),
            Operation::AlterSequence(op) => (op.name, Vec::new()),
            Operation::RefreshMaterializedView(op) => (op.name, Vec::new()),
            Operation::DropObject(op) => (op.table.unwrap_or(op.name), Vec::new()),
            Operation::CreateSchema(op) => (TableName { schema: None, name: op.name }, Vec::new()),
            Operation::CreateExtension(op) => {
                (TableName { schema: None, name: op.name }, Vec::new())
            }
            // Which tables its query reads is not known.
            Operation::CreateView(_) | Operation::CreateRoutine(_) | Operation::Execute(_) => {
                self.survey.unknown = Some("it runs SQL of its own".to_owned());
                return;
            }
        };
        self.effect(table, &columns, operation, false);
    }

    fn reference(&mut self, column: &Column<'_>, operation: &Operation<'_>) {
        if let Some(to) = column.references {
            self.effect(TableName::parse(to.table), &[to.column], operation, true);
        }
    }

    fn foreign_key(&mut self, kind: &ConstraintKind<'_>, operation: &Operation<'_>) {
        if let ConstraintKind::ForeignKey(key) = kind {
            self.effect(key.referred_table, key.referred_columns, operation, true);
        }
    }

    fn effect(
        &mut self,
        table: TableName<'_>,
        columns: &[&str],
        operation: &Operation<'_>,
        is_reference: bool,
    ) {
        let schema = table.schema.filter(|schema| !DEFAULT_SCHEMAS.contains(schema));
        self.survey.effects.push(Effect {
            table: TableName { schema, ..table }.to_string().to_lowercase(),
            columns: columns.iter().map(|column| column.to_lowercase()).collect(),
            operation: operation.name(),
            is_reference,
        });
    }
}

/// Returns the columns that a constraint is about, as far as it names them.
fn constrained<'a>(kind: &ConstraintKind<'a>) -> Vec<&'a str> {
    match kind {
        ConstraintKind::PrimaryKey(columns) | ConstraintKind::Unique(columns) => columns.to_vec(),
        ConstraintKind::ForeignKey(key) => key.columns.to_vec(),
        ConstraintKind::Check(_) | ConstraintKind::Exclude(_) => Vec::new(),
    }
}

/// Returns the columns that an index is over, as far as it names them.
fn indexed<'a>(keys: &IndexKeys<'a>) -> Vec<&'a str> {
    match keys {
        IndexKeys::Columns(columns) => columns.to_vec(),
        IndexKeys::Parts(parts) => {
            parts.iter().filter(|part| !part.is_expression).map(|part| part.text).collect()
        }
    }
}
