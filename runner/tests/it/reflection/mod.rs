//! Reading what a database holds.

mod mariadb;
mod postgres;
mod queries;
mod sqlite;
