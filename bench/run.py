"""Measures the runner beside Alembic, sqlx and psql; prints one table of ratios."""

import argparse
import os
import platform
import signal
import sys
import tempfile
from pathlib import Path

import figures
import tools
from figures import FIGURES, Bench
from measure import ProgramFailed
from postgres import Server
from row import Row


def main() -> None:
    """Runs the benchmark."""
    arguments = parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    programs = tools.find()
    with tempfile.TemporaryDirectory(prefix="runner-bench-") as name:
        folder = Path(name).resolve()
        # The server's user has to come through.
        folder.chmod(0o755)
        with Server(folder / "postgres") as server:
            bench = Bench(folder, programs, server, arguments.quick)
            try:
                rows = list(figures.rows(bench, chosen(arguments)))
            except ProgramFailed as error:
                sys.exit(f"failed: {error}")
    print(table(rows))
    print(f"\n{platform.system()} {platform.machine()}, {os.cpu_count()} cores; medians.")


def parse() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 revisions, fewer repetitions")
    parser.add_argument("--only", action="append", choices=FIGURES, help="one figure (repeatable)")
    parser.add_argument("--skip-clone", action="store_true", help="leave `clone` out")
    return parser.parse_args()


def chosen(arguments: argparse.Namespace) -> list[str]:
    """Returns the names of the figures to measure."""
    names = arguments.only or list(FIGURES)
    return [name for name in FIGURES if name in names and not skipped(name, arguments)]


def skipped(name: str, arguments: argparse.Namespace) -> bool:
    """Returns whether a figure is left out."""
    return name == "clone" and arguments.skip_clone


def table(rows: list[Row]) -> str:
    """Returns the rows as a markdown table."""
    lines = ["| what | runner | beside | result | target | met |", "|---|---|---|---|---|---|"]
    marks = {True: "yes", False: "**no**", None: ""}
    for row in rows:
        cells = (row.what, row.ours, row.theirs, row.result, row.target, marks[row.met])
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
