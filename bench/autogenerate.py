"""The figure `autogenerate`: databases that are as the models want them, compared and reflected."""

import json
import sqlite3
import subprocess
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import measure
import model
import postgres
from measure import Program
from projects import KINDS, NAMES, Database, Projects
from row import Row, at_most, faster
from tools import ROOT, environment

if TYPE_CHECKING:
    from figures import Bench

# How many times faster than Alembic `check` should be.
FASTER = {"sqlite": 20, "postgres": 8}
MEMORY_SHARE, REFLECTION_LIMIT = 1 / 3, 1.5

# Fewer tables, to see that the number of queries does not hang on theirs.
FEW = 10


class Modelled:
    """A project of each tool whose models are so many tables, and databases that hold them."""

    def __init__(self, bench: "Bench", size: int) -> None:
        self.size = size
        self.projects = Projects(bench.folder / f"models-{size}", [], bench.tools, bench.server)
        self.databases: dict[str, Database] = {}

    def database(self, kind: str) -> Database:
        """Returns the database, made and filled at the first call."""
        if kind not in self.databases:
            database = self.projects.database(kind, f"models_{self.size}")
            database.create()
            fill(database, model.sql(self.size, kind))
            self.databases[kind] = database
        return self.databases[kind]

    @cached_property
    def env(self) -> Path:
        """The runner's `env.rs`, with the models in it."""
        file = self.projects.runner_folder / "migrations/env.rs"
        text = file.read_text()
        body, functions = model.rust(self.size)
        file.write_text(text.replace("    Metadata::new()\n", body) + functions)
        return file

    @cached_property
    def module(self) -> Path:
        """The module of Alembic's models, and an `env.py` that takes them from it."""
        folder = self.projects.alembic_folder
        file = folder / "models.py"
        file.write_text(model.python(self.size))
        env = folder / "migrations/env.py"
        text = env.read_text()
        import_models = "from models import metadata as target_metadata"
        env.write_text(text.replace("target_metadata = None", import_models))
        return file

    def runner(self, kind: str) -> Program:
        """Returns the runner's `check`."""
        assert self.env.exists()
        return self.projects.runner(self.database(kind), "check")

    def alembic(self, kind: str) -> Program:
        """Returns Alembic's `check`."""
        assert self.module.exists()
        return self.projects.alembic(self.database(kind), "check")


def fill(database: Database, script: str) -> None:
    """Runs a script in a database."""
    if database.kind == "sqlite":
        connection = sqlite3.connect(database.file)
        connection.executescript(f"BEGIN;\n{script}\nCOMMIT;")
        connection.close()
        return
    psql = (postgres.find("psql"), "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", database.url())
    subprocess.run(psql, input=script, text=True, check=True)
    # As autovacuum does sooner or later, in the midst of the measurement.
    subprocess.run((*psql[:3], *psql[4:], "-c", "VACUUM ANALYZE"), check=True)


def rows(bench: "Bench") -> Iterator[Row]:
    """`check` beside Alembic's and beside a tenth of the tables; memory; reflection beside the queries that it asks."""
    size = bench.full
    of_size = {each: Modelled(bench, each) for each in {size, size // 10, FEW}}
    full, tenth, few = (of_size[each] for each in (size, size // 10, FEW))
    for kind in KINDS:
        what = f"`check` of {size:,} tables, {NAMES[kind]}"
        ours, theirs = full.runner(kind), full.alembic(kind)
        yield faster(what, *measure.pairs(ours, theirs, bench.times(8)), FASTER[kind], "Alembic")
        name = f"with {size // 10:,}"
        yield at_most(what, *measure.pairs(ours, tenth.runner(kind), bench.times(12)), 10, name)
        yield memory(what, ours, theirs)
        yield from reflection(full, few, kind)


def memory(what: str, ours: Program, theirs: Program) -> Row:
    """Peak memory of both."""
    mine, other = (max(measure.peak_memory(it) for _ in range(3)) for it in (ours, theirs))
    return Row(
        f"peak memory of {what}",
        f"{mine / 1e6:.1f} MB",
        f"{other / 1e6:.1f} MB Alembic",
        f"{mine / other:.2f}× as much",
        f"≤ {MEMORY_SHARE:.2f}×",
        mine <= other * MEMORY_SHARE,
    )


def reflection(full: Modelled, few: Modelled, kind: str) -> Iterator[Row]:
    """Reflection beside the bare queries, in one process; and how many queries it takes."""
    large, small = (timed(each.database(kind)) for each in (full, few))
    what = f"reflection of {full.size:,} tables, {NAMES[kind]}"
    names = {"own": "its own queries", "catalog": "the queries of SQLite's catalog"}
    beside = {key: name for key, name in names.items() if key in large}
    # SQLite's own queries give texts that are yet to be read, where its catalog has read them.
    *_, last = beside
    for key, name in beside.items():
        limit = REFLECTION_LIMIT if key == last else None
        yield at_most(what, large["reflection"], large[key], limit, name)
    queries = tuple(each["queries"] for each in (large, small))
    yield Row(
        f"queries of a {what}",
        str(queries[0]),
        f"{queries[1]} with {few.size}",
        target="the same",
        met=queries[0] == queries[1],
    )


def timed(database: Database) -> dict:
    """Returns what the benchmark of reflection tells of a database."""
    cargo = ("cargo", "bench", "--quiet", "--package", "runner", "--bench", "reflection")
    command = (*cargo, "--target-dir", ROOT / "target", "--", database.url())
    return json.loads(measure.output_of(Program(command, ROOT, environment(None))))
