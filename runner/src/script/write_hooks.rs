//! The programs that are run on each new revision file.

use std::path::Path;

use super::{ScriptError, program};
use crate::config::{Config, WriteHook};

/// What stands for the file in the options of a hook.
const FILE_NAME: &str = "REVISION_SCRIPT_FILENAME";

/// Runs the project's hooks on a new file, in order, up to the first that fails. The file stays in any case.
///
/// # Errors
/// The first hook's that cannot be started or ends with another code than 0.
pub fn run_write_hooks(config: &Config, path: &Path) -> Result<(), ScriptError> {
    for hook in &config.write_hooks {
        let folder = match &hook.cwd {
            None => config.root.clone(),
            Some(folder) => config.root.join(folder),
        };
        program::run_hook(&hook.executable, &arguments(hook, path), &folder).map_err(|source| {
            let (hook, path) = (hook.name.clone(), path.to_owned());
            ScriptError::WriteHook { hook, path, source }
        })?;
    }
    Ok(())
}

fn arguments(hook: &WriteHook, path: &Path) -> Vec<String> {
    let file = path.to_string_lossy();
    let has_place = hook.options.iter().any(|option| option.contains(FILE_NAME));
    let first = (!has_place).then(|| file.clone().into_owned());
    let options = hook.options.iter().map(|option| option.replace(FILE_NAME, &file));
    first.into_iter().chain(options).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_comes_first_unless_the_options_say_where() {
        for (options, wanted) in [
            (["-x", "y"].as_slice(), ["a.rs", "-x", "y"].as_slice()),
            (&["--file=REVISION_SCRIPT_FILENAME", "-x"], &["--file=a.rs", "-x"]),
        ] {
            let hook = WriteHook {
                name: "format".into(),
                executable: "rustfmt".into(),
                options: options.iter().map(|option| (*option).to_owned()).collect(),
                cwd: None,
            };
            assert_eq!(arguments(&hook, Path::new("a.rs")), wanted);
        }
    }
}
