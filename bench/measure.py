"""Times programs: the wall clock from before their start, CPU time, peak memory."""

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PR_SET_CHILD_SUBREAPER = 36


def nothing() -> None:
    """Prepares nothing."""


class ProgramFailed(Exception):
    """A program ended with another status than 0."""


@dataclass(frozen=True)
class Program:
    """A command line, where it runs, and what is done (untimed) before each run."""

    command: tuple[str | Path, ...]
    folder: Path
    environment: Mapping[str, str]
    prepare: Callable[[], None] = nothing


@dataclass(frozen=True)
class Sample:
    """What one run took, its children's CPU time included."""

    wall: float
    cpu: float


def run(program: Program) -> Sample:
    """Runs a program once."""
    program.prepare()
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            program.command,
            cwd=program.folder,
            env=program.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            output.seek(0)
            raise failed(program, output.read())
    return Sample(wall, usage.ru_utime + usage.ru_stime)


def failed(program: Program, output: bytes) -> ProgramFailed:
    """Returns the error of a program that failed, with the end of what it printed."""
    command = " ".join(map(str, program.command))
    return ProgramFailed(f"{command}\n{output.decode(errors='replace')[-4000:]}")


def output_of(program: Program) -> str:
    """Runs a program and returns what it prints."""
    done = subprocess.run(
        program.command, cwd=program.folder, env=program.environment, capture_output=True
    )
    if done.returncode != 0:
        raise failed(program, done.stdout + done.stderr)
    return done.stdout.decode()


def wall(program: Program, repetitions: int) -> float:
    """Returns the median wall time of a program."""
    return median(run(program).wall for _ in range(repetitions))


def pairs(one: Program, other: Program, repetitions: int, warm_up: int = 1) -> tuple[float, float]:
    """Runs two programs in turn, A B A B …, and returns the median wall time of each.

    What disturbs the machine for a while disturbs both alike.
    """
    for _ in range(warm_up):
        run(one)
        run(other)
    samples = [(run(one).wall, run(other).wall) for _ in range(repetitions)]
    return median(a for a, _ in samples), median(b for _, b in samples)


def peak_memory(program: Program) -> int:
    """Returns the most memory that a program had resident at once, in bytes.

    Until its `exec` a process is a copy of its parent, and that counts as its own. So a shell
    starts it, much smaller than this interpreter, and leaves it to us when it ends.
    """
    program.prepare()
    if sys.platform != "linux":
        return peak_of_child(program)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    started = subprocess.run(
        ("sh", "-c", '"$@" >/dev/null 2>&1 & echo $!', "sh", *program.command),
        cwd=program.folder,
        env=program.environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    _, status, usage = os.wait4(int(started.stdout), 0)
    if status != 0:
        raise failed(program, b"")
    return usage.ru_maxrss * 1024


def peak_of_child(program: Program) -> int:
    """Returns the peak memory of a program where only this interpreter can start it."""
    process = subprocess.Popen(
        program.command,
        cwd=program.folder,
        env=program.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if status != 0:
        raise failed(program, b"")
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
