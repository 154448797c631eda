//! Text that somebody's client would run, as a database takes it.

use super::SourceError;

/// What `pg_dump` says of the search path, so that nothing is found without its schema: here, names without one are those of the
/// default schema.
const NO_SEARCH_PATH: &str = "SELECT pg_catalog.set_config('search_path', '', false);";

/// Returns a script without what only the database's client understands: `DELIMITER` and the delimiters it sets, and the
/// `\restrict` of `pg_dump`. Lines stay where they were.
pub(in crate::autogenerate) fn plain_sql(text: &str, place: &str) -> Result<String, SourceError> {
    let mut sql = String::with_capacity(text.len());
    let mut delimiter = ";".to_owned();
    for (at, line) in text.lines().enumerate() {
        let bare = line.trim();
        let mut words = bare.split_whitespace();
        let first = words.next().unwrap_or_default();
        let line_number = at + 1;
        if first.eq_ignore_ascii_case("DELIMITER") {
            words.next().unwrap_or(";").clone_into(&mut delimiter);
        } else if matches!(first, "\\restrict" | "\\unrestrict") || bare == NO_SEARCH_PATH {
            // Left out.
        } else if first.starts_with('\\') {
            let place = place.to_owned();
            return Err(match bare == "\\." {
                true => SourceError::CopiedRows { place, line: line_number },
                false => {
                    SourceError::ClientCommand { place, line: line_number, text: first.to_owned() }
                }
            });
        } else if first.eq_ignore_ascii_case("COPY") && bare.to_lowercase().ends_with("from stdin;")
        {
            return Err(SourceError::CopiedRows { place: place.to_owned(), line: line_number });
        } else if delimiter != ";"
            && let Some(statement) = bare.strip_suffix(delimiter.as_str())
        {
            // What a routine ends with ends the statement already.
            sql.push_str(statement.trim_end_matches(';'));
            sql.push(';');
        } else {
            sql.push_str(line);
        }
        sql.push('\n');
    }
    Ok(sql)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_for_a_client_is_left_out_or_refused() {
        for (text, plain) in [
            ("SELECT 1;", "SELECT 1;\n"),
            ("\\restrict abc\nSELECT 1;", "\nSELECT 1;\n"),
            (
                "DELIMITER ;;\nCREATE TRIGGER t BEGIN a; END ;;\nDELIMITER ;\nb;",
                "\nCREATE TRIGGER t BEGIN a; END ;\n\nb;\n",
            ),
            ("delimiter //\nEND;//\n", "\nEND;\n"),
            ("SELECT pg_catalog.set_config('search_path', '', false);", "\n"),
        ] {
            assert_eq!(plain_sql(text, "a.sql").unwrap(), plain, "{text}");
        }
        for (text, message) in [
            ("\n\\i other.sql", "a.sql:2: `\\i` is a command of psql"),
            ("COPY t (a) FROM stdin;\n1\n\\.", "a.sql:1: rows are copied from the text itself"),
        ] {
            assert_eq!(plain_sql(text, "a.sql").unwrap_err().to_string(), message);
        }
    }
}
