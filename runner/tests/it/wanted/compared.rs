//! A metadata compared with a database, without a project around it.

use std::path::Path;

use migration_api::abi::Arena;
use migration_api::schema::{Metadata, NamingConvention, TableName};
use runner::autogenerate::{
    Aspects, ComparisonSettings, Difference, DifferencesDocument, Filter, Hooks, Line,
    ScratchPlace, SourcePlace, WantedSchema, difference, filtered, wanted,
};
use runner::config::SessionSettings;
use runner::dialect::{DatabaseUrl, OnlineSettings, Session};
use runner::error::Error;
use runner::schema::Terms;

use crate::support::Database;

/// How a metadata is compared with a database.
pub(super) struct Comparison<'c> {
    pub(super) root: &'c Path,
    pub(super) exclude: &'c [String],
    pub(super) schemas: &'c [String],
}

impl Default for Comparison<'_> {
    fn default() -> Self {
        Self { root: Path::new(""), exclude: &[], schemas: &[] }
    }
}

impl Comparison<'_> {
    /// Returns each difference in a line.
    pub(super) fn lines(
        &self,
        database: &Database,
        metadata: &Metadata,
    ) -> Result<Vec<String>, Error> {
        self.with(database, metadata, &mut (), |difference, connection| {
            DifferencesDocument::of(connection.dialect(), &difference.changes).unwrap().lines()
        })
    }

    /// Does away with all differences, as a revision would. Returns them.
    pub(super) fn upgrade(
        &self,
        database: &Database,
        metadata: &Metadata,
    ) -> Result<Vec<String>, Error> {
        self.with(database, metadata, &mut (), |difference, connection| {
            connection.try_begin().unwrap();
            for line in &difference.upgrade.lines {
                let Line::Operation(operation) = line else { continue };
                for part in connection.dialect().split(operation) {
                    let dialect = connection.dialect();
                    let rendered =
                        dialect.render_online(&part, connection, &OnlineSettings::default());
                    for statement in rendered.unwrap().statements {
                        connection.run(&statement).unwrap();
                    }
                }
            }
            connection.commit().unwrap();
            DifferencesDocument::of(connection.dialect(), &difference.changes).unwrap().lines()
        })
    }

    /// Compares, and hands the difference on.
    pub(super) fn with<T>(
        &self,
        database: &Database,
        metadata: &Metadata,
        hooks: &mut dyn Hooks,
        then: impl FnOnce(&Difference<'_>, &mut dyn Session) -> T,
    ) -> Result<T, Error> {
        let arena = Arena::default();
        let url: DatabaseUrl = database.url.parse().unwrap();
        let mut connection = database.connect();
        let connection = connection.as_mut();
        let dialect = connection.dialect();
        let inspector = dialect.inspector();
        let default_schema = inspector.default_schema(connection)?;
        let naming = NamingConvention::default();
        let terms = Terms { dialect, naming, default_schema: &default_schema, arena: &arena };
        let schemas = Vec::from_iter(self.schemas.iter().map(String::as_str));
        let mut actual = inspector.reflect(connection, &schemas, &arena)?;
        let scratch = ScratchPlace {
            url: Some(&url),
            scratch_url: None,
            root: self.root,
            session: &SessionSettings::default(),
        };
        let place = SourcePlace { scratch, schemas: self.schemas };
        let mut wanted: WantedSchema<'_> = wanted(metadata, &place, &terms, &actual)?;
        let version_table = TableName { schema: None, name: "alembic_version" };
        let filter = Filter { version_table, exclude: self.exclude };
        filtered(&mut actual, &mut wanted, &filter, hooks, &arena)?;
        let settings =
            ComparisonSettings { terms, aspects: Aspects::default(), always_batch: false };
        let difference = difference(connection, &actual, &wanted, &settings, hooks)?;
        Ok(then(&difference, connection))
    }
}
