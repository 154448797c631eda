//! Reads the schemas that are compared.

use migration_api::abi::Arena;
use migration_api::schema::Metadata;

use super::super::online::{OnlineRun, RunOptions};
use super::super::{Event, RuntimeError, Task};
use super::{CompareRun, Ground, Revisions, SchemaSource};
use crate::autogenerate::{SourcePlace, WantedSchema, create_all, wanted, without_left_alone};
use crate::dialect::{self, DatabaseError, DatabaseUrl, Dialect, OnlineSettings, Scratch, Session};
use crate::error::Error;
use crate::revision::{Place, Symbol, Target};
use crate::schema::{Schema, Terms};
use migration_api::ops::Operation;
use migration_api::schema::TableName;

use super::super::StepCause;

impl CompareRun<'_> {
    /// Returns what a source holds or wants.
    pub(super) fn source<'a>(
        &mut self,
        source: &SchemaSource,
        metadata: &Metadata,
        actual: &Schema<'a>,
        terms: &Terms<'a>,
        schemas: &[String],
    ) -> Result<WantedSchema<'a>, Error> {
        let arena = terms.arena;
        let read = match source {
            SchemaSource::Database => reflected(self.connection, schemas, arena)?,
            SchemaSource::Url(url) => {
                let url: DatabaseUrl = url.parse().map_err(DatabaseError::from)?;
                let Ground { root, session, .. } = self.ground;
                let mut connection = dialect::open_existing(&url, root, session)?;
                same_kind(terms.dialect, connection.dialect())?;
                reflected(connection.as_mut(), schemas, arena)?
            }
            SchemaSource::Revision(target) => self.at_revision(target, terms, schemas)?,
            SchemaSource::Metadata => return self.wanted(metadata, actual, terms, schemas),
            SchemaSource::SqlFile(file) => {
                let metadata = Metadata::from_sql_file(&file.display().to_string());
                return self.wanted(&metadata, actual, terms, schemas);
            }
        };
        Ok(WantedSchema { written: Schema::default(), read })
    }

    fn wanted<'a>(
        &mut self,
        metadata: &Metadata,
        actual: &Schema<'a>,
        terms: &Terms<'a>,
        schemas: &[String],
    ) -> Result<WantedSchema<'a>, Error> {
        let place = SourcePlace { scratch: self.ground.scratch_place(), schemas };
        wanted(metadata, &place, terms, actual)
    }

    /// Returns what a database holds that was made as is wanted.
    pub(super) fn made<'a>(
        &mut self,
        wanted: WantedSchema<'a>,
        terms: &Terms<'a>,
        schemas: &[String],
    ) -> Result<Schema<'a>, Error> {
        let WantedSchema { written, mut read } = wanted;
        if !written.is_empty() {
            let mut scratch = self.scratch(terms)?;
            let connection = session(&mut scratch)?;
            for operation in create_all(terms.dialect, &written, terms.arena) {
                carried_out(connection, &operation, |_| Ok(()))?;
            }
            read.extend(of_scratch(connection, schemas, terms.arena)?);
            read.sort();
        }
        Ok(read)
    }

    /// Returns what an empty database holds after an upgrade.
    fn at_revision<'a>(
        &mut self,
        target: &Target,
        terms: &Terms<'a>,
        schemas: &[String],
    ) -> Result<Schema<'a>, Error> {
        if target.place == Place::At(Symbol::Base) {
            return Ok(Schema::default());
        }
        let mut scratch = self.scratch(terms)?;
        let connection = session(&mut scratch)?;
        let Some(Revisions { project, code, options }) = &mut self.revisions else {
            return Err(RuntimeError::NoProject.into());
        };
        let mut options = RunOptions::clone(options);
        // An empty database has no schema but the default one, in which the table is as good.
        options.version_table.schema = None;
        options.schemas = Vec::new();
        options.listener = None;
        let name = options.version_table.name.clone();
        // Who is told of an upgrade would take it for one of their own database.
        let mut compiling_and_warnings = |event| match event {
            Event::Build(_) | Event::Progress(_) | Event::Warning { .. } => {
                (self.hooks.observer)(event);
            }
            Event::Context { .. }
            | Event::Running { .. }
            | Event::CreatedTable { .. }
            | Event::Waiting { .. }
            | Event::NothingToDo { .. }
            | Event::Recovered { .. }
            | Event::Detected(_) => {}
        };
        let mut run = OnlineRun {
            project,
            code,
            connection: &mut *connection,
            options,
            observer: &mut compiling_and_warnings,
        };
        run.run(&Task::Upgrade(target.clone()))?;
        let mut schema = of_scratch(connection, schemas, terms.arena)?;
        without_left_alone(&mut schema, TableName { schema: None, name: &name });
        Ok(schema)
    }

    /// Opens a database that is there only for a while.
    pub(super) fn scratch(&self, terms: &Terms<'_>) -> Result<Scratch, Error> {
        self.ground.scratch_place().open(terms.dialect, Some(terms.default_schema))
    }
}

/// Returns the session of a scratch database.
pub(super) fn session(scratch: &mut Scratch) -> Result<&mut dyn Session, Error> {
    scratch.connection().ok_or_else(|| RuntimeError::ScratchClosed.into())
}

/// Carries out an operation, and tells of each of its statements as a script has it.
pub(super) fn carried_out(
    connection: &mut dyn Session,
    operation: &Operation<'_>,
    mut told: impl FnMut(String) -> Result<(), Error>,
) -> Result<(), Error> {
    let dialect = connection.dialect();
    let failed = |cause: StepCause| RuntimeError::Scratch { source: cause };
    // What is made anew on SQLite is made within a transaction. Nobody else is here to hold another.
    connection.try_begin()?;
    for part in dialect.split(operation) {
        let rendered = dialect
            .render_online(&part, connection, &OnlineSettings::default())
            .map_err(|error| failed(error.into()))?;
        for statement in &rendered.statements {
            let text = statement.to_script(dialect);
            told(text.map_err(|error| failed(StepCause::Render(error)))?)?;
            connection.run(statement).map_err(|error| failed(StepCause::Database(error)))?;
        }
    }
    Ok(connection.commit()?)
}

fn reflected<'a>(
    connection: &mut dyn Session,
    schemas: &[String],
    arena: &'a Arena,
) -> Result<Schema<'a>, Error> {
    let schemas: Vec<&str> = schemas.iter().map(String::as_str).collect();
    Ok(connection.dialect().inspector().reflect(connection, &schemas, arena)?)
}

/// Reads a scratch database: schemas that are databases of their own are none of it.
fn of_scratch<'a>(
    connection: &mut dyn Session,
    schemas: &[String],
    arena: &'a Arena,
) -> Result<Schema<'a>, Error> {
    let owns_schemas = connection.dialect().inspector().owns_schemas();
    reflected(connection, if owns_schemas { schemas } else { &[] }, arena)
}

/// Checks that two databases can be compared: types and expressions have the words of one kind.
fn same_kind(one: &dyn Dialect, other: &dyn Dialect) -> Result<(), RuntimeError> {
    match one.name() == other.name() {
        true => Ok(()),
        false => Err(RuntimeError::OtherKind { one: one.title(), other: other.title() }),
    }
}
