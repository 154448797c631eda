//! From what a user types to revisions.

use std::ops::Bound;

use super::{Place, RevisionError, RevisionMap, Symbol, Target, walk::out_of_range};

/// How many near names an error suggests.
const SUGGESTIONS: usize = 3;

/// How alike a name must be to be suggested, from 0 to 1.
const ALIKE: f64 = 0.8;

/// The branch to whose line a target is held.
pub(super) struct Branch<'t> {
    /// As it was typed.
    name: &'t str,
    /// The revision that the name stands for.
    pub(super) revision: usize,
    /// Marks that revision, its ancestors and its descendants by parents.
    pub(super) line: Vec<bool>,
}

/// What a target stands for, where it may stand for several revisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolved<T> {
    /// A revision.
    Revision(T),
    /// Steps led exactly to the place before the first revision.
    Base,
    /// Steps led further than that.
    Beyond,
}

impl<T> Resolved<T> {
    /// Returns the revision, if it is one.
    pub fn revision(self) -> Option<T> {
        match self {
            Self::Revision(revision) => Some(revision),
            Self::Base | Self::Beyond => None,
        }
    }
}

impl RevisionMap {
    /// Returns what this target stands for; nothing for `base`.
    ///
    /// Steps down from the current revision start from each head here, as in Alembic. Other steps are refused.
    ///
    /// # Errors
    /// When the target names no revision, or several where one is wanted.
    pub fn resolve(&self, target: &Target) -> Result<Vec<Resolved<&str>>, RevisionError> {
        let name = |place| match place {
            Resolved::Revision(index) => Resolved::Revision(self.id(index)),
            Resolved::Base => Resolved::Base,
            Resolved::Beyond => Resolved::Beyond,
        };
        Ok(self.resolve_many(target)?.into_iter().map(name).collect())
    }

    /// Returns the revisions that this target stands for; none for `base`.
    ///
    /// Steps from a revision are walked, which [`Self::resolve`] refuses as Alembic does.
    ///
    /// # Errors
    /// As [`Self::resolve`]'s, and when steps lead off the history.
    pub fn resolve_all(&self, target: &Target) -> Result<Vec<&str>, RevisionError> {
        if let Place::From(symbol, steps) = &target.place {
            let walk = match *steps < 0 {
                true => self.walk_down_from(symbol, *steps, target)?,
                false => self.walk_up_from(symbol, *steps, target)?,
            };
            let end = walk.whole(target)?;
            return Ok(self.ids_of(end.as_slice()));
        }
        let revisions = self.resolve_many(target)?.into_iter().map(|place| match place {
            Resolved::Revision(index) => Ok(Some(self.id(index))),
            Resolved::Base => Ok(None),
            Resolved::Beyond => Err(out_of_range(target, 0)),
        });
        revisions.filter_map(Result::transpose).collect()
    }

    /// Returns the one revision that this target names, or `None` for `base` and for the head of an empty history.
    ///
    /// # Errors
    /// When the target names none, several, or counts steps.
    pub fn resolve_one(&self, target: &Target) -> Result<Option<&str>, RevisionError> {
        match &target.place {
            Place::At(symbol) => {
                let branch = self.branch_for(symbol, target)?;
                let index = self.one(symbol, branch.as_ref())?;
                Ok(index.map(|index| self.id(index)))
            }
            Place::FromCurrent(_) | Place::From(..) => {
                self.require_branch(target)?;
                self.refuse_steps(target)
            }
        }
    }

    pub(super) fn resolve_many(
        &self,
        target: &Target,
    ) -> Result<Vec<Resolved<usize>>, RevisionError> {
        match &target.place {
            // As in Alembic, the base of any branch is the base.
            Place::At(Symbol::Base) => Ok(Vec::new()),
            Place::FromCurrent(..0) => self.below_heads(target),
            Place::At(symbol) => {
                let branch = self.branch_for(symbol, target)?;
                let revisions = self.many(symbol, branch.as_ref())?;
                Ok(revisions.into_iter().map(Resolved::Revision).collect())
            }
            Place::FromCurrent(_) | Place::From(..) => {
                self.require_branch(target)?;
                self.refuse_steps(target)
            }
        }
    }

    /// Checks that the branch of a target, if it has one, is there.
    ///
    /// # Errors
    /// When it is not.
    pub fn require_branch(&self, target: &Target) -> Result<(), RevisionError> {
        self.branch_of(target).map(drop)
    }

    /// Returns the branch that a target is held to.
    pub(super) fn branch_of<'t>(
        &self,
        target: &'t Target,
    ) -> Result<Option<Branch<'t>>, RevisionError> {
        self.line_of(target).map_err(|error| match error {
            RevisionError::AmbiguousPrefix { text, candidates } => {
                RevisionError::AmbiguousBranch { branch: text, candidates }
            }
            error => error,
        })
    }

    /// Returns the branch to whose line a selection is held: as [`Self::branch_of`], but for the error where several
    /// names begin so, which is that of any other name.
    pub(super) fn line_of<'t>(
        &self,
        target: &'t Target,
    ) -> Result<Option<Branch<'t>>, RevisionError> {
        let Some(name) = target.branch.as_deref() else { return Ok(None) };
        let revision = self.named(name).map_err(|error| match error {
            RevisionError::UnknownRevision { text, near } => {
                RevisionError::NoSuchBranch { branch: text, near }
            }
            error => error,
        })?;
        Ok(Some(Branch { name, revision, line: self.line(revision) }))
    }

    /// Returns the branch of a target, with the error that suits what it is for.
    pub(super) fn branch_for<'t>(
        &self,
        symbol: &Symbol,
        target: &'t Target,
    ) -> Result<Option<Branch<'t>>, RevisionError> {
        match symbol {
            Symbol::Head | Symbol::Heads => self.line_of(target),
            Symbol::Base | Symbol::Name(_) => self.branch_of(target),
        }
    }

    /// Returns the revisions that a symbol stands for, held to a branch.
    pub(super) fn many(
        &self,
        symbol: &Symbol,
        branch: Option<&Branch<'_>>,
    ) -> Result<Vec<usize>, RevisionError> {
        match (symbol, branch) {
            (Symbol::Base, _) => Ok(Vec::new()),
            (Symbol::Head, _) => Ok(self.only_head(branch)?.into_iter().collect()),
            (Symbol::Heads, Some(branch)) => Ok(self.heads_on(branch)),
            (Symbol::Heads, None) => Ok(self.effective_heads.clone()),
            (Symbol::Name(name), Some(branch)) => Ok(vec![self.named_on(name, branch)?]),
            (Symbol::Name(name), None) => Ok(vec![self.named(name)?]),
        }
    }

    /// Returns the one revision that a symbol stands for, or `None` where it stands before the first.
    pub(super) fn one(
        &self,
        symbol: &Symbol,
        branch: Option<&Branch<'_>>,
    ) -> Result<Option<usize>, RevisionError> {
        match self.many(symbol, branch)?[..] {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            ref several => Err(self.several_heads(symbol, branch, several)),
        }
    }

    /// Returns the revisions in the rows of a version table, which hold full ids.
    ///
    /// A table without a primary key can hold a row twice; once is enough here.
    pub(super) fn row_indices(&self, rows: &[String]) -> Result<Vec<usize>, RevisionError> {
        let mut seen = vec![false; self.len()];
        let mut indices = Vec::new();
        for row in rows {
            let index = self.index(row);
            let index = index.ok_or_else(|| RevisionError::UnknownRow { row: row.clone() })?;
            if !std::mem::replace(&mut seen[index], true) {
                indices.push(index);
            }
        }
        Ok(indices)
    }

    /// Refuses revisions of which one includes another.
    pub(super) fn refuse_overlap(
        &self,
        among: &[usize],
        error: impl Fn(String, String) -> RevisionError,
    ) -> Result<(), RevisionError> {
        let id = |index| self.id(index).to_owned();
        match self.overlap(among) {
            None => Ok(()),
            Some((lower, upper)) => Err(error(id(lower), id(upper))),
        }
    }

    fn only_head(&self, branch: Option<&Branch<'_>>) -> Result<Option<usize>, RevisionError> {
        let heads = branch.map_or_else(|| self.heads.clone(), |branch| self.heads_on(branch));
        match heads[..] {
            [] => Ok(None),
            [head] => Ok(Some(head)),
            _ => Err(self.several_heads(&Symbol::Head, branch, &heads)),
        }
    }

    fn heads_on(&self, branch: &Branch<'_>) -> Vec<usize> {
        self.heads.iter().copied().filter(|head| branch.line[*head]).collect()
    }

    fn several_heads(
        &self,
        symbol: &Symbol,
        branch: Option<&Branch<'_>>,
        heads: &[usize],
    ) -> RevisionError {
        let branch = branch.map(|branch| branch.name.to_owned());
        let asked = Target { branch, place: Place::At(symbol.clone()) };
        RevisionError::MultipleHeads { asked, heads: self.told(heads) }
    }

    /// Walks down from each head that has the label.
    fn below_heads(&self, target: &Target) -> Result<Vec<Resolved<usize>>, RevisionError> {
        let has_label = |head: &usize| match &target.branch {
            None => true,
            Some(label) => self.has_label(*head, label),
        };
        let Place::FromCurrent(steps) = target.place else { return self.refuse_steps(target) };
        let heads = self.effective_heads.iter().copied().filter(has_label);
        let walks = heads.map(|head| self.walk(Some(head), steps, None, target));
        walks
            .map(|walk| match walk? {
                walk if !walk.is_whole() => Ok(Resolved::Beyond),
                walk => Ok(walk.at.map_or(Resolved::Base, Resolved::Revision)),
            })
            .collect()
    }

    fn refuse_steps<T>(&self, target: &Target) -> Result<T, RevisionError> {
        Err(RevisionError::RelativeNotAllowed { target: target.clone() })
    }

    /// Returns the revision of this id or label, or of the only longer one that begins with it.
    pub(super) fn named(&self, name: &str) -> Result<usize, RevisionError> {
        if let Some(index) = self.names.get(name) {
            return Ok(*index);
        }
        self.only_match(name, self.longer_names(name))
    }

    /// Returns the revision of this name on a branch.
    fn named_on(&self, name: &str, branch: &Branch<'_>) -> Result<usize, RevisionError> {
        let Some(&index) = self.names.get(name) else {
            let mut matches = self.longer_names(name);
            matches.retain(|(_, index)| branch.line[*index]);
            return self.only_match(name, matches);
        };
        if branch.line[index] {
            return Ok(index);
        }
        let (revision, branch) = (self.id(index).to_owned(), branch.name.to_owned());
        Err(RevisionError::NotOnBranch { revision, branch })
    }

    fn only_match(&self, name: &str, matches: Vec<(&str, usize)>) -> Result<usize, RevisionError> {
        match matches[..] {
            [] => Err(self.unknown(name)),
            [(_, index)] => Ok(index),
            _ => Err(RevisionError::AmbiguousPrefix {
                text: name.to_owned(),
                candidates: matches.into_iter().map(|(name, _)| name.to_owned()).collect(),
            }),
        }
    }

    /// Returns the names that begin with this text.
    ///
    /// Names of up to three characters must be typed in full, as in Alembic.
    fn longer_names(&self, text: &str) -> Vec<(&str, usize)> {
        let from = self.names.range::<str, _>((Bound::Included(text), Bound::Unbounded));
        from.map(|(name, index)| (name.as_str(), *index))
            .take_while(|(name, _)| !text.is_empty() && name.starts_with(text))
            .filter(|(name, _)| name.chars().count() > 3)
            .collect()
    }

    fn unknown(&self, text: &str) -> RevisionError {
        let mut near: Vec<(f64, &String)> = self
            .names
            .keys()
            .map(|name| (strsim::jaro_winkler(text, name), name))
            .filter(|(likeness, _)| *likeness > ALIKE)
            .collect();
        near.sort_by(|(left, _), (right, _)| right.total_cmp(left));
        let near = near.into_iter().take(SUGGESTIONS).map(|(_, name)| name.clone()).collect();
        RevisionError::UnknownRevision { text: text.to_owned(), near }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::graph;
    use super::*;

    const HISTORY: &str = "ae1027; ae20<ae1027#web; b<ae20; bcd<b; left1<bcd; leftover<bcd";

    #[test]
    fn names() {
        let cases = [
            ("ae1027", "ae1027"),
            ("ae1", "ae1027"),
            ("b", "b"),
            ("web", "ae20"),
            ("left1", "left1"),
            ("lefto", "leftover"),
            ("web@b", "b"),
            ("left1@head", "left1"),
            ("lefto@le", "leftover"),
            ("base", ""),
        ];
        for (text, id) in cases {
            assert_eq!(
                graph(HISTORY).resolve_one(&text.parse().unwrap()).unwrap().unwrap_or(""),
                id,
                "{text}"
            );
        }
    }

    #[test]
    fn refused() {
        let cases = [
            ("ae", "`ae` is the beginning of several names: `ae1027`, `ae20`"),
            ("bc", "no revision or label matches `bc`"),
            ("we", "no revision or label matches `we`"),
            ("head", "`head` asks for one head, but there are 2: `left1`, `leftover`"),
            ("heads", "`heads` asks for one head, but there are 2: `left1`, `leftover`"),
            ("left1@leftover", "revision `leftover` is not on the line of `left1`"),
            ("wep@head", "no branch matches `wep`: it is neither a label nor a revision"),
            ("web@head", "`web@head` asks for one head, but there are 2: `left1`, `leftover`"),
            ("-1", "`-1` is relative, and here a revision is wanted"),
        ];
        for (text, message) in cases {
            let error = graph(HISTORY).resolve_one(&text.parse().unwrap()).unwrap_err();
            assert_eq!(error.to_string(), message, "{text}");
        }
    }

    #[test]
    fn a_wrong_name_suggests_near_ones() {
        let help = |text: &str| {
            graph(HISTORY).resolve_one(&text.parse().unwrap()).unwrap_err().help().unwrap()
        };
        assert_eq!(help("ae1072"), "did you mean `ae1027`?");
        assert_eq!(help("zzzz"), "`history` lists the revisions");
    }

    #[test]
    fn heads_of_an_empty_history_are_nothing() {
        let map = graph("");
        assert_eq!(map.resolve_one(&Target::head()), Ok(None));
        assert_eq!(map.resolve_one(&Target::heads()), Ok(None));
    }
}
