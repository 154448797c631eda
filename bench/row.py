"""The lines of the table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A line of the table; `met` is `None` where there is no target."""

    what: str
    ours: str
    theirs: str = ""
    result: str = ""
    target: str = ""
    met: bool | None = None


def seconds(time: float) -> str:
    """Returns a time for people."""
    return f"{time * 1000:.1f} ms" if time < 1 else f"{time:.2f} s"


def faster(what: str, ours: float, theirs: float, at_least: float | None, name: str) -> Row:
    """Returns the row of a comparison in which the runner should be so many times faster."""
    ratio = theirs / ours
    beside = f"{seconds(theirs)} {name}"
    if at_least is None:
        return Row(what, seconds(ours), beside, f"{ratio:.1f}× faster")
    target, met = f"≥ {at_least:g}× faster", ratio >= at_least
    return Row(what, seconds(ours), beside, f"{ratio:.1f}× faster", target, met)


def at_most(what: str, ours: float, theirs: float, limit: float | None, name: str) -> Row:
    """Returns the row of a comparison in which the runner may take so many times as long."""
    ratio = ours / theirs
    result, beside = f"{ratio:.2f}× the time", f"{seconds(theirs)} {name}"
    if limit is None:
        return Row(what, seconds(ours), beside, result)
    return Row(what, seconds(ours), beside, result, f"≤ {limit:g}×", ratio <= limit)
