//! A column as `SHOW CREATE TABLE` writes it, taken apart and put together again.
//!
//! `MODIFY` and `CHANGE` want the whole column: whatever they are not told is lost. So a change is made to the server's own
//! text of it.

use std::fmt;

/// What a column is, without its name, each part as SQL text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ColumnText {
    /// The type: `int(10) unsigned`.
    pub(super) ty: String,
    /// The character set, where it is not that of the table.
    pub(super) charset: Option<String>,
    /// The collation, where it is not that of the table.
    pub(super) collation: Option<String>,
    /// The computed column's clause: `GENERATED ALWAYS AS (…) STORED`.
    pub(super) generated: Option<String>,
    pub(super) not_null: bool,
    /// What stands behind `DEFAULT`.
    pub(super) default: Option<String>,
    /// What stands behind `ON UPDATE`.
    pub(super) on_update: Option<String>,
    pub(super) auto_increment: bool,
    /// What stands behind `COMMENT`.
    pub(super) comment: Option<String>,
    /// Whatever else there is: `INVISIBLE`, `CHECK (…)`, `WITHOUT SYSTEM VERSIONING`.
    pub(super) rest: Vec<String>,
}

impl ColumnText {
    /// Finds `column` in the text of its table. The server writes a line for each column, with the name in backticks.
    pub(super) fn find(create_table: &str, column: &str) -> Option<Self> {
        let quoted = format!("`{}` ", column.replace('`', "``"));
        let line = create_table.lines().find_map(|line| {
            let (start, rest) = line.trim_start().split_at_checked(quoted.len())?;
            start.eq_ignore_ascii_case(&quoted).then_some(rest)
        })?;
        Some(Self::parse(line.trim_end().trim_end_matches(',')))
    }

    fn parse(text: &str) -> Self {
        let pieces = pieces(text);
        let mut column = Self::default();
        let mut words = pieces.iter().map(String::as_str).peekable();
        column.ty = words.next().unwrap_or_default().to_owned();
        while let Some(word) = words.peek() {
            if !["unsigned", "zerofill", "signed"].contains(&word.to_ascii_lowercase().as_str()) {
                break;
            }
            column.ty.push(' ');
            column.ty.push_str(words.next().unwrap_or_default());
        }
        while let Some(word) = words.next() {
            let mut next = || words.next().unwrap_or_default().to_owned();
            match word.to_ascii_uppercase().as_str() {
                "CHARACTER" => {
                    next();
                    column.charset = Some(next());
                }
                "COLLATE" => column.collation = Some(next()),
                "NOT" => {
                    next();
                    column.not_null = true;
                }
                "NULL" => {}
                "DEFAULT" => column.default = Some(next()),
                "ON" => {
                    next();
                    column.on_update = Some(next());
                }
                "AUTO_INCREMENT" => column.auto_increment = true,
                "COMMENT" => column.comment = Some(next()),
                "GENERATED" => {
                    let mut clause = word.to_owned();
                    for _ in 0..3 {
                        clause.push(' ');
                        clause.push_str(words.next().unwrap_or_default());
                    }
                    if words.peek().is_some_and(|it| {
                        ["VIRTUAL", "STORED", "PERSISTENT"]
                            .contains(&it.to_ascii_uppercase().as_str())
                    }) {
                        clause.push(' ');
                        clause.push_str(words.next().unwrap_or_default());
                    }
                    column.generated = Some(clause);
                }
                _ => column.rest.push(word.to_owned()),
            }
        }
        column
    }

    /// Gives the column another type. Where that is none of text, the character set and collation go.
    pub(super) fn set_type(&mut self, ty: String, takes_collation: bool) {
        self.ty = ty;
        if !takes_collation {
            self.charset = None;
            self.collation = None;
        }
        // MariaDB's JSON is text with a check of the column's own, which belongs to the type.
        let is_json = self.rest.windows(2).position(|it| {
            it[0].eq_ignore_ascii_case("CHECK") && it[1].starts_with("(json_valid(")
        });
        if let Some(at) = is_json {
            self.rest.drain(at..at + 2);
        }
    }
}

impl fmt::Display for ColumnText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.ty)?;
        if let Some(name) = &self.charset {
            write!(f, " CHARACTER SET {name}")?;
        }
        if let Some(name) = &self.collation {
            write!(f, " COLLATE {name}")?;
        }
        if let Some(clause) = &self.generated {
            write!(f, " {clause}")?;
        }
        // MariaDB has no place for it behind a computed column.
        match (self.not_null, &self.generated) {
            (true, _) => f.write_str(" NOT NULL")?,
            (false, None) => f.write_str(" NULL")?,
            (false, Some(_)) => {}
        }
        // What takes no NULL cannot have it as its default, as the server writes it behind every column that may.
        let default = self.default.as_ref();
        if let Some(text) = default.filter(|it| !(self.not_null && it.eq_ignore_ascii_case("NULL")))
        {
            write!(f, " DEFAULT {text}")?;
        }
        if let Some(text) = &self.on_update {
            write!(f, " ON UPDATE {text}")?;
        }
        if self.auto_increment {
            f.write_str(" AUTO_INCREMENT")?;
        }
        if let Some(text) = &self.comment {
            write!(f, " COMMENT {text}")?;
        }
        self.rest.iter().try_for_each(|text| write!(f, " {text}"))
    }
}

/// Splits a column's text at its spaces, but for those in quotes, parentheses and comments; `a (b c)` is two pieces, `a(b c)`
/// one.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut depth = 0;
    let mut quote = None;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match quote {
            Some(end) => {
                piece.push(c);
                // The server escapes a quote by doubling it, and other characters by a backslash.
                if c == '\\' && end == '\'' {
                    piece.extend(characters.next());
                } else if c == end {
                    quote = None;
                }
            }
            None if c == ' ' && depth == 0 => {
                if !piece.is_empty() {
                    pieces.push(std::mem::take(&mut piece));
                }
            }
            None => {
                match c {
                    '\'' | '"' | '`' => quote = Some(c),
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    _ => {}
                }
                piece.push(c);
            }
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_put_together_again_is_what_it_was() {
        for text in [
            "int(10) unsigned zerofill NOT NULL AUTO_INCREMENT",
            "varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'it''s, a' COMMENT 'why'",
            "datetime(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6)",
            "decimal(10,2) NULL DEFAULT 0.00",
            "enum('a','b c',')') NULL DEFAULT NULL",
            "int(11) GENERATED ALWAYS AS (`a` + 1) STORED",
            "int(11) NOT NULL DEFAULT (1 + 2) INVISIBLE",
            "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL DEFAULT NULL CHECK (json_valid(`j`))",
        ] {
            assert_eq!(ColumnText::parse(text).to_string(), text);
        }
    }

    #[test]
    fn what_belongs_to_another_type_or_to_null_goes() {
        let mut column = ColumnText::parse("longtext NULL DEFAULT NULL CHECK (json_valid(`j`))");
        column.not_null = true;
        column.set_type("text".to_owned(), true);
        assert_eq!(column.to_string(), "text NOT NULL");
    }

    #[test]
    fn a_column_is_found_in_the_text_of_its_table() {
        let text = "CREATE TABLE `t` (\n  `id` int(11) NOT NULL,\n  `a``b` text DEFAULT NULL,\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB";
        assert_eq!(ColumnText::find(text, "ID").unwrap().to_string(), "int(11) NOT NULL");
        let odd = ColumnText::find(text, "a`b").unwrap();
        assert_eq!((odd.ty.as_str(), odd.default.as_deref()), ("text", Some("NULL")));
        assert_eq!(ColumnText::find(text, "i"), None);
    }
}
