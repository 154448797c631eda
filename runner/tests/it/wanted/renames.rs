//! What has another name keeps its rows.

use migration_api::prelude::*;

use super::compared::Comparison;
use crate::support::databases;

#[test]
fn a_renamed_table_with_renamed_columns_keeps_its_rows() {
    for database in databases() {
        database.execute(
            "CREATE TABLE person (id INTEGER NOT NULL PRIMARY KEY, mail VARCHAR(50) NOT NULL, age INTEGER);
             CREATE TABLE pet (id INTEGER NOT NULL PRIMARY KEY, owner INTEGER, CONSTRAINT pet_owner FOREIGN KEY (owner) REFERENCES person (id));
             CREATE INDEX ix_mail ON person (mail);
             INSERT INTO person (id, mail, age) VALUES (1, 'a@b', 30), (2, 'c@d', NULL); INSERT INTO pet (id, owner) VALUES (7, 2)",
        );
        let key = || Column::new("id", Integer).not_null();
        let person = [
            key(),
            Column::new("email", Varchar(100)).not_null().rename_from("mail"),
            Column::new("age", Integer),
            Column::new("active", Boolean),
        ];
        let pet = [key(), Column::new("person_id", Integer).rename_from("owner")];
        let is_key = [Constraint::primary_key("", &["id"]).unnamed()];
        let of_pet =
            [is_key[0], Constraint::foreign_key("pet_owner", &["person_id"], "account", &["id"])];
        let metadata = Metadata::new()
            .table(
                Table::new("account", &person, &is_key)
                    .rename_from("person")
                    .indexes(&[Index::new("ix_mail", "account", &["email"])]),
            )
            .table(Table::new("pet", &pet, &of_pet));
        let comparison = Comparison::default();
        let told = comparison.upgrade(&database, &metadata).unwrap();
        for line in [
            "rename table person to account",
            "rename column account.mail to email",
            "rename column pet.owner to person_id",
        ] {
            assert!(told.contains(&line.to_owned()), "{}: {told:?}", database.title());
        }
        let title = database.title();
        assert_eq!(comparison.lines(&database, &metadata).unwrap(), [""; 0], "{title}");
        assert_eq!(
            database.texts("SELECT email FROM account ORDER BY id"),
            ["a@b", "c@d"],
            "{title}"
        );
        assert_eq!(
            database.texts("SELECT a.email FROM pet p JOIN account a ON a.id = p.person_id"),
            ["c@d"]
        );
    }
}

#[test]
fn a_name_that_is_not_there_is_no_rename() {
    for database in databases() {
        database.execute("CREATE TABLE a (id INTEGER); INSERT INTO a VALUES (1)");
        let columns = [Column::new("id", Integer).rename_from("never")];
        let metadata = Metadata::new().table(Table::new("a", &columns, &[]).rename_from("gone"));
        assert_eq!(Comparison::default().lines(&database, &metadata).unwrap(), [""; 0]);
    }
}
