//! Random targets and ranges, as values: such as name something in a history, and any that can be spelt.

use proptest::option;
use proptest::prelude::*;
use proptest::sample::Index;
use runner::revision::{Place, RangeEnd, RevisionRange, Symbol, Target};

/// A target before the history is there whose names it takes.
#[derive(Debug, Clone)]
pub(super) struct Aim {
    branch: Option<Index>,
    symbol: Option<Symbol>,
    name: Index,
    steps: Option<i64>,
    from_current: bool,
}

impl Aim {
    /// Returns the target with these names.
    pub(super) fn target(&self, names: &[String]) -> Target {
        let name = |index: &Index| match names.is_empty() {
            true => "missing".to_owned(),
            false => index.get(names).clone(),
        };
        let symbol = self.symbol.clone().unwrap_or_else(|| Symbol::Name(name(&self.name)));
        let place = match self.steps {
            None => Place::At(symbol),
            Some(steps) if self.from_current => Place::FromCurrent(steps),
            Some(steps) => Place::From(symbol, steps),
        };
        Target { branch: self.branch.as_ref().map(name), place }
    }
}

/// Returns targets of which many, but not all, can be found.
pub(super) fn aims() -> impl Strategy<Value = Aim> {
    let branch = option::weighted(0.3, any::<Index>());
    let symbol = option::weighted(0.3, symbols());
    let steps = option::weighted(0.4, -4_i64..=4);
    (branch, symbol, any::<Index>(), steps, any::<bool>()).prop_map(
        |(branch, symbol, name, steps, from_current)| Aim {
            branch,
            symbol,
            name,
            steps,
            from_current,
        },
    )
}

fn symbols() -> impl Strategy<Value = Symbol> {
    prop_oneof![Just(Symbol::Base), Just(Symbol::Head), Just(Symbol::Heads)]
}

/// Returns every kind of target that a text can spell.
pub(super) fn targets() -> impl Strategy<Value = Target> {
    let branch = option::of("[a-zé0-9_.+-]{1,6}");
    (branch, places()).prop_map(|(branch, place)| Target { branch, place })
}

fn places() -> impl Strategy<Value = Place> {
    let is_symbol = |name: &str| ["base", "head", "heads"].contains(&name);
    let word = "[a-zé0-9_]{1,6}".prop_filter("a symbol", move |name| !is_symbol(name));
    // What ends like steps would be read as steps.
    let label = "[a-zé_]{1,3}[.+-][a-zé_.+-]{0,4}".prop_map(Symbol::Name);
    let name = word.prop_map(Symbol::Name);
    let from = prop_oneof![symbols(), name.clone()];
    prop_oneof![
        prop_oneof![symbols(), name, label].prop_map(Place::At),
        any::<i64>().prop_map(Place::FromCurrent),
        (from, any::<i64>()).prop_map(|(symbol, steps)| Place::From(symbol, steps)),
    ]
}

/// Returns every kind of range that a text can spell.
pub(super) fn ranges() -> impl Strategy<Value = RevisionRange> {
    let current = Target::revision("current");
    let end = prop_oneof![
        Just(RangeEnd::Open),
        Just(RangeEnd::Current),
        targets().prop_filter("a symbol", move |it| *it != current).prop_map(RangeEnd::At),
    ];
    (end.clone(), end).prop_map(|(lower, upper)| RevisionRange { lower, upper })
}
