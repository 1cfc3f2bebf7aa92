"""What the server and the forms know of the algorithms: a reader of ``catalogue.json``.

The file is written by ``python -m armillary.learning.build_catalogue`` from the algorithm files;
reading it loads no heavy library.
"""

import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from armillary.base.errors import Invalid, NotFound
from armillary.learning.contract import CATEGORIES, SUPERVISED, task_words

_CONTRACT_TYPES = {"integer": "int", "number": "float", "boolean": "bool", "array": "list[int]"}


@dataclass(frozen=True)
class CatalogueEntry:
    """One algorithm, as people choose it; ``schema`` is the JSON Schema of its parameters.

    ``needs_extra`` names the optional part of the installation that training needs, if any.
    ``presets`` are ``{id, name, description, values}`` with every value spelled out.
    ``transforms`` says that it can go before another algorithm, and ``needs_target`` that it learns
    from one although it predicts nothing. ``derived_from`` is the estimator of scikit-learn that it
    was derived from, if it was; ``max_rows`` the most rows that it can be trained on. ``weighs``
    says that rows may count differently, ``parallel`` that several threads shorten the training of
    large tables, and ``uses_gpu`` that a graphics card may.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    category: str
    description: str
    when_to_use: str
    tasks: tuple[str, ...]
    complexity: str
    training_time: str
    requires_gpu: bool
    needs_extra: str | None
    resumable: bool
    documentation_url: str
    schema: Mapping[str, Any]
    presets: tuple[Mapping[str, Any], ...]
    transforms: bool = False
    needs_target: bool = False
    derived_from: str | None = None
    max_rows: int | None = None
    weighs: bool = False
    parallel: bool = False
    uses_gpu: bool = False

    @property
    def properties(self) -> Mapping[str, Mapping[str, Any]]:
        """The schema of each parameter, by name."""
        properties: Mapping[str, Mapping[str, Any]] = self.schema["properties"]
        return properties

    def task_of(self, asked: str | None) -> str | None:
        """Give the task; None where only the target tells whether it is classes or numbers."""
        is_told = asked is not None or not SUPERVISED.isdisjoint(self.tasks)
        return asked if is_told else self.tasks[0]

    def requires_target(self, asked: str | None = None) -> bool:
        """Whether nothing can be learned unless a column is named."""
        task = self.task_of(asked)
        return task is None or task in SUPERVISED or self.needs_target

    def defaults(self) -> dict[str, Any]:
        """Give every parameter's default."""
        return {name: spec["default"] for name, spec in self.properties.items()}

    def hyperparameters(self, *, advanced: bool = True) -> list[dict[str, Any]]:
        """Describe the parameters as ``{name, type, default, min, max, options, …}``."""
        described = [_describe(name, spec) for name, spec in self.properties.items()]
        return [item for item in described if advanced or not item["advanced"]]

    def preset(self, preset_id: str) -> Mapping[str, Any]:
        """Give the values of a preset; raises `NotFound` naming those there are."""
        for preset in self.presets:
            if preset["id"] == preset_id:
                values: Mapping[str, Any] = preset["values"]
                return values
        known = ", ".join(preset["id"] for preset in self.presets) or "none"
        raise NotFound(f"{self.name} has no preset {preset_id!r}; its presets are: {known}.")


@cache
def list_entries() -> tuple[CatalogueEntry, ...]:
    """Give every algorithm, by category, those written by hand first, and by name."""
    text = resources.files(__package__).joinpath("catalogue.json").read_text(encoding="utf-8")
    return tuple(_parse(item) for item in json.loads(text)["algorithms"])


def get_entry(algorithm_id: str) -> CatalogueEntry:
    """Give one algorithm by its id, its name or an alias; raises `NotFound` naming near ones."""
    names = _names()
    found = names.get(_plain(algorithm_id))
    if found is not None:
        return found
    near = difflib.get_close_matches(_plain(algorithm_id), names, n=1)
    known = ", ".join(entry.id for entry in list_entries())
    hint = f"did you mean {names[near[0]].id}?" if near else f"there are: {known}."
    raise NotFound(f"There is no algorithm {algorithm_id!r}; {hint}", code="algorithm_not_found")


def require_weighs(entry: CatalogueEntry, task: str | None) -> None:
    """Refuse weights where an algorithm cannot heed them, and name those that can."""
    if entry.weighs:
        return
    able = [
        one.id
        for one in list_entries()
        if one.weighs and one.derived_from is None and (task is None or task in one.tasks)
    ]
    others = (
        f"These do: {', '.join(able)}." if able else f"Nothing for {task_words(task or '')} does."
    )
    raise Invalid(
        f"{entry.name} counts every row alike and takes no weights. {others}",
        code="weights_not_supported",
    )


@cache
def _names() -> dict[str, CatalogueEntry]:
    """Give every algorithm by everything it is called."""
    return {
        _plain(name): entry
        for entry in list_entries()
        for name in (*entry.aliases, entry.name, entry.id)
    }


def _plain(name: str) -> str:
    """Leave out what people write differently: case, blanks, dashes."""
    return re.sub(r"[\s_-]+", "_", name.strip().lower())


def list_categories() -> list[dict[str, Any]]:
    """Give every category as ``{id, name, count}``, those without algorithms too."""
    counts = dict.fromkeys(CATEGORIES, 0)
    for entry in list_entries():
        counts[entry.category] += 1  # type: ignore[index]  # the builder checked the name
    return [
        {"id": name.lower().replace(" ", "_"), "name": name, "count": count}
        for name, count in counts.items()
    ]


def _parse(item: dict[str, Any]) -> CatalogueEntry:
    lists = {name: tuple(item[name]) for name in ("tasks", "presets", "aliases")}
    return CatalogueEntry(**(item | lists))


def _describe(name: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    kind = spec["type"]
    nullable = isinstance(kind, list)
    bounds = spec.get("items", spec)
    return {
        "name": name,
        "title": spec["title"],
        "type": _CONTRACT_TYPES.get(kind[0] if nullable else kind, "categorical"),
        "default": spec["default"],
        "min": bounds.get("minimum", bounds.get("exclusiveMinimum")),
        "max": bounds.get("maximum", bounds.get("exclusiveMaximum")),
        "options": spec.get("enum"),
        "nullable": nullable,
        "unit": spec.get("unit"),
        "description": spec["description"],
        "advanced": spec.get("x-advanced", False),
        "live": spec.get("x-live", False),
    }
