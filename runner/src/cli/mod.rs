//! The command line: arguments in, one call, one print.

mod args;
mod branches;
mod check;
mod current;
mod databases;
mod diff;
mod downgrade;
mod edit;
mod ensure_version;
mod format;
mod heads;
mod history;
mod init;
mod list_templates;
mod merge;
mod output;
mod rebase;
mod revision;
mod schema;
mod session;
mod show;
mod stamp;
mod summary;
mod upgrade;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::config::Overrides;
use crate::error::{Error, exit_code};
use args::{Cli, Command};
use output::Output;
use session::Session;

/// Runs the program with the process's own arguments.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Nothing is left to do if even this cannot be printed.
            drop(error.print());
            let code = if error.use_stderr() { exit_code::USAGE } else { exit_code::DONE };
            return ExitCode::from(code);
        }
    };
    let mut output = Output::new(cli.quiet, cli.verbose, cli.color.into());
    let code = match run(cli, &mut output) {
        Ok(()) if output.is_complete() => exit_code::DONE,
        Ok(()) => exit_code::FAILED,
        Err(error) => {
            output.error(&error);
            error.exit_code()
        }
    };
    ExitCode::from(code)
}

fn run(cli: Cli, output: &mut Output) -> Result<(), Error> {
    // A folder that was removed under our feet: relative paths then fail by themselves.
    let folder = env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let x_arguments = [cli.x.as_slice(), cli.command.x()].concat();
    let overrides = Overrides {
        file: cli.config,
        section: cli.name,
        database: cli.command.one_database(),
        x_arguments,
        tag: cli.tag,
        dialect: cli.dialect,
    };
    let mut session = Session { folder, overrides, output };
    match cli.command {
        Command::Init(args) => init::run(args, &mut session),
        Command::ListTemplates(args) => list_templates::run(&args, &mut session),
        Command::Revision(args) => revision::run(args, &mut session),
        Command::Check(args) => check::run(&args, &mut session),
        Command::Diff(args) => diff::run(&args, &mut session),
        Command::Merge(args) => merge::run(args, &mut session),
        Command::Rebase(args) => rebase::run(args, &mut session),
        Command::Upgrade(args) => upgrade::run(&args, &mut session),
        Command::Downgrade(args) => downgrade::run(&args, &mut session),
        Command::Stamp(args) => stamp::run(&args, &mut session),
        Command::Current(args) => current::run(&args, &mut session),
        Command::History(args) => history::run(args, &mut session),
        Command::Heads(args) => heads::run(&args, &mut session),
        Command::Branches(args) => branches::run(&args, &mut session),
        Command::Show(args) => show::run(&args, &mut session),
        Command::Edit(args) => edit::run(&args, &mut session),
        Command::Schema(args) => schema::run(args, &mut session),
        Command::EnsureVersion(args) => ensure_version::run(&args, &mut session),
    }
}
