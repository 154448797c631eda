//! Finds where a revision says its parents, for who changes them.

use std::ops::Range;
use std::path::Path;

use ra_ap_rustc_lexer::TokenKind;

use super::{CONSTANTS, Scanner};
use crate::script::ScriptError;

/// Returns where the value of `DOWN_REVISION` stands in the text.
pub(in crate::script) fn value(path: &Path, text: &str) -> Result<Range<usize>, ScriptError> {
    let mut scanner = Scanner::new(path, text);
    while let Some(at) = scanner.next_constant()? {
        if CONSTANTS[at] == "DOWN_REVISION" {
            return scanner.value();
        }
    }
    Err(scanner.here("the revision has no `DOWN_REVISION` constant"))
}

impl Scanner<'_> {
    /// Returns where the value of the constant stands, from behind its `=` to before its `;`.
    fn value(&mut self) -> Result<Range<usize>, ScriptError> {
        let mut start = None;
        while let Some(kind) = self.next()? {
            match (kind, start) {
                (TokenKind::Eq, None) => start = Some(self.end),
                (TokenKind::Semi, Some(start)) if self.depth == 0 => return Ok(start..self.start),
                _ => {}
            }
        }
        Err(self.here("the constant does not end"))
    }
}
