//! The whole program, as a user runs it: the real binary in temporary projects, on real databases.

#![expect(clippy::disallowed_methods, reason = "tests start programs, and databases, themselves")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may panic, in its helpers too")]

mod alembic;
mod asynchronous;
mod authoring;
mod autogenerate;
mod branching;
mod building;
mod concurrency;
mod configuration;
mod drivers;
mod embedding;
mod environment;
mod failures;
mod fuzzed;
mod graph_properties;
mod guide;
mod handed_over;
mod init;
mod injection;
mod invariants;
mod listing;
mod makefile;
mod many_databases;
mod mariadb;
mod migrate;
mod offline;
mod operations;
mod pairs;
mod postgres_connection;
mod real_trees;
mod reference;
mod reflection;
mod rendered;
mod schema_command;
mod script_directory;
mod support;
mod values;
mod vectors;
mod wanted;
