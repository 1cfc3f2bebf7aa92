"""A project in plain Python that predicts, judges and tests, and needs no Armillary."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from armillary.base.values import to_json
from armillary.learning.stacked import algorithm_name
from armillary.learning.travel.exports.onnx import export as onnx
from armillary.learning.travel.zipped import zipped

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel

_TEMPLATES = ("load_data.py", "predict.py", "evaluate.py", "test_model.py")
_PINNED = ("numpy", "onnxruntime", "pandas")
_KEPT = ("params", "seed", "metrics", "versions", "lineage", "schema_hash", "data_hash", "warnings")


class Project:
    """A zip: scripts, the model as ONNX, pinned requirements, a test."""

    id = "project"
    title = "Python project"
    description = "Scripts that predict and judge, with the model, pinned requirements and a test."
    suffix = ".zip"
    media_type = "application/zip"

    def why_not(self, model: FittedModel) -> str | None:
        """It carries the model as ONNX, so it needs what that needs."""
        return onnx.why_not(model)

    def write(self, model: FittedModel, manifest: Mapping[str, Any]) -> bytes:
        """Write the graph, which is proven, and everything around it."""
        graph = onnx.write(model, manifest)
        texts = {name: _template(name).encode() for name in _TEMPLATES}
        output = model.predictor.predict(model.encode_rows(model.proof_rows))
        return zipped(
            {
                "README.md": _readme(model).encode(),
                "requirements.txt": _requirements().encode(),
                **texts,
                "model.onnx": graph,
                "features.json": to_json(model.features),
                "about.json": to_json(_about(model, manifest)),
                "proof.json": to_json({"rows": list(model.proof_rows), "output": output.tolist()}),
            }
        )


export = Project()


def _template(name: str) -> str:
    return files("armillary.learning.travel.project").joinpath(f"{name}.txt").read_text("utf-8")


def _requirements() -> str:
    return "".join(f"{name}=={metadata.version(name)}\n" for name in _PINNED)


def _about(model: FittedModel, manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "algorithm": model.algorithm,
        "target": model.task.target,
        "classes": None if model.classes is None else list(model.classes),
        **{name: manifest.get(name) for name in _KEPT},
        "metrics": dict(model.metrics),
    }


def _readme(model: FittedModel) -> str:
    known = {name: value for name, value in model.metrics.items() if value is not None}
    told = ", ".join(f"{name} {value:.4g}" for name, value in known.items()) or "nothing is known"
    return _template("README.md").format(
        name=f"{algorithm_name(model.algorithm)} for {model.task.target}",
        algorithm=algorithm_name(model.algorithm),
        task=model.task.kind,
        target=model.task.target,
        metrics=told,
    )
