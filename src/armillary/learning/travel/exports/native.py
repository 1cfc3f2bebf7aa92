"""The boosters' own files, with the names of the columns that they take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.base.values import to_json
from armillary.learning.travel.portable import manifest_of, model_of
from armillary.learning.travel.zipped import zipped

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel

_LIGHTGBM = (
    "lightgbm",
    "model.lightgbm.txt",
    "lightgbm.Booster(model_file='model.lightgbm.txt')",
)
_FILES = {
    "lightgbm": _LIGHTGBM,
    "linear_boosting": _LIGHTGBM,
    "xgboost": (
        "xgboost",
        "model.xgboost.json",
        "booster = xgboost.Booster(); booster.load_model('model.xgboost.json')",
    ),
}
ALGORITHMS = frozenset(_FILES)
"""Those whose library has a file format of its own."""

FORMAT = "armillary-native-1"
_README = """This is the model as {library} itself writes it.

    import {library}
    {how}

It takes the columns of `columns.json`, in that order, as numbers: `made_of` says which column of
the table each comes from and what was done to it. Its classes, in the order of what it predicts,
are there too. Armillary takes this zip back as the same model: *Bring a model*, or
`armillary models import`.
"""


class Native:
    """A booster as its library keeps it."""

    id = "native"
    title = "Native booster file"
    description = "LightGBM's text or XGBoost's JSON, with the columns that it takes."
    suffix = ".zip"
    media_type = "application/zip"

    def why_not(self, model: FittedModel) -> str | None:
        """Boosters have one, nothing else."""
        if model.algorithm not in ALGORITHMS:
            return "Only LightGBM and XGBoost have a file format of their own."
        if model.task.targets or model.first:
            return "It is more than one booster: it has several targets, or algorithms go first."
        return None

    def write(self, model: FittedModel, manifest: Mapping[str, Any]) -> bytes:
        """Give the booster's file beside a description of its columns."""
        library, name, how = _FILES[model.algorithm]
        files = dict(model.predictor.to_state().for_predicting().files)
        weights = {name: files.pop(name)}
        held = {
            **weights,
            "columns.json": to_json(_columns(model, manifest)),
            "manifest.json": manifest_of(model, manifest, FORMAT, weights, files),
            "README.md": _README.format(library=library, how=how).encode(),
        }
        return zipped(held)


def read(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> FittedModel:
    """Give the model that a zip of this form holds; raises `AppError` where it was changed."""
    _, name, _ = _FILES[str(manifest["algorithm"])]
    return model_of(manifest, files, {name: files[name]})


export = Native()


def _columns(model: FittedModel, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Describe the columns that the booster takes, for who asks it without Armillary."""
    columns = [
        {
            "name": encoded,
            "from": column.name,
            "made_of": output.part,
            "fill": output.fill,
            "mean": output.mean,
            "scale": output.scale,
            "values": list(column.values),
            **({"date": dict(column.date)} if column.date else {}),
            **({"since": column.since} if column.since else {}),
        }
        for column in model.preprocess.columns
        for output, encoded in zip(column.outputs, column.output_names(), strict=True)
    ]
    return {
        "columns": columns,
        "classes": None if model.classes is None else list(model.classes),
        "recipe": manifest.get("recipe") or [],
    }
