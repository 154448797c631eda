//! The cells of a row, by their places.

use migration_api::Cell;
use migration_api::abi::Arena;
use migration_api::schema::TableName;

/// A row of one of the catalog's queries, and where its texts are kept.
#[derive(Clone, Copy)]
pub(super) struct Row<'r, 'a> {
    cells: &'r [Cell],
    arena: &'a Arena,
}

impl<'r, 'a> Row<'r, 'a> {
    pub(super) fn new(cells: &'r [Cell], arena: &'a Arena) -> Self {
        Self { cells, arena }
    }

    pub(super) fn arena(&self) -> &'a Arena {
        self.arena
    }

    /// Returns a text as it stands in the row; an empty one for NULL.
    pub(super) fn text(&self, place: usize) -> &'r str {
        match self.cells.get(place) {
            Some(Cell::Text(text) | Cell::Json(text)) => text,
            _ => "",
        }
    }

    /// Returns a text that is not empty.
    pub(super) fn some_text(&self, place: usize) -> Option<&'r str> {
        Some(self.text(place)).filter(|text| !text.is_empty())
    }

    /// Returns a text for a noun.
    pub(super) fn kept(&self, place: usize) -> &'a str {
        self.arena.keep_text(self.text(place).to_owned())
    }

    /// Returns a text for a noun, if there is one that is not empty.
    pub(super) fn kept_if_any(&self, place: usize) -> Option<&'a str> {
        self.some_text(place).map(|_| self.kept(place))
    }

    /// Returns a name from its schema and what stands behind it.
    pub(super) fn name(&self, place: usize) -> TableName<'a> {
        TableName { schema: self.kept_if_any(place), name: self.kept(place + 1) }
    }

    pub(super) fn flag(&self, place: usize) -> bool {
        self.cells.get(place) == Some(&Cell::Bool(true))
    }

    pub(super) fn number(&self, place: usize) -> i64 {
        match self.cells.get(place) {
            Some(Cell::Int(number)) => *number,
            _ => 0,
        }
    }

    /// Returns the texts of a JSON array; an element may be NULL.
    pub(super) fn list(&self, place: usize) -> Vec<Option<String>> {
        serde_json::from_str(self.text(place)).unwrap_or_default()
    }

    /// Returns the texts of a JSON array, for a noun.
    pub(super) fn kept_list(&self, place: usize) -> &'a [&'a str] {
        let texts = self.list(place).into_iter().flatten();
        self.arena.keep(texts.map(|text| self.arena.keep_text(text)).collect())
    }

    /// Returns the names (schema, name) of a JSON array of pairs, each as one text.
    pub(super) fn names(&self, place: usize) -> Vec<&'a str> {
        let pairs: Vec<(Option<String>, String)> =
            serde_json::from_str(self.text(place)).unwrap_or_default();
        let name = |(schema, name): &(Option<String>, String)| {
            reference(self.arena, TableName { schema: schema.as_deref(), name })
        };
        pairs.iter().map(name).collect()
    }

    /// Returns the numbers of an array (`{1,2}`) or vector (`1 2`).
    pub(super) fn numbers(&self, place: usize) -> Vec<i64> {
        let text = self.text(place).trim_matches(['{', '}']);
        text.split([',', ' ']).filter_map(|number| number.parse().ok()).collect()
    }

    /// Returns storage parameters, sorted by name.
    pub(super) fn storage(&self, place: usize) -> Vec<(&'a str, &'a str)> {
        let mut parameters: Vec<_> = self.list(place).into_iter().flatten().collect();
        parameters.sort();
        let pair = |text: &String| {
            let (name, value) = text.split_once('=')?;
            Some((self.arena.keep_text(name.to_owned()), self.arena.keep_text(value.to_owned())))
        };
        parameters.iter().filter_map(pair).collect()
    }
}

/// Returns a name as [`TableName::parse`] reads it.
pub(super) fn reference<'a>(arena: &'a Arena, name: TableName<'_>) -> &'a str {
    arena.keep_text(match name.schema {
        None if name.name.contains('.') => format!("\"{}\"", name.name),
        _ => name.to_string(),
    })
}
