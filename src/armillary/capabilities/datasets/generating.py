"""Synthetic tables that become datasets, through the ordinary import."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from armillary.base.access import Actor
from armillary.base.errors import Invalid
from armillary.base.executors import in_thread
from armillary.base.ids import new_id
from armillary.base.state import AppState
from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.service import StoredUpload
from armillary.capabilities.datasets.uploads import register
from armillary.learning.generating import TableGenerator
from armillary.learning.generators import all_generators, check_params, get_generator

_TIMEOUT_S = 10.0
_MOST_SEED = 2**32 - 1
# A form of all kinds of picture sends these for every kind, whether it has them or not.
_FOR_SOME = frozenset({"n_classes", "noise", "turns", "workspace_id"})


@dataclass(frozen=True)
class Order:
    """A table to make: which, with which complete parameters, from which seed."""

    generator: TableGenerator
    params: dict[str, Any]
    seed: int

    def to_json(self) -> dict[str, Any]:
        """Give what makes the table again."""
        return {"generator": self.generator.id, "params": self.params, "seed": self.seed}


def list_generators() -> list[dict[str, Any]]:
    """Give every generator with the schema of its parameters."""
    return [
        {
            "id": generator.id,
            "name": generator.about.name,
            "description": generator.about.description,
            "task": generator.about.task,
            "target": generator.about.target,
            "axes": list(generator.about.axes),
            "schema": generator.params.schema(),
        }
        for generator in all_generators().values()
    ]


def parse_order(generator_id: str, seed: int, given: Mapping[str, Any]) -> Order:
    """Check what was asked for; raises `Invalid` saying what is wrong with which parameter."""
    if generator_id not in all_generators():
        known = ", ".join(all_generators())
        raise Invalid(
            f"type must be one of {known}; got {generator_id!r}.",
            errors=[{"loc": ["type"], "msg": f"must be one of {known}"}],
        )
    if not 0 <= seed <= _MOST_SEED:
        raise Invalid(f"seed must be in [0, {_MOST_SEED}]; got {seed}.")
    generator = get_generator(generator_id)
    known_names = generator.params.defaults().keys()
    meant = {
        name: _number(value)
        for name, value in given.items()
        if value is not None and (name in known_names or name not in _FOR_SOME)
    }
    return Order(generator, check_params(generator, meant).require(), seed)


async def draw(state: AppState, actor: Actor, order: Order) -> dict[str, Any]:
    """Give the picture of a table that nobody keeps, and what its columns mean."""
    made = await _make(state, actor, order, None)
    return {**made, "columns": describe(order)}


async def generate(state: AppState, actor: Actor, order: Order, name: str | None) -> dict[str, Any]:
    """Make a table, store it and submit its import; gives its picture with the dataset."""
    actor.require("editor")
    dataset_id = new_id("ds")
    made = await _make(state, actor, order, service.original_key(dataset_id))
    file = made.pop("file")
    filename = f"{service.clean_filename(name or order.generator.id)}.csv"
    upload = StoredUpload(
        dataset_id, filename, file["size_bytes"], file["sha256"], generated=order.to_json()
    )
    dataset = await in_thread(
        state.executors.database, register, actor, state.database, state.storage, upload, None
    )
    return {**made, "dataset": dataset, "columns": describe(order)}


def describe(order: Order) -> list[dict[str, str]]:
    """Give what each column of an ordered table means."""
    columns = order.generator.columns(order.params)
    return [{"name": name, "description": text} for name, text in columns.items()]


async def _make(state: AppState, actor: Actor, order: Order, key: str | None) -> dict[str, Any]:
    payload = {**order.to_json(), "key": key}
    made: dict[str, Any] = await state.calls.request(
        "datasets.generate", payload, timeout_s=_TIMEOUT_S, actor=actor
    )
    return made


def _number(value: Any) -> Any:
    """Take a number that a form has sent as text."""
    if not isinstance(value, str):
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    return int(number) if number.is_integer() else number
