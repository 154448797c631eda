//! The parts of a revision that an environment may write in its own way.

use std::collections::BTreeSet;

use migration_api::autogenerate::{RenderItem, Rendering};
use migration_api::schema::TableName;

use super::RenderError;
use super::data::text;
use super::{RenderOptions, Rendered};

/// Whoever is asked how the parts of a revision are written.
pub trait RenderHook {
    /// Says how each of these is written, in order; `None` for all as the runner would.
    ///
    /// # Errors
    /// Whatever keeps the hook from answering.
    fn render(&mut self, items: &[RenderItem]) -> Result<Option<Vec<Rendering>>, crate::Error>;
}

/// No hook: everything is written as the runner would.
impl RenderHook for () {
    fn render(&mut self, _: &[RenderItem]) -> Result<Option<Vec<Rendering>>, crate::Error> {
        Ok(None)
    }
}

/// What is noted on the way through a revision: which parts there are, and what becomes of them.
///
/// A revision is gone through twice, in the same order: once to ask, and once with the answers.
pub(super) struct Parts<'o> {
    pub(super) options: &'o RenderOptions<'o>,
    pub(super) asked: Vec<RenderItem>,
    answers: Vec<Rendering>,
    /// What is left out wherever it is added: kind, table and name.
    skipped: BTreeSet<(&'static str, String, String)>,
    imports: Vec<String>,
    unwritable: Option<String>,
}

impl<'o> Parts<'o> {
    /// Begins the way on which is asked.
    pub(super) fn new(options: &'o RenderOptions<'o>) -> Self {
        Self {
            options,
            asked: Vec::new(),
            answers: Vec::new(),
            skipped: BTreeSet::new(),
            imports: Vec::new(),
            unwritable: None,
        }
    }

    /// Begins the way on which the answers are known.
    pub(super) fn answered(self, answers: Vec<Rendering>) -> Result<Self, RenderError> {
        let mut next = Self::new(self.options);
        for (item, answer) in self.asked.iter().zip(&answers) {
            check(item, answer)?;
            if *answer == Rendering::Skip {
                let (table, name) = (item.table.clone(), item.name.clone());
                next.skipped.insert((drop_kind(&item.kind), table, name));
            }
        }
        next.answers = answers;
        Ok(next)
    }

    /// Writes a part: by `source`, unless the hook says something else. `None` leaves it out.
    pub(super) fn part(
        &mut self,
        kind: &str,
        (table, name): (TableName<'_>, &str),
        source: impl FnOnce(&mut Self) -> Option<String>,
    ) -> Option<String> {
        let at = self.asked.len();
        let [kind, table, name] = [kind.to_owned(), table.to_string(), name.to_owned()];
        self.asked.push(RenderItem { kind, table, name, source: String::new() });
        let imports = self.imports.len();
        let source = source(self);
        self.asked[at].source = source.clone().unwrap_or_default();
        match self.answers.get(at) {
            None | Some(Rendering::Default) => source,
            Some(answer) => {
                // What a part within this one would have needed is not written.
                self.imports.truncate(imports);
                match answer {
                    Rendering::Source { text, imports } => {
                        self.imports.extend(imports.iter().map(|line| line.trim().to_owned()));
                        // A comment at its end would hide what comes behind it.
                        Some(if text.contains("//") { format!("{text}\n") } else { text.clone() })
                    }
                    _ => None,
                }
            }
        }
    }

    /// Returns whether the hook left the next part that is asked about as it is.
    pub(super) fn next_is_default(&self) -> bool {
        matches!(self.answers.get(self.asked.len()), None | Some(Rendering::Default))
    }

    /// Returns whether what an operation drops is never added, as the hook leaves it out.
    pub(super) fn is_skipped(&self, kind: &'static str, table: TableName<'_>, name: &str) -> bool {
        self.skipped.contains(&(kind, table.to_string(), name.to_owned()))
    }

    /// Returns a name as one text, which `TableName::parse` reads as the same name.
    pub(super) fn name(&mut self, name: TableName<'_>) -> String {
        let TableName { schema, name: bare } = name;
        let candidates = match schema {
            None => [bare.to_owned(), format!("\"{bare}\""), String::new()],
            Some(schema) => [
                format!("{schema}.{bare}"),
                format!("\"{schema}\".{bare}"),
                format!("\"{schema}\".\"{bare}\""),
            ],
        };
        match candidates.iter().find(|it| TableName::parse(it) == name) {
            Some(written) => text(written),
            None => {
                self.unwritable.get_or_insert_with(|| name.to_string());
                text(&name.to_string())
            }
        }
    }

    /// Ends the way.
    pub(super) fn rendered(
        mut self,
        upgrade: String,
        downgrade: String,
    ) -> Result<Rendered, RenderError> {
        self.check_names()?;
        self.imports.sort();
        self.imports.dedup();
        Ok(Rendered { upgrade, downgrade, imports: self.imports })
    }

    /// Fails on the first name that could not be written.
    pub(super) fn check_names(&mut self) -> Result<(), RenderError> {
        self.unwritable.take().map_or(Ok(()), |name| Err(RenderError::Name { name }))
    }
}

/// Returns what the operation that drops a part knows of its kind.
fn drop_kind(kind: &str) -> &'static str {
    match kind {
        "column" => "column",
        "index" => "index",
        "type" | "server_default" => "",
        _ => "constraint",
    }
}

/// Checks that an answer is Rust, so that the message can name it.
fn check(item: &RenderItem, answer: &Rendering) -> Result<(), RenderError> {
    let Rendering::Source { text, imports } = answer else {
        return Ok(());
    };
    let expression =
        if item.kind == "server_default" { format!("it {text}") } else { text.clone() };
    if let Err(error) = syn::parse_str::<syn::Expr>(&expression) {
        let RenderItem { kind, table, name, .. } = item.clone();
        let (text, reason) = (text.clone(), error.to_string());
        return Err(RenderError::Hook { kind, table, name, text, reason });
    }
    imports.iter().try_for_each(|line| check_import(line))
}

/// Checks that a line which a hook wants at the top of the file may stand there.
///
/// # Errors
/// When it is no `use` line.
pub fn check_import(line: &str) -> Result<(), RenderError> {
    match syn::parse_str::<syn::ItemUse>(line) {
        Ok(_) => Ok(()),
        Err(error) => {
            let (text, reason) = (line.to_owned(), error.to_string());
            Err(RenderError::Import { text, reason })
        }
    }
}
