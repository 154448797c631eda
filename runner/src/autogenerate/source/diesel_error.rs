//! What can be wrong with a `schema.rs`.

use std::path::PathBuf;

/// A `schema.rs` cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DieselError {
    /// It is no Rust, or not what the macro takes.
    #[error("{}:{line}: {}{message}", path.display(), in_table(table.as_deref()))]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// The table, where one is being read.
        table: Option<String>,
        /// What is wrong.
        message: String,
    },
    /// A table says something that cannot be.
    #[error("{}:{line}: table `{table}` {what}", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// The table.
        table: String,
        /// What it says.
        what: String,
    },
}

fn in_table(table: Option<&str>) -> String {
    table.map_or_else(String::new, |table| format!("table `{table}`: "))
}

impl DieselError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        let help =
            "the file is read as diesel 2 writes it: `diesel print-schema` shows what it should be";
        Some(help.to_owned())
    }
}
