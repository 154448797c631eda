//! Compares two schemas, wherever they come from.

mod directives;
#[cfg(feature = "cli")]
mod planned;
#[cfg(not(feature = "cli"))]
#[path = "without_planned.rs"]
mod planned;
mod result;
mod source;

use std::path::{Path, PathBuf};

use migration_api::ComparisonOptions;
use migration_api::abi::Arena;
use migration_api::schema::{Metadata, NamingConvention, TableName};

use super::hooks::ComparisonHooks;
use super::online::RunOptions;
use super::{Code, Observer, RuntimeError};
use crate::autogenerate::{
    self, Aspects, ComparisonSettings, Filter, ScratchPlace, WantedSchema, is_left_alone_schema,
};
use crate::config::{ComparisonConfig, Config, SessionSettings};
use crate::dialect::{self, DatabaseUrl, Session};
use crate::error::Error;
use crate::project::Project;
use crate::revision::Target;
use crate::schema::{Schema, Terms};

pub use directives::RevisionTerms;
pub use planned::PlannedRevision;

/// What is compared with what, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What there is.
    pub from: SchemaSource,
    /// What is wanted.
    pub to: SchemaSource,
    /// Whether the database has to be at all heads.
    pub at_heads: bool,
    /// What is made of the differences, besides a line for each.
    pub form: ComparisonForm,
    /// The revision that would make up for them; `None` where none is in question, and the environment's hook for it is not asked.
    pub revision: Option<RevisionTerms>,
}

/// Where a schema comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaSource {
    /// The project's database.
    Database,
    /// The environment's `target_metadata`.
    Metadata,
    /// What an empty database holds after an upgrade to this revision.
    Revision(Target),
    /// Another database, by its URL.
    Url(String),
    /// What the statements of this file make of an empty database.
    SqlFile(PathBuf),
}

/// What is made of differences, besides a line for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComparisonForm {
    /// Nothing.
    Lines,
    /// A document for programs.
    Json,
    /// The statements that make up for them.
    Sql,
    /// The functions of a revision that makes up for them.
    Revision,
}

/// What came of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// Each difference, in one line.
    pub differences: Vec<String>,
    /// The document or the statements, if they were asked for.
    pub text: String,
    /// The revisions that make up for them, if they were asked for: one, unless the environment's hook has it otherwise.
    pub revisions: Vec<PlannedRevision>,
    /// What the environment hands to the template of revisions, by name.
    pub template_args: Vec<(String, String)>,
}

/// What a comparison needs to know of the place where it is made.
pub(super) struct Ground<'a> {
    /// The database, or one of its kind: scratch databases are made on its server. Where somebody else has connected, it is not known.
    pub(super) url: Option<&'a DatabaseUrl>,
    /// Where relative paths start.
    pub(super) root: &'a Path,
    pub(super) session: &'a SessionSettings,
    pub(super) scratch_url: Option<String>,
    pub(super) exclude: &'a [String],
    pub(super) options: ComparisonOptions,
    pub(super) naming: NamingConvention<'a>,
    /// The schema of the version table, if it is said, and its name.
    pub(super) version_table: TableName<'a>,
}

impl Ground<'_> {
    /// Returns where scratch databases are made.
    pub(super) fn scratch_place(&self) -> ScratchPlace<'_> {
        let Self { url, root, session, .. } = *self;
        ScratchPlace { url, scratch_url: self.scratch_url.as_deref(), root, session }
    }
}

/// What it takes to run revisions.
pub(super) struct Revisions<'a> {
    pub(super) project: &'a Project,
    pub(super) code: &'a mut Code,
    pub(super) options: &'a RunOptions,
}

/// Compares what needs no environment. The URL is that of a database that is compared, if one is, or else only says of which
/// kind the databases are; relative paths start at the folder beside it.
///
/// # Errors
/// When one of the two cannot be read.
pub fn compare_outside(
    config: Option<&Config>,
    (url, root): (&DatabaseUrl, &Path),
    comparison: &Comparison,
    observer: Observer<'_>,
) -> Result<Compared, Error> {
    let usual = (SessionSettings::default(), ComparisonConfig::default());
    let (session, settings) =
        config.map_or((&usual.0, &usual.1), |it| (&it.session, &it.comparison));
    let ground = Ground {
        url: Some(url),
        root,
        session,
        scratch_url: config.map_or(Ok(None), Config::resolved_scratch_url)?,
        exclude: &settings.exclude,
        options: ComparisonOptions {
            include_schemas: settings.include_schemas,
            compare_type: settings.compare_type,
            compare_server_default: settings.compare_server_default,
            render_as_batch: settings.render_as_batch,
        },
        naming: NamingConvention::default(),
        version_table: TableName {
            schema: config.and_then(|it| it.version_table_schema.as_deref()),
            name: config.map_or("alembic_version", |it| &it.version_table),
        },
    };
    let hooks = ComparisonHooks { environment: None, observer, confirm: &mut |_| false };
    let sides = [&comparison.from, &comparison.to];
    let is_compared = sides.iter().any(|it| matches!(it, SchemaSource::Url(_)));
    let mut scratch;
    let mut opened;
    let connection: &mut dyn Session = match is_compared {
        true => {
            opened = dialect::open_existing(url, root, session)?;
            opened.as_mut()
        }
        // The database of a project that only says the kind need not be there.
        false => {
            scratch = ground.scratch_place().open(url.dialect(), None)?;
            source::session(&mut scratch)?
        }
    };
    CompareRun { ground, connection, hooks, revisions: None }.run(comparison)
}

impl<'a> Revisions<'a> {
    /// Compares on a session that the environment has opened.
    pub(super) fn compare(
        self,
        (url, connection): (Option<&'a DatabaseUrl>, &'a mut dyn Session),
        options: ComparisonOptions,
        comparison: &Comparison,
        hooks: ComparisonHooks<'a>,
    ) -> Result<Compared, Error> {
        let config = &self.project.config;
        let ground = Ground {
            url,
            root: &config.root,
            session: &config.session,
            scratch_url: config.resolved_scratch_url()?,
            exclude: &config.comparison.exclude,
            options,
            naming: self.options.rendering.naming(),
            version_table: self.options.version_table.table(),
        };
        CompareRun { ground, connection, hooks, revisions: Some(self) }.run(comparison)
    }
}

/// A comparison on its way.
pub(super) struct CompareRun<'a> {
    pub(super) ground: Ground<'a>,
    /// A session to ask what texts mean to the database; that of the project's database, where that is compared.
    pub(super) connection: &'a mut dyn Session,
    pub(super) hooks: ComparisonHooks<'a>,
    /// `None` where no project runs its environment.
    pub(super) revisions: Option<Revisions<'a>>,
}

impl CompareRun<'_> {
    /// Compares, and returns what is told of the differences.
    pub(super) fn run(&mut self, comparison: &Comparison) -> Result<Compared, Error> {
        let arena = Arena::default();
        let metadata = self.metadata(comparison)?;
        let dialect = self.connection.dialect();
        let default_schema = dialect.inspector().default_schema(self.connection)?;
        let naming = joined(self.ground.naming, metadata.naming());
        let terms = Terms { dialect, naming, default_schema: &default_schema, arena: &arena };
        let schemas = self.schemas()?;

        let from =
            self.source(&comparison.from, &metadata, &Schema::default(), &terms, &schemas)?;
        let mut actual = self.made(from, &terms, &schemas)?;
        let mut wanted = self.source(&comparison.to, &metadata, &actual, &terms, &schemas)?;
        if self.ground.options.include_schemas != Some(true) {
            // A file that is compared from may have made some too.
            drop(in_default_schema(&mut actual));
            self.leave_out_schemas(&mut wanted);
        }
        let version_table = terms.name(self.ground.version_table);
        let filter = Filter { version_table, exclude: self.ground.exclude };
        autogenerate::filtered(&mut actual, &mut wanted, &filter, &mut self.hooks, &arena)?;

        let options = self.ground.options;
        let settings = ComparisonSettings {
            terms,
            aspects: Aspects {
                types: options.compare_type.unwrap_or(true),
                server_defaults: options.compare_server_default.unwrap_or(true),
            },
            always_batch: options.render_as_batch.unwrap_or(false),
        };
        let difference = autogenerate::difference(
            self.connection,
            &actual,
            &wanted,
            &settings,
            &mut self.hooks,
        )?;
        self.result(difference, &actual, comparison, &terms)
    }

    /// Returns what the environment wants, if that is compared; it must want something.
    fn metadata(&mut self, comparison: &Comparison) -> Result<Metadata, Error> {
        let sides = [&comparison.from, &comparison.to];
        if !sides.contains(&&SchemaSource::Metadata) {
            // Its naming convention counts for revisions too.
            return Ok(self.hooks.target_metadata()?.unwrap_or_default());
        }
        match self.hooks.target_metadata()? {
            None => Err(RuntimeError::NoMetadata { has_hook: false }.into()),
            Some(metadata) if metadata.is_empty() => {
                Err(RuntimeError::NoMetadata { has_hook: true }.into())
            }
            Some(metadata) => Ok(metadata),
        }
    }

    /// Returns the schemas besides the default one that are looked at.
    fn schemas(&mut self) -> Result<Vec<String>, Error> {
        if self.ground.options.include_schemas != Some(true) {
            return Ok(Vec::new());
        }
        let mut schemas = self.connection.dialect().inspector().schemas(self.connection)?;
        schemas.retain(|name| !is_left_alone_schema(name));
        Ok(schemas)
    }

    /// Leaves out what is wanted in schemas that are not looked at: it would be created again and again.
    fn leave_out_schemas(&mut self, wanted: &mut WantedSchema<'_>) {
        let mut left_out = Vec::new();
        for schema in [&mut wanted.written, &mut wanted.read] {
            left_out.extend(in_default_schema(schema));
        }
        left_out.sort();
        left_out.dedup();
        if !left_out.is_empty() {
            let names = left_out.join(", ");
            (self.hooks.observer)(super::Event::Warning {
                message: format!("what is wanted in other schemas is not compared: {names}"),
                help: Some("set `include_schemas = true` in `runner.toml` to look at them".into()),
            });
        }
    }
}

/// Takes out of a schema what stands in others than the default one, and returns their names.
fn in_default_schema(schema: &mut Schema<'_>) -> Vec<String> {
    let mut names: Vec<String> = schema.schemas.drain(..).map(str::to_owned).collect();
    let mut stays = |name: TableName<'_>| {
        names.extend(name.schema.map(str::to_owned));
        name.schema.is_none()
    };
    schema.enums.retain(|it| stays(it.name));
    schema.domains.retain(|it| stays(it.name));
    schema.sequences.retain(|it| stays(it.name));
    schema.tables.retain(|it| stays(it.name));
    schema.views.retain(|it| stays(it.name));
    schema.routines.retain(|it| stays(it.name));
    schema.triggers.retain(|it| stays(it.table));
    schema.row_security.retain(|it| stays(it.table));
    schema.policies.retain(|it| stays(it.table));
    names
}

/// Returns the templates of the first convention, and those of the second where it has none.
fn joined<'n>(first: NamingConvention<'n>, second: NamingConvention<'n>) -> NamingConvention<'n> {
    NamingConvention {
        ix: first.ix.or(second.ix),
        uq: first.uq.or(second.uq),
        ck: first.ck.or(second.ck),
        fk: first.fk.or(second.fk),
        pk: first.pk.or(second.pk),
    }
}
