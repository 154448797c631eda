//! Texts that nobody means: whatever is typed or stands in a file, the answer is no panic.
//!
//! A bounded run; `fuzz/README.md` tells how to look further.

mod questions;

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use crate::support::Project;

/// What identifiers and ranges are made of, with `|` between.
const PIECES: &str = "@|+|-|:|0|1|2|9|9223372036854775808|head|heads|base|current|a|a1|ab|ab3|head4|v1.0|web|my-api|\
                      lib|é|_|.| |\0|\u{feff}";

/// What the header of a revision is made of.
const TOKENS: &str = "const |REVISION|DOWN_REVISION|BRANCH_LABELS|DEPENDS_ON|: &str = |: &[&str] = |&[|]|(|)|{|}|;|=|,|\
                      Some|None|\"|\"a\"|\\|r#\"|\"#|b\"|'|'a|/*|*/|//|//!|\n|#!|---\n|\u{feff}|Create Date:|é";

/// Numbers that look random, and are the same for the same seed (SplitMix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `end`, or 0 where there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    pub(crate) fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }
}

/// Puts as many texts to the question, each made from a seed of its own.
fn ask(count: u64, text: impl Fn(&mut Random) -> String, question: fn(&str)) {
    for seed in 0..count {
        let text = text(&mut Random(seed));
        let asked = catch_unwind(|| question(&text));
        assert!(asked.is_ok(), "seed {seed}: {text:?}");
    }
}

#[test]
fn any_text_is_a_place_or_an_error() {
    ask(50_000, noise, questions::identifier);
    let pieces: Vec<&str> = PIECES.split('|').collect();
    let joined =
        |random: &mut Random| (0..=random.below(6)).map(|_| random.one_of(&pieces)).collect();
    ask(50_000, joined, questions::identifier);
}

fn noise(random: &mut Random) -> String {
    let bytes: Vec<u8> = (0..random.below(16)).map(|_| random.byte()).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn any_file_is_a_revision_or_an_error() {
    let files = revision_files();
    let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
    files.iter().for_each(|file| questions::revision_file(&String::from_utf8_lossy(file)));
    let parts = Parts { files, tokens: TOKENS.split('|').collect() };
    ask(50_000, |random| parts.mutated(random), questions::revision_file);
}

/// Returns the revisions of the example, and one as the program writes it.
fn revision_files() -> Vec<Vec<u8>> {
    let project = Project::new();
    let new = ["revision", "-m", "an empty one"];
    project.runner(&new).succeeds();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../versions/versions");
    let folders = [example, project.path("migrations/versions")];
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort_by_key(|path| path.file_name().map(ToOwned::to_owned));
    assert!(paths.len() > 2);
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// What a file is made of that is no revision any more, or hardly one.
struct Parts<'a> {
    files: Vec<&'a [u8]>,
    tokens: Vec<&'a str>,
}

impl Parts<'_> {
    /// Returns one of the files, changed in a few places.
    fn mutated(&self, random: &mut Random) -> String {
        let mut bytes = random.one_of(&self.files).to_vec();
        for _ in 0..=random.below(6) {
            self.mutate(&mut bytes, random);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Changes, inserts, deletes, doubles or splices something.
    fn mutate(&self, bytes: &mut Vec<u8>, random: &mut Random) {
        let (start, end) = stretch(bytes, random);
        let inserted = match random.below(6) {
            0 => vec![random.byte()],
            1 => random.one_of(&self.tokens).as_bytes().to_vec(),
            2 => Vec::new(),
            3 => bytes[start..end].repeat(2),
            4 => bytes[start..end].iter().map(|byte| byte ^ (1 << random.below(8))).collect(),
            _ => {
                let other = random.one_of(&self.files);
                let (start, end) = stretch(other, random);
                other[start..end].to_vec()
            }
        };
        // A byte or a token stands as often beside what is there as in its place.
        let end = if inserted.len() < 20 && random.below(2) == 0 { start } else { end };
        bytes.splice(start..end, inserted);
    }
}

/// Chooses a stretch, mostly in the header and mostly a short one.
fn stretch(bytes: &[u8], random: &mut Random) -> (usize, usize) {
    let start = random.one_of(&[600, bytes.len()]).min(bytes.len());
    let start = random.below(start);
    let length = random.one_of(&[2, 8, 60, bytes.len()]);
    (start, (start + random.below(length)).min(bytes.len()))
}
