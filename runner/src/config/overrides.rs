//! What the command line and environment variables say over the file.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::ConfigError;

/// What the command line says about the project, common to all commands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `--config`: the project file.
    pub file: Option<PathBuf>,
    /// `--name`: the section of the file.
    pub section: Option<String>,
    /// `-x`, in order.
    pub x_arguments: Vec<String>,
    /// `--tag`.
    pub tag: Option<String>,
    /// `--dialect`: the kind of database that a script is for.
    pub dialect: Option<String>,
}

/// Replaces `${NAME}` and `${NAME:-default}` by environment variables, and `$$` by `$`.
pub(super) fn expand(text: &str, key: &str, file: &Path) -> Result<String, ConfigError> {
    expand_with(text, key, file, text_variable)
}

fn expand_with(
    text: &str,
    key: &str,
    file: &Path,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<String, ConfigError> {
    let mut expanded = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        expanded.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            expanded.push('$');
            rest = after;
        } else if let Some(after) = rest.strip_prefix('{') {
            let Some((inner, after)) = after.split_once('}') else {
                let (file, key) = (file.to_owned(), key.to_owned());
                return Err(ConfigError::OpenVariable { file, key });
            };
            let (name, default) = match inner.split_once(":-") {
                Some((name, default)) => (name, Some(default.to_owned())),
                None => (inner, None),
            };
            let value = variable(name).filter(|value| !value.is_empty() || default.is_none());
            expanded.push_str(&value.or(default).ok_or_else(|| ConfigError::NoVariable {
                file: file.to_owned(),
                key: key.to_owned(),
                variable: name.to_owned(),
            })?);
            rest = after;
        } else {
            expanded.push('$');
        }
    }
    expanded.push_str(rest);
    Ok(expanded)
}

/// Returns the target directories that environment variables name, for a package in `folder`.
pub fn target_directories(folder: &Path) -> Vec<PathBuf> {
    ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"]
        .iter()
        .filter_map(|name| text_variable(name))
        .map(|path| folder.join(path))
        .collect()
}

/// Returns the cargo to start: the one that started us, if one did.
pub fn cargo_program() -> OsString {
    variable("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Returns the command line of the editor that the user wants, if one is said.
pub fn editor() -> Option<String> {
    ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| text_variable(name))
        .find(|command| !command.trim().is_empty())
}

pub(super) fn text_variable(name: &str) -> Option<String> {
    variable(name).and_then(|value| value.into_string().ok())
}

fn variable(name: &str) -> Option<OsString> {
    env::var_os(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in() {
        let variable = |name: &str| match name {
            "USER" => Some("ann".to_owned()),
            "EMPTY" => Some(String::new()),
            _ => None,
        };
        for (text, wanted) in [
            ("plain", Ok("plain")),
            ("a ${USER} b", Ok("a ann b")),
            ("${NONE:-x}${EMPTY:-y}${EMPTY}", Ok("xy")),
            ("$$ $x", Ok("$ $x")),
            ("${NONE}", Err("`url` in f needs the environment variable `NONE`, which is not set")),
            ("${USER", Err("`url` in f has a `${` without `}`")),
        ] {
            let expanded = expand_with(text, "url", Path::new("f"), variable);
            let expanded = expanded.map_err(|error| error.to_string());
            assert_eq!(expanded.as_deref(), wanted.map_err(str::to_owned).as_ref().copied());
        }
    }
}
