//! The queries of the catalog, each of which answers for all tables of the databases that it is asked about.
//!
//! MariaDB's are proved by the tests. What MySQL 8 has otherwise is written by its manual, and was not tried:
//! <https://dev.mysql.com/doc/refman/8.4/en/information-schema.html>.

/// What holds for the whole session and its database. A session without a database has no default one.
pub(super) const SESSION: &str = "
SELECT s.SCHEMA_NAME, s.DEFAULT_CHARACTER_SET_NAME, s.DEFAULT_COLLATION_NAME, @@default_storage_engine,
    CAST(@@innodb_default_row_format AS CHAR)
FROM information_schema.SCHEMATA s
WHERE s.SCHEMA_NAME = DATABASE()";

/// The databases that the user sees, but for the server's own and those that are there for a while.
pub(super) const SCHEMAS: &str = r"
SELECT SCHEMA_NAME
FROM information_schema.SCHEMATA
WHERE SCHEMA_NAME NOT IN ('information_schema', 'performance_schema', 'mysql', 'sys')
    AND SCHEMA_NAME NOT LIKE 'runner|_scratch|_%' ESCAPE '|' AND SCHEMA_NAME <> COALESCE(DATABASE(), '')
ORDER BY SCHEMA_NAME";

/// The queries about some databases.
pub(super) struct Catalog {
    /// Whether they go to MariaDB.
    pub(super) mariadb: bool,
    /// About how many databases they ask.
    pub(super) databases: usize,
}

impl Catalog {
    pub(super) fn databases(&self) -> String {
        let within = self.within("SCHEMA_NAME");
        format!("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE {within}")
    }

    pub(super) fn tables(&self) -> String {
        format!(
            "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT
FROM information_schema.TABLES
WHERE {} AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE')
ORDER BY TABLE_SCHEMA, TABLE_NAME",
            self.within("TABLE_SCHEMA"),
        )
    }

    pub(super) fn columns(&self) -> String {
        format!(
            "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA,
    GENERATION_EXPRESSION, COLLATION_NAME, COLUMN_COMMENT
FROM information_schema.COLUMNS
WHERE {}
ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION",
            self.within("TABLE_SCHEMA"),
        )
    }

    pub(super) fn indexes(&self) -> String {
        format!(
            "SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, NON_UNIQUE, INDEX_TYPE, INDEX_COMMENT, COLUMN_NAME, {},
    SUB_PART, COLLATION
FROM information_schema.STATISTICS
WHERE {}
ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX",
            // MariaDB has no indexes over expressions.
            if self.mariadb { "NULL" } else { "EXPRESSION" },
            self.within("TABLE_SCHEMA"),
        )
    }

    pub(super) fn checks(&self) -> String {
        match self.mariadb {
            true => format!(
                "SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE, LEVEL = 'Column'
FROM information_schema.CHECK_CONSTRAINTS
WHERE {}
ORDER BY TABLE_NAME, CONSTRAINT_NAME",
                self.within("CONSTRAINT_SCHEMA"),
            ),
            false => format!(
                "SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.CONSTRAINT_NAME, c.CHECK_CLAUSE, FALSE
FROM information_schema.TABLE_CONSTRAINTS t
JOIN information_schema.CHECK_CONSTRAINTS c
    ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME
WHERE t.CONSTRAINT_TYPE = 'CHECK' AND {}
ORDER BY t.TABLE_NAME, t.CONSTRAINT_NAME",
                self.within("t.TABLE_SCHEMA"),
            ),
        }
    }

    pub(super) fn foreign_keys(&self) -> String {
        format!(
            "SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, DELETE_RULE, UPDATE_RULE
FROM information_schema.REFERENTIAL_CONSTRAINTS
WHERE {}
ORDER BY TABLE_NAME, CONSTRAINT_NAME",
            self.within("CONSTRAINT_SCHEMA"),
        )
    }

    pub(super) fn foreign_key_columns(&self) -> String {
        format!(
            "SELECT TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA,
    REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME
FROM information_schema.KEY_COLUMN_USAGE
WHERE {} AND REFERENCED_TABLE_NAME IS NOT NULL
ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION",
            self.within("TABLE_SCHEMA"),
        )
    }

    pub(super) fn partitions(&self) -> String {
        format!(
            "SELECT TABLE_SCHEMA, TABLE_NAME, PARTITION_NAME, PARTITION_METHOD, PARTITION_EXPRESSION,
    PARTITION_DESCRIPTION, PARTITION_COMMENT, SUBPARTITION_NAME, SUBPARTITION_METHOD, SUBPARTITION_EXPRESSION
FROM information_schema.PARTITIONS
WHERE {} AND PARTITION_NAME IS NOT NULL
ORDER BY TABLE_SCHEMA, TABLE_NAME, PARTITION_ORDINAL_POSITION, SUBPARTITION_ORDINAL_POSITION",
            self.within("TABLE_SCHEMA"),
        )
    }

    pub(super) fn views(&self) -> String {
        format!(
            "SELECT TABLE_SCHEMA, TABLE_NAME, VIEW_DEFINITION, CHECK_OPTION, SECURITY_TYPE, {}
FROM information_schema.VIEWS
WHERE {}
ORDER BY TABLE_NAME",
            // MySQL does not tell it.
            if self.mariadb { "ALGORITHM" } else { "NULL" },
            self.within("TABLE_SCHEMA"),
        )
    }

    pub(super) fn routines(&self) -> String {
        format!(
            "SELECT ROUTINE_SCHEMA, SPECIFIC_NAME, ROUTINE_TYPE, ROUTINE_DEFINITION, IS_DETERMINISTIC, SQL_DATA_ACCESS,
    SECURITY_TYPE, ROUTINE_COMMENT, DATABASE_COLLATION
FROM information_schema.ROUTINES
WHERE {} AND ROUTINE_TYPE IN ('FUNCTION', 'PROCEDURE') AND ROUTINE_DEFINITION IS NOT NULL
ORDER BY ROUTINE_NAME",
            self.within("ROUTINE_SCHEMA"),
        )
    }

    /// The result of a function is its parameter of number 0.
    pub(super) fn parameters(&self) -> String {
        format!(
            "SELECT SPECIFIC_SCHEMA, SPECIFIC_NAME, ROUTINE_TYPE, ORDINAL_POSITION, PARAMETER_MODE, PARAMETER_NAME,
    DTD_IDENTIFIER, CHARACTER_SET_NAME, COLLATION_NAME
FROM information_schema.PARAMETERS
WHERE {}
ORDER BY SPECIFIC_NAME, ORDINAL_POSITION",
            self.within("SPECIFIC_SCHEMA"),
        )
    }

    pub(super) fn triggers(&self) -> String {
        format!(
            "SELECT TRIGGER_SCHEMA, TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION,
    ACTION_STATEMENT
FROM information_schema.TRIGGERS
WHERE {}
ORDER BY TRIGGER_NAME",
            self.within("TRIGGER_SCHEMA"),
        )
    }

    /// The servers look into no other databases where they are told their names by themselves.
    fn within(&self, column: &str) -> String {
        match self.databases {
            1 => format!("{column} = ?"),
            count => format!("{column} IN ({})", vec!["?"; count].join(", ")),
        }
    }
}

/// Returns the query of how sequences count, given each's name as a text and as an identifier with its database: a sequence is a
/// table of one row, and nothing else tells.
///
/// <https://mariadb.com/kb/en/create-sequence/>
pub(super) fn sequences(names: &[(String, String)]) -> String {
    let each = names.iter().map(|(text, table)| {
        format!(
            "SELECT {text}, start_value, minimum_value, maximum_value, increment, cache_size, cycle_option FROM {table}"
        )
    });
    each.collect::<Vec<_>>().join("\nUNION ALL\n")
}
