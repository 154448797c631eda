//! The name of a table, with its schema.

use std::fmt;

/// A table's name, with the schema it stands in when that is not the default one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TableName<'a> {
    /// The schema (on SQLite: the attached database); `None` for the default one.
    pub schema: Option<&'a str>,
    /// The name within its schema.
    pub name: &'a str,
}

impl<'a> TableName<'a> {
    /// Reads `table` or `schema.table`. A name that holds a dot is written in double quotes:
    /// `"odd.name"`, `"odd.schema".table`; so is one that stands in double quotes itself.
    pub fn parse(text: &'a str) -> Self {
        if let Some((schema, name)) = text.strip_prefix('"').and_then(|rest| rest.split_once("\"."))
        {
            return Self { schema: Some(schema), name: unquoted(name).unwrap_or(name) };
        }
        if let Some(bare) = unquoted(text)
            && (bare.contains('.') || !bare.contains('"') || unquoted(bare).is_some())
        {
            return Self { schema: None, name: bare };
        }
        match text.split_once('.') {
            Some((schema, name)) => Self { schema: Some(schema), name },
            None => Self { schema: None, name: text },
        }
    }
}

/// Returns what stands between double quotes.
fn unquoted(text: &str) -> Option<&str> {
    text.strip_prefix('"')?.strip_suffix('"')
}

impl fmt::Display for TableName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.name),
            None => f.write_str(self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_split_at_its_dot_unless_quoted() {
        for (text, schema, name) in [
            ("account", None, "account"),
            ("billing.account", Some("billing"), "account"),
            ("\"odd.name\"", None, "odd.name"),
            ("\"odd.schema\".account", Some("odd.schema"), "account"),
            ("\"odd.schema\".\"odd.name\"", Some("odd.schema"), "odd.name"),
            ("\"5\" by 3.5\"\"", None, "5\" by 3.5\""),
            ("\"\"odd\"\"", None, "\"odd\""),
            ("\"o\"d", None, "\"o\"d"),
            ("billing.odd.name", Some("billing"), "odd.name"),
            ("", None, ""),
        ] {
            assert_eq!(TableName::parse(text), TableName { schema, name }, "{text}");
        }
    }
}
