"""What some Armillary has given out as zip: all of it is data, so it needs no isolation."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.values import from_json
from armillary.learning.brought.boosters import check_lightgbm
from armillary.learning.brought.problems import Refused
from armillary.learning.brought.zips import read_zip
from armillary.learning.pack import reading_weights

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel

_OLD_SAFETENSORS = "armillary-safetensors-1"


class Bundle:
    """A model that some Armillary has trained, with the rows by which it proves itself."""

    id = "bundle"
    suffixes = (".zip",)
    title = "Bundle, safetensors with manifest, native booster file or project"

    def load(self, data: bytes) -> tuple[FittedModel, dict[str, Any]]:
        """Load it; raises `AppError` where a file was changed, or it says something else."""
        from armillary.learning.stacked import algorithm_name

        files = read_zip(data)
        with reading_weights():
            model = _model_of(files)
        facts = {
            "framework": "armillary",
            "model_type": _TYPES.get(model.task.kind, "unknown"),
            "made_of": algorithm_name(model.algorithm),
            "notes": list(model.warnings)[:10],
        }
        return model, facts


form = Bundle()
_TYPES = {"classification": "classifier", "regression": "regressor"}


def _model_of(files: Mapping[str, bytes]) -> FittedModel:
    """Give the model, whatever form the zip has; raises `AppError` where it holds none."""
    from armillary.learning.travel.exports import native, project, safetensors

    if project.BUNDLE in files:
        return _of_bundle(read_zip(files[project.BUNDLE]))
    if "manifest.json" not in files:
        raise Refused(
            "The zip holds no manifest.json, so no model that some Armillary has given out. Bring "
            "a bundle, or the file that the model's own library writes."
        )
    manifest = from_json(files["manifest.json"])
    form = manifest.get("format") if isinstance(manifest, dict) else None
    readers = {native.FORMAT: native.read, safetensors.FORMAT: safetensors.read}
    if form in readers:
        _check_boosters(files)
        return readers[form](files, manifest)
    if form == _OLD_SAFETENSORS:
        raise Refused(
            "An older Armillary wrote this zip, which no longer comes back. Bring its bundle."
        )
    return _of_bundle(files)


def _of_bundle(files: Mapping[str, bytes]) -> FittedModel:
    from armillary.learning import bundle

    _check_boosters(files)
    with tempfile.TemporaryDirectory(prefix="armillary-brought-") as folder:
        for name, data in files.items():
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return bundle.load(Path(folder))


def _check_boosters(files: Mapping[str, bytes]) -> None:
    """Check texts of LightGBM before it reads them."""
    for name, data in files.items():
        if name.endswith(".lightgbm.txt"):
            check_lightgbm(data)
