//! `list-templates`: what `init` can write.

use clap::Args;

use super::session::Session;
use crate::command;
use crate::error::Error;

#[derive(Debug, Args)]
pub(super) struct ListTemplatesArgs {}

pub(super) fn run(_: &ListTemplatesArgs, session: &mut Session<'_>) -> Result<(), Error> {
    session.output.templates(&command::templates());
    Ok(())
}
