//! Reading what a database holds: postgres.

use migration_api::abi::Arena;
use migration_api::prelude::*;
use migration_api::schema::Policy;
use runner::dialect::Session;
use runner::schema::Schema;

use crate::support::{Database, postgres};

const RICH: &str = include_str!("rich.sql");

fn reflect<'a>(connection: &mut dyn Session, schemas: &[&str], arena: &'a Arena) -> Schema<'a> {
    connection.dialect().inspector().reflect(connection, schemas, arena).unwrap()
}

fn holding(sql: &str) -> Database {
    let database = postgres();
    database.execute(sql);
    database
}

#[test]
fn everything_is_read() {
    let (database, arena) = (holding(RICH), Arena::default());
    insta::assert_debug_snapshot!(reflect(database.connect().as_mut(), &["sales"], &arena));
}

fn digest<'a>(connection: &mut dyn Session, wanted: &Schema<'a>, arena: &'a Arena) -> Schema<'a> {
    let digest = connection.dialect().inspector().digest(connection, wanted, arena).unwrap();
    assert_eq!(digest.refused, []);
    digest.schema
}

/// Compares line by line, so that a failure can be read.
fn assert_same(one: &Schema<'_>, other: &Schema<'_>) {
    let (left, right) = (format!("{one:#?}"), format!("{other:#?}"));
    let lines = left.lines().zip(right.lines()).enumerate();
    let differing: Vec<_> = lines.filter(|(_, (left, right))| left != right).take(5).collect();
    assert!(one == other, "{differing:#?} in {left}");
}

#[test]
fn what_has_been_read_is_digested_to_itself() {
    let (database, arena) = (holding(RICH), Arena::default());
    let mut connection = database.connect();
    let there = reflect(connection.as_mut(), &["sales"], &arena);
    assert_same(&digest(connection.as_mut(), &there, &arena), &there);
    let empty = postgres();
    assert_same(&digest(empty.connect().as_mut(), &there, &arena), &there);
    assert!(reflect(empty.connect().as_mut(), &[], &arena).is_empty());
}

#[test]
fn a_policy_for_everybody_names_nobody() {
    let (database, arena) = (postgres(), Arena::default());
    let columns = [Column::new("id", Integer)];
    let mut wanted = Schema { tables: vec![Table::new("t", &columns, &[])], ..Schema::default() };
    wanted.policies.push(Policy::new("own", "t").roles(&["PUBLIC"]).using("id > 0"));
    let policies = digest(database.connect().as_mut(), &wanted, &arena).policies;
    assert_eq!(policies, [Policy::new("own", "t").using("id > 0")]);
}
