"""Writes ``catalogue.json`` from the algorithm files; ``--check`` only tells if it is stale."""

import json
import sys
from pathlib import Path
from typing import Any

from armillary.learning.algorithms import all_algorithms
from armillary.learning.catalogue import CatalogueEntry
from armillary.learning.contract import CATEGORIES, Algorithm, Preset
from armillary.learning.params import check

PATH = Path(__file__).with_name("catalogue.json")


def build() -> str:
    """Give the text of the catalogue; raises `AppError` where a preset or default is not valid."""
    entries = [_describe(algorithm) for algorithm in all_algorithms().values()]
    entries.sort(key=lambda entry: (CATEGORIES.index(entry["category"]), entry["name"]))
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


def _describe(algorithm: Algorithm) -> dict[str, Any]:
    about = algorithm.about
    entry: dict[str, Any] = {
        "id": algorithm.id,
        "name": about.name,
        "aliases": list(about.aliases),
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
    }
    parsed = CatalogueEntry(
        **(entry | {"presets": (), "tasks": algorithm.tasks, "aliases": about.aliases})
    )
    check(parsed, parsed.defaults(), door="strict").require()
    entry["presets"] = [_describe_preset(preset, parsed) for preset in about.presets]
    return entry


def _transforms(algorithm: Algorithm) -> bool:
    """Tell whether others can learn from what it makes of rows, those it has not seen too."""
    kinds = {"preprocessing", "dimensionality_reduction"}
    return bool(kinds & set(algorithm.tasks)) and getattr(algorithm, "places_new", True)


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
