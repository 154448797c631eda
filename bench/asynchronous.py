"""Builds of an asynchronous package beside those of sea-orm-migration's, whose revisions are asynchronous too."""

import dataclasses
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import measure
from measure import Program
from projects import Database
from row import Row, faster
from tools import environment

if TYPE_CHECKING:
    from figures import Bench

NAME = "sea-orm-migration"

REVISION = '''//! create a table

use migration_api::prelude::*;

pub const REVISION: &str = "a1";
pub const DOWN_REVISION: &[&str] = &[];

pub async fn upgrade(ctx: &mut AsyncMigrationContext) -> MigrationResult {
    ctx.create_table(
        "t1",
        &[Column::new("id", Integer).primary_key(), Column::new("name", Varchar(50)).not_null()],
        &[],
    )
    .await
}

pub async fn downgrade(ctx: &mut AsyncMigrationContext) -> MigrationResult {
    ctx.drop_table("t1").await
}
'''

MANIFEST = '''[package]
name = "migration"
version = "0.1.0"
edition = "2024"

[workspace]

[dependencies]
sea-orm-migration = { version = "2", features = ["runtime-tokio-rustls", "sqlx-postgres"] }
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
'''

MAIN = '''use sea_orm_migration::prelude::*;

mod m1;

struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m1::Migration)]
    }
}

#[tokio::main]
async fn main() {
    cli::run_cli(Migrator).await;
}
'''

MIGRATION = '''use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let name = string_len("name", 50);
        let table = Table::create().table("t1").col(pk_auto("id")).col(name).to_owned();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("t1").to_owned()).await
    }
}
'''


class Package:
    """A package of one revision, and what runs it on a database of its own."""

    def __init__(self, folder: Path, database: Database, revision: Path) -> None:
        self.folder = folder
        self.database = database
        self.revision = revision
        self.environment = environment(folder / "target") | {"DATABASE_URL": database.url()}

    def call(self, *command: str | Path) -> Program:
        """Returns a program that runs in the package's folder."""
        return Program(command, self.folder, self.environment)

    def forget(self) -> None:
        """Throws away what was built, and empties the database."""
        shutil.rmtree(self.folder / "target", ignore_errors=True)
        self.database.create()

    def edit(self) -> None:
        """Makes the column of the revision longer, and empties the database."""
        text = self.revision.read_text()
        longer = re.sub(r"\b(5\d)\)", lambda it: f"{50 + (int(it[1]) + 1) % 10})", text)
        self.revision.write_text(longer)
        self.database.create()


def ours(bench: "Bench") -> tuple[Package, Program]:
    """Returns the package of the template, and its upgrade."""
    folder = bench.folder / "async"
    folder.mkdir()
    init = (bench.tools.runner, "init", "--template", "async")
    measure.run(Program(init, folder, environment(None)))
    revision = folder / "migrations/versions/a1.rs"
    revision.write_text(REVISION)
    package = Package(folder, Database("postgres", "async_ours", folder, bench.server), revision)
    measure.run(Program(("cargo", "fetch"), folder / "migrations", package.environment))
    return package, package.call(bench.tools.runner, "upgrade", "head")


def theirs(bench: "Bench") -> tuple[Package, Program]:
    """Returns the package for sea-orm-migration, and its upgrade."""
    folder = bench.folder / "sea-orm-migration"
    (folder / "src").mkdir(parents=True)
    (folder / "Cargo.toml").write_text(MANIFEST)
    (folder / "src/main.rs").write_text(MAIN)
    revision = folder / "src/m1.rs"
    revision.write_text(MIGRATION)
    package = Package(folder, Database("postgres", "async_theirs", folder, bench.server), revision)
    measure.run(package.call("cargo", "fetch"))
    return package, package.call("cargo", "run", "--quiet", "--", "up")


def rows(bench: "Bench") -> Iterator[Row]:
    """The first build and upgrade, dependencies downloaded before; then one edited revision until it has run."""
    (one, upgrade), (other, up) = ours(bench), theirs(bench)
    fresh = [dataclasses.replace(upgrade, prepare=one.forget), dataclasses.replace(up, prepare=other.forget)]
    samples = [[measure.run(program) for program in fresh] for _ in range(1 if bench.quick else 3)]
    wall = [median(pair[side].wall for pair in samples) for side in (0, 1)]
    cpu = [median(pair[side].cpu for pair in samples) for side in (0, 1)]
    what = "first `upgrade` of the async template's package, nothing built, PostgreSQL"
    yield faster(f"{what}: wall clock", *wall, None, NAME)
    yield faster(f"{what}: CPU time", *cpu, None, NAME)
    edited = [dataclasses.replace(upgrade, prepare=one.edit), dataclasses.replace(up, prepare=other.edit)]
    times = measure.pairs(*edited, bench.times(8))
    yield faster("one edited revision of it until `upgrade` has ended", *times, None, NAME)
