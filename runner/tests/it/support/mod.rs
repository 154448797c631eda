//! Projects in temporary folders, and the databases that they migrate.

mod alembic;
mod certificate;
mod database;
mod mariadb;
mod postgres;
mod project;

pub(crate) use alembic::{AlembicProject, alembic_url, python};
pub(crate) use certificate::certificate;
pub(crate) use database::{Database, databases, mariadb, postgres, sqlite};
pub(crate) use mariadb::{server as mariadb_server, server_with_tls};
pub(crate) use postgres::{
    PASSWORD, programs as postgres_programs, server, server_with_tls as postgres_with_tls,
};
pub(crate) use project::{Project, Run, make_in, revision, runner_in};
