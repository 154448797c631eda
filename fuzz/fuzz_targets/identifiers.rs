//! Texts as targets and ranges: parsed, resolved and planned.

#![no_main]
#![expect(dead_code, reason = "the other target asks the other question")]

#[path = "../../runner/tests/it/fuzzed/questions.rs"]
mod questions;

libfuzzer_sys::fuzz_target!(|text: &str| questions::identifier(text));
