//! Why something cannot be written as Rust.

/// Why a revision, or a schema, cannot be written as Rust source.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// This program cannot write.
    #[error("nothing here writes revisions: this program was built without that part")]
    NoWriter,
    /// A name that cannot be told from a schema with a name.
    #[error("`{name}` cannot be written as `schema.name`: it has a double quote before a dot")]
    Name { name: String },
    /// A hook answered with text that is no Rust.
    #[error(
        "`render_item` wrote the {kind} `{name}` of `{table}` as `{text}`, which is not Rust: {reason}"
    )]
    Hook { kind: String, table: String, name: String, text: String, reason: String },
    /// A hook answered with an import that is none.
    #[error("a hook asks for `{text}` at the top of the file, which is no `use` line: {reason}")]
    Import { text: String, reason: String },
    /// What was put together is no Rust.
    #[error("what was written is not Rust: {reason}")]
    Source { reason: String },
}

impl RenderError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NoWriter => Some("give the crate `runner` the feature `cli`".into()),
            Self::Name { .. } => {
                Some("leave it out by `include_name`, or give it another name".into())
            }
            Self::Hook { kind, .. } if kind == "server_default" => Some(
                "a default is written as the call with its dot: `.default_sql(\"now()\")`".into(),
            ),
            Self::Hook { .. } => {
                Some("return an expression, as `RenderItem::source` has it".into())
            }
            Self::Import { .. } => {
                Some("write it as it stands in a file: `use app::Email;`".into())
            }
            Self::Source { .. } => None,
        }
    }
}
