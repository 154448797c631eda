//! Named parameters of an author's statement.

use migration_api::ops::Parameter;

use super::lexer::{Token, tokens};
use super::statement::StatementWriter;
use super::{RenderError, Statement};
use crate::dialect::Dialect;

/// Returns `sql` with the dialect's placeholder for each `:name`. Without parameters the text
/// stays as it is, colons and all.
pub fn bind<'a>(
    dialect: &dyn Dialect,
    sql: &str,
    parameters: &[Parameter<'a>],
) -> Result<Statement<'a>, RenderError> {
    if parameters.is_empty() {
        return Ok(Statement::new(sql));
    }
    refuse_repeated(parameters)?;
    let mut writer = StatementWriter::new(dialect);
    // The names met so far, in the order of their placeholders.
    let mut numbered = Vec::new();
    for (token, text) in tokens(sql, dialect.syntax()) {
        match token {
            Token::Parameter(name) => {
                let known = numbered.iter().position(|known| *known == name);
                let index = match known.filter(|_| dialect.numbers_placeholders()) {
                    Some(index) => index,
                    None => {
                        numbered.push(name);
                        writer.add(value_of(name, parameters)?.1)
                    }
                };
                writer.push_placeholder(index);
            }
            Token::EscapedColon => writer.push(":"),
            Token::LineComment | Token::Text => writer.push(text),
        }
    }
    match parameters.iter().find(|(name, _)| !numbered.contains(name)) {
        Some((name, _)) => Err(RenderError::UnusedParameter { name: (*name).to_owned() }),
        None => Ok(writer.finish()),
    }
}

fn value_of<'p, 'a>(
    name: &str,
    parameters: &'p [Parameter<'a>],
) -> Result<&'p Parameter<'a>, RenderError> {
    let found = parameters.iter().find(|(known, _)| *known == name);
    found.ok_or_else(|| RenderError::MissingParameter { name: name.to_owned() })
}

fn refuse_repeated(parameters: &[Parameter<'_>]) -> Result<(), RenderError> {
    for (i, (name, _)) in parameters.iter().enumerate() {
        if parameters.iter().take(i).any(|(known, _)| known == name) {
            return Err(RenderError::RepeatedParameter { name: (*name).to_owned() });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use migration_api::Value;
    use migration_api::ops::{Execute, Operation};

    use super::*;
    use crate::dialect::by_name;
    use crate::sql::testing::on_each;

    /// Binds the names `a`, `b` … that stand in `names`, on PostgreSQL and SQLite.
    fn bound(sql: &str, names: &str) -> [String; 2] {
        let names: Vec<_> = names.split_terminator(' ').collect();
        let parameters: Vec<_> = names.iter().map(|name| (*name, Value::Int(1))).collect();
        ["postgresql", "sqlite"].map(|dialect| {
            match bind(by_name(dialect).unwrap(), sql, &parameters) {
                Ok(statement) => statement.sql().to_owned(),
                Err(error) => format!("{error:?}"),
            }
        })
    }

    #[test]
    fn a_name_becomes_a_placeholder_wherever_sql_takes_a_value() {
        for (sql, names, postgres, sqlite) in [
            ("f(:a,:b,:a)", "a b", "f($1,$2,$1)", "f(?1,?2,?1)"),
            ("(:b)+:a", "a b", "($1)+$2", "(?1)+?2"),
            (":a::int", "a", "$1::int", "?1::int"),
            ("x::int = :a", "a", "x::int = $1", "x::int = ?1"),
            ("v := :a", "a", "v := $1", "v := ?1"),
            ("t[1:n], :n", "n", "t[1:n], $1", "t[1:n], ?1"),
            ("'it''s :x', :a", "a", "'it''s :x', $1", "'it''s :x', ?1"),
            ("\"a\"\":x\", :a", "a", "\"a\"\":x\", $1", "\"a\"\":x\", ?1"),
            ("-- :x\n:a", "a", "-- :x\n$1", "-- :x\n?1"),
            ("1 - -:a", "a", "1 - -$1", "1 - -?1"),
            ("/* :x */ :a", "a", "/* :x */ $1", "/* :x */ ?1"),
            ("\\:x :a", "a", ":x $1", ":x ?1"),
            (":été", "été", "$1", "?1"),
            (":a_1 :a1", "a_1 a1", "$1 $2", "?1 ?2"),
            ("'open :a", "", "'open :a", "'open :a"),
            ("a ? :a", "a", "a ? $1", "a ? ?1"),
            ("é:a :a", "a", "é:a $1", "é:a ?1"),
        ] {
            assert_eq!(bound(sql, names), [postgres, sqlite], "{sql}");
        }
    }

    #[test]
    fn each_database_has_quotes_of_its_own() {
        for (sql, names, postgres, sqlite) in [
            ("/* /* */ :b */ :a", "a", "/* /* */ :b */ $1", "missing b"),
            ("E'\\':b' :a", "a", "E'\\':b' $1", "missing b"),
            ("E'x''\\':b' :a", "a", "E'x''\\':b' $1", "missing b"),
            ("e'\\\\' :a", "a", "e'\\\\' $1", "e'\\\\' ?1"),
            ("fine'\\' :a", "a", "fine'\\' $1", "fine'\\' ?1"),
            ("$$ :b $$ :a", "a", "$$ :b $$ $1", "missing b"),
            ("$x$ $$ ':b $x$ :a", "a", "$x$ $$ ':b $x$ $1", "unused a"),
            ("a$b$ :a", "a", "a$b$ $1", "a$b$ ?1"),
            ("$1$ :a", "a", "$1$ $1", "$1$ ?1"),
            ("[x :b] :a", "a", "missing b", "[x :b] ?1"),
            ("`:b` :a", "a", "missing b", "`:b` ?1"),
        ] {
            let told = bound(sql, names).map(|text| {
                text.replace("MissingParameter { name: \"b\" }", "missing b")
                    .replace("UnusedParameter { name: \"a\" }", "unused a")
            });
            assert_eq!(told, [postgres, sqlite], "{sql}");
        }
    }

    #[test]
    fn mysql_has_backslashes_in_quotes_and_another_comment() {
        let dialect = by_name("mysql").unwrap();
        for (sql, bound) in [
            ("'it\\'s :x', :a", "'it\\'s :x', ?"),
            ("\"it\\\"s :x\", :a", "\"it\\\"s :x\", ?"),
            ("'it''s :x', :a", "'it''s :x', ?"),
            ("# it's :x\n:a", "# it's :x\n?"),
            ("`a\\`, :a", "`a\\`, ?"),
        ] {
            let statement = bind(dialect, sql, &[("a", Value::Int(1))]).unwrap();
            assert_eq!(statement.sql(), bound);
        }
        // Its placeholders have no numbers, so that a value that is used twice is given twice.
        let parameters = [("a", Value::Int(1)), ("b", Value::Int(2))];
        let twice = bind(dialect, ":a, :b, :a", &parameters).unwrap();
        assert_eq!(twice.sql(), "?, ?, ?");
        assert_eq!(twice.parameters(), [Value::Int(1), Value::Int(2), Value::Int(1)]);
    }

    #[test]
    fn names_and_values_that_do_not_match_are_refused() {
        let refusal = |sql, names| bound(sql, names)[0].clone();
        assert_eq!(refusal(":a :b", "a"), "MissingParameter { name: \"b\" }");
        assert_eq!(refusal(":a", "a b"), "UnusedParameter { name: \"b\" }");
        assert_eq!(refusal("':a'", "a"), "UnusedParameter { name: \"a\" }");
        assert_eq!(refusal(":a", "a a"), "RepeatedParameter { name: \"a\" }");
    }

    #[test]
    fn whatever_the_text_nothing_but_parameters_changes() {
        const PIECES: [&str; 18] = [
            "'", "\"", "--", "/*", "*/", "$$", "$t$", "\n", "E'", "\\'", ":", "::", "é", "[", "]",
            "`", " ", "x",
        ];
        let pairs = PIECES.iter().flat_map(|first| PIECES.map(|second| format!("{first}{second}")));
        for sql in pairs.flat_map(|pair| PIECES.map(|third| format!("{pair}{third} :a"))) {
            assert_eq!(bound(&sql, "")[0], sql);
            for text in bound(&sql, "a") {
                let same = text.replace("$1", ":a").replace("?1", ":a") == sql;
                assert!(same || text.contains("Parameter { name: "), "{sql}: {text}");
            }
        }
    }

    #[test]
    fn execute() {
        let run = |sql, parameters| on_each(&Operation::Execute(Execute { sql, parameters }));
        let cases = [
            run("UPDATE product SET name = ':a' -- :b", &[]),
            run(
                "UPDATE product SET price = price -:less, name = :name WHERE price IN (:less, 7);\n",
                &[("less", (-5).into()), ("name", "o'x".into())],
            ),
        ];
        insta::assert_snapshot!(cases.join("\n"), @"
        -- PostgreSQL
        UPDATE product SET name = ':a' -- :b
        ;
        -- SQLite
        UPDATE product SET name = ':a' -- :b
        ;
        -- MySQL
        UPDATE product SET name = ':a' -- :b
        ;

        -- PostgreSQL
        UPDATE product SET price = price -(-5), name = 'o''x' WHERE price IN (-5, 7);
        -- SQLite
        UPDATE product SET price = price -(-5), name = 'o''x' WHERE price IN (-5, 7);
        -- MySQL
        UPDATE product SET price = price -(-5), name = 'o''x' WHERE price IN (-5, 7);
        ");
    }
}
