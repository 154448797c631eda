//! The text of a table, cut into columns and constraints.

use std::fmt;

use super::column::Column;
use super::constraint::TableConstraint;
use super::error::RebuildError;
use super::layout::{self, Item};
use super::mention;
use super::reader::{Reader, Unexpected};
use super::token;

/// A `CREATE TABLE` that is changed word by word. It prints as it was read, but for the changes.
///
/// <https://sqlite.org/lang_createtable.html>
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableText {
    /// As it was read.
    pub(super) source: String,
    pub(super) name: String,
    /// All up to the name, and the name.
    head: String,
    /// From the name to the first column.
    open: String,
    pub(super) columns: Vec<Item<Column>>,
    pub(super) constraints: Vec<Item<TableConstraint>>,
    /// Spaces and comments before the last parenthesis.
    close: String,
    /// All behind the last parenthesis.
    pub(super) options: String,
}

impl TableText {
    /// Reads the text of a table, as it stands in `sqlite_schema` or as somebody wrote it.
    pub(crate) fn parse(sql: &str) -> Result<Self, RebuildError> {
        let mut reader = Reader::new(sql);
        let mut table = String::new();
        let kind = read_head(&mut reader, &mut table);
        let not_rebuildable =
            |reason| RebuildError::NotRebuildable { table: table.clone(), reason };
        match kind.map_err(|error| unreadable(sql, &table, error))? {
            HeadKind::Ordinary => {}
            HeadKind::Virtual => {
                return Err(not_rebuildable("it is a virtual table, whose module keeps its rows"));
            }
            HeadKind::Query => return Err(not_rebuildable("its text is a query")),
        }
        let head = reader.slice(0, reader.end()).to_owned();
        Self::read(&mut reader, sql, head, &table).map_err(|error| unreadable(sql, &table, error))
    }

    /// Returns the text with another name, which may have a schema: `"main"."t"`.
    ///
    /// A check may name its table, which has another name while it is rebuilt. The checks of the
    /// text returned do without, which means the same.
    pub(crate) fn to_sql(&self, name: &str) -> String {
        let mut sql = format!("CREATE TABLE {name}");
        let same = |text: &str| mention::without_table(text, &self.name);
        self.push_body(&mut sql, &same);
        sql
    }

    /// Returns the columns' names.
    pub(super) fn column_names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|item| item.part.name.as_str())
    }

    /// Returns the columns' names and types; a type is empty if there is none.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&str, &str)> {
        self.columns.iter().map(|item| (item.part.name.as_str(), item.part.ty()))
    }

    /// Returns whether values have to be of the columns' types.
    pub(crate) fn is_strict(&self) -> bool {
        token::tokens(&self.options).any(|token| token.is("STRICT"))
    }

    /// Returns whether the rows have no row id.
    pub(crate) fn is_without_rowid(&self) -> bool {
        token::tokens(&self.options).any(|token| token.is("WITHOUT"))
    }

    pub(super) fn column_index(&self, column: &str) -> Result<usize, RebuildError> {
        self.column_names().position(|name| token::same_name(name, column)).ok_or_else(|| {
            RebuildError::NoSuchColumn { table: self.name.clone(), column: column.to_owned() }
        })
    }

    fn read(
        reader: &mut Reader<'_>,
        sql: &str,
        head: String,
        name: &str,
    ) -> Result<Self, Unexpected> {
        let head_end = head.len();
        reader.expect("(")?;
        let (note, lead) = layout::split_note(reader.trivia());
        let mut text = Self {
            source: sql.to_owned(),
            name: name.to_owned(),
            head,
            open: format!("{}{note}", reader.slice(head_end, reader.end())),
            columns: Vec::new(),
            constraints: Vec::new(),
            close: String::new(),
            options: String::new(),
        };
        text.read_items(reader, lead)?;
        reader.expect(")")?;
        text.read_options(reader, sql)?;
        Ok(text)
    }

    fn read_items(&mut self, reader: &mut Reader<'_>, lead: &str) -> Result<(), Unexpected> {
        let mut lead = lead.to_owned();
        loop {
            let is_constraint = !self.columns.is_empty() && TableConstraint::begins(reader);
            if is_constraint {
                let item = Item::new(lead, TableConstraint::read(reader)?);
                lead = self.read_end(reader, item, |text| &mut text.constraints)?;
            } else if self.constraints.is_empty() {
                let item = Item::new(lead, Column::read(reader)?);
                lead = self.read_end(reader, item, |text| &mut text.columns)?;
            } else {
                return Err(reader.unexpected());
            }
            if reader.sees(")") {
                return Ok(());
            }
        }
    }

    /// Reads what follows an item and adds it; returns what stands before the next.
    fn read_end<T>(
        &mut self,
        reader: &mut Reader<'_>,
        mut item: Item<T>,
        items: impl FnOnce(&mut Self) -> &mut Vec<Item<T>>,
    ) -> Result<String, Unexpected> {
        let trivia = reader.trivia();
        let lead = if reader.eat(",") {
            trivia.clone_into(&mut item.trail);
            let (note, lead) = layout::split_note(reader.trivia());
            note.clone_into(&mut item.note);
            lead
        } else if reader.sees(")") {
            let (note, close) = layout::split_last_note(trivia);
            note.clone_into(&mut item.note);
            close.clone_into(&mut self.close);
            ""
        } else {
            item.joined = true;
            trivia
        };
        items(self).push(item);
        Ok(lead.to_owned())
    }

    fn read_options(&mut self, reader: &mut Reader<'_>, sql: &str) -> Result<(), Unexpected> {
        let start = reader.end();
        reader.slice(start, sql.len()).clone_into(&mut self.options);
        while !reader.is_at_end() && !reader.sees(";") {
            reader.name()?;
            let _more = reader.eat(",");
        }
        let _ended = reader.eat(";");
        if reader.is_at_end() { Ok(()) } else { Err(reader.unexpected()) }
    }

    /// Writes all behind the name, with the checks as `check` has them.
    fn push_body(&self, sql: &mut String, check: &dyn Fn(&str) -> String) {
        // What stands before the next item, and may end in a comment.
        let mut note = self.open.clone();
        for (index, item) in self.columns.iter().enumerate() {
            layout::push(sql, &note, &item.lead);
            item.part.push_to(sql, check);
            let last = index + 1 == self.columns.len() && self.constraints.is_empty();
            note = item.end(if last { "" } else { "," });
        }
        for (index, item) in self.constraints.iter().enumerate() {
            layout::push(sql, &note, &item.lead);
            item.part.push_to(sql, check);
            let last = index + 1 == self.constraints.len();
            note = item.end(if last || item.joined { "" } else { "," });
        }
        layout::push(sql, &note, &self.close);
        sql.push(')');
        sql.push_str(&self.options);
    }
}

impl fmt::Display for TableText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sql = self.head.clone();
        self.push_body(&mut sql, &str::to_owned);
        f.write_str(&sql)
    }
}

/// What a `CREATE TABLE` makes.
enum HeadKind {
    Ordinary,
    Virtual,
    Query,
}

/// Passes all up to the name, and the name, which it keeps.
fn read_head(reader: &mut Reader<'_>, name: &mut String) -> Result<HeadKind, Unexpected> {
    reader.expect("CREATE")?;
    let is_virtual = reader.eat("VIRTUAL");
    let _temporary = reader.eat("TEMP") || reader.eat("TEMPORARY");
    reader.expect("TABLE")?;
    if reader.eat("IF") {
        reader.expect("NOT")?;
        reader.expect("EXISTS")?;
    }
    *name = reader.name()?;
    if reader.eat(".") {
        *name = reader.name()?;
    }
    Ok(match reader.sees("AS") {
        _ if is_virtual => HeadKind::Virtual,
        true => HeadKind::Query,
        false => HeadKind::Ordinary,
    })
}

fn unreadable(sql: &str, table: &str, Unexpected { at }: Unexpected) -> RebuildError {
    let (before, rest) = sql.split_at_checked(at).unwrap_or((sql, ""));
    RebuildError::Unreadable {
        table: table.to_owned(),
        at: before.chars().count() + 1,
        near: rest.chars().take(20).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_prints_as_it_was_read() {
        for sql in [
            "CREATE TABLE t(a)",
            "create temp table if not exists main . \"t\" /* x */ ( a ) ",
            "CREATE TABLE 'k w'('a b' int 'foo bar' (1,-2) not null, [b] \"x\", `c``` generated always as (1))",
            "CREATE TABLE t(a, d generated int, e 'text' default +5 default \"x\" default id)",
            "CREATE TABLE t(a DOUBLE PRECISION DEFAULT -x'00', b VARCHAR (10) default (f(')') || 1))",
            "CREATE TABLE t(-- the table\n  a INT, -- the a\n  -- before b\n  b INT -- the b\n)",
            "CREATE TABLE t(a INT /* a */, /* b */ b INT /* b */)",
            "CREATE TABLE t(a\r\n, b -- last\n , c\r\n) WITHOUT ROWID , strict ; -- end",
            "CREATE TABLE t(a, CONSTRAINT x UNIQUE(a) CHECK (a>0) ON CONFLICT FAIL CONSTRAINT y CONSTRAINT z PRIMARY KEY (a AUTOINCREMENT) CONSTRAINT n)",
            "CREATE TABLE t(a CONSTRAINT x, b INT CONSTRAINT y NULL ON CONFLICT IGNORE AS (a+1) STORED)",
            "CREATE TABLE t(a REFERENCES p(a, b) MATCH FULL ON DELETE SET NULL ON UPDATE NO ACTION NOT NULL NOT DEFERRABLE INITIALLY IMMEDIATE)",
            "CREATE TABLE t(a INTEGER PRIMARY KEY DESC ON CONFLICT REPLACE AUTOINCREMENT UNIQUE ON CONFLICT ABORT COLLATE \"NOCASE\")",
            "CREATE TABLE t(a, FOREIGN KEY (a) REFERENCES p ON DELETE RESTRICT ON INSERT CASCADE DEFERRABLE INITIALLY DEFERRED UNIQUE (a COLLATE nocase DESC))",
            "CREATE TABLE größe(ключ TEXT CHECK (ключ <> ',)' AND \"ключ\" NOT IN (1, (2))))",
        ] {
            assert_eq!(TableText::parse(sql).map(|text| text.to_string()).as_deref(), Ok(sql));
        }
    }

    #[test]
    fn types_are_of_many_words() {
        let sql =
            "CREATE TABLE t(a, b DOUBLE  PRECISION NOT NULL, c 'x y' [z] (1, -2) AS (1), d INT)";
        let text = TableText::parse(sql).unwrap();
        let columns: Vec<_> = text.columns().collect();
        assert_eq!(
            columns,
            [("a", ""), ("b", "DOUBLE  PRECISION"), ("c", "'x y' [z] (1, -2)"), ("d", "INT")]
        );
    }

    #[test]
    fn what_is_no_table_with_columns_is_refused() {
        for sql in [
            "CREATE VIRTUAL TABLE t USING fts5(a)",
            "CREATE TABLE t AS SELECT 1",
            "CREATE VIEW t AS SELECT 1",
            "CREATE TABLE t(a, b",
            "CREATE TABLE t(a, CHECK (a > 0), b)",
            "CREATE TABLE t(a INT frob (1) frob)",
        ] {
            assert!(TableText::parse(sql).is_err(), "{sql}");
        }
        let error = TableText::parse("CREATE TABLE t(é INT (1) frobnicate (2))").unwrap_err();
        insta::assert_snapshot!(error, @"the text of the table `t` is not understood at character 26: `frobnicate (2))`");
        insta::assert_snapshot!(TableText::parse("CREATE VIRTUAL TABLE t USING x").unwrap_err(), @"the table `t` cannot be rebuilt: it is a virtual table, whose module keeps its rows");
    }
}
