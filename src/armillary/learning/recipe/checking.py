"""Reading given steps: which kinds they are, and whether their parameters can be used."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from armillary.learning.params import Door, check
from armillary.learning.recipe.contract import Situation, Step, Values
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.fields import Field, Fields
from armillary.learning.recipe.steps import all_steps

MOST_STEPS = 100
_OF_STEP = frozenset({"id", "type", "operation", "params", "parameters", "disabled"})
_SYNONYMS = {
    "missing": "handle_missing",
    "missing_values": "handle_missing",
    "impute": "handle_missing",
    "fillna": "handle_missing",
    "encoding": "encode",
    "scaling": "scale",
    "normalize": "scale",
    "features": "feature_engineering",
    "outliers": "outlier_removal",
    "remove_outliers": "outlier_removal",
    "drop_columns": "drop",
    "select_columns": "select",
    "drop_duplicates": "deduplicate",
    "filter_rows": "filter",
    "sort_values": "sort",
    "groupby": "group",
    "group_by": "group",
    "aggregate": "group",
    "merge": "join",
}


@dataclass(frozen=True)
class StepEntry:
    """A step as `armillary.learning.params` checks one."""

    name: str
    properties: Mapping[str, Mapping[str, Any]]

    def defaults(self) -> dict[str, Any]:
        """Give every parameter's default."""
        return {name: spec["default"] for name, spec in self.properties.items()}


@dataclass(frozen=True)
class CheckedStep:
    """A step of a recipe whose parameters are complete and within their ranges.

    ``place`` counts from 0; ``id`` tells the step apart from others of its recipe.
    """

    id: str
    place: int
    kind: Step
    values: Values
    is_on: bool = True

    @contextmanager
    def told(self) -> Iterator[None]:
        """Say of every error in the block which step it is about."""
        import duckdb

        from armillary.learning.recipe.run import engine_error

        try:
            yield
        except StepError as error:
            raise error.at_step(self.place, self.kind.about.name) from error
        except duckdb.InterruptException:
            raise
        except duckdb.Error as error:
            found = engine_error(error)
            assert isinstance(found, StepError)
            raise found.at_step(self.place, self.kind.about.name) from error

    def to_json(self) -> dict[str, Any]:
        """Give the step as it is stored."""
        step = {"id": self.id, "type": self.kind.id, "params": dict(self.values)}
        return step if self.is_on else {**step, "disabled": True}


def check_steps(
    given: Sequence[Any], *, door: Door = "strict", first: int = 0
) -> list[CheckedStep]:
    """Read steps ``{type, params, id?, disabled?}``; raises `StepError` for what cannot be used.

    The lenient door takes the words of other programs as well. ``first`` is the place of the first
    one in its recipe.
    """
    if len(given) > MOST_STEPS:
        raise StepError(
            f"A recipe has at most {MOST_STEPS} steps; got {len(given)}.", code="too_many_steps"
        )
    return [_check(place, step, door) for place, step in enumerate(given, first)]


def entry_of(step: Step) -> StepEntry:
    """Describe a step for `params.check`."""
    return StepEntry(step.about.name, step.params.schema()["properties"])


def other_tables(steps: Sequence[CheckedStep]) -> list[str]:
    """Give the ids of the datasets that steps use beside the one they begin with."""
    named = [
        str(step.values[name])
        for step in steps
        if step.is_on
        for name, spec in entry_of(step.kind).properties.items()
        if spec.get("x-control") == "dataset" and step.values[name]
    ]
    return list(dict.fromkeys(named))


@dataclass(frozen=True)
class Ahead:
    """How far columns can be followed without any rows: to the end, or to a step that learns."""

    at: Situation
    is_whole: bool


def plan_ahead(steps: Sequence[CheckedStep], at: Situation) -> Ahead:
    """Follow the columns through the steps without any rows, as far as that can be known.

    Raises `StepError` for what cannot be done.
    """
    for step in steps:
        if not step.is_on:
            continue
        try:
            if step.kind.effect(step.values).learns:
                _require_columns(step, at.fields)
                return Ahead(at, is_whole=False)
            plan = step.kind.plan(at, step.values, {})
        except StepError as error:
            raise error.at_step(step.place, step.kind.about.name) from error
        fields = Fields(Field(each.name, each.storage) for each in plan.outputs)
        at = replace(at, fields=fields)
    return Ahead(at, is_whole=True)


def _require_columns(step: CheckedStep, fields: Fields) -> None:
    """Raise `StepError` where a step that learns names a column that is not there."""
    for name, spec in entry_of(step.kind).properties.items():
        given = step.values[name]
        is_used = all(step.values[on] in of for on, of in (spec.get("x-when") or {}).items())
        if not given or not is_used or spec.get("x-control") not in ("column", "columns"):
            continue
        for column in [given] if isinstance(given, str) else given:
            fields.get(column, name)


def _check(place: int, given: Any, door: Door) -> CheckedStep:
    if not isinstance(given, Mapping):
        raise StepError(
            f"A step must be an object with type and params; step {place + 1} is {given!r}."
        )
    kind = _kind(place, given.get("type", given.get("operation")), door)
    params = given.get("params", given.get("parameters")) or {}
    if not isinstance(params, Mapping):
        raise StepError(f"params must be an object; got {params!r}.", parameter="params").at_step(
            place, kind.about.name
        )
    entry = entry_of(kind)
    params = {**_beside(entry, given, door), **params}
    meant = kind.lenient(_with_method(entry, params)) if door == "lenient" else params
    # Defaults go through the door too: one that nobody could mean has to be given.
    checked = check(entry, {**entry.defaults(), **meant}, door=door)
    if checked.errors:
        first = checked.errors[0]
        found = StepError(
            " ".join(str(each["msg"]) for each in checked.errors),
            code="invalid_parameters",
            parameter=str(first["loc"][0]),
        )
        told = found.at_step(place, kind.about.name)
        told.errors = [
            {"loc": ["steps", place, "params", *each["loc"]], "msg": each["msg"]}
            for each in checked.errors
        ]
        raise told
    identity = given.get("id")
    return CheckedStep(
        id=identity if isinstance(identity, str) and identity else f"step_{place + 1}",
        place=place,
        kind=kind,
        values=checked.values,
        is_on=not given.get("disabled", False),
    )


def _beside(entry: StepEntry, given: Mapping[str, Any], door: Door) -> Mapping[str, Any]:
    """Give the parameters that stand beside the type of a step instead of in its ``params``.

    Left out, the step would do silently what its defaults say. The lenient door takes whatever
    stands there, since other programs have other words for parameters.
    """
    return {
        name: value
        for name, value in given.items()
        if name not in _OF_STEP and (door == "lenient" or name in entry.properties)
    }


def _with_method(entry: StepEntry, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take ``type`` for the method, as other programs call it, where the step has one."""
    if "type" not in params or "type" in entry.properties or "method" not in entry.properties:
        return params
    renamed = {name: value for name, value in params.items() if name != "type"}
    return {"method": params["type"], **renamed}


def _kind(place: int, name: Any, door: Door) -> Step:
    known = all_steps()
    if name is None:
        raise StepError(
            f"Step {place + 1} has no type. There are {', '.join(known)}.",
            code="unknown_step",
            details={"step": place},
        )
    word = str(name)
    if door == "lenient":
        word = word.strip().lower().replace("-", "_").replace(" ", "_")
        word = _SYNONYMS.get(word, word)
    if word in known:
        return known[word]
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(known)}."
    raise StepError(f"There is no step of type {name!r}. {hint}", code="unknown_step").at_step(
        place, str(name)
    )
