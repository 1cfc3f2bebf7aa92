"""Our own bundles and safetensors with manifest, as zip: data, so they need no isolation."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.values import from_json
from armillary.learning.brought.boosters import check_lightgbm
from armillary.learning.brought.finding import says_the_same
from armillary.learning.brought.problems import Refused, refuse
from armillary.learning.brought.zips import read_zip
from armillary.learning.contract import State, Task
from armillary.learning.pack import pack_arrays, pack_json, reading_weights

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel

_TUPLES = ("features", "classes", "texts")


class Bundle:
    """A model that some Armillary has trained, with the rows by which it proves itself."""

    id = "bundle"
    suffixes = (".zip",)
    title = "Bundle, or safetensors with manifest"

    def load(self, data: bytes) -> tuple[FittedModel, dict[str, Any]]:
        """Load it; raises `AppError` where a file was changed, or it says something else."""
        from armillary.learning.stacked import algorithm_name

        files = read_zip(data)
        with reading_weights():
            is_plain = "model.safetensors" in files
            model = _of_safetensors(files) if is_plain else _of_bundle(files)
        facts = {
            "framework": "armillary",
            "model_type": _TYPES.get(model.task.kind, "unknown"),
            "made_of": algorithm_name(model.algorithm),
            "notes": list(model.warnings)[:10],
        }
        return model, facts


form = Bundle()
_TYPES = {"classification": "classifier", "regression": "regressor"}


def _of_bundle(files: Mapping[str, bytes]) -> FittedModel:
    from armillary.learning import bundle

    if "manifest.json" not in files:
        raise Refused("The zip holds no manifest.json, so it is no bundle of a model.")
    for name, data in files.items():
        if name.endswith(".lightgbm.txt"):
            check_lightgbm(data)
    with tempfile.TemporaryDirectory(prefix="armillary-brought-") as folder:
        for name, data in files.items():
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return bundle.load(Path(folder))


def _of_safetensors(files: Mapping[str, bytes]) -> FittedModel:
    from safetensors.numpy import load

    from armillary.learning.model import FittedModel
    from armillary.learning.preprocess import Preprocess
    from armillary.learning.stacked import load_predictor

    said = from_json(files["manifest.json"])
    if said.get("format") != "armillary-safetensors-1" or said.get("recipe") or said.get("first"):
        raise Refused(
            "The manifest is of another format, or its model has a recipe or algorithms that go "
            "first. Bring its bundle."
        )
    arrays: dict[str, dict[str, Any]] = {}
    for name, array in load(files["model.safetensors"]).items():
        stem, _, own = name.partition("/")
        arrays.setdefault(stem, {})[own] = array
    weights = {f"{stem}.safetensors": pack_arrays(own) for stem, own in arrays.items()}
    weights |= {name: pack_json(document) for name, document in said["documents"].items()}
    described = said["task"]
    if described.get("targets"):
        raise Refused("A model of several targets is brought as its bundle.")
    tuples = {key: tuple(described[key]) for key in _TUPLES if described.get(key) is not None}
    preprocess = Preprocess.from_json(pack_json(said["preprocess"]))
    model = FittedModel(
        algorithm=str(said["algorithm"]),
        params=said["params"],
        task=Task(**(described | tuples)),
        seed=0,
        preprocess=preprocess,
        predictor=load_predictor(str(said["algorithm"]), State(weights)),
        evaluation={"overall_metrics": said["metrics"], "part": None, "feature_importance": None},
        schema_hash=preprocess.schema_hash(),
        data_hash="unknown",
        proof_rows=said["proof"]["rows"],
    )
    proof = model.encode_rows(model.proof_rows)
    if not says_the_same(model.predictor, proof, said["proof"]["output"]):
        raise refuse("The model says something else than its manifest tells.")
    return model
