"""A model on disk: a folder with a manifest and weights in formats that cannot run code.

The manifest carries the hash of every file and of itself, so that damage is seen. That is no
signature: who writes a whole bundle can make the hashes fit. Therefore nothing in it is ever
unpickled, and weights are checked before compiled code reads them.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any

from armillary.base.errors import Invalid, NotFound
from armillary.base.values import from_json, to_json
from armillary.learning import several
from armillary.learning.chain import load_chained
from armillary.learning.conformal import Conformal
from armillary.learning.contract import Predictor, State, Task
from armillary.learning.course import Course
from armillary.learning.familiar import Profile
from armillary.learning.model import FittedModel
from armillary.learning.pack import reading_weights
from armillary.learning.preprocess import Preprocess
from armillary.learning.recipe.fitted import FittedRecipe
from armillary.learning.stacked import algorithm_name, load_predictor

_FORMAT = 1
_MANIFEST, _PREPROCESS, _PROOF = "manifest.json", "preprocess.json", "proof.json"
_RECIPE, _PROFILE = "recipe.json", "profile.json"
_WEIGHTS = "weights/"
_FILE_NAME = re.compile(r"(weights/)?[A-Za-z0-9_][A-Za-z0-9_.-]*")
_PACKAGES = (
    "numpy",
    "pandas",
    "scikit-learn",
    "lightgbm",
    "xgboost-cpu",
    "safetensors",
    "torch",
    "duckdb",
)
_RELATIVE_TOLERANCE, _ABSOLUTE_TOLERANCE = 1e-5, 1e-6


def save(model: FittedModel, folder: Path, lineage: Mapping[str, Any]) -> dict[str, Any]:
    """Write a model into a new or empty folder and give its manifest.

    ``lineage`` says where it came from (dataset, job, who), as strict JSON.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Invalid("A model is written into an empty folder; this one holds files.")
    (folder / _WEIGHTS).mkdir()
    manifest, files = files_of(model, lineage)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return manifest


def files_of(
    model: FittedModel, lineage: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Give the manifest of a model's bundle and all its files by name, the manifest's last."""
    weights = model.predictor.to_state().files
    files = {**documents_of(model), **{_WEIGHTS + name: data for name, data in weights.items()}}
    manifest = sealed(describe(model, lineage), files)
    return manifest, {**files, _MANIFEST: to_json(manifest)}


def sealed(described: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    """Give a manifest with the hashes of the files that it goes with, and its own."""
    # Read back, so that what is returned is what a reader gets (tuples are lists, NaN is null).
    manifest: dict[str, Any] = from_json(to_json({**described, "files": _hashes(files)}))
    manifest["checksum"] = _checksum(manifest)
    return manifest


def require_unchanged(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """Raise where a manifest, or a file that it lists, is not as it was sealed."""
    if manifest.get("checksum") != _checksum(manifest):
        raise _broken("manifest.json was changed")
    for name, expected in manifest["files"].items():
        if name not in files:
            raise _broken(f"{name} is missing")
        if hashlib.sha256(files[name]).hexdigest() != expected["sha256"]:
            raise _broken(f"{name} was changed")


def documents_of(model: FittedModel) -> dict[str, bytes]:
    """Give all that a model is beside its weights and what its manifest says, as JSON files."""
    return {
        _PREPROCESS: model.preprocess.to_json(),
        _PROOF: to_json(_prove(model)),
        **({} if model.recipe is None else {_RECIPE: model.recipe.to_json()}),
        **({} if model.profile is None else {_PROFILE: model.profile.to_json()}),
    }


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read a bundle's manifest and check it; loads no model and no heavy library."""
    path = folder / _MANIFEST
    if not path.is_file():
        raise NotFound("There is no model here: manifest.json is missing.", code="no_model")
    try:
        manifest = from_json(path.read_bytes())
    except ValueError as error:
        raise _broken(f"manifest.json is no JSON ({error})") from error
    if not isinstance(manifest, dict) or manifest.get("format") != _FORMAT:
        raise _broken(f"manifest.json is not of format {_FORMAT}")
    if manifest.get("checksum") != _checksum(manifest):
        raise _broken("manifest.json was changed")
    return manifest


def load(folder: Path) -> FittedModel:
    """Read a model back; raises `AppError` where a file was changed or it predicts otherwise."""
    manifest = read_manifest(folder)
    files = _read_files(folder, manifest["files"])
    weights = {
        name.removeprefix(_WEIGHTS): data
        for name, data in files.items()
        if name.startswith(_WEIGHTS)
    }
    return model_of(manifest, files, weights)


def model_of(
    manifest: Mapping[str, Any], files: Mapping[str, bytes], weights: Mapping[str, bytes]
) -> FittedModel:
    """Build a model of what its manifest, its documents and its weights say.

    Raises `AppError` where it says something else of its proof rows than where it was trained.
    """
    model = FittedModel(
        algorithm=manifest["algorithm"],
        params=manifest["params"],
        task=_task(manifest["task"]),
        seed=manifest["seed"],
        preprocess=Preprocess.from_json(files[_PREPROCESS]),
        predictor=_predictor(manifest, weights),
        evaluation=manifest["evaluation"],
        schema_hash=manifest["schema_hash"],
        data_hash=manifest["data_hash"],
        proof_rows=from_json(files[_PROOF])["rows"],
        warnings=tuple(manifest["warnings"]),
        recipe=FittedRecipe.from_json(files[_RECIPE]) if _RECIPE in files else None,
        conformal=_conformal(manifest),
        profile=Profile.from_json(files[_PROFILE]) if _PROFILE in files else None,
        course=Course.from_json(manifest["course"]) if manifest.get("course") else None,
    )
    _check_proof(model, from_json(files[_PROOF]), manifest["versions"])
    return model


def _conformal(manifest: Mapping[str, Any]) -> dict[str, Conformal]:
    """Read how far predictions reach; models older than several targets told it of the only one."""
    told = manifest.get("conformal") or {}
    is_of_one = isinstance(told.get("reach"), float)
    by_target = {manifest["task"]["target"]: told} if is_of_one else told
    return {name: Conformal.from_json(one) for name, one in by_target.items()}


def _predictor(manifest: Mapping[str, Any], weights: Mapping[str, bytes]) -> Predictor:
    """Load the weights, with those of what goes first."""
    algorithm_id, targets = manifest["algorithm"], manifest["task"].get("targets")

    def load_last(own: Mapping[str, bytes]) -> Predictor:
        if targets:
            return several.load(algorithm_id, own, len(targets))
        return load_predictor(algorithm_id, State(own))

    return load_chained(algorithm_id, manifest.get("first") or (), weights, load_last)


def describe(model: FittedModel, lineage: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a manifest says of a model, save the hashes of its files."""
    return {
        "format": _FORMAT,
        "algorithm": model.algorithm,
        "algorithm_name": algorithm_name(model.algorithm),
        "params": model.params,
        **({} if model.course is None else {"course": model.course.to_json()}),
        "seed": model.seed,
        "task": asdict(model.task),
        "features": model.features,
        "recipe": [] if model.recipe is None else [step.to_json() for step in model.recipe.steps],
        "first": model.first,
        "describes": model.describes,
        "targets": model.targets,
        "conformal": {name: one.to_json() for name, one in model.conformal.items()},
        "calibration": None if model.calibration is None else model.calibration.in_short(),
        "schema_hash": model.schema_hash,
        "data_hash": model.data_hash,
        "metrics": model.metrics,
        "evaluation": model.evaluation,
        "warnings": model.warnings,
        "versions": dict(versions_here()),
        "lineage": lineage,
    }


@cache
def versions_here() -> Mapping[str, str]:
    """Give the versions of what trained the model, as far as installed."""
    versions = {"python": platform.python_version()}
    for package in ("armillary", *_PACKAGES):
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return MappingProxyType(versions)


def _task(described: dict[str, Any]) -> Task:
    listed = ("features", "classes", "texts", "targets")
    tuples = {name: tuple(described[name]) for name in listed if described.get(name) is not None}
    each = described.get("classes_of")
    classes_of = None if each is None else tuple(tuple(classes) for classes in each)
    return Task(**(described | tuples | {"classes_of": classes_of}))


def _prove(model: FittedModel) -> dict[str, Any]:
    """Give a few rows and what the model says of them."""
    return {"rows": model.proof_rows, "output": _output(model).tolist()}


def _output(model: FittedModel) -> Any:
    return model.predictor.predict(model.encode_rows(model.proof_rows))


def _check_proof(model: FittedModel, proof: dict[str, Any], versions: Mapping[str, str]) -> None:
    import numpy as np

    with reading_weights():
        # JSON knows no infinity: what was no finite number has come back as a gap.
        expected = np.array(proof["output"], dtype=np.float64)
        now = np.asarray(_output(model), dtype=np.float64)
    now = np.where(np.isfinite(now), now, np.nan)
    is_same_shape = expected.shape == now.shape
    if is_same_shape and np.allclose(
        now, expected, _RELATIVE_TOLERANCE, _ABSOLUTE_TOLERANCE, equal_nan=True
    ):
        return
    here = versions_here()
    changed = [
        f"{name} {version} then, {here.get(name, 'none')} now"
        for name, version in versions.items()
        if here.get(name) != version
    ]
    raise _broken(
        "it predicts otherwise than where it was trained"
        + (f" ({'; '.join(changed)})" if changed else "")
    )


def _hashes(files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size_bytes": len(data)}
        for name, data in files.items()
    }


def _checksum(manifest: Mapping[str, Any]) -> str:
    """Give the hash of a manifest without its checksum, whatever the order of its keys."""
    content = {name: value for name, value in manifest.items() if name != "checksum"}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _read_files(folder: Path, listed: Mapping[str, Any]) -> dict[str, bytes]:
    """Read the files that the manifest lists; raises where one is missing, added or changed."""
    present = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()
    }
    if strangers := sorted(present - {_MANIFEST, *listed}):
        raise _broken(f"{strangers[0]} is not part of it")
    files = {}
    for name, expected in listed.items():
        path = folder / name
        if not _FILE_NAME.fullmatch(name) or path.is_symlink() or not path.is_file():
            raise _broken(f"{name} is missing")
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != expected["sha256"]:
            raise _broken(f"{name} was changed")
        files[name] = data
    if not {_PREPROCESS, _PROOF} <= set(files):
        raise _broken("preprocess.json or proof.json is missing")
    return files


def _broken(what: str) -> Invalid:
    return Invalid(
        f"The model cannot be loaded: {what}. Use another copy, or train it again.",
        code="broken_model",
    )
