"""The same history through each driver of PostgreSQL: the runner's own, and those that an environment hands over."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import generate
import measure
from measure import Program
from projects import Database
from row import Row, at_most
from shapes import SHAPES
from tools import environment

if TYPE_CHECKING:
    from figures import Bench

ENV = "migrations/env.rs"
MANIFEST = "migrations/Cargo.toml"


@dataclass(frozen=True)
class Driver:
    """How an environment connects: a template, and what is changed in which file of it."""

    name: str
    template: str
    changes: tuple[tuple[str, str, str], ...] = ()


OWN = Driver("the built-in driver", "generic")

OTHERS = (
    Driver(
        "postgres::Client",
        "generic",
        (
            (ENV, "env.connect(&url)?", "env.attach(postgres::Client::connect(&url, postgres::NoTls)?)?"),
            (MANIFEST, " }\n", ', features = ["postgres"] }\npostgres = "0.19"\n'),
        ),
    ),
    Driver("tokio_postgres::Client", "async"),
    Driver(
        "sqlx::PgConnection",
        "async",
        (
            (ENV, "use migration_api::connection::tokio_postgres;\n", ""),
            (ENV, "// With sqlx instead: ", ""),
            (ENV, "tokio_postgres::connect(env, &url).await?", "sqlx::PgConnection::connect(&url).await?"),
            (MANIFEST, 'features = ["tokio-postgres"]', 'features = ["sqlx-postgres"]'),
            (MANIFEST, "# sqlx = {", "sqlx = {"),
        ),
    ),
)


def upgrade(bench: "Bench", driver: Driver, number: int) -> Program:
    """Returns the upgrade of an empty database through this driver, everything compiled."""
    folder = bench.folder / f"driver-{number}"
    folder.mkdir()
    # What the packages have in common is compiled once.
    variables = environment(bench.folder / "drivers")
    measure.run(Program((bench.tools.runner, "init", "--template", driver.template), folder, variables))
    for path, old, new in driver.changes:
        change(folder / path, old, new)
    for revision in SHAPES["linear"](bench.full):
        generate.write_runner(folder / "migrations/versions", revision)
    database = Database("postgres", f"driver_{number}", folder, bench.server)
    variables |= {"DATABASE_URL": database.url()}
    command = (bench.tools.runner, "upgrade", "head")
    program = Program(command, folder, variables, database.create)
    measure.run(program)
    return program


def change(path: Path, old: str, new: str) -> None:
    """Puts one text in the place of another, which has to be there."""
    text = path.read_text()
    if old not in text:
        raise SystemExit(f"`{old}` is not in {path}")
    path.write_text(text.replace(old, new, 1))


def rows(bench: "Bench") -> Iterator[Row]:
    """All revisions on an empty database, through each driver beside the runner's own."""
    own = upgrade(bench, OWN, 0)
    for number, driver in enumerate(OTHERS, start=1):
        times = measure.pairs(upgrade(bench, driver, number), own, bench.times(8))
        what = f"`upgrade` of {bench.full} revisions through `{driver.name}`, PostgreSQL"
        yield at_most(what, *times, 1.3, OWN.name)
