"""Keeping what a model said of its test rows, and its scores, as Parquet beside the model."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.base.storage import Gathered, Storage
from armillary.base.values import to_json

if TYPE_CHECKING:
    import pyarrow as pa

    from armillary.learning.metrics.measured import DescribedRows
    from armillary.learning.model import FittedModel
    from armillary.learning.scores.rows import JudgedRows

ROWS, SCORES, HELD = "test_rows.parquet", "scores.parquet", "held_rows.parquet"
EVALUATION = "evaluation.json"
ABOUT = b"armillary"
_TOLD = ("id", "of", "value", "low", "high", "standard_error", "method", "baseline", "one_column")
_TEXTS = ("id", "of", "method")


def store(
    storage: Storage, folder: str, judged: Mapping[str, JudgedRows], evaluation: Mapping[str, Any]
) -> None:
    """Write the rows of each target and the scores of all; nothing where there are none."""
    storage.write_files(_within(folder, _files_of(judged, evaluation)))


def gather_whole(gathered: Gathered, folder: str, model: FittedModel, table_key: str | None) -> str:
    """Have the same written with the evaluation itself beside it, and give the key of that.

    ``table_key`` is where the table lies that was learned from; rows of which nothing is predicted
    are known by it alone to be still the same.
    """
    evaluation = model.evaluation
    files = {EVALUATION: to_json(evaluation), **_files_of(model.judged, evaluation)}
    if model.described_rows is not None:
        files[ROWS] = _packed(described_table(model.described_rows, table_key))
    gathered.add(_within(folder, files))
    return f"{folder}/{EVALUATION}"


def _within(folder: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{folder}/{name}": data for name, data in files.items()}


def _files_of(judged: Mapping[str, JudgedRows], evaluation: Mapping[str, Any]) -> dict[str, bytes]:
    """Give the rows of each target and the scores of all by file; none where there are none."""
    if not evaluation.get("scores"):
        return {}
    rows = {rows_file(place): _packed(to_table(each)) for place, each in enumerate(judged.values())}
    return {**rows, SCORES: _packed(_scores(evaluation))}


def described_table(rows: DescribedRows, table_key: str | None) -> pa.Table:
    """Give a line for each row that was looked at: its place, its label, what was found of it."""
    import numpy as np
    import pyarrow as pa

    labels = [str(label) for label in rows.classes or ()]
    columns = {"row": pa.array(rows.places)}
    if rows.classes is not None:
        known = np.where(rows.labels >= 0, rows.labels, 0).astype("int32")
        columns["truth"] = pa.DictionaryArray.from_arrays(
            pa.array(known, mask=rows.labels < 0), pa.array(labels)
        )
    if rows.found.names is not None:
        columns["predicted"] = _named(list(rows.found.names), rows.found.said)
    columns |= {
        name: pa.array(values.astype(np.float64), from_pandas=True)
        for name, values in rows.found.measures.items()
    }
    about = {
        "kind": rows.kind,
        "part": rows.part,
        "measures": list(rows.found.measures),
        "is_whole": rows.is_whole,
        "table_key": table_key,
    }
    return pa.table(columns).replace_schema_metadata({ABOUT: to_json(about)})


def store_held(storage: Storage, folder: str, held: JudgedRows) -> None:
    """Write what a sum of models says of the rows of its folds, which calibrate it."""
    storage.write_files({f"{folder}/{HELD}": _packed(to_table(held))})


def _packed(table: pa.Table) -> bytes:
    import pyarrow.parquet as pq

    held = io.BytesIO()
    pq.write_table(table, held, compression="zstd")
    return held.getvalue()


def rows_file(place: int) -> str:
    """Name the file of the rows of one of several targets, the first being the only one's."""
    name, dot, ending = ROWS.partition(".")
    return f"{name}_{place}{dot}{ending}" if place else ROWS


def to_table(rows: JudgedRows) -> pa.Table:
    """Give a line for each test row: its place, the truth, what was said, its group.

    The metadata say what is judged, so that everything can be computed anew from the file alone.
    """
    import pyarrow as pa

    judged = rows.judged
    groups = pa.nulls(len(judged), pa.int64()) if judged.groups is None else pa.array(judged.groups)
    columns = {"row": pa.array(rows.places), "group": groups}
    if judged.kind == "classification":
        labels = [str(label) for label in judged.classes]
        columns |= {
            "truth": _named(labels, judged.truth),
            "predicted": _named(labels, judged.predicted),
            **{f"probability {label}": pa.array(judged.output[:, place])
               for place, label in enumerate(labels)},
        }  # fmt: skip
    else:
        columns |= {"truth": pa.array(judged.truth), "predicted": pa.array(judged.output)}
    if judged.weights is not None:
        columns["weight"] = pa.array(judged.weights, pa.float64())
    about = {
        "kind": judged.kind,
        "classes": list(judged.classes),
        "n_features": judged.n_features,
        "is_whole": rows.is_whole,
        "has_groups": judged.groups is not None,
        "has_weights": judged.weights is not None,
    }
    return pa.table(columns).replace_schema_metadata({ABOUT: to_json(about)})


def _named(labels: list[str], places: Any) -> pa.Array:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(places.astype("int32")), pa.array(labels))


def _scores(evaluation: Mapping[str, Any]) -> pa.Table:
    """Give a line for each score; of several targets with the target that it is of."""
    import pyarrow as pa

    targets = evaluation.get("targets")
    if not targets:
        return _lines(evaluation["scores"])
    tables = []
    for name, each in targets.items():
        table = _lines(each["scores"])
        of_target = pa.array([name] * len(table), pa.string())
        tables.append(table.add_column(0, "target", of_target))
    return pa.concat_tables(tables)


def _lines(block: Mapping[str, Any]) -> pa.Table:
    import pyarrow as pa

    lines = [*block["table"], *block["classes"]]
    return pa.table(
        {
            name: pa.array(
                [line.get(name) for line in lines], pa.string() if name in _TEXTS else pa.float64()
            )
            for name in _TOLD
        }
    )
