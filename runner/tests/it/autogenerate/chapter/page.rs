//! A page of the guide as sections of code blocks.

use std::fs;
use std::path::Path;

/// The part of a page below a heading of the second level.
pub(super) struct Section {
    pub(super) title: String,
    pub(super) blocks: Vec<Block>,
}

/// A piece of code on a page.
pub(super) struct Block {
    pub(super) language: String,
    pub(super) text: String,
    /// The line of the page that its first line is.
    pub(super) line: usize,
}

impl Block {
    /// Returns what its first line names, behind the mark of a comment, and the other lines.
    #[track_caller]
    pub(super) fn named(&self, mark: &str) -> (&str, &str) {
        let (first, rest) = self.text.split_once('\n').unwrap_or((&self.text, ""));
        let name = first.strip_prefix(mark).unwrap_or_else(|| {
            panic!("line {}: the first line of this block names no file", self.line)
        });
        (name.trim(), rest.trim_start_matches('\n'))
    }
}

/// Returns the sections of a page of the guide that have code.
pub(super) fn sections(page: &str) -> Vec<Section> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("docs");
    let text = fs::read_to_string(docs.join(page)).unwrap();
    let mut sections: Vec<Section> = Vec::new();
    let mut open: Option<Block> = None;
    for (at, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some(_)) => {
                let section = sections.last_mut().expect("code stands below a heading");
                section.blocks.extend(open.take());
            }
            (Some(block), None) => block.text.extend([line, "\n"]),
            (None, Some(language)) => {
                let (language, text) = (language.to_owned(), String::new());
                open = Some(Block { language, text, line: at + 2 });
            }
            (None, None) => {
                if let Some(title) = line.strip_prefix("## ") {
                    sections.push(Section { title: title.to_owned(), blocks: Vec::new() });
                }
            }
        }
    }
    assert!(open.is_none(), "a block of {page} has no end");
    sections.retain(|section| !section.blocks.is_empty());
    sections
}
