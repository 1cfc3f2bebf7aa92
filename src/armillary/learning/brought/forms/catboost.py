"""CatBoost's own file, read without CatBoost: trees that ask the same of a whole level.

**Source:** catboost/libs/model/flatbuffers/model.fbs and features.fbs of CatBoost 1.2.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.brought.finding import Finding, probe_rows
from armillary.learning.brought.flatbuffer import Table
from armillary.learning.brought.problems import Refused, refuse

if TYPE_CHECKING:
    import numpy.typing as npt

    from armillary.learning.algorithms.catboost.trees import SymmetricTrees, Tree

_MAGIC = b"CBM1"
_TREES, _INFO = 1, 2  # fields of the whole
# Fields of the trees.
_WIDTH, _SPLITS, _SIZES, _CATEGORIES, _NUMBERS, _ONE_HOT, _COUNTERS = 0, 1, 2, 4, 5, 6, 7
_LEAVES, _STEPS, _OF_NODES, _TEXTS, _ESTIMATED = 8, 10, 11, 12, 13
_SCALE, _BIAS, _BIASES = 14, 15, 16
_FLAT_INDEX, _BORDERS, _NAME, _GAPS = 2, 3, 4, 5  # fields of a column
_GAPS_ARE_ABOVE = 2
_DEEPEST, _MOST_TREES, _MOST_CLASSES, _MOST_QUESTIONS = 16, 100_000, 1_000, 10_000_000
_CLASSES_OF = ("Logloss", "CrossEntropy", "MultiClass")
_NUMBERS_OF = ("RMSE", "MAE", "Quantile", "MAPE", "Huber", "LogCosh", "Expectile", "Lq")


class CatBoost:
    """A model as ``model.save_model('model.cbm')`` writes it."""

    id = "catboost"
    suffixes = (".cbm",)
    title = "CatBoost's own file"
    preload = ("numpy", "catboost")
    instead = "Bring a bundle, or ONNX by `model.save_model('model.onnx', format='onnx')`."

    def find(self, data: bytes) -> Finding:
        """Read the trees; where CatBoost is installed, it is asked as well."""
        if not data.startswith(_MAGIC):
            raise refuse("The file is no model of CatBoost.")
        whole = Table.root(data[len(_MAGIC) + 4 :])
        described = whole.table(_TREES)
        if described is None:
            raise refuse("The file holds no trees.")
        facts = _facts(whole)
        classes, names = _classes(facts), _names(described)
        trees = _trees(described, len(names), classes)
        probes = probe_rows(len(names), "float32")
        said = _ask(data, probes, classes)
        return Finding(
            framework="catboost",
            model_type="classifier" if classes else "regressor",
            algorithm="catboost",
            columns=names,
            classes=classes,
            predictor=trees,
            probes=probes,
            said=trees.predict(probes) if said is None else said,
            made_of="CatBoost",
            notes=() if said is not None else (_NOT_ASKED,),
        )


form = CatBoost()
_NOT_ASKED = (
    "CatBoost is not installed here, so its own answers were not compared: compare a few "
    "predictions with those you know."
)


def _facts(whole: Table) -> dict[str, Any]:
    """Give what the file says of itself: its loss and its classes."""
    found: dict[str, Any] = {}
    for pair in whole.tables(_INFO)[:100]:
        name = pair.text(0)
        if name in ("class_params", "params"):
            try:
                found[name] = json.loads(pair.text(1))
            except (ValueError, RecursionError) as error:
                raise refuse(f"What the file says of its {name} cannot be read.") from error
    return found


def _classes(facts: dict[str, Any]) -> list[Any] | None:
    """Give the labels; None for numbers. Raises `Refused` for what is neither."""
    loss = _loss(facts)
    if loss in _NUMBERS_OF:
        return None
    if loss not in _CLASSES_OF:
        raise Refused(f"A model of CatBoost for {loss[:40] or 'nothing that it names'} is not "
                      "taken in; bring it as ONNX.")  # fmt: skip
    about = facts.get("class_params")
    labels = about.get("class_names") if isinstance(about, dict) else None
    if not isinstance(labels, list) or not 2 <= len(labels) <= _MOST_CLASSES:
        raise refuse("The file does not name its classes.")
    if not all(isinstance(label, str | int | float | bool) for label in labels):
        raise refuse("A class of the model is neither a text nor a number.")
    return [
        int(label) if isinstance(label, float) and label.is_integer() else label for label in labels
    ]


def _loss(facts: dict[str, Any]) -> str:
    params = facts.get("params")
    loss = params.get("loss_function") if isinstance(params, dict) else None
    return str(loss.get("type", "")) if isinstance(loss, dict) else str(loss or "")


def _names(described: Table) -> list[str]:
    for field, what in (
        (_CATEGORIES, "categories"),
        (_TEXTS, "texts"),
        (_ESTIMATED, "columns that it estimates"),
        (_ONE_HOT, "categories"),
        (_COUNTERS, "categories"),
    ):
        if described.count(field):
            raise Refused(
                f"The model has columns of {what}; those with numbers alone are taken in."
            )
    if described.count(_STEPS) or described.count(_OF_NODES):
        raise Refused(
            "The trees of the model grow node by node; only those that grow level by level "
            "(grow_policy SymmetricTree) are taken in. Bring it as ONNX."
        )
    columns = described.tables(_NUMBERS)
    names = [column.text(_NAME) for column in columns]
    is_named = len(set(names)) == len(names) and all(names)
    if not columns or any(
        column.number(_FLAT_INDEX, "i", -1) != place for place, column in enumerate(columns)
    ):
        raise refuse("The columns of the model do not follow each other.")
    return names if is_named else [f"x{place}" for place in range(len(names))]


def _trees(described: Table, n_columns: int, classes: Sequence[Any] | None) -> SymmetricTrees:
    import numpy as np

    from armillary.learning.algorithms.catboost.trees import SymmetricTrees

    width = int(described.number(_WIDTH, "i", 1))
    expected = 1 if classes is None or len(classes) == 2 else len(classes)
    if width != expected:
        raise refuse(f"The model answers with {width} numbers where {expected} are needed.")
    scale = float(described.number(_SCALE, "d", 1.0))
    biases = described.array(_BIASES, "<f8")
    one = float(described.number(_BIAS, "d", 0.0))
    start = np.array(biases, dtype=np.float64) if len(biases) else np.full(width, one)
    leaves = np.array(described.array(_LEAVES, "<f8"), dtype=np.float64) * scale
    is_finite = bool(np.isfinite(leaves).all() and np.isfinite(start).all())
    if start.shape != (width,) or not is_finite:
        raise refuse("The numbers of the model do not fit together.")
    kind: Any = "regression" if classes is None else "classification"
    trees = tuple(_each(described, leaves, width))
    return SymmetricTrees(kind, n_columns, start, trees)


def _each(described: Table, leaves: npt.NDArray[Any], width: int) -> Iterator[Tree]:
    import numpy as np

    from armillary.learning.algorithms.catboost.trees import Tree

    owner, border, above = _questions(described)
    splits, sizes = described.array(_SPLITS, "<i4"), described.array(_SIZES, "<i4")
    if len(sizes) > _MOST_TREES or ((sizes < 0) | (sizes > _DEEPEST)).any():
        raise refuse("A tree of the model is too deep, or there are too many.")
    if int(sizes.sum()) != len(splits) or ((splits < 0) | (splits >= len(owner))).any():
        raise refuse("A tree of the model asks what cannot be asked.")
    if int((1 << sizes.astype(np.int64)).sum()) * width != len(leaves):
        raise refuse("The leaves of the model do not fit its trees.")
    place = leaf = 0
    for size in sizes.tolist():
        asked = splits[place : place + size]
        end = leaf + (width << size)
        own = leaves[leaf:end].reshape(-1, width)
        yield Tree(owner[asked], border[asked], above[asked], own)
        place, leaf = place + size, end


def _questions(described: Table) -> tuple[Any, Any, Any]:
    """Give of all questions that there are the column, the border, and whether gaps say yes."""
    import numpy as np

    columns = described.tables(_NUMBERS)
    borders = [column.array(_BORDERS, "<f4") for column in columns]
    counts = [len(own) for own in borders]
    if sum(counts) > _MOST_QUESTIONS:
        raise refuse(
            f"The model has {sum(counts):,} borders; at most {_MOST_QUESTIONS:,} are read."
        )
    gaps = [column.number(_GAPS, "b", 0) == _GAPS_ARE_ABOVE for column in columns]
    owner = np.repeat(np.arange(len(columns), dtype=np.int32), counts)
    joined = np.concatenate([np.empty(0, np.float32), *borders]).astype(np.float32)
    return owner, joined, np.repeat(np.array(gaps, dtype=np.bool_), counts)


def _ask(data: bytes, probes: npt.NDArray[Any], classes: Sequence[Any] | None) -> Any:
    """Give what CatBoost itself says of rows; None where it is not installed."""
    try:
        import catboost
    except ImportError:
        return None
    import numpy as np

    try:
        model = catboost.CatBoost().load_model(blob=data)
        kind = "RawFormulaVal" if classes is None else "Probability"
        said = model.predict(probes, prediction_type=kind, thread_count=1)
    except catboost.CatBoostError as error:
        raise refuse(f"CatBoost does not read the file ({str(error)[:200]}).") from error
    return np.asarray(said, dtype=np.float64)
