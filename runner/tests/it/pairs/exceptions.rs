//! What does not hold, and why. Each is tried, and has to fail: one that holds is none any more.

/// What is said of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// Its files run, and differ or not as its name says.
    Runs,
    /// What is read of a side makes the same side again.
    IsMadeAgain,
    /// It goes from the one side to the other and back.
    RoundTrip,
    /// What is written for it compiles.
    Compiles,
    /// What Alembic finds is found.
    SeenByAlembic,
}

use Claim::{IsMadeAgain, RoundTrip, SeenByAlembic};

/// A claim that does not hold: of which pair, and why.
type Exception = (Claim, &'static str, &'static str);

const EXCEPTIONS: [Exception; 8] = [
    (IsMadeAgain, "postgresql/indexes-validity", "whoever makes an index wants a valid one"),
    (RoundTrip, "postgresql/indexes-validity", "a downgrade makes no index invalid again"),
    (
        RoundTrip,
        "postgresql/partitions-own_default",
        "a partition's columns are those of its table, with no default of their own",
    ),
    (SeenByAlembic, "postgresql/partitions-own_default", "as with its round trip"),
    (
        SeenByAlembic,
        "postgresql/indexes-validity",
        "an index that is not valid is made anew, even where the other one is not valid either",
    ),
    (
        RoundTrip,
        "postgresql/comments-of_other_objects",
        "remarks are read of tables, their columns and indexes, and of views",
    ),
    (
        IsMadeAgain,
        "sqlite/columns-removed_with_dependents",
        "no column of a primary key takes NULL in the normal form, which SQLite allows",
    ),
    (IsMadeAgain, "sqlite/options-without_rowid", "as with `columns-removed_with_dependents`"),
];

/// Returns why a claim does not hold of a pair, `database/name`, if it is not to.
pub(super) fn exception(claim: Claim, pair: &str) -> Option<&'static str> {
    let found = EXCEPTIONS.iter().find(|(of, name, _)| (*of, *name) == (claim, pair));
    found.map(|(_, _, reason)| *reason)
}

/// Returns the pairs of which one of the claims does not hold.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    EXCEPTIONS.iter().map(|(_, pair, _)| *pair)
}
