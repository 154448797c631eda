//! What can be wrong with what is asked of a history.

use super::{HistoryError, Place, RangeEnd, RevisionRange, Symbol, Target, TargetError};

/// What a history cannot answer, or cannot become.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RevisionError {
    #[error(transparent)]
    History(#[from] HistoryError),
    #[error(transparent)]
    Target(#[from] TargetError),
    #[error("no revision or label matches `{text}`")]
    UnknownRevision { text: String, near: Vec<String> },
    #[error("`{text}` is the beginning of several names: {}", quoted(candidates))]
    AmbiguousPrefix { text: String, candidates: Vec<String> },
    #[error("no branch matches `{branch}`: it is neither a label nor a revision")]
    NoSuchBranch { branch: String, near: Vec<String> },
    #[error("revision `{revision}` is not on the line of `{branch}`")]
    NotOnBranch { revision: String, branch: String },
    #[error("`{asked}` asks for one head, but there are {}: {}", heads.len(), quoted(&ids(heads)))]
    MultipleHeads { asked: Target, heads: Vec<Head> },
    #[error("the version table names revision `{row}`, which the script directory does not have")]
    UnknownRow { row: String },
    #[error("the version table names `{lower}` beside `{upper}`, which already includes it")]
    OverlappingRows { lower: String, upper: String },
    #[error("`{target}` names `{lower}` beside `{upper}`, which already includes it")]
    OverlappingTargets { target: Target, lower: String, upper: String },

    #[error("`{target}` starts from the current revision, but there are several: {}", quoted(rows))]
    SeveralStarts { target: Target, rows: Vec<String> },
    #[error("`{target}` meets a fork at `{at}`: {}", quoted(choices))]
    AmbiguousWalk { target: Target, at: String, choices: Vec<String> },
    #[error("`{target}` goes too far: {} possible", steps(*available))]
    OutOfRange { target: Target, available: u64 },
    #[error("`{target}` does not lead up")]
    NotUp { target: Target },
    #[error("`{target}` does not lead down")]
    NotDown { target: Target },
    #[error("`{target}` is relative, and here a revision is wanted")]
    RelativeNotAllowed { target: Target },
    #[error("a downgrade to `{target}` is not possible from {}", state(rows))]
    NotBelow { target: Target, rows: Vec<String> },
    #[error("nothing between `{target}` and the current revisions is on that branch")]
    NothingOnBranch { target: Target },
    #[error("`{target}` needs one current revision on its branch, and there {}", rows_there(rows))]
    NotOneOnBranch { target: Target, rows: Vec<String> },
    #[error("the ends of `{range}` are not on one line")]
    NotOneLine { range: RevisionRange },
    #[error("`{target}` leads to before the first revision")]
    BeforeBase { target: Target },
    #[error("revision `{revision}` stands for no one branch: {}", labels_there(labels))]
    NotOneLabel { revision: String, labels: Vec<String> },

    #[error("the row `{row}` would have to give way to several of these targets")]
    StampConflict { row: String },
    #[error("`{id}` would get two rows in the version table")]
    StampedTwice { id: String },

    #[error("revision `{id}` is no head")]
    NotAHead { id: String },
    #[error("there is a revision `{id}` already")]
    IdIsTaken { id: String },
    #[error("`{text}` names no revision that has a file")]
    NoFiles { text: String },
    #[error("revision `{id}` is named twice as a parent")]
    SameParentTwice { id: String },
    #[error("a revision cannot depend on `{target}`")]
    DependencyIsBase { target: Target },
    #[error("{what} `{name}` cannot be used: {reason}")]
    UnfitName { what: &'static str, name: String, reason: &'static str },

    #[error("`{target}` is no revision to move, nor one to move to")]
    RebaseBase { target: Target },
    #[error("revision `{revision}` is below `{onto}` already")]
    RebaseBelow { revision: String, onto: String },
    #[error("revision `{id}` is a merge, which has several parents")]
    RebaseMerge { id: String },
    #[error("the branch begins in several places: {}", quoted(roots))]
    RebaseSeveral { roots: Vec<String> },
    #[error("revision `{id}` is no head, and a branch can follow a head only")]
    RebaseOntoInner { id: String },
    #[error("one revision is wanted, and there are {}: {}", heads.len(), quoted(&ids(heads)))]
    RebaseWhich { heads: Vec<Head> },
    #[error("{}", other_heads(heads))]
    RebaseOnto { heads: Vec<Head> },
    #[error("revision `{id}` is applied in the database, and what is applied does not move")]
    RebaseApplied { id: String },
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
            Self::UnknownRevision { near, .. } if near.is_empty() => {
                Some("`history` lists the revisions".to_owned())
            }
            Self::UnknownRevision { near, .. } => Some(format!("did you mean {}?", quoted(near))),
            Self::AmbiguousPrefix { .. } => Some("type more of the name".to_owned()),
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
            Self::DependencyIsBase { .. } | Self::RebaseBase { .. } => {
                Some("name a revision or a label".to_owned())
            }
            Self::UnfitName { .. } => Some("use letters, digits and `_`".to_owned()),
            Self::RebaseBelow { .. } => {
                Some("name the branch that is to move, then the head it is to follow".to_owned())
            }
            Self::RebaseMerge { .. } => Some(
                "change its parents by hand, or put the heads together with `merge`".to_owned(),
            ),
            Self::RebaseOnto { heads } if heads.is_empty() => {
                Some("there is one line only: `history --graph` shows it".to_owned())
            }
            Self::RebaseOnto { heads } => {
                let mut lines: Vec<String> = heads.iter().map(head_line).collect();
                lines.push("say which one with `--onto`".to_owned());
                Some(lines.join("\n"))
            }
            Self::RebaseApplied { .. } => Some(
                "take it back first with `downgrade`, or join the heads with `merge heads`".to_owned(),
            ),
            Self::RebaseSeveral { .. } => Some(
                "the branch has merges in it; put the heads together with `merge` instead".to_owned(),
            ),
            Self::RebaseOntoInner { .. } => Some("`heads` lists the heads".to_owned()),
            Self::RebaseWhich { heads } => {
                let mut lines: Vec<String> = heads.iter().map(head_line).collect();
                lines.push("name one of them".to_owned());
                Some(lines.join("\n"))
            }
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

fn head_line(head: &Head) -> String {
    match head.summary.as_str() {
        "" => format!("head {}", head.id),
        summary => format!("head {}: {summary}", head.id),
    }
}

fn ids(heads: &[Head]) -> Vec<String> {
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

fn other_heads(heads: &[Head]) -> String {
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
