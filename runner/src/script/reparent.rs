//! Gives a revision file another parent, everything else left as it is.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::{ScriptError, ScriptFile, source};

/// Writes another parent into a revision's file: its constant, and the line `Revises:` of its doc comment.
///
/// # Errors
/// When the file cannot be read or written, or the constant is written in an unusual way.
pub fn reparent(path: &Path, parent: &str) -> Result<(), ScriptError> {
    let read = |source| ScriptError::Read { path: path.to_owned(), source };
    // The file itself is replaced, not a link to it.
    let path = &path.canonicalize().map_err(read)?;
    let read = |source| ScriptError::Read { path: path.clone(), source };
    let text = fs::read_to_string(path).map_err(read)?;
    let permissions = fs::metadata(path).map_err(read)?.permissions();
    let text = with_parent(path, &text, parent)?;
    // What a comment in the value holds is no parent.
    if ScriptFile::parse(path, &text)?.down_revisions != [parent] {
        return Err(ScriptError::Rewrite { path: path.clone() });
    }
    if permissions.readonly() {
        let source = io::Error::from(io::ErrorKind::PermissionDenied);
        return Err(ScriptError::Write { path: path.to_owned(), source });
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let write = || -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().set_permissions(permissions)?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|source| ScriptError::Write { path: path.to_owned(), source })
}

/// Returns the text of a revision with another parent.
fn with_parent(path: &Path, text: &str, parent: &str) -> Result<String, ScriptError> {
    let value = source::down_revision::value(path, text)?;
    let new = new_value(&text[..value.start], &text[value.clone()], parent);
    let new = new.ok_or_else(|| ScriptError::Rewrite { path: path.to_owned() })?;
    let (before, after) = (with_doc(&text[..value.start], parent), &text[value.end..]);
    Ok(format!("{before}{new}{after}"))
}

/// Returns the value of the constant, of the same type as it was; `declared` is the text up to its `=`.
fn new_value(declared: &str, old: &str, parent: &str) -> Option<String> {
    let declared: String = declared.chars().filter(|c| !c.is_whitespace()).collect();
    let quotes: Vec<usize> = old.match_indices('"').map(|(at, _)| at).collect();
    match quotes[..] {
        [start, end] => Some(format!("{}\"{parent}{}", &old[..start], &old[end..])),
        [] if old.trim() == "&[]" => Some(format!(" &[\"{parent}\"]")),
        [] if old.trim() == "None" && declared.ends_with("Option<&str>=") => {
            Some(format!(" Some(\"{parent}\")"))
        }
        _ => None,
    }
}

/// Returns the text above the constant with the parent in its doc comment, if that tells of one.
fn with_doc(text: &str, parent: &str) -> String {
    let line = |line: &str| match line.trim_start().starts_with("//! Revises:") {
        true => format!("//! Revises: {parent}{}", &line[line.trim_end().len()..]),
        false => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constant_and_the_doc_comment_change() {
        let header = "//! add\n//!\n//! Revises: a1\n\nconst REVISION: &str = \"b2\";\n";
        for (constant, wanted) in [
            ("&[&str] = &[\"a1\"];", "&[&str] = &[\"c3\"];"),
            ("&[&str] = &[];", "&[&str] = &[\"c3\"];"),
            ("Option<&str> = Some(\"a1\");", "Option<&str> = Some(\"c3\");"),
            ("Option<&str> = None;", "Option<&str> = Some(\"c3\");"),
            ("&str = \"a1\"; // was: \"z\"", "&str = \"c3\"; // was: \"z\""),
        ] {
            let text = format!("{header}pub const DOWN_REVISION: {constant}\nfn x() {{}}\n");
            let changed = with_parent(Path::new("b2.rs"), &text, "c3").unwrap();
            let header = header.replace("Revises: a1", "Revises: c3");
            let wanted = format!("{header}pub const DOWN_REVISION: {wanted}\nfn x() {{}}\n");
            assert_eq!(changed, wanted);
        }
    }

    #[test]
    fn what_is_written_in_another_way_is_left_to_the_author() {
        for constant in [
            "&[&str] = &[\"a\", \"b\"];",
            "[&str; 0] = [];",
            "Option<&[&str]> = None;",
            "&[&str] = &[/* none */];",
        ] {
            let text = format!("const REVISION: &str = \"m\";\nconst DOWN_REVISION: {constant}");
            let error = with_parent(Path::new("m.rs"), &text, "c3").unwrap_err();
            assert!(error.to_string().starts_with("m.rs: `DOWN_REVISION` is not written"));
        }
    }
}
