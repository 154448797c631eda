//! What can be wrong with what is asked of a history.

use super::{
    HistoryError, Place, RangeEnd, RebaseError, RevisionRange, Symbol, Target, TargetError,
};

/// What a history cannot answer, or cannot become.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RevisionError {
    /// What the history would become is none.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// A text names no place.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A branch cannot be moved.
    #[error(transparent)]
    Rebase(#[from] RebaseError),
    /// Nothing has this name; `near` are names that look like it.
    #[error("no revision or label matches `{text}`")]
    UnknownRevision { text: String, near: Vec<String> },
    /// Several names begin so.
    #[error("`{text}` is the beginning of several names: {}", quoted(candidates))]
    AmbiguousPrefix { text: String, candidates: Vec<String> },
    /// Nothing has the name before the `@`.
    #[error("no branch matches `{branch}`: it is neither a label nor a revision")]
    NoSuchBranch { branch: String, near: Vec<String> },
    /// Several names begin as the part before the `@`.
    #[error("`{branch}` is the beginning of several branches: {}", quoted(candidates))]
    AmbiguousBranch { branch: String, candidates: Vec<String> },
    /// The revision is there, but not on the line of what stands before the `@`.
    #[error("revision `{revision}` is not on the line of `{branch}`")]
    NotOnBranch { revision: String, branch: String },
    /// One revision is wanted, and there are several heads.
    #[error("`{asked}` asks for one head, but there are {}: {}", heads.len(), quoted(&ids(heads)))]
    MultipleHeads { asked: Target, heads: Vec<Head> },
    /// The database stands at a revision that no file has.
    #[error("the version table names revision `{row}`, which the script directory does not have")]
    UnknownRow { row: String },
    /// Of two rows, one includes the other.
    #[error("the version table names `{lower}` beside `{upper}`, which already includes it")]
    OverlappingRows { lower: String, upper: String },
    /// Of two targets, one includes the other.
    #[error("`{target}` names `{lower}` beside `{upper}`, which already includes it")]
    OverlappingTargets { target: Target, lower: String, upper: String },

    /// Steps should start where the database stands, and it stands at several revisions.
    #[error("`{target}` starts from the current revision, but there are several: {}", quoted(rows))]
    SeveralStarts { target: Target, rows: Vec<String> },
    /// Steps come to a place from which several ways lead on.
    #[error("`{target}` meets a fork at `{at}`: {}", quoted(choices))]
    AmbiguousWalk { target: Target, at: String, choices: Vec<String> },
    /// There are fewer steps than were counted.
    #[error("`{target}` goes too far: {} possible", steps(*available))]
    OutOfRange { target: Target, available: u64 },
    /// An upgrade counts down, or not at all.
    #[error("`{target}` does not lead up")]
    NotUp { target: Target },
    /// A downgrade counts up, or not at all.
    #[error("`{target}` does not lead down")]
    NotDown { target: Target },
    /// Steps were counted where a revision is wanted.
    #[error("`{target}` is relative, and here a revision is wanted")]
    RelativeNotAllowed { target: Target },
    /// A downgrade should end at what is not applied.
    #[error("a downgrade to `{target}` is not possible from {}", state(rows))]
    NotBelow { target: Target, rows: Vec<String> },
    /// Held to its branch, a downgrade has nothing to undo.
    #[error("nothing between `{target}` and the current revisions is on that branch")]
    NothingOnBranch { target: Target },
    /// Steps down a branch should start at its one current revision.
    #[error("`{target}` needs one current revision on its branch, and there {}", rows_there(rows))]
    NotOneOnBranch { target: Target, rows: Vec<String> },
    /// One end of a range does not lie below the other.
    #[error("the ends of `{range}` are not on one line")]
    NotOneLine { range: RevisionRange },
    /// Steps lead off the history.
    #[error("`{target}` leads to before the first revision")]
    BeforeBase { target: Target },
    /// A revision stands for a branch that has no label of its own, or several.
    #[error("revision `{revision}` stands for no one branch: {}", labels_there(labels))]
    NotOneLabel { revision: String, labels: Vec<String> },

    /// One row lies on the lines of several targets.
    #[error("the row `{row}` would have to give way to several of these targets")]
    StampConflict { row: String },
    /// A target is named twice.
    #[error("`{id}` would get two rows in the version table")]
    StampedTwice { id: String },

    /// A new revision should follow one that has children.
    #[error("revision `{id}` is no head")]
    NotAHead { id: String },
    /// A new revision should have the id of another.
    #[error("there is a revision `{id}` already")]
    IdIsTaken { id: String },
    /// `base`, or steps that lead there, have no file.
    #[error("`{text}` names no revision that has a file")]
    NoFiles { text: String },
    /// A new revision should have one parent twice.
    #[error("revision `{id}` is named twice as a parent")]
    SameParentTwice { id: String },
    /// A new revision should depend on what is before the first.
    #[error("a revision cannot depend on `{target}`")]
    DependencyIsBase { target: Target },
    /// An id or a label could not be written or typed.
    #[error("{what} `{name}` cannot be used: {reason}")]
    UnfitName { what: &'static str, name: String, reason: &'static str },
}

/// A head, as an error lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its id.
    pub id: String,
    /// What it does and since when, as far as the history knows.
    pub summary: String,
}

impl RevisionError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::History(error) => error.help(),
            Self::Target(error) => error.help(),
            Self::Rebase(error) => error.help(),
            Self::UnknownRevision { near, .. } if near.is_empty() => {
                Some("`history` lists the revisions".to_owned())
            }
            Self::UnknownRevision { near, .. } => Some(format!("did you mean {}?", quoted(near))),
            Self::AmbiguousPrefix { .. } | Self::AmbiguousBranch { .. } => Some("type more of the name".to_owned()),
            Self::NoSuchBranch { near, .. } if near.is_empty() => {
                Some("`heads` and `history` show the labels".to_owned())
            }
            Self::NoSuchBranch { near, .. } => Some(format!("did you mean {}?", quoted(near))),
            Self::NotOnBranch { .. } => {
                Some("leave the part before `@` out, or name a revision on that line".to_owned())
            }
            Self::MultipleHeads { asked, heads } => Some(ways_with_heads(asked, heads)),
            Self::UnknownRow { .. } => Some(
                "check out the source that has this revision; or, if the database is as another revision leaves it, \
                 say so with `stamp --purge REVISION`"
                    .to_owned(),
            ),
            Self::OverlappingRows { upper, .. } => Some(format!(
                "`stamp {upper}` deletes the row that is too many; `current` tells where the database is"
            )),
            Self::OverlappingTargets { upper, .. } => Some(format!("name `{upper}` alone")),
            Self::SeveralStarts { rows, target } => Some(relative_to(rows, target)),
            Self::AmbiguousWalk { choices, .. } => {
                Some(format!("name the revision itself: {}", quoted(choices)))
            }
            Self::OutOfRange { .. } => Some("`history` lists the revisions".to_owned()),
            Self::NotUp { .. } => Some("count up with `+1`; `downgrade` goes down".to_owned()),
            Self::NotDown { .. } => Some("count down with `-1`; `upgrade` goes up".to_owned()),
            Self::RelativeNotAllowed { .. } => {
                Some("name the revision; `history` lists them".to_owned())
            }
            Self::NotBelow { .. } => {
                Some("name `base` or a revision below a current one; `current` lists those".to_owned())
            }
            Self::NothingOnBranch { .. } => {
                Some("leave the part before `@` out, or name a branch that leads there".to_owned())
            }
            Self::NotOneOnBranch { .. } => {
                Some("name the revision to go down to; `current` tells where the database is".to_owned())
            }
            Self::NotOneLine { range } => Some(off_line(range)),
            Self::BeforeBase { .. } => Some("to begin at the base, leave this end out".to_owned()),
            Self::NotOneLabel { .. } => Some("name a label instead".to_owned()),
            Self::StampConflict { .. } => {
                Some("stamp them one after the other, or all at once with `--purge`".to_owned())
            }
            Self::StampedTwice { .. } => Some("name it once".to_owned()),
            Self::NotAHead { .. } => {
                Some("to begin a new branch there, say `--splice`; `heads` lists the heads".to_owned())
            }
            Self::IdIsTaken { .. } => Some("leave `--rev-id` out, or say another one".to_owned()),
            Self::NoFiles { .. } => Some("`history` lists the revisions".to_owned()),
            Self::SameParentTwice { .. } => Some("name each parent once".to_owned()),
            Self::DependencyIsBase { .. } => {
                Some("name a revision or a label".to_owned())
            }
            Self::UnfitName { .. } => Some("use letters, digits and `_`".to_owned()),
        }
    }
}

/// Returns a relative target that starts from the first row instead of from all of them.
fn relative_to(rows: &[String], target: &Target) -> String {
    let first = rows.first().map_or("", String::as_str);
    let steps = Target::new(target.place.clone());
    format!("say from which one, such as `{first}{steps}`, or name the revision itself")
}

/// Lists heads, one a line, and says what can be done about there being several.
fn ways_with_heads(asked: &Target, heads: &[Head]) -> String {
    let mut lines: Vec<String> = heads.iter().map(head_line).collect();
    lines.push("merge them into one with `merge heads`, or name one of them".to_owned());
    if asked.place == Place::At(Symbol::Head) {
        let all = Target { place: Place::At(Symbol::Heads), ..asked.clone() };
        lines.push(format!("where several will do, `{all}` takes them all"));
    }
    lines.join("\n")
}

pub(super) fn head_line(head: &Head) -> String {
    match head.summary.as_str() {
        "" => format!("head {}", head.id),
        summary => format!("head {}: {summary}", head.id),
    }
}

pub(super) fn ids(heads: &[Head]) -> Vec<String> {
    heads.iter().map(|head| head.id.clone()).collect()
}

fn off_line(range: &RevisionRange) -> String {
    let from_heads = match &range.lower {
        RangeEnd::At(Target { place: Place::FromCurrent(_), .. }) => {
            "; steps at the first end are counted from the heads"
        }
        RangeEnd::At(_) | RangeEnd::Current | RangeEnd::Open => "",
    };
    format!(
        "the first end must lie below the second{from_heads}; `history --graph` shows the lines"
    )
}

pub(super) fn other_heads(heads: &[Head]) -> String {
    match heads {
        [] => "there is no other head".to_owned(),
        heads => format!("there are {} other heads: {}", heads.len(), quoted(&ids(heads))),
    }
}

fn rows_there(rows: &[String]) -> String {
    match rows {
        [] => "is none".to_owned(),
        rows => format!("are several: {}", quoted(rows)),
    }
}

fn labels_there(labels: &[String]) -> String {
    match labels {
        [] => "it has no label".to_owned(),
        labels => format!("it has several labels: {}", quoted(labels)),
    }
}

/// Puts names into a sentence.
pub(super) fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn steps(available: u64) -> String {
    match available {
        0 => "no step is".to_owned(),
        1 => "only 1 step is".to_owned(),
        more => format!("only {more} steps are"),
    }
}

/// Says where the database stands.
fn state(rows: &[String]) -> String {
    match rows {
        [] => "an empty database".to_owned(),
        [row] => format!("the current revision `{row}`"),
        rows => format!("the current revisions {}", quoted(rows)),
    }
}
