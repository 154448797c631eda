use super::*;
use crate::dialect::{Dialect, all};

fn script(dialect: &str) -> &'static dyn ClientScript {
    all().find(|it| it.name() == dialect).map(Dialect::client_script).unwrap()
}

/// Returns the statements, each with its line; what is run in other words than its own, in these.
fn read(dialect: &str, text: &str) -> Vec<String> {
    let client = script(dialect);
    let shown = |statement: Result<ScriptStatement<'_>, ForClient>| match statement {
        Ok(statement) => {
            let ScriptStatement { text, line, .. } = statement;
            match client.reading(&statement) {
                Reading::Run(sql) => format!("{line}: {sql}"),
                Reading::PassOver => format!("{line} passed over: {text}"),
                Reading::Refuse(refusal) => format!("{line} {refusal:?}: {}", statement.title()),
            }
        }
        Err(ForClient { line, command }) => format!("{line} for the client: {command}"),
    };
    statements(text, client).map(shown).collect()
}

#[test]
fn statements_end_where_the_client_ends_them() {
    for (dialect, text, statements) in [
        ("sqlite", " ; -- nothing\n/* ; */ ;", &[][..]),
        (
            "sqlite",
            "SELECT ';';\n-- x;\nSELECT \"a;b\", `;`, [;]",
            &["1: SELECT ';'", "3: SELECT \"a;b\", `;`, [;]"],
        ),
        (
            "sqlite",
            "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; END; SELECT 1;",
            &[
                "1: CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; END",
                "1: SELECT 1",
            ],
        ),
        (
            "postgresql",
            "/* a /* b; */ c; */ SELECT $$;$$, $t$ $$ ; $t$, E'\\';', ';''';\nSELECT 2",
            &["1: SELECT $$;$$, $t$ $$ ; $t$, E'\\';', ';'''", "2: SELECT 2"],
        ),
        (
            "postgresql",
            "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;\nCREATE RULE r AS ON INSERT TO a DO (SELECT 1; SELECT 2);\nBEGIN; COMMIT;",
            &[
                "1: CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
                "2: CREATE RULE r AS ON INSERT TO a DO (SELECT 1; SELECT 2)",
                "3: BEGIN",
                "3: COMMIT",
            ],
        ),
        (
            "mariadb",
            "SELECT ';', \"\\\";\", 5--3; # x;\n-- y;\nSELECT `;`;",
            &["1: SELECT ';', \"\\\";\", 5--3", "3: SELECT `;`"],
        ),
        (
            "mariadb",
            "DELIMITER $$\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a = '$$'; END$$\ndelimiter ;\nSELECT 1;",
            &[
                "2: CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a = '$$'; END",
                "4: SELECT 1",
            ],
        ),
        (
            "mariadb",
            "DELIMITER //\nDROP TABLE IF EXISTS a; CREATE TABLE a (id INT)//",
            &["2: DROP TABLE IF EXISTS a", "2: CREATE TABLE a (id INT)"],
        ),
        ("mariadb", "DELIMITER //\nSELECT 1;//\nSELECT 2 // ", &["2: SELECT 1", "3: SELECT 2"]),
        (
            "mariadb",
            "CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; WHILE 0 DO SELECT CASE 1 WHEN 1 THEN 2 END; END WHILE; CASE 1 WHEN 1 THEN SELECT 1; END CASE; END; SELECT 1;",
            &[
                "1: CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; WHILE 0 DO SELECT CASE 1 WHEN 1 THEN 2 END; END WHILE; CASE 1 WHEN 1 THEN SELECT 1; END CASE; END",
                "1: SELECT 1",
            ],
        ),
        (
            "mariadb",
            "/*M!999999\\- enable the sandbox mode */ \n/*!40101 SET NAMES utf8mb4 */;\n/* no; */ CREATE TABLE a (b INT);",
            &["2: /*!40101 SET NAMES utf8mb4 */", "3: CREATE TABLE a (b INT)"],
        ),
    ] {
        assert_eq!(read(dialect, text), statements, "{text}");
    }
}

#[test]
fn what_says_nothing_of_the_schema_is_passed_over() {
    for (dialect, passed) in [
        (
            "postgresql",
            &[
                "ALTER TABLE ONLY public.a OWNER TO \"somebody\"",
                "ALTER FUNCTION f(a integer, b integer) OWNER TO me",
                "GRANT SELECT ON a TO me",
                "REVOKE ALL ON SCHEMA public FROM PUBLIC",
                "SET ROLE me",
                "SET SESSION AUTHORIZATION DEFAULT",
                "ALTER DEFAULT PRIVILEGES FOR ROLE me GRANT SELECT ON TABLES TO you",
                "SELECT pg_catalog.set_config('search_path', '', false)",
                "SET statement_timeout = 0",
                "COMMENT ON EXTENSION plpgsql IS 'x'",
            ][..],
        ),
        (
            "mariadb",
            &[
                "LOCK TABLES a WRITE",
                "UNLOCK TABLES",
                "GRANT ALL ON *.* TO me",
                "SET ROLE NONE",
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM b.a",
            ],
        ),
        ("sqlite", &["CREATE TABLE sqlite_sequence(name,seq)"]),
    ] {
        for statement in passed {
            assert_eq!(read(dialect, statement), [format!("1 passed over: {statement}")]);
        }
    }
}

#[test]
fn what_is_harmless_is_run() {
    for (dialect, text, run) in [
        ("postgresql", "CREATE SCHEMA app AUTHORIZATION me;", "1: CREATE SCHEMA IF NOT EXISTS app"),
        (
            "postgresql",
            "ALTER TABLE a ADD b int, OWNER TO me",
            "1: ALTER TABLE a ADD b int, OWNER TO me",
        ),
        (
            "postgresql",
            "CREATE USER MAPPING FOR me SERVER s",
            "1: CREATE USER MAPPING FOR me SERVER s",
        ),
        (
            "postgresql",
            "\\set ON_ERROR_STOP on\nDO $$ BEGIN PERFORM 1; END $$",
            "2: DO $$ BEGIN PERFORM 1; END $$",
        ),
        (
            "mariadb",
            "/*!50013 CREATE DEFINER=`a`@`%` SQL SECURITY DEFINER */ /*!50001 VIEW `v` AS SELECT 1 */;",
            "1: /*!50013 CREATE                 SQL SECURITY DEFINER */ /*!50001 VIEW `v` AS SELECT 1 */",
        ),
        (
            "mariadb",
            "CREATE DEFINER = CURRENT_USER() FUNCTION f() RETURNS INT RETURN 1",
            "1: CREATE                          FUNCTION f() RETURNS INT RETURN 1",
        ),
    ] {
        assert_eq!(read(dialect, text), [run], "{text}");
    }
}

#[test]
fn columns_of_tables_are_no_tables_of_other_databases() {
    for text in [
        "SELECT a.b, c.d FROM a JOIN c ON a.b = c.d, e WHERE e.f = a.b",
        "CREATE VIEW v AS select `o`.`id` AS `id` from ((`o` join `p` on(`p`.`id` = `o`.`id`)) left join `q` on(`q`.`a` = `p`.`b`)) where `o`.`x` in (`p`.`a`, `p`.`b`)",
        "SELECT extract(YEAR FROM o.at), trim(BOTH ' ' FROM o.name), truncate(o.price, 2) FROM o",
        "UPDATE a JOIN b USING (id) SET a.x = b.y, b.y = a.x WHERE a.x > b.y",
        "INSERT INTO a (x) SELECT b.x FROM b ON DUPLICATE KEY UPDATE x = b.x",
        "CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW BEGIN SET NEW.x = OLD.x; UPDATE b SET b.x = NEW.x; END",
        "CREATE TABLE a (id INT, FOREIGN KEY (id) REFERENCES b (id) ON DELETE CASCADE ON UPDATE CASCADE)",
        "SELECT t.table_name FROM information_schema.tables t",
        "DELETE a FROM a JOIN b ON a.id = b.id WHERE a.x LIKE b.y",
        "CREATE OR REPLACE VIEW v AS SELECT replace(a.b, 'x', 'y'), insert(a.b, 1, 2, 'x') FROM a",
    ] {
        assert_eq!(read("mariadb", text), [format!("1: {text}")]);
    }
    for text in [
        "SELECT 1 FROM o JOIN p ON p.id = o.id, other.t",
        "CREATE VIEW v AS select `other`.`t`.`id` AS `id` from `t`",
        "CREATE TABLE a (id INT, FOREIGN KEY (id) REFERENCES other.b (id))",
        "CREATE TABLE a LIKE other.b",
        "SELECT other.f(1)",
        "CREATE PROCEDURE p() BEGIN DELETE FROM a; INSERT INTO other.t VALUES (1); END",
        "SELECT 1 FROM (SELECT x FROM other.t) s",
        "ALTER TABLE a EXCHANGE PARTITION p WITH TABLE other.t",
        "RENAME TABLE a TO b, other.c TO d",
        "REPLACE INTO other.t VALUES (1)",
        "INSERT IGNORE other.t VALUES (1)",
        "REPLACE other.t VALUES (1)",
        "DROP TRIGGER other.t",
    ] {
        let read = read("mariadb", text);
        assert!(
            matches!(read.as_slice(), [one] if one.contains("Other(\"other\")")),
            "{text}: {read:?}"
        );
    }
}

#[test]
fn what_stands_behind_a_routine_is_seen_too() {
    for text in [
        "DELIMITER //\nCREATE PROCEDURE p() SELECT 1; DROP DATABASE x //",
        "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END; USE x //",
        "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END; SET GLOBAL a = 1 //",
        "\nSET STATEMENT max_statement_time = 1 FOR DROP DATABASE x",
        "\nIF 1 THEN DROP DATABASE x; END IF",
    ] {
        let read = read("mariadb", text);
        assert!(read.first().is_some_and(|it| it.starts_with("2 Beyond")), "{text}: {read:?}");
    }
}
