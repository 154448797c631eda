//! Moving a branch: its first revision gets another parent.

use super::error::{head_line, ids, other_heads, quoted};
use super::{Head, HistoryError, Revision, RevisionError, RevisionMap, Target};

/// A branch that gets another parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebase {
    /// The first revision of the branch: the one that changes.
    pub root: String,
    /// Its parents before.
    pub from: Vec<String>,
    /// Its parent afterwards.
    pub onto: String,
    /// All that moves: the root and what rests on it, in load order.
    pub moved: Vec<String>,
}

/// Why a branch cannot be moved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RebaseError {
    /// `base` was named.
    #[error("`{target}` is no revision to move, nor one to move to")]
    NoRevision { target: Target },
    /// The revision is part of what it should follow.
    #[error("revision `{revision}` is below `{onto}` already")]
    Below { revision: String, onto: String },
    /// The branch begins with a merge.
    #[error("revision `{id}` is a merge, which has several parents")]
    Merge { id: String },
    /// Merges in the branch lead to several beginnings.
    #[error("the branch begins in several places: {}", quoted(roots))]
    SeveralRoots { roots: Vec<String> },
    /// The revision to follow has children already.
    #[error("revision `{id}` is no head, and a branch can follow a head only")]
    OntoInner { id: String },
    /// Several heads were named.
    #[error("one revision is wanted, and there are {}: {}", heads.len(), quoted(&ids(heads)))]
    Which { heads: Vec<Head> },
    /// No head was named, and there is not just one other.
    #[error("{}", other_heads(heads))]
    NotOneHead { heads: Vec<Head> },
    /// The database has a part of the branch.
    #[error("revision `{id}` is applied in the database, and what is applied does not move")]
    Applied { id: String },
}

impl RebaseError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::NoRevision { .. } => "name a revision or a label",
            Self::Below { .. } => "name the branch that is to move, then the head it is to follow",
            Self::Merge { .. } => {
                "change its parents by hand, or put the heads together with `merge`"
            }
            Self::SeveralRoots { .. } => {
                "the branch has merges in it; put the heads together with `merge` instead"
            }
            Self::OntoInner { .. } => "`heads` lists the heads",
            Self::Which { heads } => return Some(choice(heads, "name one of them")),
            Self::NotOneHead { heads } if heads.is_empty() => {
                "there is one line only: `history --graph` shows it"
            }
            Self::NotOneHead { heads } => {
                return Some(choice(heads, "say which one with `--onto`"));
            }
            Self::Applied { .. } => {
                "take it back first with `downgrade`, or join the heads with `merge heads`"
            }
        };
        Some(help.to_owned())
    }
}

/// Lists heads, one a line, and says what to do with them.
fn choice(heads: &[Head], what: &str) -> String {
    let lines: Vec<String> = heads.iter().map(head_line).collect();
    format!("{}\n{what}", lines.join("\n"))
}

impl RevisionMap {
    /// Returns how the branch of a revision comes to follow `onto`, or the only other head; `None` when it does
    /// already.
    ///
    /// As with `git rebase`, the branch is what leads up to the revision and is not below `onto`.
    ///
    /// # Errors
    /// When there is no such branch, it begins in several places or with a merge, `onto` is no head, or the history
    /// would go round in a circle.
    pub fn rebase(
        &self,
        revision: &Target,
        onto: Option<&Target>,
    ) -> Result<Option<Rebase>, RevisionError> {
        let moving = self.only_revision(revision)?;
        let onto = match onto {
            Some(onto) => self.only_revision(onto)?,
            None => self.only_other_head(moving)?,
        };
        let root = self.root_of_branch(moving, onto)?;
        if self.links[root].parents == [onto] {
            return Ok(None);
        }
        if !self.links[onto].children.is_empty() {
            return Err(RebaseError::OntoInner { id: self.id(onto).to_owned() }.into());
        }
        self.check_with_parent(root, onto)?;
        let moves = self.and_above(&[root]);
        let moved: Vec<usize> = (0..self.len()).filter(|index| moves[*index]).collect();
        Ok(Some(Rebase {
            root: self.id(root).to_owned(),
            from: self.owned_ids(&self.links[root].parents),
            onto: self.id(onto).to_owned(),
            moved: self.owned_ids(&moved),
        }))
    }

    fn only_revision(&self, target: &Target) -> Result<usize, RevisionError> {
        let id = self.resolve_one(target).map_err(|error| match error {
            RevisionError::MultipleHeads { heads, .. } => RebaseError::Which { heads }.into(),
            error => error,
        })?;
        let index = id.and_then(|id| self.index(id));
        index.ok_or_else(|| RebaseError::NoRevision { target: target.clone() }.into())
    }

    fn only_other_head(&self, moving: usize) -> Result<usize, RevisionError> {
        let above = self.and_descendants(&[moving]);
        let others: Vec<usize> = self.heads.iter().copied().filter(|head| !above[*head]).collect();
        match others[..] {
            [head] => Ok(head),
            _ => Err(RebaseError::NotOneHead { heads: self.told(&others) }.into()),
        }
    }

    fn root_of_branch(&self, moving: usize, onto: usize) -> Result<usize, RevisionError> {
        let below_onto = self.and_ancestors(onto);
        if below_onto[moving] {
            let (revision, onto) = (self.id(moving).to_owned(), self.id(onto).to_owned());
            return Err(RebaseError::Below { revision, onto }.into());
        }
        let branch = self.and_ancestors(moving);
        let is_on_branch = |index: usize| branch[index] && !below_onto[index];
        let is_root = |index: &usize| {
            is_on_branch(*index)
                && !self.links[*index].parents.iter().any(|parent| is_on_branch(*parent))
        };
        let roots: Vec<usize> = (0..self.len()).filter(is_root).collect();
        match roots[..] {
            [root] if self.links[root].is_merge_point() => {
                Err(RebaseError::Merge { id: self.id(root).to_owned() }.into())
            }
            [root] => Ok(root),
            _ => Err(RebaseError::SeveralRoots { roots: self.owned_ids(&roots) }.into()),
        }
    }

    fn check_with_parent(&self, root: usize, onto: usize) -> Result<(), HistoryError> {
        let mut revisions: Vec<Revision> = self.revisions.clone();
        revisions[root].down_revisions = vec![self.id(onto).to_owned()];
        Self::build(revisions).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::graph;
    use super::*;

    fn rebased(history: &str, revision: &str, onto: &str) -> String {
        let onto: Option<Target> = (!onto.is_empty()).then(|| onto.parse().unwrap());
        let rebase = graph(history).rebase(&revision.parse().unwrap(), onto.as_ref());
        match rebase {
            Ok(None) => "nothing".to_owned(),
            Ok(Some(Rebase { root, from, onto, moved })) => {
                format!("{root}: {} to {onto}, moves {}", from.join(" "), moved.join(" "))
            }
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn the_first_revision_of_the_branch_changes() {
        let forked = "a; b<a; c<b; x<a; y<x";
        let cases = [
            (forked, "y", "c", "x: a to c, moves x y"),
            (forked, "x", "c", "x: a to c, moves x y"),
            (forked, "x", "", "x: a to c, moves x y"),
            ("a; b<a", "b", "", "there is no other head"),
            (forked, "c", "y", "b: a to y, moves b c"),
            ("a; b<a; x", "x", "b", "x:  to b, moves x"),
            ("a; b<a; c<b", "c", "b", "nothing"),
            (forked, "b", "c", "revision `b` is below `c` already"),
            (forked, "y", "b", "revision `b` is no head, and a branch can follow a head only"),
            (forked, "head", "c", "one revision is wanted, and there are 2: `c`, `y`"),
            (forked, "y", "base", "`base` is no revision to move, nor one to move to"),
            ("a; b<a; x; y; z<x,y", "z", "b", "the branch begins in several places: `x`, `y`"),
            ("a; b<a; x<a; c<b~x", "x", "c", "the dependencies go round in a circle: x -> c -> x"),
        ];
        for (history, revision, onto, wanted) in cases {
            assert_eq!(rebased(history, revision, onto), wanted, "{history}: {revision}");
        }
        let merged = "a; b<a; c<a; m<b,c; d<b; e<c; n<d,e";
        assert_eq!(rebased(merged, "m", "n"), "revision `m` is a merge, which has several parents");
    }
}
