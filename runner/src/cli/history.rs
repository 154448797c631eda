//! `history`: the revisions, newest first, as a list or as a picture.

use clap::{Args, ValueEnum};

use super::args::EnvironmentArgs;
use super::databases::OneDatabaseArgs;
use super::session::Session;
use crate::command::{self, HistoryOptions};
use crate::error::Error;
use crate::picture::Glyphs;
use crate::revision::RevisionRange;

#[derive(Debug, Args)]
pub(super) struct HistoryArgs {
    /// The part to list, both ends included: `from:to`, `from:`, `:to`, `-3:current`, `web@base:`
    #[arg(short, long, alias = "rev_range", value_name = "RANGE", allow_hyphen_values = true)]
    rev_range: Option<RevisionRange>,
    /// Mark where the database stands
    #[arg(short, long, alias = "indicate_current")]
    indicate_current: bool,
    /// Draw the lines of the history beside it, as `git log --graph` does
    #[arg(long, conflicts_with = "verbose")]
    graph: bool,
    /// Draw the lines in plain ASCII
    #[arg(long, requires = "graph")]
    ascii: bool,
    /// Write the history for a document or a program
    #[arg(long, value_name = "FORMAT", conflicts_with_all = ["graph", "verbose"])]
    format: Option<Format>,
    #[command(flatten)]
    pub(super) databases: OneDatabaseArgs,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

/// What the history is written as.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Format {
    /// A graph for Graphviz
    Dot,
    /// A flowchart for Mermaid
    Mermaid,
    /// All that is known, for programs
    Json,
    /// A picture
    Svg,
}

pub(super) fn run(args: HistoryArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let options = HistoryOptions {
        range: args.rev_range.unwrap_or_default(),
        indicate_current: args.indicate_current,
    };
    let project = session.open()?;
    let entries = command::history(project, &options, &mut |event| session.output.event(event))?;
    match (args.format, args.graph) {
        (Some(format), _) => session.output.formatted(&entries, format),
        (None, true) => {
            let glyphs = if args.ascii { Glyphs::Ascii } else { Glyphs::Unicode };
            session.output.graph(&entries, glyphs);
        }
        (None, false) => session.output.history(&entries),
    }
    Ok(())
}
