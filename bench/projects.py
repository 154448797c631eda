"""The projects of one history: the same revisions for each tool, and their databases."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import generate
import measure
from generate import Revision
from measure import Program
from postgres import Server
from tools import Tools, environment

KINDS = ("sqlite", "postgres")
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


@dataclass(frozen=True)
class Database:
    """A database for one tool."""

    kind: str
    name: str
    folder: Path
    server: Server

    @property
    def file(self) -> Path:
        """The file of an SQLite database."""
        return self.folder / f"{self.name}.db"

    def create(self) -> None:
        """Makes the database anew, empty; SQLite's makes itself."""
        if self.kind == "postgres":
            self.server.create(self.name)
            return
        for end in ("", "-journal", "-wal", "-shm"):
            self.file.with_name(self.file.name + end).unlink(missing_ok=True)

    def url(self, driver: str = "") -> str:
        """Returns the URL as SQLAlchemy has it."""
        if self.kind == "sqlite":
            return f"sqlite:///{self.file}"
        return self.server.url(self.name).replace(":", f"{driver}:", 1)

    def sqlx_url(self) -> str:
        """Returns the URL as sqlx has it."""
        return f"sqlite://{self.file}" if self.kind == "sqlite" else self.url()


class Projects:
    """A project of each tool with the same revisions, in a folder of their own."""

    def __init__(
        self, folder: Path, revisions: list[Revision], tools: Tools, server: Server
    ) -> None:
        self.folder = folder
        self.revisions = revisions
        self.tools = tools
        self.server = server
        self.at_head: dict[tuple[str, str], Program] = {}
        folder.mkdir()
        (folder / "databases").mkdir()

    @cached_property
    def runner_folder(self) -> Path:
        """The runner's project."""
        folder = self.folder / "runner"
        folder.mkdir()
        measure.run(Program((self.tools.runner, "init"), folder, self.environment))
        for revision in self.revisions:
            generate.write_runner(folder / "migrations/versions", revision)
        return folder

    @cached_property
    def alembic_folder(self) -> Path:
        """Alembic's project."""
        folder = self.folder / "alembic"
        folder.mkdir()
        init = (self.tools.alembic, "init", "migrations")
        measure.run(Program(init, folder, self.environment))
        for revision in self.revisions:
            generate.write_alembic(folder / "migrations/versions", revision)
        return folder

    def sqlx_folder(self, kind: str) -> Path:
        """Returns the folder of sqlx's migrations for this kind of database."""
        folder = self.folder / f"sqlx-{kind}"
        if not folder.exists():
            folder.mkdir()
            for revision in self.revisions:
                generate.write_sqlx(folder, revision, kind)
        return folder

    @property
    def target(self) -> Path:
        """Cargo's target directory."""
        return self.folder / "target"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the programs."""
        return environment(self.target)

    def database(self, kind: str, name: str) -> Database:
        """Returns a database, not yet made."""
        return Database(kind, f"{name}_{len(self.revisions)}", self.folder / "databases", self.server)

    def runner(self, database: Database, *arguments: str) -> Program:
        """Returns a command of the runner on this database."""
        config = self.runner_folder / f"{database.kind}-{database.name}.toml"
        config.write_text(f'script_location = "migrations"\nurl = "{database.url()}"\n')
        command = (self.tools.runner, "--config", config.name, *arguments)
        return Program(command, self.runner_folder, self.environment)

    def alembic(self, database: Database, *arguments: str) -> Program:
        """Returns a command of Alembic on this database."""
        config = self.alembic_folder / f"{database.kind}-{database.name}.ini"
        text = (self.alembic_folder / "alembic.ini").read_text()
        url = f"sqlalchemy.url = {database.url('+psycopg')}"
        config.write_text(re.sub(r"(?m)^sqlalchemy\.url = .*$", url, text))
        command = (self.tools.alembic, "-c", config.name, *arguments)
        return Program(command, self.alembic_folder, self.environment)

    def sqlx(self, database: Database, *arguments: str) -> Program:
        """Returns a command of sqlx on this database."""
        folder = self.sqlx_folder(database.kind)
        ours = self.environment | {"DATABASE_URL": database.sqlx_url()}
        return Program((self.tools.sqlx, *arguments), folder, ours)

    def upgrade_at_head(self, tool: str, kind: str) -> Program:
        """Returns the tool's upgrade of a database that has every revision already."""
        if (tool, kind) not in self.at_head:
            database = self.database(kind, f"{tool}_head")
            database.create()
            if tool == "sqlx":
                measure.run(self.sqlx(database, "database", "create"))
                upgrade = self.sqlx(database, "migrate", "run", "--source", ".")
            elif tool == "alembic":
                upgrade = self.alembic(database, "upgrade", "head")
            else:
                upgrade = self.runner(database, "upgrade", "head")
            measure.run(upgrade)
            self.at_head[tool, kind] = upgrade
        return self.at_head[tool, kind]
