//! The command line: arguments in, one call, one print.

mod args;
mod format;
mod output;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use jiff::Zoned;

use crate::command::{self, InitOptions, MigrateOptions, RevisionOptions};
use crate::config::Overrides;
use crate::error::{Error, exit_code};
use crate::project::Project;
use crate::revision::Target;
use args::{Cli, Command, MigrateArgs};
use output::Output;

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
    let overrides = Overrides { file: cli.config, section: cli.name, x_arguments };
    let open = || Project::open(&folder, &overrides);
    match cli.command {
        Command::Init(args) => {
            let done = command::init(&InitOptions {
                folder: folder.clone(),
                directory: args.directory,
                template: args.template,
                api_path: args.api_path,
            })?;
            output.initialised(&done);
        }
        Command::ListTemplates => output.templates(&command::templates()),
        Command::Revision(args) => {
            let message = args.message.unwrap_or_default();
            let options = RevisionOptions { message, now: Zoned::now() };
            let (id, path) = command::revision(&mut open()?, &options)?;
            output.created(&id, &path);
        }
        Command::Upgrade(args) => {
            let options = migrate_options(args, "head", Some(Target::base()))?;
            let script =
                command::upgrade(&mut open()?, &options, &mut |event| output.event(event))?;
            output.script(script.as_deref());
        }
        Command::Downgrade(args) => {
            let options = migrate_options(args.into(), "", None)?;
            let script =
                command::downgrade(&mut open()?, &options, &mut |event| output.event(event))?;
            output.script(script.as_deref());
        }
        Command::Stamp(args) => {
            command::stamp(&mut open()?, &args.targets, &mut |event| output.event(event))?;
        }
        Command::Current(_) => {
            let mut project = open()?;
            output.unreadable(&mut project);
            let current = command::current(&project, &mut |event| output.event(event))?;
            output.current(&current);
        }
        Command::History(args) => {
            let indicate = args.indicate_current;
            let entries =
                command::history(&mut open()?, indicate, &mut |event| output.event(event))?;
            output.history(&entries);
        }
        Command::Heads => {
            let entries = command::heads(&mut open()?)?;
            output.heads(&entries);
        }
        Command::Show(args) => {
            let entries =
                command::show(&mut open()?, &args.revision, &mut |event| output.event(event))?;
            output.show(&entries);
        }
    }
    Ok(())
}

/// Reads where a move should end: `to`, or with `--sql` also `from:to`.
fn migrate_options(
    args: MigrateArgs,
    default: &str,
    start: Option<Target>,
) -> Result<MigrateOptions, Error> {
    let text = args.target.unwrap_or_else(|| default.to_owned());
    if !args.sql {
        return Ok(MigrateOptions { target: text.parse()?, offline: None });
    }
    match (text.split_once(':'), start) {
        (Some((from, to)), start) => {
            let from = match (from, start) {
                ("", Some(start)) => start,
                (from, _) => from.parse()?,
            };
            let to = if to.is_empty() { default } else { to };
            Ok(MigrateOptions { target: to.parse()?, offline: Some(from) })
        }
        (None, Some(start)) => Ok(MigrateOptions { target: text.parse()?, offline: Some(start) }),
        (None, None) => Err(crate::runtime::RuntimeError::OfflineStart.into()),
    }
}
