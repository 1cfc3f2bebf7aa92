"""What goes before the learner in a search: its values are one for all trials, or turned as well.

A trial has one set of values: the learner's own under their names, and those of what goes first as
``pca.n_components``. So whatever ranks, draws or weighs values knows them without being told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from armillary.base.errors import Invalid
from armillary.learning.catalogue import get_entry
from armillary.learning.chain import Step, check_first, kind_before
from armillary.learning.search.space import AlgorithmSpace, Knob, Space, algorithm_space

First = Sequence[Mapping[str, Any]]
"""Steps as ``{algorithm_id, hyperparameters, search?, space?}``, see `with_first`."""


def with_first(space: Space, first: First) -> Space:
    """Give a space whose algorithms all have these steps before them.

    A step keeps its ``hyperparameters``, save where ``space`` wishes ranges or choices of some, as
    of any algorithm; with ``search`` all that are worth it are turned. Raises `Invalid` naming
    every wish that cannot be met.
    """
    errors: list[dict[str, Any]] = []
    knobs: list[Knob] = []
    base: dict[str, Any] = {}
    check_first(first, None)
    for place, step in enumerate(first):
        own = _step_space(step, errors, place)
        name = own.id
        if any(key.startswith(f"{name}.") for key in base):
            message = f"{get_entry(name).name} can go first once in a search; got it twice."
            errors.append({"loc": ["first", place, "algorithm_id"], "msg": message})
        knobs += [_renamed(knob, name) for knob in own.knobs]
        base |= {f"{name}.{key}": value for key, value in own.base.items()}
    if errors:
        message = " ".join(str(error["msg"]) for error in errors)
        raise Invalid(message, code="invalid_space", errors=errors)
    return Space(
        tuple(
            replace(one, knobs=(*knobs, *one.knobs), base=base | dict(one.base))
            for one in space.algorithms
        )
    )


def split_values(
    first: Sequence[str], values: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[Step, ...]]:
    """Give the learner's own values, and the steps named ``first`` with theirs."""
    own = {name: value for name, value in values.items() if "." not in name}
    return own, tuple(Step(name, _of(name, values)) for name in first)


def ids_of(first: First) -> tuple[str, ...]:
    """Name the algorithms that go first."""
    return tuple(str(step["algorithm_id"]) for step in first)


def _of(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    prefix = f"{name}."
    return {
        key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)
    }


def _step_space(
    step: Mapping[str, Any], errors: list[dict[str, Any]], place: int
) -> AlgorithmSpace:
    entry = get_entry(str(step["algorithm_id"]))
    wishes = dict(step.get("space") or {})
    given = dict(step.get("hyperparameters") or {})
    if not step.get("search"):
        given = entry.defaults() | given
    kept = {name: {"fixed": value} for name, value in given.items() if name not in wishes}
    own: list[dict[str, Any]] = []
    space = algorithm_space(entry, kind_before(entry.tasks), kept | wishes, own)
    errors += [error | {"loc": ["first", place, *error["loc"]]} for error in own]
    return space


def _renamed(knob: Knob, owner: str) -> Knob:
    when = None if knob.when is None else (f"{owner}.{knob.when[0]}", knob.when[1])
    return replace(knob, name=f"{owner}.{knob.name}", when=when)
