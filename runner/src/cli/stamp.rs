//! `stamp`: note where the database stands.

use clap::Args;

use super::args::EnvironmentArgs;
use super::databases::{self, DatabasesArgs, ScriptArgs};
use super::session::Session;
use crate::command::{self, StampOptions};
use crate::error::Error;
use crate::revision::Target;
use crate::runtime::RuntimeError;

#[derive(Debug, Args)]
pub(super) struct StampArgs {
    /// Where the database stands: ids or the beginnings of them, labels, `heads`, `web@head`,
    /// `base`; with `--sql` also `from:to`
    #[arg(required = true, value_name = "REVISION", allow_negative_numbers = true)]
    targets: Vec<String>,
    /// Delete all rows first, also those that no file stands for
    #[arg(long)]
    purge: bool,
    #[command(flatten)]
    script: ScriptArgs,
    #[command(flatten)]
    databases: DatabasesArgs,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

pub(super) fn run(args: &StampArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let options = options(args)?;
    databases::migrate(&args.databases, &args.script, session, |project, observer| {
        command::stamp(project, &options, observer)
    })
}

/// Reads the targets: each `to`, or with `--sql` also `from:to`, with one `from` for all.
fn options(args: &StampArgs) -> Result<StampOptions, Error> {
    let mut targets = Vec::new();
    let mut starts = Vec::new();
    for text in &args.targets {
        let (from, to) = match text.split_once(':') {
            Some((from, to)) if args.script.sql => (Some(from), to),
            _ => (None, text.as_str()),
        };
        targets.push(to.parse()?);
        starts.push(from.filter(|from| !from.is_empty()).map_or(Ok(Target::base()), str::parse)?);
    }
    if starts.iter().any(|start| *start != starts[0]) {
        return Err(RuntimeError::StampStarts.into());
    }
    let offline = if args.script.sql { starts.pop() } else { None };
    Ok(StampOptions { targets, purge: args.purge, offline })
}
