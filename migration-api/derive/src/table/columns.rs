//! The names of a table's columns, for attributes that name them.

use syn::LitStr;

use crate::errors::{Errors, nearest};

/// The names of all columns.
#[derive(Default)]
pub(super) struct Columns(Vec<String>);

impl Columns {
    /// Returns these names, after complaining of one that two fields have.
    pub(super) fn new<'a>(
        names: impl IntoIterator<Item = &'a LitStr>,
        errors: &mut Errors,
    ) -> Self {
        let mut all = Vec::new();
        for name in names {
            let text = name.value();
            if all.contains(&text) {
                errors.add(name.span(), format!("two columns have the name `{text}`"));
            }
            all.push(text);
        }
        Self(all)
    }

    /// Complains of names that no column has, and of those that stand twice.
    pub(super) fn check(&self, names: &[LitStr], errors: &mut Errors) {
        for (i, name) in names.iter().enumerate() {
            let text = name.value();
            if !self.0.contains(&text) {
                errors.add(name.span(), self.missing(&text));
            } else if names[..i].iter().any(|other| other.value() == text) {
                errors.add(name.span(), format!("`{text}` stands twice"));
            }
        }
    }

    fn missing(&self, name: &str) -> String {
        let known: Vec<_> = self.0.iter().map(String::as_str).collect();
        let guess =
            nearest(name, &known).map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
        let all: Vec<_> = known.iter().map(|known| format!("`{known}`")).collect();
        format!("no field has the column `{name}`{guess}\nthe columns are {}", all.join(", "))
    }
}
