"""How a model came to be: curves, values, and everything that it takes to make it again."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from armillary.base.values import to_iso, to_json
from armillary.capabilities.training.sheet.material import Material
from armillary.report import Block, Fact, Facts, Grid, Lines, Series, Told
from armillary.report.names import metric_name

_PARTS = {"train_": "training", "val_": "validation"}
_READS = "Training falling while validation rises is learning by heart."
_NAMES = {"python": "Python", "armillary": "Armillary"}


def tell_curves(material: Material) -> Iterator[Block]:
    """Draw the curves of one quantity together: ``train_loss`` with ``val_loss``."""
    steps = material.history.get("epochs") or ()
    groups: dict[str, list[Series]] = {}
    for name, values in material.history.items():
        if name == "epochs" or all(value is None for value in values):
            continue
        part = next((each for each in _PARTS if name.startswith(each)), "")
        quantity = name.removeprefix(part)
        groups.setdefault(quantity, []).append(Series(_PARTS.get(part, name), steps, values))
    if len(steps) < 2:
        return
    for quantity, curves in groups.items():
        reads = _READS if quantity == "loss" and len(curves) > 1 else ""
        title = metric_name(quantity)
        yield Lines(title, curves, material.step_unit, title, reads=reads)


def tell_parameters(material: Material) -> Iterator[Block]:
    """List the values that were trained with, and which differ from the usual ones."""
    properties = {} if material.entry is None else material.entry.properties
    rows = [
        (str(properties.get(name, {}).get("title", name)), name, _shown(value),
         _shown(properties.get(name, {}).get("default")) if name in properties else "")
        for name, value in material.values.items()
    ]  # fmt: skip
    if rows:
        yield Grid("", ("parameter", "name", "value", "usual"), rows)
    for first in material.request.get("first") or ():
        values = ", ".join(f"{name} {_shown(value)}" for name, value in
                           (first.get("hyperparameters") or {}).items())  # fmt: skip
        yield Told([f"Before it: {first['algorithm_id']}{f' ({values})' if values else ''}."])
    extra = [
        Fact(name, material.request.get(key))
        for key, name in (("weight", "Rows weighed by"), ("class_weights", "Weights of classes"))
        if material.request.get(key)
    ]
    if extra:
        yield Facts(extra)


def tell_lineage(material: Material) -> Iterator[Block]:
    """List what it takes to make the model again, and how to see that it is the same."""
    yield Facts(list(_lineage(material)))
    if versions := material.manifest.get("versions"):
        rows = [(_NAMES.get(name, name), version) for name, version in versions.items()]
        yield Grid("Made with", ("what", "version"), rows)


def _lineage(material: Material) -> Iterator[Fact]:
    if material.request.get("seed") is not None:
        yield Fact("Seed", material.request["seed"], "the same seed gives the same model")
    if weights := _weights(material.manifest):
        yield Fact("Weights", weights, "SHA-256 over those of the model's files")
    if schema := material.manifest.get("schema_hash"):
        yield Fact("Columns", schema, "SHA-256 of their names and types")
    if origin := material.request.get("origin"):
        yield Fact("Goes on from", origin["run"], f"its checkpoint {origin['checkpoint_id']}")
    if limit := material.request.get("max_seconds"):
        yield Fact("Time budget", f"{limit:g} s")
    # What differs between two trainings of the same: ids and times.
    yield Fact("Run", material.run)
    yield Fact("Model", material.model_id)
    yield Fact("Data set", material.dataset_id)
    yield Fact("Began", to_iso(material.started_at))
    yield Fact("Ended", to_iso(material.completed_at), material.status)


def _weights(manifest: Mapping[str, Any]) -> str | None:
    files = manifest.get("files") or {}
    own = {name: each["sha256"] for name, each in sorted(files.items()) if "weights/" in name}
    return hashlib.sha256(to_json(own)).hexdigest() if own else None


def _shown(value: Any) -> Any:
    """Give a value as it is written where people set it."""
    if value is None:
        return "none"
    if isinstance(value, dict):
        return ", ".join(f"{name}: {each}" for name, each in value.items())
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
