//! What holds of every history: on random ones, against a model of a few lines.
//!
//! The random numbers are the same in each run. `PROPTEST_RNG_SEED` names others, and `PROPTEST_CASES` how many cases
//! each property is tried on.

mod history;
mod model;
mod spelling;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{RngSeed, TestRunner};
use runner::revision::{
    Direction, HistoryError, Plan, RangeEnd, Revision, RevisionError, RevisionMap, RevisionRange,
    Target,
};

use history::{History, broken_histories, histories};
use model::{Database, Model, reach};
use spelling::{Aim, aims, ranges, targets};

/// Checks a property on random values; of those that lack it, the smallest is shown.
fn holds<S: Strategy>(values: S, property: impl Fn(S::Value)) {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(1);
    }
    let run = TestRunner::new(config).run(&values, |value| {
        property(value);
        Ok(())
    });
    run.unwrap_or_else(|failure| panic!("{failure}"));
}

/// A move up or down, to a revision or else to the heads or the base.
#[derive(Debug, Clone)]
struct Move {
    direction: Direction,
    end: Option<Index>,
    /// Which of the rows the database returns first.
    first_row: usize,
}

fn moves() -> impl Strategy<Value = Move> {
    let direction = select([Direction::Up, Direction::Down].as_slice());
    (direction, option::weighted(0.8, any::<Index>()), 0..10_usize)
        .prop_map(|(direction, end, first_row)| Move { direction, end, first_row })
}

/// Returns some of `len` revisions.
fn chosen(indices: &[Index], len: usize) -> Vec<usize> {
    indices.iter().filter(|_| len > 0).map(|index| index.index(len)).collect()
}

#[test]
fn a_move_runs_just_what_lies_between() {
    let ways = vec(moves(), 0..=6);
    holds((histories(), vec(any::<Index>(), 0..=4), ways), |(history, applied, way)| {
        let (map, model) = (history.build().unwrap(), Model::new(&history.0));
        let mut database = Database::at(&model, &chosen(&applied, map.len()));
        for it in way {
            let end = it.end.filter(|_| !map.is_empty()).map(|end| end.index(map.len()));
            make_move(&map, &mut database, (it.direction, end), it.first_row);
        }
        make_move(&map, &mut database, (Direction::Up, None), 0);
        make_move(&map, &mut database, (Direction::Down, None), 0);
        assert!(database.rows.is_empty());
    });
}

/// Moves the database, and checks that it stands where the move should lead, and came there in Alembic's order.
fn make_move(
    map: &RevisionMap,
    database: &mut Database<'_>,
    (direction, end): (Direction, Option<usize>),
    first_row: usize,
) {
    let rows = database.rows_from(first_row);
    let plan = plan(map, &rows, direction, &target(map, direction, end));
    let before = database.applied.clone();
    let after = applied_after(database.model, &before, direction, end);
    let is_row = end.is_some_and(|end| rows.contains(&database.model.ids[end]));
    if direction == Direction::Down && end.is_some() && after == before && !is_row {
        assert!(matches!(plan, Err(RevisionError::NotBelow { .. })), "{plan:?}");
        return;
    }
    let plan = plan.unwrap();
    database.run(&plan);
    assert_eq!(database.applied, after);
    let starts = match (direction, end) {
        (Direction::Down, _) => rows.iter().map(|row| database.model.index(row)).collect(),
        (_, Some(end)) => vec![end],
        (_, None) => database.model.heads(),
    };
    let moved: Vec<bool> = before.iter().zip(&after).map(|(is, will_be)| is != will_be).collect();
    assert_eq!(newest_first(&plan, direction), database.model.listed(&moved, starts));
}

fn newest_first(plan: &Plan, direction: Direction) -> Vec<&str> {
    let ids = plan.steps.iter().map(|step| step.revision.as_str());
    if direction == Direction::Up { ids.rev().collect() } else { ids.collect() }
}

fn target(map: &RevisionMap, direction: Direction, end: Option<usize>) -> Target {
    match (end, direction) {
        (Some(end), _) => Target::revision(map.ids().nth(end).unwrap()),
        (None, Direction::Down) => Target::base(),
        (None, Direction::Up | Direction::Stamp) => Target::heads(),
    }
}

fn plan(
    map: &RevisionMap,
    rows: &[String],
    direction: Direction,
    target: &Target,
) -> Result<Plan, RevisionError> {
    match direction {
        Direction::Up => map.upgrade_plan(rows, target),
        Direction::Down => map.downgrade_plan(rows, target),
        Direction::Stamp => map.stamp_plan(rows, std::slice::from_ref(target)),
    }
}

/// Returns what is applied after a move: up, with the end and all that it rests on; down, without all that rests on
/// what comes after the end.
fn applied_after(
    model: &Model,
    before: &[bool],
    direction: Direction,
    end: Option<usize>,
) -> Vec<bool> {
    let (is_up, all) = (direction == Direction::Up, || vec![true; before.len()]);
    let moved = match is_up {
        true => end.map_or_else(all, |end| reach(&[end], &model.below)),
        false => end.map_or_else(all, |end| reach(&model.children[end], &model.above)),
    };
    let after = |(is, moved): (&bool, bool)| if moved { is_up } else { *is };
    before.iter().zip(moved).map(after).collect()
}

#[test]
fn whatever_is_asked_a_plan_can_be_run() {
    let states = vec(any::<Index>(), 0..=4);
    let questions = vec((aims(), 0..10_usize), 1..=8);
    holds((histories(), states, questions), |(history, applied, questions)| {
        let (map, model) = (history.build().unwrap(), Model::new(&history.0));
        let (applied, names) = (chosen(&applied, map.len()), history.names());
        for ((aim, first_row), direction) in questions.iter().flat_map(up_and_down) {
            let mut database = Database::at(&model, &applied);
            let rows = database.rows_from(*first_row);
            if let Ok(plan) = plan(&map, &rows, direction, &aim.target(&names)) {
                database.run(&plan);
            }
        }
    });
}

fn up_and_down<T>(question: &T) -> [(&T, Direction); 2] {
    [(question, Direction::Up), (question, Direction::Down)]
}

#[test]
fn a_stamp_hits_the_rows_that_are_there() {
    let stamps = vec(vec(aims(), 1..=3), 1..=20);
    holds((histories(), vec(any::<Index>(), 0..=4), stamps), |(history, applied, stamps)| {
        let (map, model) = (history.build().unwrap(), Model::new(&history.0));
        let (applied, names) = (chosen(&applied, map.len()), history.names());
        for aims in stamps {
            let mut database = Database::at(&model, &applied);
            let targets: Vec<Target> = aims.iter().map(|aim| aim.target(&names)).collect();
            let Ok(plan) = map.stamp_plan(&database.rows_from(0), &targets) else { continue };
            let changes = plan.steps.iter().flat_map(|step| &step.changes);
            changes.for_each(|change| database.change(change));
        }
    });
}

#[test]
fn a_listing_has_each_revision_once_the_newest_first() {
    holds((histories(), vec((aims(), aims()), 0..=20)), |(history, ends)| {
        let (map, model, names) =
            (history.build().unwrap(), Model::new(&history.0), history.names());
        let everything = map.range(&":".parse().unwrap(), &[]).unwrap();
        assert_eq!(everything.len(), map.len());
        assert_eq!(everything, map.newest_first());
        assert_eq!(everything, model.listed(&vec![true; map.len()], model.heads()));
        model.assert_newest_first(&everything);
        for (lower, upper) in ends {
            let end = |aim: Aim| RangeEnd::At(aim.target(&names));
            let range = RevisionRange { lower: end(lower), upper: end(upper) };
            if let Ok(listed) = map.range(&range, &[]) {
                model.assert_newest_first(&listed);
            }
        }
    });
}

#[test]
fn a_range_holds_what_lies_on_the_way_from_one_end_to_the_other() {
    let ends = vec((any::<Index>(), any::<Index>()), 0..=20);
    holds((histories(), ends), |(history, ends)| {
        let (map, model) = (history.build().unwrap(), Model::new(&history.0));
        for (lower, upper) in ends.iter().filter(|_| !map.is_empty()) {
            let (lower, upper) = (lower.index(map.len()), upper.index(map.len()));
            let end = |index: usize| RangeEnd::At(Target::revision(&model.ids[index]));
            let listed = map.range(&RevisionRange { lower: end(lower), upper: end(upper) }, &[]);
            let below = reach(&[upper], &model.below);
            if !below[lower] {
                assert!(matches!(listed, Err(RevisionError::NotOneLine { .. })), "{listed:?}");
                continue;
            }
            let above = reach(&[lower], &model.children);
            let wanted: Vec<bool> =
                above.iter().zip(&below).map(|(above, below)| *above && *below).collect();
            let listed = listed.unwrap();
            assert_eq!(listed.len(), wanted.iter().filter(|wanted| **wanted).count());
            assert!(listed.iter().all(|id| wanted[model.index(id)]));
            // Where only what is left out leads to a part of it, Alembic's rule does not get there.
            let by_the_rule = model.listed(&wanted, vec![upper]);
            if by_the_rule.len() == listed.len() {
                assert_eq!(listed, by_the_rule);
            }
            model.assert_newest_first(&listed);
        }
    });
}

#[test]
fn what_is_printed_is_read_back() {
    holds(targets(), |target| assert_eq!(target.to_string().parse(), Ok(target)));
    holds(ranges(), |range| assert_eq!(range.to_string().parse(), Ok(range)));
}

#[test]
fn whatever_the_files_say_a_history_that_is_accepted_can_be_run() {
    holds(broken_histories(), |history| {
        let Ok(map) = history.build() else { return };
        let revisions: Vec<Revision> = map.ids().map(|id| map.get(id).unwrap().clone()).collect();
        let model = Model::new(&revisions);
        assert!(model.is_acyclic());
        let mut database = Database::at(&model, &[]);
        make_move(&map, &mut database, (Direction::Up, None), 0);
        make_move(&map, &mut database, (Direction::Down, None), 0);
    });
}

#[test]
fn a_circle_is_refused_and_named() {
    holds((histories(), any::<[Index; 2]>(), any::<bool>()), |(history, ends, by_parent)| {
        let Some(history) = closed(history, ends, by_parent) else { return };
        let path = match history.build().unwrap_err() {
            HistoryError::SelfLoop { id } | HistoryError::DependencySelfLoop { id } => {
                vec![id.clone(), id]
            }
            HistoryError::Cycle { path } | HistoryError::DependencyCycle { path } => path,
            other => panic!("{other}"),
        };
        assert_eq!(path.first(), path.last());
        let model = Model::new(&history.0);
        for pair in path.windows(2) {
            let [lower, upper] = [&pair[0], &pair[1]].map(|id| model.index(id));
            assert!(model.below[upper].contains(&lower), "{path:?}");
        }
    });
}

/// Lets a revision rest on itself or on one that rests on it.
fn closed(mut history: History, [upper, lower]: [Index; 2], by_parent: bool) -> Option<History> {
    let model = Model::new(&history.0);
    let upper = (!model.ids.is_empty()).then(|| upper.index(model.ids.len()))?;
    let below = reach(&[upper], &model.below);
    let lowers: Vec<usize> = (0..below.len()).filter(|index| below[*index]).collect();
    let lower = &mut history.0[*lower.get(&lowers)];
    let links = if by_parent { &mut lower.down_revisions } else { &mut lower.depends_on };
    links.push(model.ids[upper].clone());
    Some(history)
}
