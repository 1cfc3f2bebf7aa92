"""What was found in a stranger's file: said by the isolated process, believed by nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from armillary.base.isolation import Answer
from armillary.learning.contract import Predictor
from armillary.learning.pack import reading_weights

if TYPE_CHECKING:
    import numpy.typing as npt

Framework = Literal["sklearn", "keras", "pytorch", "onnx", "lightgbm", "xgboost", "catboost"]
ModelType = Literal["classifier", "regressor", "neural_network", "unknown"]
PROBES = 24


@dataclass(frozen=True)
class Finding:
    """A model as it was found.

    ``algorithm`` is one of ours, or stands for none; ``classes`` are None for regression;
    ``said`` is what the original said of ``probes`` (n_rows, n_columns), if it could be asked.
    """

    framework: Framework
    model_type: ModelType
    algorithm: str
    columns: Sequence[str]
    classes: Sequence[Any] | None
    predictor: Predictor
    probes: Any = None
    said: Any = None
    made_of: str = ""
    notes: Sequence[str] = field(default_factory=tuple)


def to_answer(found: Finding) -> Answer:
    """Give a finding as what an isolated process may answer."""
    files = dict(found.predictor.to_state().files)
    value = {
        "framework": found.framework,
        "model_type": found.model_type,
        "algorithm": found.algorithm,
        "columns": list(found.columns),
        "classes": None if found.classes is None else list(found.classes),
        "probes": None if found.probes is None else found.probes.tolist(),
        "said": None if found.said is None else found.said.tolist(),
        "made_of": found.made_of,
        "notes": list(found.notes),
    }
    return Answer(value, files)


def probe_rows(n_columns: int, dtype: str = "float64") -> npt.NDArray[Any]:
    """Give rows to ask a model about: small numbers, large ones, and zeros."""
    import numpy as np

    rng = np.random.default_rng(7)
    rows = rng.normal(size=(PROBES, n_columns)) * rng.choice([1.0, 10.0, 100.0], size=(PROBES, 1))
    rows[0] = 0.0
    probes: npt.NDArray[Any] = rows.astype(np.float32).astype(dtype)
    return probes


def says_the_same(predictor: Predictor, probes: Any, said: Any) -> bool:
    """Tell whether a predictor gives of some rows what the original gave."""
    import numpy as np

    try:
        with reading_weights():
            now = np.asarray(predictor.predict(probes), dtype=np.float64)
    except Exception:  # noqa: BLE001  # whatever goes wrong, it does not say the same
        return False
    expected = np.asarray(said, dtype=np.float64)
    return now.shape == expected.shape and bool(
        np.allclose(now, expected, rtol=1e-4, atol=1e-5, equal_nan=True)
    )
