"""A model on disk: a folder with a manifest and weights in formats that cannot run code."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from armillary.learning.model import FittedModel


def save(model: FittedModel, folder: Path, lineage: Mapping[str, Any]) -> dict[str, Any]:
    """Write a model into a new or empty folder and give its manifest.

    ``lineage`` says where it came from (dataset, job, who), as strict JSON.
    """
    raise NotImplementedError


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read a bundle's manifest and check it; loads no model and no heavy library."""
    raise NotImplementedError


def load(folder: Path) -> FittedModel:
    """Read a model back; raises `AppError` where a file was changed or it predicts otherwise."""
    raise NotImplementedError
