//! Understands cargo's messages; never starts it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};
use std::path::PathBuf;

use cargo_metadata::camino::Utf8Path;
use cargo_metadata::diagnostic::{DiagnosticLevel, DiagnosticSpan};
use cargo_metadata::{CompilerMessage, CrateType, Message};

/// What cargo told.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// The C libraries that were built or found fresh, by the name of their crate.
    pub(super) libraries: BTreeMap<String, PathBuf>,
    /// The errors, as the compiler shows them.
    pub(super) rendered: String,
    /// Where there are errors: files, and lines from 1.
    pub(super) places: BTreeSet<(PathBuf, usize)>,
}

/// Reads cargo's messages to their end.
///
/// # Errors
/// When they cannot be read.
pub(super) fn read(messages: impl BufRead) -> io::Result<Outcome> {
    let mut outcome = Outcome::default();
    for message in Message::parse_stream(messages) {
        match message? {
            Message::CompilerArtifact(artifact)
                if artifact.target.crate_types.contains(&CrateType::CDyLib) =>
            {
                let library = artifact.filenames.iter().find(|path| is_library(path));
                let library = library.map(|path| path.clone().into_std_path_buf());
                outcome.libraries.extend(library.map(|path| (artifact.target.name, path)));
            }
            Message::CompilerMessage(message) => outcome.note(message),
            _ => {}
        }
    }
    Ok(outcome)
}

/// Returns the place that the author wrote: of an error inside of a macro, where that was called.
fn written(mut span: DiagnosticSpan) -> DiagnosticSpan {
    while let Some(expansion) = span.expansion.take() {
        span = expansion.span;
    }
    span
}

fn is_library(path: &Utf8Path) -> bool {
    path.extension() == Some(std::env::consts::DLL_EXTENSION)
}

impl Outcome {
    fn note(&mut self, message: CompilerMessage) {
        let diagnostic = message.message;
        if !matches!(diagnostic.level, DiagnosticLevel::Error | DiagnosticLevel::Ice) {
            return;
        }
        self.rendered.extend(diagnostic.rendered);
        let primary = diagnostic.spans.into_iter().filter(|span| span.is_primary);
        self.places.extend(primary.map(|span| {
            let span = written(span);
            (PathBuf::from(span.file_name), span.line_start)
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_kept_with_its_file() {
        let message = r#"{"reason":"compiler-message","package_id":"path+file:///p#m@0.1.0",
            "manifest_path":"/p/Cargo.toml","target":{"kind":["cdylib"],"crate_types":["cdylib"],
            "name":"unit","src_path":"/p/lib.rs","edition":"2024"},
            "message":{"message":"no","code":null,"level":"error","spans":[{"file_name":"/v/a.rs",
            "byte_start":0,"byte_end":1,"line_start":1,"line_end":1,"column_start":1,"column_end":2,
            "is_primary":true,"text":[],"label":null,"suggested_replacement":null,
            "suggestion_applicability":null,"expansion":null}],"children":[],
            "rendered":"error: no\n"}}"#
            .replace('\n', "");
        let outcome = read(message.as_bytes()).unwrap();
        assert_eq!(outcome.rendered, "error: no\n");
        assert_eq!(outcome.places, BTreeSet::from([(PathBuf::from("/v/a.rs"), 1)]));
    }
}
