"""The programs that are compared: found, or built and installed beside this file."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent

ALEMBIC = ("alembic==1.20.1", "psycopg[binary]")
SQLX = ("sqlx-cli", "--version", "0.9.0", "--locked", "--no-default-features")

# What would lead a tool to another database or project than ours.
STRANGE = ("DATABASE_URL", "POSTGRES_", "RUNNER_", "PG", "CARGO_TARGET_DIR", "CARGO_BUILD_TARGET")


@dataclass(frozen=True)
class Tools:
    """The paths of the programs."""

    runner: Path
    alembic: Path
    sqlx: Path


def find() -> Tools:
    """Finds the programs; builds or installs those that are missing."""
    return Tools(runner(), alembic(), sqlx())


def runner() -> Path:
    """Returns the release build of the runner, or the one that BENCH_RUNNER names."""
    if named := os.environ.get("BENCH_RUNNER"):
        return Path(named).resolve()
    target = ROOT / "target"
    call("cargo", "build", "--release", "--package", "runner", "--target-dir", target)
    return target / "release" / "runner"


def alembic() -> Path:
    """Returns Alembic of the virtual environment that BENCH_VENV names, or of our own."""
    folder = Path(os.environ.get("BENCH_VENV") or BENCH / ".venv").resolve()
    program = folder / "bin" / "alembic"
    if not program.exists():
        call(sys.executable, "-m", "venv", folder)
        call(folder / "bin" / "pip", "install", "--quiet", *ALEMBIC)
    return program


def sqlx() -> Path:
    """Returns the program that BENCH_SQLX names, or our own."""
    if named := os.environ.get("BENCH_SQLX"):
        return Path(named).resolve()
    folder = BENCH / ".tools"
    program = folder / "bin" / "sqlx"
    if not program.exists():
        call("cargo", "install", *SQLX, "--features", "sqlite,postgres", "--root", folder)
    return program


def call(*command: str | Path) -> None:
    """Runs a command of the preparation; what it prints is not for the table."""
    subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)


def environment(target: Path | None) -> dict[str, str]:
    """Returns the environment of every program, with cargo's target directory at `target`."""
    ours = {key: text for key, text in os.environ.items() if not key.startswith(STRANGE)}
    if target is not None:
        ours["CARGO_TARGET_DIR"] = str(target)
    return ours
