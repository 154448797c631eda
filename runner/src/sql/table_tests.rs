//! Tables, as each database has them.

use migration_api::Value;
use migration_api::ops::Operation;
use migration_api::schema::{ColumnType, ReferentialAction};

use super::*;
use crate::sql::testing::on_each;

fn create(columns: &[Column<'_>], constraints: &[Constraint<'_>]) -> String {
    on_each(&Operation::CreateTable(CreateTable::new("account", columns, constraints)))
}

#[test]
fn create_table() {
    let columns = [
        Column::new("id", ColumnType::Integer).primary_key(),
        Column::new("email", ColumnType::Varchar(200)).not_null().unique(),
        Column::new("team_id", ColumnType::BigInt)
            .references("team", "id")
            .on_delete(ReferentialAction::SetNull),
        Column::new("balance", ColumnType::Numeric(10, 2))
            .not_null()
            .default(Value::Decimal("0.00")),
        Column::new("active", ColumnType::Boolean).not_null().default(true.into()),
        Column::new("joined", ColumnType::Timestamp).default_sql("CURRENT_TIMESTAMP"),
    ];
    let constraints = [
        Constraint::check("ck_account_balance", "balance >= 0"),
        Constraint::unique("uq_account_team", &["team_id", "email"]),
    ];
    insta::assert_snapshot!(create(&columns, &constraints), @"
        -- PostgreSQL
        CREATE TABLE account (
            id SERIAL NOT NULL,
            email VARCHAR(200) NOT NULL,
            team_id BIGINT,
            balance NUMERIC(10, 2) DEFAULT 0.00 NOT NULL,
            active BOOLEAN DEFAULT true NOT NULL,
            joined TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            PRIMARY KEY (id),
            UNIQUE (email),
            FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE SET NULL,
            CONSTRAINT ck_account_balance CHECK (balance >= 0),
            CONSTRAINT uq_account_team UNIQUE (team_id, email)
        );
        -- SQLite
        CREATE TABLE account (
            id INTEGER NOT NULL,
            email VARCHAR(200) NOT NULL,
            team_id BIGINT,
            balance NUMERIC(10, 2) DEFAULT '0.00' NOT NULL,
            active BOOLEAN DEFAULT 1 NOT NULL,
            joined TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            PRIMARY KEY (id),
            UNIQUE (email),
            FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE SET NULL,
            CONSTRAINT ck_account_balance CHECK (balance >= 0),
            CONSTRAINT uq_account_team UNIQUE (team_id, email)
        );
        -- MySQL
        CREATE TABLE account (
            id INTEGER NOT NULL AUTO_INCREMENT,
            email VARCHAR(200) NOT NULL,
            team_id BIGINT,
            balance NUMERIC(10, 2) DEFAULT 0.00 NOT NULL,
            active BOOL DEFAULT 1 NOT NULL,
            joined DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6),
            PRIMARY KEY (id),
            UNIQUE (email),
            FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE SET NULL,
            CONSTRAINT ck_account_balance CHECK (balance >= 0),
            CONSTRAINT uq_account_team UNIQUE (team_id, email)
        );
        ");
}

#[test]
fn every_type() {
    let types = [
        ColumnType::SmallInt,
        ColumnType::Integer,
        ColumnType::BigInt,
        ColumnType::Real,
        ColumnType::Double,
        ColumnType::Numeric(12, 3),
        ColumnType::Boolean,
        ColumnType::Char(2),
        ColumnType::Varchar(80),
        ColumnType::Text,
        ColumnType::Blob,
        ColumnType::Date,
        ColumnType::Time,
        ColumnType::Timestamp,
        ColumnType::TimestampWithTimeZone,
        ColumnType::Uuid,
        ColumnType::Json,
        ColumnType::Custom("INTERVAL"),
    ];
    let names: Vec<_> = (0..types.len()).map(|i| format!("c{i}")).collect();
    let columns: Vec<_> = names.iter().zip(types).map(|(name, ty)| Column::new(name, ty)).collect();
    insta::assert_snapshot!(create(&columns, &[]), @"
        -- PostgreSQL
        CREATE TABLE account (
            c0 SMALLINT,
            c1 INTEGER,
            c2 BIGINT,
            c3 REAL,
            c4 DOUBLE PRECISION,
            c5 NUMERIC(12, 3),
            c6 BOOLEAN,
            c7 CHAR(2),
            c8 VARCHAR(80),
            c9 TEXT,
            c10 BYTEA,
            c11 DATE,
            c12 TIME,
            c13 TIMESTAMP,
            c14 TIMESTAMP WITH TIME ZONE,
            c15 UUID,
            c16 JSON,
            c17 INTERVAL
        );
        -- SQLite
        CREATE TABLE account (
            c0 SMALLINT,
            c1 INTEGER,
            c2 BIGINT,
            c3 REAL,
            c4 DOUBLE,
            c5 NUMERIC(12, 3),
            c6 BOOLEAN,
            c7 CHAR(2),
            c8 VARCHAR(80),
            c9 TEXT,
            c10 BLOB,
            c11 DATE,
            c12 TIME,
            c13 TIMESTAMP,
            c14 TIMESTAMP,
            c15 CHAR(36),
            c16 JSON,
            c17 INTERVAL
        );
        -- MySQL
        CREATE TABLE account (
            c0 SMALLINT,
            c1 INTEGER,
            c2 BIGINT,
            c3 FLOAT,
            c4 DOUBLE,
            c5 NUMERIC(12, 3),
            c6 BOOL,
            c7 CHAR(2),
            c8 VARCHAR(80),
            c9 TEXT,
            c10 BLOB,
            c11 DATE,
            c12 TIME(6),
            c13 DATETIME(6),
            c14 DATETIME(6),
            c15 CHAR(36),
            c16 JSON,
            c17 INTERVAL
        );
        ");
}

#[test]
fn names_are_quoted_where_they_must_be() {
    let columns = [
        Column::new("Id", ColumnType::BigInt).primary_key(),
        Column::new("order", ColumnType::Text).unique(),
        Column::new("two words", ColumnType::Text),
        Column::new("a\"b", ColumnType::Text),
        Column::new("plain_1", ColumnType::Text),
    ];
    let key = Constraint::foreign_key("FK", &["order"], "user", &["two words"]);
    let mut op = CreateTable::new("main.select", &columns, &[]).if_not_exists();
    let constraints = [key.on_update(ReferentialAction::Cascade)];
    op.constraints = &constraints;
    insta::assert_snapshot!(on_each(&Operation::CreateTable(op)), @r#"
        -- PostgreSQL
        CREATE TABLE IF NOT EXISTS main."select" (
            "Id" BIGSERIAL NOT NULL,
            "order" TEXT,
            "two words" TEXT,
            "a""b" TEXT,
            plain_1 TEXT,
            PRIMARY KEY ("Id"),
            UNIQUE ("order"),
            CONSTRAINT "FK" FOREIGN KEY ("order") REFERENCES "user" ("two words") ON UPDATE CASCADE
        );
        -- SQLite
        CREATE TABLE IF NOT EXISTS main."select" (
            "Id" INTEGER NOT NULL,
            "order" TEXT,
            "two words" TEXT,
            "a""b" TEXT,
            plain_1 TEXT,
            PRIMARY KEY ("Id"),
            UNIQUE ("order"),
            CONSTRAINT "FK" FOREIGN KEY ("order") REFERENCES user ("two words") ON UPDATE CASCADE
        );
        -- MySQL
        CREATE TABLE IF NOT EXISTS main.`select` (
            `Id` BIGINT NOT NULL AUTO_INCREMENT,
            `order` TEXT,
            `two words` TEXT,
            `a"b` TEXT,
            plain_1 TEXT,
            PRIMARY KEY (`Id`),
            UNIQUE (`order`),
            CONSTRAINT `FK` FOREIGN KEY (`order`) REFERENCES user (`two words`) ON UPDATE CASCADE
        );
        "#);
}

#[test]
fn a_key_is_numbered_when_nothing_else_gives_its_values() {
    let id = Column::new("id", ColumnType::BigInt);
    let key = |columns| Constraint::primary_key("account_pkey", columns);
    let cases = [
        create(&[id], &[key(&["id"])]),
        create(&[id.primary_key().no_autoincrement()], &[]),
        create(&[id.primary_key().default(7.into())], &[]),
        create(&[id, Column::new("n", ColumnType::SmallInt)], &[key(&["id", "n"])]),
        create(&[id.primary_key().references("team", "id")], &[]),
        create(
            &[Column::new("id", ColumnType::SmallInt).primary_key()],
            &[Constraint::foreign_key("fk", &["id"], "team", &["id"])],
        ),
        create(&[Column::new("id", ColumnType::SmallInt).primary_key()], &[]),
        create(&[Column::new("id", ColumnType::Uuid).primary_key()], &[]),
    ];
    insta::assert_snapshot!(cases.join("\n"), @"
        -- PostgreSQL
        CREATE TABLE account (
            id BIGSERIAL NOT NULL,
            CONSTRAINT account_pkey PRIMARY KEY (id)
        );
        -- SQLite
        CREATE TABLE account (
            id INTEGER NOT NULL,
            CONSTRAINT account_pkey PRIMARY KEY (id)
        );
        -- MySQL
        CREATE TABLE account (
            id BIGINT NOT NULL AUTO_INCREMENT,
            CONSTRAINT account_pkey PRIMARY KEY (id)
        );

        -- PostgreSQL
        CREATE TABLE account (
            id BIGINT NOT NULL,
            PRIMARY KEY (id)
        );
        -- SQLite
        CREATE TABLE account (
            id BIGINT NOT NULL,
            PRIMARY KEY (id)
        );
        -- MySQL
        CREATE TABLE account (
            id BIGINT NOT NULL,
            PRIMARY KEY (id)
        );

        -- PostgreSQL
        CREATE TABLE account (
            id BIGINT DEFAULT 7 NOT NULL,
            PRIMARY KEY (id)
        );
        -- SQLite
        CREATE TABLE account (
            id BIGINT DEFAULT 7 NOT NULL,
            PRIMARY KEY (id)
        );
        -- MySQL
        CREATE TABLE account (
            id BIGINT DEFAULT 7 NOT NULL,
            PRIMARY KEY (id)
        );

        -- PostgreSQL
        CREATE TABLE account (
            id BIGINT NOT NULL,
            n SMALLINT NOT NULL,
            CONSTRAINT account_pkey PRIMARY KEY (id, n)
        );
        -- SQLite
        CREATE TABLE account (
            id BIGINT NOT NULL,
            n SMALLINT NOT NULL,
            CONSTRAINT account_pkey PRIMARY KEY (id, n)
        );
        -- MySQL
        CREATE TABLE account (
            id BIGINT NOT NULL,
            n SMALLINT NOT NULL,
            CONSTRAINT account_pkey PRIMARY KEY (id, n)
        );

        -- PostgreSQL
        CREATE TABLE account (
            id BIGINT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY (id) REFERENCES team (id)
        );
        -- SQLite
        CREATE TABLE account (
            id BIGINT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY (id) REFERENCES team (id)
        );
        -- MySQL
        CREATE TABLE account (
            id BIGINT NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY (id) REFERENCES team (id)
        );

        -- PostgreSQL
        CREATE TABLE account (
            id SMALLINT NOT NULL,
            PRIMARY KEY (id),
            CONSTRAINT fk FOREIGN KEY (id) REFERENCES team (id)
        );
        -- SQLite
        CREATE TABLE account (
            id SMALLINT NOT NULL,
            PRIMARY KEY (id),
            CONSTRAINT fk FOREIGN KEY (id) REFERENCES team (id)
        );
        -- MySQL
        CREATE TABLE account (
            id SMALLINT NOT NULL,
            PRIMARY KEY (id),
            CONSTRAINT fk FOREIGN KEY (id) REFERENCES team (id)
        );

        -- PostgreSQL
        CREATE TABLE account (
            id SMALLSERIAL NOT NULL,
            PRIMARY KEY (id)
        );
        -- SQLite
        CREATE TABLE account (
            id INTEGER NOT NULL,
            PRIMARY KEY (id)
        );
        -- MySQL
        CREATE TABLE account (
            id SMALLINT NOT NULL AUTO_INCREMENT,
            PRIMARY KEY (id)
        );

        -- PostgreSQL
        CREATE TABLE account (
            id UUID NOT NULL,
            PRIMARY KEY (id)
        );
        -- SQLite
        CREATE TABLE account (
            id CHAR(36) NOT NULL,
            PRIMARY KEY (id)
        );
        -- MySQL
        CREATE TABLE account (
            id CHAR(36) NOT NULL,
            PRIMARY KEY (id)
        );
        ");
}

#[test]
fn a_table_that_cannot_be_is_refused() {
    let id = Column::new("id", ColumnType::Integer);
    let elsewhere = Constraint::foreign_key("fk", &["id"], "other.team", &["id"]);
    let cases = [
        create(&[id.primary_key()], &[Constraint::primary_key("pk", &["id"])]),
        create(&[], &[]),
        create(&[id], &[elsewhere.unnamed()]),
    ];
    insta::assert_snapshot!(cases.join("\n"), @"
        -- PostgreSQL
        refused: create_table on `account` gives the primary key twice
           help: either mark the columns with `primary_key()`, or give one `Constraint::primary_key`
        -- SQLite
        refused: create_table on `account` gives the primary key twice
           help: either mark the columns with `primary_key()`, or give one `Constraint::primary_key`
        -- MySQL
        refused: create_table on `account` gives the primary key twice
           help: either mark the columns with `primary_key()`, or give one `Constraint::primary_key`

        -- PostgreSQL
        CREATE TABLE account ();
        -- SQLite
        refused: create_table on `account`: SQLite cannot create a table without columns
           help: give it a column
        -- MySQL
        refused: create_table on `account`: MySQL cannot create a table without columns
           help: give it a column

        -- PostgreSQL
        CREATE TABLE account (
            id INTEGER,
            FOREIGN KEY (id) REFERENCES other.team (id)
        );
        -- SQLite
        refused: create_table on `account`: SQLite cannot refer to a table of another database file
           help: keep both tables in one file, or leave the foreign key out
        -- MySQL
        CREATE TABLE account (
            id INTEGER,
            FOREIGN KEY (id) REFERENCES other.team (id)
        );
        ");
}

#[test]
fn drop_and_rename_table() {
    let table = DropTable::new("main.account");
    let renamed = RenameTable { table: table.table, new_name: "user" };
    let cases = [
        on_each(&Operation::RenameTable(renamed)),
        on_each(&Operation::DropTable(DropTable::new("account"))),
        on_each(&Operation::DropTable(table.if_exists())),
    ];
    insta::assert_snapshot!(cases.join("\n"), @r#"
        -- PostgreSQL
        ALTER TABLE main.account RENAME TO "user";
        -- SQLite
        ALTER TABLE main.account RENAME TO user;
        -- MySQL
        ALTER TABLE main.account RENAME TO main.user;

        -- PostgreSQL
        DROP TABLE account;
        -- SQLite
        DROP TABLE account;
        -- MySQL
        DROP TABLE account;

        -- PostgreSQL
        DROP TABLE IF EXISTS main.account;
        -- SQLite
        DROP TABLE IF EXISTS main.account;
        -- MySQL
        DROP TABLE IF EXISTS main.account;
        "#);
}
