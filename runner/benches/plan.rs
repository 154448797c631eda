//! Times the graph alone: no process to start, no file to read, no database.
//!
//! `cargo bench --bench plan -- 10000` builds a history of so many revisions in each shape, plans the way up and
//! down again, lists it, and prints the median of each in seconds, one line of JSON a shape. The shapes after
//! `diamonds` are those that a careless algorithm is slow on.

use std::error::Error;
use std::time::{Duration, Instant};

use runner::revision::{Revision, RevisionMap};

/// What a revision comes after: its parents, and the revisions that it depends on.
type Below = (Vec<usize>, Vec<usize>);

/// Tells what the revision of a number comes after, in a history of a size; numbers grow from 0.
type Shape = fn(number: usize, size: usize) -> Below;

const SHAPES: [(&str, Shape); 9] = [
    ("linear", linear),
    ("branches", branches),
    ("diamonds", diamonds),
    ("open heads", open_heads),
    ("merged bases", merged_bases),
    ("comb", comb),
    ("needed by all", needed_by_all),
    ("ladder", ladder),
    ("arches", arches),
];

/// How often each is timed.
const REPETITIONS: usize = 9;

/// How many revisions without an argument.
const SIZE: usize = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds `--bench`.
    let size = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let size = size.map_or(Ok(SIZE), |size| size.parse())?;
    for (name, shape) in SHAPES {
        report(name, &history(shape, size))?;
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the output of the benchmark")]
fn report(name: &str, revisions: &[Revision]) -> Result<(), Box<dyn Error>> {
    let map = RevisionMap::build(revisions.to_vec())?;
    let rows: Vec<String> = map.effective_heads().into_iter().map(str::to_owned).collect();
    let (heads, base) = ("heads".parse()?, "base".parse()?);
    let build = median(|| revisions.to_vec(), RevisionMap::build);
    let up = median(|| (), |()| map.upgrade_plan(&[], &heads));
    let down = median(|| (), |()| map.downgrade_plan(&rows, &base));
    let history = median(|| (), |()| map.newest_first());
    let times = [("build", build), ("up", up), ("down", down), ("history", history)];
    let times = times.map(|(what, time)| format!(r#""{what}": {:.6}"#, time.as_secs_f64()));
    let size = revisions.len();
    println!(r#"{{"shape": "{name}", "revisions": {size}, {}}}"#, times.join(", "));
    Ok(())
}

/// Returns the median time of a function; neither its argument nor what becomes of its result is timed.
fn median<A, R>(argument: impl Fn() -> A, function: impl Fn(A) -> R) -> Duration {
    let time = |_| {
        let argument = argument();
        let start = Instant::now();
        let result = std::hint::black_box(function(argument));
        let time = start.elapsed();
        drop(result);
        time
    };
    let mut times: Vec<Duration> = (0..REPETITIONS).map(time).collect();
    times.sort_unstable();
    times[REPETITIONS / 2]
}

/// Returns the revisions of a history in load order, which, as with real ids, is not their order in time.
fn history(shape: Shape, size: usize) -> Vec<Revision> {
    let ids = |numbers: Vec<usize>| numbers.into_iter().map(id).collect();
    let revision = |number| {
        let (parents, dependencies) = shape(number, size);
        Revision {
            id: id(number),
            down_revisions: ids(parents),
            depends_on: ids(dependencies),
            ..Revision::default()
        }
    };
    let mut revisions: Vec<Revision> = (0..size).map(revision).collect();
    revisions.sort_by(|one, other| one.id.cmp(&other.id));
    revisions
}

/// Returns twelve hexadecimal digits, different for each number.
fn id(number: usize) -> String {
    let scattered = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) & 0xffff_ffff_ffff;
    format!("{scattered:012x}")
}

fn linear(number: usize, _: usize) -> Below {
    (number.checked_sub(1).into_iter().collect(), Vec::new())
}

/// A trunk with a side branch of three revisions in each ten; every other one is merged, the rest stay open.
fn branches(number: usize, _: usize) -> Below {
    let is_merged = (number / 10).is_multiple_of(2);
    let parents = match number % 10 {
        6 => vec![number - 4],
        9 if is_merged => vec![number - 4, number - 1],
        9 => vec![number - 4],
        _ => number.checked_sub(1).into_iter().collect(),
    };
    (parents, Vec::new())
}

/// Two revisions on each merge, merged by the next.
fn diamonds(number: usize, _: usize) -> Below {
    let parents = match number % 3 {
        0 if number > 0 => vec![number - 2, number - 1],
        1 => vec![number - 1],
        2 => vec![number - 2],
        _ => Vec::new(),
    };
    (parents, Vec::new())
}

/// One base with all others on it.
fn open_heads(number: usize, _: usize) -> Below {
    (if number > 0 { vec![0] } else { Vec::new() }, Vec::new())
}

/// Nothing but bases, and one revision that merges them all.
fn merged_bases(number: usize, size: usize) -> Below {
    (if number + 1 == size { (0..number).collect() } else { Vec::new() }, Vec::new())
}

/// A line with one more revision, a head, on each of it.
fn comb(number: usize, _: usize) -> Below {
    let parent = if number.is_multiple_of(2) { number.checked_sub(2) } else { Some(number - 1) };
    (parent.into_iter().collect(), Vec::new())
}

/// A line that all depends on one revision of another.
fn needed_by_all(number: usize, _: usize) -> Below {
    match number {
        0 | 1 => (Vec::new(), Vec::new()),
        _ => (vec![number - 1], vec![0]),
    }
}

/// Two lines; each revision of the one depends on one of the other.
fn ladder(number: usize, _: usize) -> Below {
    let parents = number.checked_sub(2).into_iter().collect();
    (parents, if number % 2 == 1 { vec![number - 1] } else { Vec::new() })
}

/// Two lines; the first and the last of the one depend on the same of the other, the second and the last but one
/// on the same, and so on.
fn arches(number: usize, size: usize) -> Below {
    let third = size / 3;
    let parents = number.checked_sub(1).filter(|_| number != third).into_iter().collect();
    let position = number.saturating_sub(third);
    let dependency = position.min(size - third - 1 - position);
    (parents, if number >= third && dependency < third { vec![dependency] } else { Vec::new() })
}
