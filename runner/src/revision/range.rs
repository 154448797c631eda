//! Ranges of the history, as its listing takes them: `ae10:head`, `-3:current`, `web@base:` …

use std::{fmt, str::FromStr};

use super::lineage::{exclude, restrict};
use super::resolve::Resolved;
use super::{
    Node, Place, RevisionError, RevisionMap, Symbol, Target, TargetError, order, walk::out_of_range,
};

/// A stretch of the history, both ends included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RevisionRange {
    /// Where it starts; open, at the base.
    pub lower: RangeEnd,
    /// Where it ends; open, at every head.
    pub upper: RangeEnd,
}

/// One end of a range.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum RangeEnd {
    /// Nothing was said.
    #[default]
    Open,
    /// `current`: where the database is.
    Current,
    /// A place in the history.
    At(Target),
}

impl RevisionRange {
    /// Tells whether one of its ends is where the database is.
    pub fn names_current(&self) -> bool {
        self.lower == RangeEnd::Current || self.upper == RangeEnd::Current
    }

    /// Returns the places in the history at its ends, the lower one first.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        [&self.lower, &self.upper].into_iter().filter_map(|end| match end {
            RangeEnd::At(target) => Some(target),
            RangeEnd::Open | RangeEnd::Current => None,
        })
    }
}

impl FromStr for RevisionRange {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let Some((lower, upper)) = text.trim().split_once(':') else {
            return Err(TargetError::NoRange(text.to_owned()));
        };
        Ok(Self { lower: lower.parse()?, upper: upper.parse()? })
    }
}

impl FromStr for RangeEnd {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        match text {
            "" => Ok(Self::Open),
            "current" => Ok(Self::Current),
            text => text.parse().map(Self::At),
        }
    }
}

impl fmt::Display for RevisionRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.lower, self.upper)
    }
}

impl fmt::Display for RangeEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => Ok(()),
            Self::Current => f.write_str("current"),
            Self::At(target) => target.fmt(f),
        }
    }
}

impl RevisionMap {
    /// Returns the revisions of a range, newest first; `rows` are those of the version table, for `current`.
    ///
    /// With a start, these are the revisions that descend from it by parents. Without one, what they depend on is
    /// listed as well.
    ///
    /// # Errors
    /// When an end cannot be found, or the two are not on one line.
    pub fn range(
        &self,
        range: &RevisionRange,
        rows: &[String],
    ) -> Result<Vec<&str>, RevisionError> {
        if let RangeEnd::At(target @ Target { place: Place::FromCurrent(..=0), .. }) = &range.upper
        {
            return Err(RevisionError::NotUp { target: target.clone() });
        }
        let rows = self.row_indices(rows)?;
        let tops = self.tops(range, &rows)?;
        self.refuse_overlapping_end(&range.upper, &tops)?;
        let bottoms = self.bottoms(range, &rows, &tops)?;
        self.refuse_overlapping_end(&range.lower, &bottoms)?;
        let mut selected = self.and_below(&tops);
        exclude(&mut selected, &self.and_below(&bottoms));
        bottoms.iter().for_each(|bottom| selected[*bottom] = true);
        if !bottoms.is_empty() {
            restrict(&mut selected, &self.and_descendants(&bottoms));
        }
        Ok(self.ids_of(&self.listed(&selected, &tops)))
    }

    /// Sorts the selected revisions of all that are below the tops.
    fn listed(&self, selected: &[bool], tops: &[usize]) -> Vec<usize> {
        let listed = order::newest_first(self, selected, tops);
        if listed.len() == selected.iter().filter(|selected| **selected).count() {
            return listed;
        }
        // To some of them only a dependency off the line leads, which Alembic cannot sort: the order of all tells.
        let mut listed = order::newest_first(self, &self.and_below(tops), tops);
        listed.retain(|index| selected[*index]);
        listed
    }

    /// Returns the revisions at the upper end, held to the branch that the lower end names.
    fn tops(&self, range: &RevisionRange, rows: &[usize]) -> Result<Vec<usize>, RevisionError> {
        let mut tops = match &range.upper {
            // As in Alembic, an empty database leaves the end open.
            RangeEnd::Current if !rows.is_empty() => rows.to_vec(),
            RangeEnd::Open | RangeEnd::Current => self.effective_heads.clone(),
            RangeEnd::At(target) => self.top(range, target, rows)?,
        };
        if let RangeEnd::At(Target { branch: Some(branch), .. }) = &range.lower {
            let label = self.label_of(branch)?;
            tops.retain(|top| self.has_label(*top, label));
        }
        Ok(tops)
    }

    fn top(
        &self,
        range: &RevisionRange,
        target: &Target,
        rows: &[usize],
    ) -> Result<Vec<usize>, RevisionError> {
        let walk = match &target.place {
            Place::At(_) => {
                let places = self.resolve_many(target)?.into_iter();
                return Ok(places.filter_map(Resolved::revision).collect());
            }
            Place::FromCurrent(..=0) => {
                return Err(RevisionError::NotUp { target: target.clone() });
            }
            Place::FromCurrent(steps) => {
                let starts = self.starts_above(range, rows, target)?;
                let branch = self.line_of(target)?;
                let line = branch.as_ref().map(|branch| &branch.line[..]);
                let starts = line.map_or(starts.clone(), |line| self.tips_on(&starts, line));
                let start = match starts[..] {
                    [] => None,
                    [start] => Some(start),
                    _ => {
                        let (target, rows) = (target.clone(), self.owned_ids(&starts));
                        return Err(RevisionError::SeveralStarts { target, rows });
                    }
                };
                self.walk(start, *steps, line, target)?
            }
            Place::From(symbol, steps @ ..=0) => self.walk_down_from(symbol, *steps, target)?,
            Place::From(symbol, steps) => self.walk_up_from(symbol, *steps, target)?,
        };
        // A listing shows what there is: more steps than that are no error.
        let end = walk.at.ok_or_else(|| out_of_range(target, walk.walked.saturating_sub(1)))?;
        Ok(vec![end])
    }

    /// Returns the revisions from which steps at the upper end are counted: those at the lower end, of which a branch
    /// may choose one.
    fn starts_above(
        &self,
        range: &RevisionRange,
        rows: &[usize],
        upper: &Target,
    ) -> Result<Vec<usize>, RevisionError> {
        let lower = match &range.lower {
            RangeEnd::Open => return Ok(Vec::new()),
            RangeEnd::Current => return Ok(rows.to_vec()),
            RangeEnd::At(lower) => lower,
        };
        if upper.branch.is_some() {
            let places = self.resolve_many(lower)?.into_iter();
            return Ok(places.filter_map(Resolved::revision).collect());
        }
        match &lower.place {
            Place::At(symbol) => {
                let branch = self.branch_for(symbol, lower)?;
                Ok(self.one(symbol, branch.as_ref())?.into_iter().collect())
            }
            Place::FromCurrent(_) | Place::From(..) => {
                Err(RevisionError::RelativeNotAllowed { target: lower.clone() })
            }
        }
    }

    /// Returns the revisions at the lower end; none at the base.
    fn bottoms(
        &self,
        range: &RevisionRange,
        rows: &[usize],
        tops: &[usize],
    ) -> Result<Vec<usize>, RevisionError> {
        let target = match &range.lower {
            RangeEnd::Open => return Ok(Vec::new()),
            RangeEnd::Current => {
                self.refuse_off_line(range, rows, tops)?;
                return Ok(rows.to_vec());
            }
            RangeEnd::At(target) => target,
        };
        let places = self.resolve_many(target)?;
        if places.contains(&Resolved::Base) {
            return Err(self.off_line(range));
        }
        let bottoms: Vec<usize> = places.iter().copied().filter_map(Resolved::revision).collect();
        self.refuse_off_line(range, &bottoms, tops)?;
        match places[..] {
            [Resolved::Beyond, ..] => self.bottom_below(range, rows, target),
            _ if places.contains(&Resolved::Beyond) => {
                Err(RevisionError::BeforeBase { target: target.clone() })
            }
            _ => Ok(bottoms),
        }
    }

    /// Counts steps at the lower end from the upper one, where they lead too far from the heads.
    fn bottom_below(
        &self,
        range: &RevisionRange,
        rows: &[usize],
        lower: &Target,
    ) -> Result<Vec<usize>, RevisionError> {
        let start = match &range.upper {
            RangeEnd::At(Target { place: Place::At(Symbol::Name(name)), .. }) => {
                Some(self.named(name)?)
            }
            RangeEnd::Current => rows.first().copied(),
            RangeEnd::At(_) | RangeEnd::Open => None,
        };
        let (Some(start), Place::FromCurrent(steps)) = (start, &lower.place) else {
            return Err(RevisionError::BeforeBase { target: lower.clone() });
        };
        let walk = self.walk(Some(start), *steps, None, lower)?;
        Ok(walk.at.into_iter().collect())
    }

    fn refuse_off_line(
        &self,
        range: &RevisionRange,
        bottoms: &[usize],
        tops: &[usize],
    ) -> Result<(), RevisionError> {
        let required = self.and_below(tops);
        match bottoms.iter().all(|bottom| required[*bottom]) {
            true => Ok(()),
            false => Err(self.off_line(range)),
        }
    }

    fn off_line(&self, range: &RevisionRange) -> RevisionError {
        RevisionError::NotOneLine { range: range.clone() }
    }

    fn refuse_overlapping_end(
        &self,
        end: &RangeEnd,
        revisions: &[usize],
    ) -> Result<(), RevisionError> {
        self.refuse_overlap(revisions, |lower, upper| match end {
            RangeEnd::Open | RangeEnd::Current => RevisionError::OverlappingRows { lower, upper },
            RangeEnd::At(target) => {
                RevisionError::OverlappingTargets { target: target.clone(), lower, upper }
            }
        })
    }

    /// Returns the label that stands for a branch: itself, or the only one of the revision that it names.
    fn label_of<'a>(&'a self, branch: &'a str) -> Result<&'a str, RevisionError> {
        let revision = self.named(branch)?;
        if self.id(revision) != branch {
            return Ok(branch);
        }
        match Node::new(self, revision).labels()[..] {
            [label] => Ok(label),
            ref labels => Err(RevisionError::NotOneLabel {
                revision: branch.to_owned(),
                labels: labels.iter().map(|label| (*label).to_owned()).collect(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::{graph, texts};
    use super::*;

    const HISTORY: &str = "x#lib; y<x; a; b<a~x; c<b; d<b; m<c,d";

    fn listed(range: &str, rows: &str) -> String {
        match graph(HISTORY).range(&range.parse().unwrap(), &texts(rows)) {
            Ok(ids) => ids.join(" "),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn spellings() {
        for text in
            [":", "a:", ":b", "a:b", "current:", "-3:current", "web@base:web@head", "a-1:+2"]
        {
            let range: RevisionRange = text.parse().unwrap();
            assert_eq!(range.to_string(), text);
        }
        for text in ["", "a", "a:b:c"] {
            assert!(text.parse::<RevisionRange>().is_err(), "{text}");
        }
    }

    #[test]
    fn both_ends_are_included() {
        let cases = [
            (":", "", "y m c d b a x"),
            ("b:", "", "m c d b"),
            ("b:m", "", "m c d b"),
            (":b", "", "b a x"),
            ("c:m", "", "m c"),
            ("b:+1", "", "`+1` meets a fork at `b`: `c`, `d`"),
            ("a:+1", "", "b a"),
            ("a:current", "c d", "c d b a"),
            ("current:m", "b", "m c d b"),
            ("lib@base:", "", "y x"),
            ("m:a", "", "the ends of `m:a` are not on one line"),
        ];
        for (range, rows, ids) in cases {
            assert_eq!(listed(range, rows), ids, "{range} at {rows}");
        }
    }

    #[test]
    fn what_is_left_out_leads_to_what_is_listed() {
        for (history, range, ids) in [
            ("a; b<a; t~b", "a:t", "b a"),
            ("a; b<a; y~b; t<a~y", "a:t", "t b a"),
            ("a; b<a; c<b; y~c; t<a~y", "a:t", "t c b a"),
            ("b; x<b; y<x; q~x; m<b,q~x; t<y,m", "b:t", "t y m x b"),
        ] {
            let map = graph(history);
            let listed = map.range(&range.parse().unwrap(), &[]).unwrap();
            assert_eq!(listed.join(" "), ids, "{history}");
        }
    }
}
