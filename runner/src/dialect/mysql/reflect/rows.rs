//! Rows of the catalog as what they tell, and the databases that they tell of.

use std::vec::IntoIter;

use migration_api::Cell;
use migration_api::schema::TableName;

/// The values of one row, in the order of its query.
pub(super) struct Fields(IntoIter<Cell>);

impl Fields {
    pub(super) fn new(row: Vec<Cell>) -> Self {
        Self(row.into_iter())
    }

    /// Takes the next value as text, or nothing for NULL.
    pub(super) fn optional(&mut self) -> Option<String> {
        match self.0.next()? {
            Cell::Null => None,
            Cell::Text(text) | Cell::Decimal(text) | Cell::Json(text) => Some(text),
            Cell::Bytes(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            other => Some(other.to_string()),
        }
    }

    /// Takes the next value as text that is not empty.
    pub(super) fn filled(&mut self) -> Option<String> {
        self.optional().filter(|text| !text.is_empty())
    }

    /// Takes the next value as text.
    pub(super) fn text(&mut self) -> String {
        self.optional().unwrap_or_default()
    }

    /// Takes the next value as a number.
    pub(super) fn number(&mut self) -> Option<i64> {
        self.optional()?.parse().ok()
    }

    /// Takes the next two values as the name of something within its database.
    pub(super) fn place(&mut self) -> Place {
        (self.text(), self.text())
    }
}

/// A database, by its name on the server, and the name of a table or another object in it.
pub(super) type Place = (String, String);

/// The databases that are read: the default one, whose names stand by themselves, and others, each with the name that it is to have.
#[derive(Debug, Clone)]
pub(super) struct Databases<'a> {
    /// The default one's name on the server.
    pub(super) default: String,
    /// The others, by their names on the server.
    pub(super) others: Vec<(String, &'a str)>,
}

impl<'a> Databases<'a> {
    /// Returns the names on the server, the default one's first.
    pub(super) fn names(&self) -> Vec<&str> {
        let others = self.others.iter().map(|(name, _)| name.as_str());
        [self.default.as_str()].into_iter().chain(others).collect()
    }

    /// Returns the name of something in one of these databases.
    pub(super) fn name(&self, database: &str, name: &'a str) -> TableName<'a> {
        let schema = self.others.iter().find(|(other, _)| other == database);
        TableName { schema: schema.map(|(_, shown)| *shown), name }
    }

    /// Returns a text of the server's with names as they are within these databases: `` `db`.`account` `` as `` `account` ``.
    pub(super) fn text(&self, text: String) -> String {
        let mut text = text;
        for (name, shown) in &self.others {
            if name != shown {
                text = requalified(&text, name, &format!("{}.", quoted(shown)));
            }
        }
        requalified(&text, &self.default, "")
    }

    /// Returns a message of the server's about these databases, with the names that they are to have.
    pub(super) fn message(&self, message: &str, default: &str) -> String {
        let mut message = message.replace(&self.default, default);
        for (name, shown) in &self.others {
            message = message.replace(name, shown);
        }
        message
    }
}

fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// Returns the text with `instead` for each database's name before a name. What stands between quotes, or is a part of another
/// name, stays as it is.
fn requalified(text: &str, database: &str, instead: &str) -> String {
    let qualifier = format!("{}.", quoted(database));
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after_name = written.ends_with('.');
        if let Some(behind) = rest.strip_prefix(&qualifier).filter(|it| it.starts_with('`'))
            && !after_name
        {
            written.push_str(instead);
            rest = behind;
            continue;
        }
        let length = match first {
            '\'' | '"' | '`' => quoted_length(rest, first),
            other => other.len_utf8(),
        };
        let (piece, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        written.push_str(piece);
        rest = behind;
    }
    written
}

/// Returns how long the quoted piece at the front is. A quote within it stands twice, which makes two pieces of it.
pub(super) fn quoted_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if character == quote {
            return at + 1;
        } else {
            escaped = character == '\\' && quote != '`';
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_database_before_a_name_is_left_out() {
        let databases =
            Databases { default: "ex".into(), others: vec![("scratch_1".into(), "other")] };
        for (text, shown) in [
            ("select `ex`.`t`.`id` from `ex`.`t`", "select `t`.`id` from `t`"),
            ("'`ex`.`t`', \"`ex`.`t`\"", "'`ex`.`t`', \"`ex`.`t`\""),
            (r"'it\'s ''' , `ex`.`t`", r"'it\'s ''' , `t`"),
            ("`t`.`ex`.`id`", "`t`.`ex`.`id`"),
            ("`a``b`.`ex`.`c` = `ex`", "`a``b`.`ex`.`c` = `ex`"),
            ("`scratch_1`.`fn`(`ex`.`é`)", "`other`.`fn`(`é`)"),
            ("nextval(`ex`.`sq`)", "nextval(`sq`)"),
        ] {
            assert_eq!(databases.text(text.into()), shown, "{text}");
        }
    }
}
