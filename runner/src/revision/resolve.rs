//! From what a user types to revisions.

use std::ops::Bound;

use super::{Anchor, RevisionError, RevisionMap, Target};

/// How many near names an error suggests.
const SUGGESTIONS: usize = 3;

/// How alike a name must be to be suggested, from 0 to 1.
const ALIKE: f64 = 0.8;

impl RevisionMap {
    /// Returns the revisions that this target stands for; none for `base`.
    ///
    /// `heads` can name several. Steps from the current revision need the rows of a database, so they are refused.
    pub fn resolve(&self, target: &Target) -> Result<Vec<&str>, RevisionError> {
        Ok(self.ids_of(&self.resolve_many(target)?))
    }

    /// Returns the one revision that this text names, or `None` for `base` and for the head of an empty history.
    pub fn resolve_one(&self, text: &str) -> Result<Option<&str>, RevisionError> {
        let index = match text.parse()? {
            Target::Heads => self.anchor(&Anchor::Heads)?,
            target => self.resolve_many(&target)?.first().copied(),
        };
        Ok(index.map(|index| self.id(index)))
    }

    pub(super) fn resolve_many(&self, target: &Target) -> Result<Vec<usize>, RevisionError> {
        let one = match target {
            Target::Base => None,
            Target::Head => self.anchor(&Anchor::Head)?,
            Target::Heads => return Ok(self.effective_heads.clone()),
            Target::Relative(_) => {
                return Err(RevisionError::RelativeNotAllowed { target: target.clone() });
            }
            Target::Revision(name) => Some(self.named(name)?),
            Target::RevisionRelative { from, steps } => {
                self.walk(self.anchor(from)?, *steps, target)?
            }
        };
        Ok(one.into_iter().collect())
    }

    /// Returns the one revision that an anchor stands for, or `None` where it stands before the first.
    pub(super) fn anchor(&self, anchor: &Anchor) -> Result<Option<usize>, RevisionError> {
        match anchor {
            Anchor::Base => Ok(None),
            Anchor::Head => self.only_head(anchor, &self.heads),
            Anchor::Heads => self.only_head(anchor, &self.effective_heads),
            Anchor::Revision(name) => self.named(name).map(Some),
        }
    }

    /// Returns the revisions in the rows of a version table, which hold full ids.
    ///
    /// A table without a primary key can hold a row twice; once is enough here.
    pub(super) fn row_indices(&self, rows: &[String]) -> Result<Vec<usize>, RevisionError> {
        let mut indices = Vec::new();
        for row in rows {
            let index = self.index(row);
            let index = index.ok_or_else(|| RevisionError::UnknownRow { row: row.clone() })?;
            if !indices.contains(&index) {
                indices.push(index);
            }
        }
        Ok(indices)
    }

    fn only_head(&self, asked: &Anchor, heads: &[usize]) -> Result<Option<usize>, RevisionError> {
        match heads {
            [] => Ok(None),
            [head] => Ok(Some(*head)),
            heads => Err(RevisionError::MultipleHeads {
                asked: asked.clone(),
                heads: self.owned_ids(heads),
            }),
        }
    }

    /// Returns the revision of this id or label, or of the only longer one that begins with it.
    fn named(&self, name: &str) -> Result<usize, RevisionError> {
        if let Some(index) = self.names.get(name) {
            return Ok(*index);
        }
        let matches = self.longer_names(name);
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
            ("left1-2", "b"),
            ("ae2+1", "b"),
            ("base+1", "ae1027"),
            ("base", ""),
            ("ae1-1", ""),
        ];
        for (text, id) in cases {
            assert_eq!(graph(HISTORY).resolve_one(text).unwrap().unwrap_or(""), id, "{text}");
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
            ("-1", "`-1` is relative, and here a revision is wanted"),
            ("bcd+1", "`bcd+1` meets a fork at `bcd`: `left1`, `leftover`"),
            ("b-4", "`b-4` goes too far: only 3 steps are possible"),
            ("left1+1", "`left1+1` goes too far: no step is possible"),
        ];
        for (text, message) in cases {
            let error = graph(HISTORY).resolve_one(text).unwrap_err();
            assert_eq!(error.to_string(), message, "{text}");
        }
    }

    #[test]
    fn a_wrong_name_suggests_near_ones() {
        let help = |text| graph(HISTORY).resolve_one(text).unwrap_err().help().unwrap();
        assert_eq!(help("ae1072"), "did you mean `ae1027`?");
        assert_eq!(help("zzzz"), "`history` lists the revisions");
    }

    #[test]
    fn heads_of_an_empty_history_are_nothing() {
        let map = graph("");
        assert_eq!(map.resolve_one("head"), Ok(None));
        assert_eq!(map.resolve_one("heads"), Ok(None));
    }
}
