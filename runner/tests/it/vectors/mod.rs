//! Alembic's own answers on revision graphs: every one of them is asked for here.
//!
//! The files are JSON lines, described in `runner/tests/data/vectors/README.md`. The environment variable `VECTORS`
//! names another folder with files of the same form, compressed or not.

mod answer;
mod class;
mod judge;
mod vector;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use runner::revision::{Revision, RevisionMap};

use vector::{Graph, Node, Vector};

/// How many failures are shown in full.
const SHOWN: usize = 40;

#[test]
fn every_vector_is_answered_as_alembic_does() {
    let folder = folder();
    let graphs = graphs(&folder);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut failures = Vec::new();
    for file in vector_files(&folder) {
        for line in read(&folder, &file).lines() {
            let vector: Vector = serde_json::from_str(line).unwrap();
            *counts.entry(vector.kind.clone()).or_default() += 1;
            if let Err(reason) = check(&vector, &graphs) {
                failures.push(format!("{}: {reason}\n    {line}", vector.id));
            }
        }
    }
    let total: usize = counts.values().sum();
    let lines = counts.iter().map(|(kind, count)| format!("{count:>6} {kind}\n"));
    let report =
        format!("{}{total:>6} vectors, {} failures\n", lines.collect::<String>(), failures.len());
    // Written past the harness, which keeps what a test prints to itself.
    io::stderr().write_all(report.as_bytes()).unwrap();
    assert!(total > 0, "no vectors in {}", folder.display());
    let shown = failures.len().min(SHOWN);
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures[..shown].join("\n"));
}

fn check(vector: &Vector, graphs: &BTreeMap<String, RevisionMap>) -> Result<(), String> {
    if vector.kind == "load" {
        let nodes: Vec<Node> = serde_json::from_value(vector.graph.clone()).unwrap();
        let built = RevisionMap::build(nodes.into_iter().map(Into::into).collect());
        return judge::load(vector, built.as_ref().err());
    }
    let map = &graphs[vector.graph.as_str().unwrap()];
    judge::judge(vector, &answer::answer(vector, map), map)
}

fn graphs(folder: &Path) -> BTreeMap<String, RevisionMap> {
    let build = |(name, revisions)| (name, RevisionMap::build(revisions).unwrap());
    histories(folder).into_iter().map(build).collect()
}

fn histories(folder: &Path) -> BTreeMap<String, Vec<Revision>> {
    let text = read(folder, "graphs.jsonl");
    let graphs = text.lines().map(|line| serde_json::from_str::<Graph>(line).unwrap());
    graphs.map(|it| (it.name, it.revisions.into_iter().map(Into::into).collect())).collect()
}

/// Returns the revisions of a graph, in load order.
pub(crate) fn history(graph: &str) -> Vec<Revision> {
    histories(&folder()).remove(graph).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a test has no configuration to read it")]
fn folder() -> PathBuf {
    std::env::var("VECTORS").map_or_else(
        |_| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/vectors"),
        PathBuf::from,
    )
}

/// Returns the names of the files with vectors, without the ending of compressed ones.
fn vector_files(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let plain = names.map(|name| name.strip_suffix(".gz").unwrap_or(&name).to_owned());
    plain.filter(|name| name.starts_with("vectors") && name.ends_with(".jsonl")).collect()
}

fn read(folder: &Path, name: &str) -> String {
    let plain = folder.join(name);
    if plain.exists() {
        return fs::read_to_string(plain).unwrap();
    }
    let path = folder.join(format!("{name}.gz"));
    let file = fs::File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    text
}
