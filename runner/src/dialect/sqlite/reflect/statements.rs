//! What the texts of indexes, views and triggers say.

use migration_api::abi::Arena;
use migration_api::schema::{Column, Index, IndexKeys, IndexPart, Table, TableName, Trigger, View};

use super::super::rebuild::{Reader, Token, TokenKind, Unexpected, bare, quoted_name, same_name};

type Read<T> = Result<T, Unexpected>;

/// Reads `CREATE [UNIQUE] INDEX name ON table (…) [WHERE …]`.
///
/// <https://sqlite.org/lang_createindex.html>
pub(super) fn index<'a>(
    sql: &str,
    name: &'a str,
    table: &Table<'a>,
    arena: &'a Arena,
) -> Read<Index<'a>> {
    let mut reader = Reader::new(sql);
    reader.expect("CREATE")?;
    let unique = reader.eat("UNIQUE");
    reader.expect("INDEX")?;
    pass_name(&mut reader)?;
    reader.expect("ON")?;
    reader.name()?;
    let parts = parts(&mut reader)?;
    let parts: Vec<_> = parts.iter().map(|text| part(text, table.columns, arena)).collect();
    let predicate = match reader.eat("WHERE") {
        true => Some(keep(arena, bare(reader.slice(reader.start(), sql.len())))),
        false => None,
    };
    let is_plain = |part: &IndexPart<'_>| *part == IndexPart::column(part.text);
    let keys = match parts.iter().all(is_plain) {
        true => IndexKeys::Columns(arena.keep(parts.iter().map(|part| part.text).collect())),
        false => IndexKeys::Parts(arena.keep(parts)),
    };
    Ok(Index { table: table.name, keys, unique, predicate, ..Index::new(name, "", &[]) })
}

/// Reads `CREATE VIEW name [(columns)] AS query`.
///
/// <https://sqlite.org/lang_createview.html>
pub(super) fn view<'a>(sql: &str, name: TableName<'a>, arena: &'a Arena) -> Read<View<'a>> {
    let mut reader = Reader::new(sql);
    reader.expect("CREATE")?;
    let _temporary = reader.eat("TEMP") || reader.eat("TEMPORARY");
    reader.expect("VIEW")?;
    pass_name(&mut reader)?;
    let columns = if reader.sees("(") { reader.column_list()? } else { Vec::new() };
    reader.expect("AS")?;
    let query = bare(without_end(reader.slice(reader.start(), sql.len())));
    let columns = columns.into_iter().map(|column| arena.keep_text(column)).collect();
    Ok(View { name, ..View::new("", keep(arena, query)).columns(arena.keep(columns)) })
}

/// Returns a trigger. Its text has no database file, so that of another one than the main one is put in.
pub(super) fn trigger<'a>(
    sql: &str,
    name: &'a str,
    table: TableName<'a>,
    arena: &'a Arena,
) -> Read<Trigger<'a>> {
    let mut reader = Reader::new(sql);
    reader.expect("CREATE")?;
    let _temporary = reader.eat("TEMP") || reader.eat("TEMPORARY");
    reader.expect("TRIGGER")?;
    let (before, after) = sql.split_at_checked(reader.start()).unwrap_or((sql, ""));
    let sql = match table.schema {
        Some(schema) => format!("{before}{}.{}", quoted_name(schema), without_end(after)),
        None => without_end(sql).to_owned(),
    };
    Ok(Trigger { name, table, sql: arena.keep_text(sql) })
}

/// Passes a name with whatever may stand before it.
fn pass_name(reader: &mut Reader<'_>) -> Read<()> {
    if reader.eat("IF") {
        reader.expect("NOT")?;
        reader.expect("EXISTS")?;
    }
    reader.name()?;
    if reader.eat(".") {
        reader.name()?;
    }
    Ok(())
}

/// Passes `( … )`, and returns what stands between its commas.
fn parts<'s>(reader: &mut Reader<'s>) -> Read<Vec<&'s str>> {
    reader.expect("(")?;
    let mut parts = Vec::new();
    let mut start = reader.start();
    loop {
        if reader.sees(",") || reader.sees(")") {
            parts.push(reader.slice(start, reader.end()));
            let ends = reader.token()?.is(")");
            if ends {
                return Ok(parts);
            }
            start = reader.start();
        } else if reader.sees("(") {
            reader.parentheses()?;
        } else {
            reader.token()?;
        }
    }
}

/// Reads `expression [COLLATE name] [ASC | DESC]`. A name of a column is one, also in parentheses.
fn part<'a>(text: &str, columns: &[Column<'a>], arena: &'a Arena) -> IndexPart<'a> {
    let mut words: Vec<_> = Reader::new(text).into_tokens();
    let descending = words.last().is_some_and(|word| word.is("DESC"));
    if descending || words.last().is_some_and(|word| word.is("ASC")) {
        words.pop();
    }
    let mut collation = None;
    if let [_, .., keyword, name] = words.as_slice()
        && keyword.is("COLLATE")
    {
        collation = name.name().map(|name| super::rows::collation_name(&name).to_owned());
        words.truncate(words.len() - 2);
    }
    let end = words.last().map_or(0, Token::end);
    let text = bare(text.get(..end).unwrap_or_default());
    let inner = Reader::new(text).into_tokens();
    let column = match inner.as_slice() {
        [name] if name.kind != TokenKind::Value => {
            name.name().and_then(|name| columns.iter().find(|column| same_name(column.name, &name)))
        }
        _ => None,
    };
    let part = match column {
        Some(column) => {
            // What the column does by itself is not told again.
            let own = column.collation.unwrap_or("BINARY");
            collation = collation.filter(|name| !same_name(name, own));
            IndexPart::column(column.name)
        }
        None => IndexPart::expression(keep(arena, text)),
    };
    let collation = collation.map(|name| arena.keep_text(name));
    IndexPart { descending, collation, ..part }
}

/// Returns a statement without what ends it.
fn without_end(sql: &str) -> &str {
    let tokens = Reader::new(sql).into_tokens();
    let last = tokens.iter().rfind(|token| !token.is(";"));
    sql.get(..last.map_or(0, Token::end)).unwrap_or_default()
}

fn keep<'a>(arena: &'a Arena, text: &str) -> &'a str {
    arena.keep_text(text.to_owned())
}
