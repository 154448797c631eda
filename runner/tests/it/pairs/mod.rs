//! Pairs of schemas: what the application had, and what it has now.
//!
//! Each pair is brought from the one to the other by what autogenerate writes, and back, on its database; what the database holds then
//! has to be what the SQL of that side gives. `PAIRS` names a folder of others' pairs to try, with a folder for each database in it:
//! `postgresql/<aspect>-<what>.from.sql` and `.to.sql`, `mariadb/…`, `sqlite/…`. `SEED` names the first seed of other random pairs.

mod compiled;
mod dump;
mod exceptions;
mod files;
mod generator;
mod kinds;
mod round_trip;
mod with_alembic;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use dump::Dump;
use exceptions::{Claim, exception};
use files::{Pair, pairs};
use kinds::KINDS;
use round_trip::{Outcome, made_again, remove_empty, round_trip, with_two};

const DATABASES: [&str; 3] = ["postgresql", "mariadb", "sqlite"];

/// How many random pairs each database gets; 500 in all.
const RANDOM: [(&str, u64); 3] = [("postgresql", 170), ("mariadb", 165), ("sqlite", 165)];

#[test]
fn every_file_runs_and_says_what_its_name_says() {
    assert_each(Claim::Runs, &on_every_database(pairs), runs);
}

#[test]
fn every_kind_of_what_is_compared_has_a_pair() {
    if std::env::var_os("PAIRS").is_some() {
        return;
    }
    let all = DATABASES.map(pairs);
    let mut missing = Vec::new();
    let line = |title: &str, counts: [String; 3]| {
        let [postgresql, mariadb, sqlite] = counts;
        format!("{title:26}{postgresql:>12}{mariadb:>12}{sqlite:>12}\n")
    };
    let mut table = line("", DATABASES.map(str::to_owned));
    for (kind, starts) in KINDS {
        let counts = [0, 1, 2].map(|at| match starts[at] {
            "" => "–".to_owned(),
            start => all[at].iter().filter(|it| it.name.starts_with(start)).count().to_string(),
        });
        if counts.contains(&"0".to_owned()) {
            missing.push(kind);
        }
        table += &line(kind, counts);
    }
    table += &line("all pairs", all.each_ref().map(|pairs| pairs.len().to_string()));
    assert!(missing.is_empty(), "no pair is about {missing:?}");
    insta::assert_snapshot!(table);
}

#[test]
fn every_exception_is_one_of_a_pair_that_there_is() {
    if std::env::var_os("PAIRS").is_some() {
        return;
    }
    let all = on_every_database(pairs);
    for name in exceptions::all() {
        let known = all.iter().any(|(database, pair)| format!("{database}/{}", pair.name) == name);
        assert!(known, "there is no pair {name}");
    }
}

/// Runs both sides, and looks whether they differ.
fn runs(database: &str, pair: &Pair) -> Outcome {
    with_two(database, |a, b| {
        let (from, to) = (a.make(&pair.from)?, b.make(&pair.to)?);
        let told = to.differences(&from, &Dump::default(), a.database.title());
        match (pair.is_equal(), told.is_empty()) {
            (false, true) => Err("its two sides are the same".to_owned()),
            // SQLite keeps texts as they were written.
            (true, false) if database != "sqlite" => Err(format!("its sides differ:\n{told}")),
            _ => Ok(()),
        }
    })
}

#[test]
fn what_is_read_is_made_again() {
    assert_each(Claim::IsMadeAgain, &on_every_database(pairs), |database, pair| {
        made_again(database, &pair.from)?;
        if pair.is_equal() { made_again(database, &pair.to) } else { Ok(()) }
    });
}

#[test]
fn round_trips_on_postgresql() {
    assert_each(Claim::RoundTrip, &on("postgresql", pairs("postgresql")), round_trip);
}

#[test]
fn round_trips_on_mariadb() {
    assert_each(Claim::RoundTrip, &on("mariadb", pairs("mariadb")), round_trip);
}

#[test]
fn round_trips_on_sqlite() {
    assert_each(Claim::RoundTrip, &on("sqlite", pairs("sqlite")), round_trip);
}

#[test]
fn round_trips_of_random_pairs() {
    let seed = std::env::var("SEED").map_or(0, |seed| seed.parse().unwrap());
    assert_each(Claim::RoundTrip, &random(seed, 1), round_trip);
}

/// The random pairs are of use only if their SQL runs.
#[test]
fn random_pairs_run() {
    assert_each(Claim::Runs, &random(1_000, 10), runs);
}

/// Returns random pairs of every database from this seed on, one in so many.
fn random(first: u64, one_in: u64) -> Vec<(&'static str, Pair)> {
    let of = |(database, count)| {
        let seeds = first..first + count / one_in;
        on(database, seeds.map(|seed| generator::pair(database, seed)).collect())
    };
    RANDOM.into_iter().flat_map(of).collect()
}

fn on_every_database(pairs: fn(&str) -> Vec<Pair>) -> Vec<(&'static str, Pair)> {
    DATABASES.into_iter().flat_map(|database| on(database, pairs(database))).collect()
}

/// Returns pairs with their database.
fn on(database: &'static str, pairs: Vec<Pair>) -> Vec<(&'static str, Pair)> {
    pairs.into_iter().map(|pair| (database, pair)).collect()
}

/// Does this with each pair, two at a time, and tells of all that fail, and of the exceptions that do not.
fn assert_each(claim: Claim, pairs: &[(&str, Pair)], act: impl Fn(&str, &Pair) -> Outcome + Sync) {
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((database, pair)) = pairs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let name = format!("{database}/{}", pair.name);
                    let outcome = catch_unwind(AssertUnwindSafe(|| act(database, pair)));
                    let outcome = outcome.unwrap_or_else(|_| Err("it panics".to_owned()));
                    let outcome = match (exception(claim, &name), outcome) {
                        (None, outcome) => outcome,
                        (Some(_), Err(_)) => Ok(()),
                        (Some(reason), Ok(())) => {
                            Err(format!("it is no exception any more: {reason}"))
                        }
                    };
                    if let Err(told) = outcome {
                        failures.lock().unwrap().push(format!("## {name}\n{told}\n"));
                    }
                }
                remove_empty();
            });
        }
    });
    let mut failures = failures.into_inner().unwrap();
    failures.sort();
    let (failed, all) = (failures.len(), pairs.len());
    assert!(failures.is_empty(), "{failed} of {all} pairs fail\n{}", failures.concat());
}
