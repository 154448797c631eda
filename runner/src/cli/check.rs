//! `check`: whether the database holds what the environment wants.

use clap::{Args, ValueEnum};

use super::args::EnvironmentArgs;
use super::databases::DatabasesArgs;
use super::session::Session;
use crate::command::{self, DatabaseReport, DatabasesFailed};
use crate::error::Error;
use crate::runtime::{ComparisonForm, Observer, RuntimeError};

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// How differences are told
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    #[command(flatten)]
    databases: DatabasesArgs,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

/// How differences are told.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Each in one line
    Text,
    /// All that is known of them, for programs
    Json,
}

pub(super) fn run(args: &CheckArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let project = session.open()?;
    let form = match args.format {
        Format::Text => ComparisonForm::Lines,
        Format::Json => ComparisonForm::Json,
    };
    if args.databases.are_several(project) {
        let work = |project, observer: Observer<'_>| command::check(project, form, observer);
        let reports = args.databases.each(project, session.output, work)?;
        session.output.compared_each(&reports, form);
        DatabasesFailed::check(&reports)?;
        let compared = reports.iter().filter_map(DatabaseReport::result);
        return match compared.map(|it| it.differences.len()).sum() {
            0 => Ok(()),
            count => Err(RuntimeError::ChangesDetected { count }.into()),
        };
    }
    let compared = command::check(project, form, &mut |event| session.output.event(event))?;
    session.output.compared(&compared, form);
    match (compared.differences.len(), args.format) {
        (0, Format::Text) => {
            session.output.nothing_detected();
            Ok(())
        }
        (0, Format::Json) => Ok(()),
        (count, _) => Err(RuntimeError::ChangesDetected { count }.into()),
    }
}
