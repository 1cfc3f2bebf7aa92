"""Algorithms before an algorithm: reduce or scale first, then learn.

Each is fitted on what the ones before it make of the training part, and all of them travel with
the model: rows that it is asked about go the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from armillary.base.errors import Invalid
from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import (
    Describer,
    Encoding,
    Predictor,
    State,
    TaskKind,
    task_words,
)
from armillary.learning.params import check

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]

MOST_STEPS = 5
_SCALER = "standard_scaler"
_CHAINED: tuple[TaskKind, ...] = ("preprocessing", "dimensionality_reduction")


@dataclass(frozen=True)
class Step:
    """An algorithm to go first, with complete values."""

    algorithm_id: str
    hyperparameters: Mapping[str, Any]


@dataclass(frozen=True)
class Link:
    """A step as it was fitted; ``is_own`` is False where it was put between by the chain."""

    algorithm_id: str
    hyperparameters: Mapping[str, Any]
    fitted: Describer

    def to_json(self) -> dict[str, Any]:
        """Name the step."""
        return {
            "algorithm_id": self.algorithm_id,
            "hyperparameters": dict(self.hyperparameters),
        }


@dataclass(frozen=True)
class Chained:
    """A predictor with what goes before it."""

    links: tuple[Link, ...]
    last: Predictor
    encoding: Encoding

    @property
    def columns(self) -> tuple[str, ...]:
        """What the last one says of a row."""
        return cast(Describer, self.last).columns

    @property
    def places_new(self) -> bool:
        """Whether the last one has an answer for new rows."""
        return cast(Describer, self.last).places_new

    def predict(self, features: Matrix) -> Matrix:
        """Ask the last one about what the others make of the rows."""
        return self.last.predict(transform(self.links, features, self.encoding))

    def importance(self) -> None:
        """The last one's columns are not those of the table."""

    def to_state(self) -> State:
        """Give the files of all, those of the links under their number."""
        last = self.last.to_state()
        return State({**last.files, **files_of(self.links)}, last.resume_only)


def chained(links: Sequence[Link], last: Predictor, encoding: Encoding) -> Predictor:
    """Give a predictor with what goes before it, or as it is where nothing does."""
    return Chained(tuple(links), last, encoding) if links else last


def check_first(given: Sequence[Mapping[str, Any]], kind: TaskKind | None) -> list[dict[str, Any]]:
    """Give the steps with complete values; raises `AppError` where one cannot go first."""
    if len(given) > MOST_STEPS:
        raise Invalid(f"At most {MOST_STEPS} algorithms may go first; got {len(given)}.")
    return [_check_step(place, step, kind) for place, step in enumerate(given)]


def _check_step(place: int, step: Mapping[str, Any], kind: TaskKind | None) -> dict[str, Any]:
    entry = get_entry(str(step.get("algorithm_id")))
    at = {"loc": ["first", place, "algorithm_id"]}
    if not set(_CHAINED) & set(entry.tasks) or not entry.transforms:
        can = (
            "it only knows the rows it learned from"
            if "dimensionality_reduction" in (entry.tasks)
            else "it does not transform a table"
        )
        message = f"{entry.name} cannot go first: {can}."
        raise Invalid(message, code="cannot_go_first", errors=[{**at, "msg": message}])
    if entry.needs_target and kind not in (None, "classification", "regression", "preprocessing"):
        message = f"{entry.name} needs a target, which {task_words(kind)} does not have."
        raise Invalid(message, code="target_missing", errors=[{**at, "msg": message}])
    values = check(entry, step.get("hyperparameters") or {}, door="strict").require()
    return {"algorithm_id": entry.id, "hyperparameters": values}


def kind_before(tasks: Sequence[str]) -> TaskKind:
    """Say as what an algorithm of these tasks goes before another."""
    return next(kind for kind in _CHAINED if kind in tasks)


def first_encoding(steps: Sequence[Step], encoding: Encoding) -> Encoding:
    """Give the encoding of whatever comes first; ``encoding`` is the learner's."""
    return get_algorithm(steps[0].algorithm_id).encoding if steps else encoding


def with_scalers(steps: Sequence[Step], encoding: Encoding) -> list[Step]:
    """Put a scaler wherever something wants scaled numbers and does not get them from one."""
    found: list[Step] = []
    wants = [get_algorithm(step.algorithm_id).encoding for step in steps[1:]]
    for step, next_encoding in zip(steps, [*wants, encoding], strict=True):
        found.append(step)
        scales = getattr(get_algorithm(step.algorithm_id), "scales", False)
        if next_encoding.scale and not scales:
            found.append(Step(_SCALER, get_entry(_SCALER).defaults()))
    return found


def files_of(links: Sequence[Link]) -> dict[str, bytes]:
    """Give the files of fitted steps, each step's under its number."""
    return {
        f"first_{place}.{name}": data
        for place, link in enumerate(links)
        for name, data in link.fitted.to_state().files.items()
    }


def transform(links: Sequence[Link], features: Matrix, encoding: Encoding) -> Matrix:
    """Give what the links make of encoded rows, in the numbers that the learner takes."""
    for link in links:
        wanted = get_algorithm(link.algorithm_id).encoding.dtype
        features = link.fitted.predict(features.astype(wanted, copy=False))
    return features.astype(encoding.dtype, copy=False)


def load_links(described: Sequence[Mapping[str, Any]], files: Mapping[str, bytes]) -> list[Link]:
    """Rebuild the links of a stored model from its files."""
    links = []
    for place, step in enumerate(described):
        prefix = f"first_{place}."
        own = {name.removeprefix(prefix): data for name, data in files.items()
               if name.startswith(prefix)}  # fmt: skip
        algorithm = get_algorithm(step["algorithm_id"])
        fitted = cast(Describer, algorithm.load(State(own)))
        links.append(Link(algorithm.id, step["hyperparameters"], fitted))
    return links


def load_chained(
    algorithm_id: str,
    described: Sequence[Mapping[str, Any]],
    files: Mapping[str, bytes],
    load_last: Callable[[Mapping[str, bytes]], Predictor],
) -> Predictor:
    """Rebuild a predictor with what goes before it; ``load_last`` gets the files of its own."""
    links = load_links(described, files)
    own = {name: data for name, data in files.items() if not (links and _is_of_link(name))}
    last = load_last(own)
    return chained(links, last, get_algorithm(algorithm_id).encoding) if links else last


def _is_of_link(name: str) -> bool:
    return re.match(r"first_\d+\.", name) is not None
