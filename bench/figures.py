"""What is measured: each figure is a function that yields rows of the table."""

import dataclasses
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import asynchronous
import autogenerate
import drivers
import generate
import measure
import postgres
from generate import Revision
from measure import Program
from postgres import Server
from projects import KINDS, NAMES, Database, Projects
from row import Row, at_most, faster, seconds
from shapes import SHAPES
from tools import ROOT, Tools, environment

CPU_LIMIT, MEMORY_LIMIT, CLONE_LIMIT, PLAN_LIMIT = 5.0, 20_000_000, 240.0, 0.03

# Alembic takes up to 40 s for a history of 10,000 revisions.
LARGE_REPETITIONS = 3


@dataclass
class Bench:
    """What the figures share."""

    folder: Path
    tools: Tools
    server: Server
    quick: bool
    projects: dict[tuple[str, int], Projects] = field(default_factory=dict)

    @property
    def sizes(self) -> list[int]:
        """How many revisions the projects have."""
        return [100] if self.quick else [100, 1000]

    @property
    def full(self) -> int:
        """The largest size."""
        return self.sizes[-1]

    @property
    def large(self) -> int:
        """How many revisions the histories have that show how times grow: ten times the full size."""
        return 10 * self.full

    def of_size(self, size: int, shape: str = "linear") -> Projects:
        """Returns the projects of this size and shape, written once."""
        if (shape, size) not in self.projects:
            folder, revisions = self.folder / f"{shape}-{size}", SHAPES[shape](size)
            self.projects[shape, size] = Projects(folder, revisions, self.tools, self.server)
        return self.projects[shape, size]

    def times(self, repetitions: int) -> int:
        """Returns how often something is repeated: less often if it should be quick."""
        return max(3, repetitions // 4) if self.quick else repetitions


def noop(bench: Bench) -> Iterator[Row]:
    """`upgrade head` with nothing to do."""
    for size in bench.sizes:
        projects = bench.of_size(size)
        for kind in KINDS:
            what = f"no-op `upgrade head`, {size:,} revisions, {NAMES[kind]}"
            runner, alembic, sqlx = (
                projects.upgrade_at_head(tool, kind) for tool in ("runner", "alembic", "sqlx")
            )
            yield faster(what, *measure.pairs(runner, alembic, bench.times(12)), 40, "Alembic")
            yield at_most(what, *measure.pairs(runner, sqlx, bench.times(60), 3), 1.2, "sqlx")


def listing(bench: Bench) -> Iterator[Row]:
    """`history` and `heads`."""
    projects = bench.of_size(bench.full)
    for command in ("history", "heads"):
        database = projects.database("sqlite", "listing")
        ours = projects.runner(database, command)
        theirs = projects.alembic(database, command)
        what = f"`{command}`, {bench.full:,} revisions"
        yield faster(what, *measure.pairs(ours, theirs, bench.times(12)), 30, "Alembic")


def graph(bench: Bench) -> Iterator[Row]:
    """`heads` and `history` of large histories of each shape, how they grow, and the plan alone."""
    for shape in SHAPES:
        for command in ("heads", "history"):
            yield from grown(bench, shape, command)
    yield from plans(bench)


def grown(bench: Bench, shape: str, command: str) -> Iterator[Row]:
    """A command on a large history, beside Alembic and beside a tenth of the history."""
    tenth, large = (bench.of_size(size, shape) for size in (bench.full, bench.large))
    ours, theirs, smaller = (
        program(projects.database("sqlite", "graph"), command)
        for projects, program in (
            (large, large.runner),
            (large, large.alembic),
            (tenth, tenth.runner),
        )
    )
    what = f"`{command}`, {bench.large:,} revisions, {shape}"
    yield faster(what, *measure.pairs(ours, theirs, LARGE_REPETITIONS), 40, "Alembic")
    name = f"with {bench.full:,}"
    yield at_most(what, *measure.pairs(ours, smaller, bench.times(20)), 10, name)


def plans(bench: Bench) -> Iterator[Row]:
    """The plan from base to head and other work on the graph, without process start and files."""
    cargo = ("cargo", "bench", "--quiet", "--package", "runner", "--bench", "plan")
    command = (*cargo, "--target-dir", ROOT / "target", "--", str(bench.large))
    output = measure.output_of(Program(command, ROOT, environment(None)))
    for times in map(json.loads, output.splitlines()):
        others = {"graph": "build", "way down": "down", "list": "history"}
        beside = ", ".join(f"{name} {seconds(times[key])}" for name, key in others.items())
        yield Row(
            f"plan base → heads alone, {times['revisions']:,} revisions, {times['shape']}",
            seconds(times["up"]),
            beside,
            target=f"≤ {PLAN_LIMIT * 1000:g} ms",
            met=times["up"] <= PLAN_LIMIT,
        )


def memory(bench: Bench) -> Iterator[Row]:
    """Peak memory of a no-op."""
    projects = bench.of_size(bench.full)
    for kind in KINDS:
        peaks = {}
        for tool in ("runner", "alembic", "sqlx"):
            program = projects.upgrade_at_head(tool, kind)
            peaks[tool] = max(measure.peak_memory(program) for _ in range(3))
        texts = {tool: f"{peak / 1e6:.1f} MB" for tool, peak in peaks.items()}
        yield Row(
            f"peak memory of a no-op, {bench.full:,} revisions, {NAMES[kind]}",
            texts["runner"],
            f"{texts['alembic']} Alembic, {texts['sqlx']} sqlx",
            target=f"≤ {MEMORY_LIMIT / 1e6:g} MB",
            met=peaks["runner"] <= MEMORY_LIMIT,
        )


def fresh(program: Program, database: Database) -> Program:
    """Returns the program with an empty database before each run."""
    return dataclasses.replace(program, prepare=database.create)


def upgrades(projects: Projects, kind: str) -> tuple[Program, Program]:
    """Returns the upgrades of the runner and of Alembic, each from an empty database."""
    ours, theirs = (projects.database(kind, f"{tool}_empty") for tool in ("runner", "alembic"))
    return (
        fresh(projects.runner(ours, "upgrade", "head"), ours),
        fresh(projects.alembic(theirs, "upgrade", "head"), theirs),
    )


def tables(bench: Bench) -> Iterator[Row]:
    """Every revision on an empty PostgreSQL database, beside `psql` with the same SQL."""
    projects = bench.of_size(bench.full)
    what = f"{bench.full:,} tables, built before, from nothing, PostgreSQL"
    runner, alembic = upgrades(projects, "postgres")
    database = projects.database("postgres", "psql_empty")
    script = projects.folder / "upgrade.sql"
    offline = projects.runner(database, "upgrade", "head", "--sql")
    script.write_text(without_transaction(measure.output_of(offline)))
    psql = (postgres.find("psql"), "-X", "-1", "-q", "-v", "ON_ERROR_STOP=1", "-f", script)
    plain = fresh(
        Program((*psql, database.url()), projects.folder, projects.environment), database
    )
    yield at_most(what, *measure.pairs(runner, plain, bench.times(12)), 1.2, "psql -1")
    yield faster(what, *measure.pairs(runner, alembic, bench.times(4)), None, "Alembic")


def inserts(bench: Bench) -> Iterator[Row]:
    """`bulk_insert` of 100,000 rows into a table of four columns."""
    folder, revisions = bench.folder / "inserts", SHAPES["linear"](2)
    projects = Projects(folder, revisions, bench.tools, bench.server)
    table, last = revisions[0].table, revisions[1]
    for versions, body in (
        (projects.runner_folder / "migrations/versions", generate.RUNNER_ROWS),
        (projects.alembic_folder / "migrations/versions", generate.ALEMBIC_ROWS),
    ):
        (file,) = versions.glob(f"{last.id}*")
        generate.replace_upgrade(file, body.replace("TABLE", table))
    for kind in KINDS:
        programs = []
        for tool in (projects.runner, projects.alembic):
            database = projects.database(kind, f"{tool.__name__}_rows")
            first, back = tool(database, "upgrade", revisions[0].id), tool(database, "upgrade", "head")
            programs.append(dataclasses.replace(back, prepare=prepared(database, first)))
        what = f"`bulk_insert` of 100,000 rows, {NAMES[kind]}"
        yield faster(what, *measure.pairs(*programs, bench.times(6)), 5, "Alembic")


def prepared(database: Database, first: Program) -> Callable[[], None]:
    """Returns what makes a database anew that has the first revision."""

    def prepare() -> None:
        database.create()
        measure.run(first)

    return prepare


def without_transaction(script: str) -> str:
    """Returns a script without its own BEGIN and COMMIT."""
    return re.sub(r"(?m)^(BEGIN|COMMIT);$", "", script)


def scratch(bench: Bench) -> Iterator[Row]:
    """Every revision on an empty SQLite database."""
    runner, alembic = upgrades(bench.of_size(bench.full), "sqlite")
    what = f"{bench.full:,} tables, built before, from nothing, SQLite"
    yield faster(what, *measure.pairs(runner, alembic, bench.times(8)), None, "Alembic")


class Growing:
    """A project on whose head a new revision is put before each run."""

    def __init__(self, write: Callable[[Path, Revision], Path], versions: Path, size: int) -> None:
        self.write = write
        self.versions = versions
        self.number = size
        self.head: Path | None = None

    def add(self) -> None:
        """Writes the next revision."""
        self.number += 1
        self.head = self.write(self.versions, Revision(self.number))


def new(bench: Bench) -> Iterator[Row]:
    """One new revision on top, compile included; then the same revision edited."""
    projects = bench.of_size(bench.full)
    ours, theirs = (projects.upgrade_at_head(tool, "sqlite") for tool in ("runner", "alembic"))
    runner = Growing(generate.write_runner, ours.folder / "migrations/versions", bench.full)
    alembic = Growing(generate.write_alembic, theirs.folder / "migrations/versions", bench.full)
    added = dataclasses.replace(ours, prepare=runner.add)
    added_there = dataclasses.replace(theirs, prepare=alembic.add)
    what = f"one new revision on {bench.full:,}, compile included, SQLite"
    times = measure.pairs(added, added_there, bench.times(12))
    yield faster(what, *times, 1, "Alembic")
    edited = dataclasses.replace(ours, prepare=lambda: edit_head(ours, runner.head))
    measure.run(edited)
    time = measure.wall(edited, bench.times(8))
    yield Row(f"the edited head of {bench.full:,}, compile included, SQLite", seconds(time))


def edit_head(upgrade: Program, head: Path) -> None:
    """Takes the last revision back and makes its column longer."""
    back = ("downgrade", "-1")
    measure.run(dataclasses.replace(upgrade, command=(*upgrade.command[:-2], *back)))
    text = head.read_text()
    head.write_text(re.sub(r"Varchar\((2\d\d)\)", lambda it: f"Varchar({int(it[1]) + 1})", text))


def build(bench: Bench) -> Iterator[Row]:
    """The first build of a fresh package, nothing cached."""
    samples = []
    for attempt in range(bench.times(4)):
        folder = bench.folder / f"fresh-{attempt}"
        projects = Projects(folder, SHAPES["linear"](5), bench.tools, bench.server)
        upgrade = projects.runner(projects.database("sqlite", "fresh"), "upgrade", "head")
        samples.append(measure.run(upgrade))
        shutil.rmtree(projects.target)
    cpu = median(sample.cpu for sample in samples)
    wall = median(sample.wall for sample in samples)
    yield Row(
        "first `upgrade head` of a fresh package of 5 revisions, nothing built",
        f"{cpu:.2f} s CPU, {wall:.2f} s wall",
        target=f"≤ {CPU_LIMIT:g} s CPU",
        met=cpu <= CPU_LIMIT,
    )


def clone(bench: Bench) -> Iterator[Row]:
    """A fresh clone until its sample is migrated, dependencies downloaded before."""
    folder, ours = bench.folder / "clone", environment(None)
    measure.run(Program(("cargo", "fetch", "--locked"), ROOT, ours))
    took = measure.run(Program(("git", "clone", "--quiet", ROOT, folder), bench.folder, ours)).wall
    took += measure.run(Program(("cargo", "run", "--", "upgrade", "head"), folder, ours)).wall
    shutil.rmtree(folder)
    yield Row(
        "`git clone` and `cargo run -- upgrade head` of the sample",
        f"{took / 60:.1f} min",
        target=f"≤ {CLONE_LIMIT / 60:g} min",
        met=took <= CLONE_LIMIT,
    )


# In this order: `new` adds revisions to the projects, so it comes after all that count them.
FIGURES = {
    "noop": noop,
    "listing": listing,
    "graph": graph,
    "memory": memory,
    "tables": tables,
    "inserts": inserts,
    "autogenerate": autogenerate.rows,
    "scratch": scratch,
    "new": new,
    "build": build,
    "async-build": asynchronous.rows,
    "drivers": drivers.rows,
    "clone": clone,
}


def rows(bench: Bench, names: list[str]) -> Iterator[Row]:
    """Measures the figures with these names."""
    for name in names:
        for row in FIGURES[name](bench):
            print(f"{row.what}: {row.ours} | {row.theirs} | {row.result}", file=sys.stderr)
            yield row
