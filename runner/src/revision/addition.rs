//! What a new revision may be: its parents and dependencies, resolved and checked before a file is written.

use super::resolve::Resolved;
use super::{
    HistoryError, Node, Revision, RevisionError, RevisionMap, Target, build, walk::out_of_range,
};

/// A revision that does not exist yet, as its author asks for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addition {
    /// Its id.
    pub id: String,
    /// What it comes after; several are merged.
    pub heads: Vec<Target>,
    /// Whether it may come after a revision that is no head.
    pub splice: bool,
    /// The labels written on it.
    pub branch_labels: Vec<String>,
    /// What must be applied before it.
    pub depends_on: Vec<Target>,
}

impl RevisionMap {
    /// Returns the revision as it is to be written: ids in full, labels kept as labels.
    ///
    /// # Errors
    /// When a parent or a dependency cannot be found, a parent is no head and `splice` was not asked for, or the id
    /// cannot be one. [`RevisionMap::build`] checks the rest.
    pub fn new_revision(&self, addition: &Addition) -> Result<Revision, RevisionError> {
        build::check_id(&addition.id)?;
        check_name("the revision id", &addition.id)?;
        check_width(&addition.id)?;
        addition.branch_labels.iter().try_for_each(|label| check_name("the label", label))?;
        let down_revisions = self.down_revisions(addition)?;
        let dependencies = addition.depends_on.iter().map(|target| self.dependency(target));
        Ok(Revision {
            id: addition.id.clone(),
            down_revisions: self.owned_ids(&down_revisions),
            branch_labels: addition.branch_labels.clone(),
            depends_on: dependencies.collect::<Result<_, _>>()?,
            summary: String::new(),
        })
    }

    /// Returns the history with this revision as its newest, built and checked anew.
    ///
    /// # Errors
    /// When the two do not go together.
    pub fn with(&self, revision: Revision) -> Result<Self, HistoryError> {
        let mut revisions = self.revisions.clone();
        revisions.push(revision);
        Self::build(revisions)
    }

    fn down_revisions(&self, addition: &Addition) -> Result<Vec<usize>, RevisionError> {
        let mut parents: Vec<usize> = Vec::new();
        let mut is_new_line = false;
        for target in &addition.heads {
            for place in self.resolve_many(target)? {
                let parent = match place {
                    Resolved::Revision(parent) => parent,
                    Resolved::Base => return Err(out_of_range(target, 0)),
                    // As in Alembic, further down than the base is a new line; but one is enough.
                    Resolved::Beyond if is_new_line => {
                        return Err(RevisionError::SameParentTwice { id: "base".to_owned() });
                    }
                    Resolved::Beyond => {
                        is_new_line = true;
                        continue;
                    }
                };
                if parents.contains(&parent) {
                    return Err(RevisionError::SameParentTwice { id: self.id(parent).to_owned() });
                }
                parents.push(parent);
            }
        }
        let is_head = |parent: &&usize| self.links[**parent].children.is_empty();
        match parents.iter().find(|parent| !addition.splice && !is_head(parent)) {
            None => Ok(parents),
            Some(parent) => Err(RevisionError::NotAHead { id: self.id(*parent).to_owned() }),
        }
    }

    /// Returns how a dependency is written: a label that holds for the revision as it is, else the full id.
    fn dependency(&self, target: &Target) -> Result<String, RevisionError> {
        let Some(id) = self.resolve_one(target)? else {
            return Err(RevisionError::DependencyIsBase { target: target.clone() });
        };
        let text = target.to_string();
        let labels = self.node(id).map(Node::labels).unwrap_or_default();
        Ok(if labels.contains(&text.as_str()) { text } else { id.to_owned() })
    }
}

/// How many characters a row of the version table holds.
const ROW_WIDTH: usize = 32;

/// Checks that a new id fits into the version table.
fn check_width(id: &str) -> Result<(), RevisionError> {
    match id.chars().count() > ROW_WIDTH {
        true => Err(unfit("the revision id", id, "the version table holds 32 characters")),
        false => Ok(()),
    }
}

/// Checks that a new name can be part of a file's name, and typed as part of a target.
fn check_name(what: &'static str, name: &str) -> Result<(), RevisionError> {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let reason = match name {
        "" => "it is empty",
        "head" | "heads" | "base" | "current" => "the word has a meaning of its own",
        name if name.starts_with('-') => "it begins like a number of steps",
        name if name.starts_with('.') => "files whose names begin with a dot are passed over",
        name if name.parse() != Ok(Target::revision(name)) => "it would be read as steps",
        name if !name.chars().all(is_plain) => "it has a character that is not for names",
        _ => return Ok(()),
    };
    Err(unfit(what, name, reason))
}

fn unfit(what: &'static str, name: &str, reason: &'static str) -> RevisionError {
    RevisionError::UnfitName { what, name: name.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::{graph, texts};
    use super::*;

    const HISTORY: &str = "root1; left2<root1#left; right2<root1; lib1";

    fn targets(text: &str) -> Vec<Target> {
        texts(text).iter().map(|text| text.parse().unwrap()).collect()
    }

    fn added(heads: &str, depends_on: &str, splice: bool) -> String {
        let addition = Addition {
            id: "new1".to_owned(),
            heads: targets(heads),
            depends_on: targets(depends_on),
            splice,
            branch_labels: Vec::new(),
        };
        match graph(HISTORY).new_revision(&addition) {
            Ok(new) => format!("{} ~ {}", new.down_revisions.join(" "), new.depends_on.join(" ")),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn parents_and_dependencies_are_written_in_full() {
        let cases = [
            ("left2", "", false, "left2 ~ "),
            ("left@head", "", false, "left2 ~ "),
            ("heads", "", false, "left2 right2 lib1 ~ "),
            ("base", "left", false, " ~ left"),
            ("righ lef", "lib", false, "`lef` is the beginning of several names: `left`, `left2`"),
            ("righ", "lib1", false, "right2 ~ lib1"),
            ("root1", "", true, "root1 ~ "),
            ("root1", "", false, "revision `root1` is no head"),
            ("left2 left", "", false, "revision `left2` is named twice as a parent"),
            ("lib1", "base", false, "a revision cannot depend on `base`"),
        ];
        for (heads, depends_on, splice, wanted) in cases {
            assert_eq!(added(heads, depends_on, splice), wanted, "{heads} ~ {depends_on}");
        }
    }

    #[test]
    fn names_that_targets_would_misread_are_refused() {
        let map = graph(HISTORY);
        for (id, label, refused) in [
            ("new1", "my-label", false),
            ("head", "", true),
            ("a\"b", "", true),
            ("new1", "web@x", true),
            ("new1", "current", true),
            ("new1", "-1", true),
            ("new1", "release-1", true),
            (".new", "", true),
            ("a_revision_of_more_than_32_letters", "", true),
        ] {
            let addition =
                Addition { id: id.to_owned(), branch_labels: texts(label), ..Addition::default() };
            assert_eq!(map.new_revision(&addition).is_err(), refused, "{id} {label}");
        }
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        let revision = |id: &str, label: &str| Revision {
            id: id.to_owned(),
            down_revisions: texts("left2"),
            branch_labels: texts(label),
            ..Revision::default()
        };
        let map = graph(HISTORY);
        let grown = map.with(revision("new1", "new")).unwrap();
        assert_eq!(grown.node("new1").unwrap().labels(), ["left", "new"]);
        assert!(map.with(revision("new1", "left")).is_err());
        assert!(map.with(revision("left2", "")).is_err());
    }
}
