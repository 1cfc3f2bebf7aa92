"""Writes ``catalogue.json`` from the algorithm files; ``--check`` only tells if it is stale.

The algorithms that are derived from scikit-learn are found here: this loads scikit-learn.
"""

import json
import sys
from pathlib import Path
from typing import Any, cast

from armillary.learning.algorithms import curated_algorithms
from armillary.learning.catalogue import CatalogueEntry
from armillary.learning.contract import CATEGORIES, SUPERVISED, Algorithm, Preset
from armillary.learning.derived import DerivedAlgorithm, derive_algorithms, facts
from armillary.learning.derived.choosing import CURATED
from armillary.learning.params import check

PATH = Path(__file__).with_name("catalogue.json")


def build() -> str:
    """Give the text of the catalogue; raises `AppError` where a preset or default is not valid."""
    entries = [_describe(algorithm) for algorithm in curated_algorithms().values()]
    entries += [_describe_derived(algorithm) for algorithm in derive_algorithms()]
    entries.sort(key=_place)
    return json.dumps({"format": 1, "algorithms": entries}, indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write the catalogue, or with ``--check`` give 1 where it differs from the algorithms."""
    text = build()
    current = PATH.read_text(encoding="utf-8") if PATH.exists() else ""
    if "--check" not in arguments:
        PATH.write_text(text, encoding="utf-8")
        return 0
    if text != current:
        sys.stderr.write("catalogue.json is stale; run `make catalogue`.\n")
        return 1
    return 0


def _place(entry: dict[str, Any]) -> tuple[int, bool, str]:
    is_derived = entry["derived_from"] is not None
    return CATEGORIES.index(entry["category"]), is_derived, entry["name"]


def _describe_derived(algorithm: DerivedAlgorithm) -> dict[str, Any]:
    origin = algorithm.estimator
    described = _describe(cast(Algorithm, algorithm))
    return described | {"derived_from": origin, "max_rows": facts.max_rows(origin)}


def _describe(algorithm: Algorithm) -> dict[str, Any]:
    about = algorithm.about
    aliases = [*about.aliases, *_estimators_of(algorithm)]
    entry: dict[str, Any] = {
        "id": algorithm.id,
        "name": about.name,
        "aliases": aliases,
        "category": about.category,
        "description": about.description,
        "when_to_use": about.when_to_use,
        "tasks": list(algorithm.tasks),
        "complexity": about.complexity,
        "training_time": about.training_time,
        "requires_gpu": about.requires_gpu,
        "needs_extra": about.needs_extra,
        "resumable": algorithm.resumable,
        "documentation_url": about.documentation_url,
        "schema": algorithm.params.schema(),
        "presets": [],
        "transforms": _transforms(algorithm),
        "needs_target": getattr(algorithm, "needs_target", False),
        "derived_from": None,
        "max_rows": None,
        "parallel": getattr(algorithm, "parallel", False),
        "uses_gpu": getattr(algorithm, "uses_gpu", False),
        "weighs": getattr(algorithm, "weighs", False) and bool(SUPERVISED & set(algorithm.tasks)),
    }
    parsed = CatalogueEntry(
        **(entry | {"presets": (), "tasks": algorithm.tasks, "aliases": tuple(aliases)})
    )
    check(parsed, parsed.defaults(), door="strict").require()
    entry["presets"] = [_describe_preset(preset, parsed) for preset in about.presets]
    return entry


def _transforms(algorithm: Algorithm) -> bool:
    """Tell whether others can learn from what it makes of rows, those it has not seen too."""
    kinds = {"preprocessing", "dimensionality_reduction"}
    return bool(kinds & set(algorithm.tasks)) and getattr(algorithm, "places_new", True)


def _estimators_of(algorithm: Algorithm) -> list[str]:
    """Give the estimators of scikit-learn that a curated algorithm stands for."""
    known = {name.lower() for name in algorithm.about.aliases}
    return [
        name
        for name, identity in CURATED.items()
        if identity == algorithm.id and name.lower() not in known
    ]


def _describe_preset(preset: Preset, entry: CatalogueEntry) -> dict[str, Any]:
    values = check(entry, preset.values, door="strict").require()
    return {
        "id": preset.id,
        "name": preset.name,
        "description": preset.description,
        "values": values,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
