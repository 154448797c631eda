//! Changing a revision before it is written: Alembic's `process_revision_directives`.

use crate::abi::{Arena, Decode, Reader, WireError};
use crate::ops::{Batch, Operation};

/// The revisions that are about to be written; taking one out keeps it from being written.
pub struct Directives<'a> {
    arena: &'a Arena,
    /// The revisions; one, unless a hook adds others.
    pub scripts: Vec<MigrationScript<'a>>,
}

/// A revision that is about to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct MigrationScript<'a> {
    /// What it does, in the author's words.
    pub message: String,
    /// Its id; `None` for a random one.
    pub rev_id: Option<String>,
    /// What it comes after, as `--head` takes it; empty for the head.
    pub heads: Vec<String>,
    /// Whether it may come after a revision that is no head.
    pub splice: bool,
    /// The labels of the branch that begins with it.
    pub branch_labels: Vec<String>,
    /// The revisions that have to be applied before it.
    pub depends_on: Vec<String>,
    /// The version location to write it into.
    pub version_path: Option<String>,
    /// Lines for the top of its file: `use app::Email;`.
    pub imports: Vec<String>,
    /// What `upgrade` does.
    pub upgrade: Vec<ScriptLine<'a>>,
    /// What `downgrade` does.
    pub downgrade: Vec<ScriptLine<'a>>,
}

/// One thing that a function of a revision does.
#[expect(clippy::large_enum_variant, reason = "a few at a time, nearly all of them operations")]
#[derive(Debug, Clone, PartialEq)]
pub enum ScriptLine<'a> {
    /// An operation.
    Operation(Operation<'a>),
    /// A comment, without the slashes.
    Comment(String),
    /// Rust source, as it is to stand there: `seed(ctx)?;`.
    Source(String),
}

/// A rule of a [`Rewriter`]: what stands in the place of an operation. None leaves it out.
pub type Rule = for<'a> fn(operation: Operation<'a>, arena: &'a Arena) -> Vec<ScriptLine<'a>>;

/// Replaces operations of a revision by others, as Alembic's `Rewriter`.
///
/// ```
/// use migration_api::abi::Arena;
/// use migration_api::autogenerate::{Directives, Rewriter, ScriptLine};
/// use migration_api::prelude::*;
///
/// /// Has indexes built while others write.
/// fn concurrently<'a>(operation: Operation<'a>, _: &'a Arena) -> Vec<ScriptLine<'a>> {
///     match operation {
///         Operation::CreateIndex(create) => vec![create.concurrently().into()],
///         other => vec![other.into()],
///     }
/// }
///
/// pub fn process_revision_directives(directives: &mut Directives<'_>) {
///     Rewriter::new().rewrites("create_index", concurrently).apply(directives);
/// }
/// ```
#[derive(Debug, Clone, Default)]
pub struct Rewriter {
    rules: Vec<(String, Rule)>,
}

impl<'a> Directives<'a> {
    /// Returns the revisions that a message holds.
    pub(crate) fn decode(bytes: &'a [u8], arena: &'a Arena) -> Result<Self, WireError> {
        let scripts = Vec::decode(&mut Reader::with_arena(bytes, arena))?;
        Ok(Self { arena, scripts })
    }

    /// Keeps a text as long as the revisions last, so that an operation can have it.
    pub fn keep_text(&self, text: String) -> &'a str {
        self.arena.keep_text(text)
    }

    /// Keeps a list as long as the revisions last.
    pub fn keep<T: Copy>(&self, list: Vec<T>) -> &'a [T] {
        self.arena.keep(list)
    }
}

impl MigrationScript<'_> {
    /// Returns whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        let none = |lines: &[ScriptLine<'_>]| {
            lines.iter().all(|line| matches!(line, ScriptLine::Comment(_)))
        };
        none(&self.upgrade) && none(&self.downgrade)
    }
}

impl<'a, O: Into<Operation<'a>>> From<O> for ScriptLine<'a> {
    fn from(operation: O) -> Self {
        Self::Operation(operation.into())
    }
}

impl Rewriter {
    /// Returns a rewriter that leaves everything as it is.
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces the operations of this name (`add_column`) by what the rule returns; those of batches too.
    pub fn rewrites(mut self, operation: &str, rule: Rule) -> Self {
        self.rules.push((operation.to_owned(), rule));
        self
    }

    /// Applies the rules of another one behind its own.
    pub fn chain(mut self, other: Self) -> Self {
        self.rules.extend(other.rules);
        self
    }

    /// Rewrites the revisions, both ways.
    pub fn apply(&self, directives: &mut Directives<'_>) {
        let arena = directives.arena;
        for script in &mut directives.scripts {
            for lines in [&mut script.upgrade, &mut script.downgrade] {
                for (name, rule) in &self.rules {
                    let old = std::mem::take(lines);
                    lines.extend(
                        old.into_iter().flat_map(|line| rewritten(line, name, *rule, arena)),
                    );
                }
            }
        }
    }
}

fn rewritten<'a>(
    line: ScriptLine<'a>,
    name: &str,
    rule: Rule,
    arena: &'a Arena,
) -> Vec<ScriptLine<'a>> {
    match line {
        ScriptLine::Operation(operation) if operation.name() == name => rule(operation, arena),
        ScriptLine::Operation(Operation::Batch(batch)) => {
            let mut outside = Vec::new();
            let mut inside = Vec::new();
            for operation in batch.operations {
                if operation.name() != name {
                    inside.push(*operation);
                    continue;
                }
                for line in rule(*operation, arena) {
                    match line {
                        ScriptLine::Operation(operation) => inside.push(operation),
                        other => outside.push(other),
                    }
                }
            }
            let has_options = batch.options != crate::ops::BatchOptions::new();
            if !inside.is_empty() || has_options {
                outside.push(Batch { operations: arena.keep(inside), ..batch }.into());
            }
            outside
        }
        other => vec![other],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{Encode, Writer};
    use crate::ops::AddColumn;
    use crate::prelude::{Column, Integer, Text};

    fn nullable_first<'a>(operation: Operation<'a>, _: &'a Arena) -> Vec<ScriptLine<'a>> {
        let Operation::AddColumn(mut add) = operation else { return vec![operation.into()] };
        add.column.nullable = true;
        vec![add.into(), ScriptLine::Source("fill(ctx)?;".into())]
    }

    fn gone<'a>(_: Operation<'a>, _: &'a Arena) -> Vec<ScriptLine<'a>> {
        Vec::new()
    }

    fn script<'a>(upgrade: Vec<ScriptLine<'a>>) -> MigrationScript<'a> {
        MigrationScript {
            message: "add".into(),
            rev_id: Some("0001".into()),
            heads: vec!["head".into()],
            splice: true,
            branch_labels: Vec::new(),
            depends_on: vec!["a".into()],
            version_path: None,
            imports: vec!["use app::fill;".into()],
            upgrade,
            downgrade: vec![ScriptLine::Comment("nothing".into())],
        }
    }

    #[test]
    fn operations_are_replaced_also_within_batches() {
        let add = Operation::from(AddColumn::new("t", Column::new("a", Integer).not_null()));
        let other = Operation::from(crate::ops::DropTable::new("u"));
        let operations = &[add, other];
        let batch = Batch {
            table: crate::schema::TableName::parse("t"),
            options: crate::ops::BatchOptions::new(),
            operations,
        };
        let arena = Arena::default();
        let lines = vec![add.into(), other.into(), batch.into()];
        let mut directives = Directives { arena: &arena, scripts: vec![script(lines)] };
        let rewriter = Rewriter::new().rewrites("add_column", nullable_first);
        rewriter.chain(Rewriter::new().rewrites("drop_table", gone)).apply(&mut directives);
        let nullable = AddColumn::new("t", Column::new("a", Integer));
        let inner = &[Operation::from(nullable)];
        assert_eq!(
            directives.scripts[0].upgrade,
            vec![
                nullable.into(),
                ScriptLine::Source("fill(ctx)?;".into()),
                ScriptLine::Source("fill(ctx)?;".into()),
                Batch { operations: inner, ..batch }.into(),
            ]
        );
    }

    #[test]
    fn a_script_crosses_the_boundary() {
        let add = AddColumn::new("t", Column::new("a", Text));
        let scripts = vec![script(vec![add.into(), ScriptLine::Source("x()".into())])];
        let mut writer = Writer::default();
        scripts.encode(&mut writer);
        let arena = Arena::default();
        let directives = Directives::decode(writer.bytes(), &arena).unwrap();
        assert_eq!(directives.scripts, scripts);
        assert!(!directives.scripts[0].is_empty());
    }
}
