"""The shapes of histories: for each revision, which ones it comes after.

`runner/benches/plan.rs` has the same shapes, for the graph without its files.
"""

from generate import Revision


def linear(size: int) -> list[Revision]:
    """One line."""
    return [Revision(number) for number in range(1, size + 1)]


def branches(size: int) -> list[Revision]:
    """A trunk with a side branch of three revisions in each ten, every other one merged."""
    return [Revision(number, on_branches(number)) for number in range(1, size + 1)]


def on_branches(number: int) -> tuple[int, ...]:
    """Returns the parents of a revision: the first six of ten and the last are the trunk."""
    block, place = divmod(number - 1, 10)
    if place == 6:
        return (number - 4,)
    if place == 9:
        return (number - 4, number - 1) if block % 2 == 0 else (number - 4,)
    return (number - 1,) if number > 1 else ()


def diamonds(size: int) -> list[Revision]:
    """A chain of diamonds: two revisions on each merge, and one that merges them."""
    return [Revision(number, on_diamonds(number)) for number in range(1, size + 1)]


def on_diamonds(number: int) -> tuple[int, ...]:
    """Returns the parents of a revision."""
    match (number - 1) % 3:
        case 1:
            return (number - 1,)
        case 2:
            return (number - 2,)
        case _:
            return (number - 2, number - 1) if number > 1 else ()


SHAPES = {"linear": linear, "branches": branches, "diamonds": diamonds}
