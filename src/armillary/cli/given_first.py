"""What goes before the learner, as it is given at the terminal."""

from collections.abc import Sequence
from typing import Any

from armillary.base.errors import Invalid
from armillary.cli.assignments import parse_assignments
from armillary.learning.catalogue import get_entry


def parse_first(ids: Sequence[str], values: Sequence[str]) -> list[dict[str, Any]]:
    """Give the steps ``{algorithm_id, hyperparameters}`` that options name.

    A value is ``NAME=VALUE`` where one algorithm goes first, else ``ALGORITHM.NAME=VALUE``.
    """
    entries = [get_entry(one) for one in ids]
    given: list[list[str]] = [[] for _ in entries]
    for text in values:
        place, assignment = place_of("--first-set", text, [entry.id for entry in entries])
        given[place].append(assignment)
    return [
        {"algorithm_id": entry.id, "hyperparameters": parse_assignments(entry, own)}
        for entry, own in zip(entries, given, strict=True)
    ]


def place_of(option: str, text: str, ids: Sequence[str]) -> tuple[int, str]:
    """Give which step an assignment is for, and the assignment without the step's name."""
    name, _, _ = text.partition("=")
    owner, dot, _ = name.partition(".")
    if dot:
        known = get_entry(owner).id
        if known not in ids:
            raise Invalid(f"{option} {text}: {owner} does not go first; add --first {owner}.")
        return ids.index(known), text.removeprefix(f"{owner}.")
    if len(ids) != 1:
        wanted = (
            "Name what goes first with --first."
            if not ids
            else (f"Several go first; write {ids[0]}.{text} or the like.")
        )
        raise Invalid(f"{option} {text} belongs to nothing. {wanted}")
    return 0, text
