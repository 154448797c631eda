//! The class of each error, as the vectors call it.

use runner::revision::{HistoryError, RevisionError, TargetError};

/// Returns the class of an error in a plan or a query.
pub(super) fn class(error: &RevisionError) -> &'static str {
    use RevisionError as E;
    match error {
        E::History(error) => class_of_history(error),
        E::Target(error) => class_of_text(error),
        E::UnknownRevision { .. }
        | E::UnknownRow { .. }
        | E::RelativeNotAllowed { .. }
        | E::BeforeBase { .. } => "missing_revision",
        E::NoSuchBranch { .. } | E::AmbiguousBranch { .. } => "no_such_branch",
        E::NotOnBranch { .. } => "not_on_branch",
        E::AmbiguousPrefix { .. } => "ambiguous_revision",
        E::MultipleHeads { .. } => "multiple_heads",
        E::OverlappingRows { .. } | E::OverlappingTargets { .. } => "overlapping_revisions",
        E::SeveralStarts { .. } => "ambiguous_upgrade",
        E::AmbiguousWalk { .. } => "ambiguous_walk",
        E::OutOfRange { .. } | E::NotUp { .. } | E::NotDown { .. } => "relative_out_of_range",
        E::NotBelow { .. } | E::NotOneLine { .. } => "range_not_ancestor",
        E::NothingOnBranch { .. } => "invalid_downgrade_target",
        E::NotAHead { .. } => "not_a_head",
        E::SameParentTwice { .. } => "duplicate_heads",
        E::NotOneOnBranch { .. } => "label_matches_not_one_row",
        E::NotOneLabel { .. } => "label_lookup",
        E::StampConflict { .. } | E::StampedTwice { .. } => "row_not_present",
        E::DependencyIsBase { .. } => "dependency_is_base",
        E::UnfitName { .. } => "illegal_id",
        E::IdIsTaken { .. } => "duplicate_revision",
        E::NoFiles { .. } => "no_files",
        E::Rebase(_) => "rebase",
    }
}

/// Returns the class of an error in a graph.
pub(super) fn class_of_history(error: &HistoryError) -> &'static str {
    use HistoryError as E;
    match error {
        E::EmptyId | E::IllegalId { .. } => "illegal_id",
        E::DuplicateLabel { .. } | E::LabelIsId { .. } => "label_conflict",
        E::MissingDependency { .. } => "missing_dependency",
        E::MissingDownRevision { .. } => "missing_parent",
        E::SelfLoop { .. } => "loop",
        E::DependencySelfLoop { .. } => "dependency_loop",
        E::Cycle { .. } => "cycle",
        E::DependencyCycle { .. } => "dependency_cycle",
    }
}

/// Returns the class of a text that cannot be read.
pub(super) fn class_of_text(error: &TargetError) -> &'static str {
    match error {
        TargetError::Range(_) => "range_not_allowed",
        TargetError::NoRange(_) => "bad_range",
        TargetError::Empty | TargetError::Branch(_) | TargetError::TooManySteps(_) => {
            "missing_revision"
        }
    }
}

/// Returns the group of a class: vectors may be compared by it.
pub(super) fn group(class: &str) -> &str {
    match class {
        "missing_revision" | "no_such_branch" | "not_on_branch" => "missing_revision",
        "range_not_ancestor" | "invalid_downgrade_target" | "overlapping_revisions" => {
            "range_not_ancestor"
        }
        "relative_out_of_range" | "walked_too_far" => "relative_out_of_range",
        "ambiguous_walk" | "ambiguous_upgrade" => "ambiguous_walk",
        class => class,
    }
}
