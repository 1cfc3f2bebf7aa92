"""The rows behind a number: what a model said of its test rows, one page of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.base.errors import BadRequest, NotFound
from armillary.capabilities.training.scores import described
from armillary.capabilities.training.scores.parts import parts_by
from armillary.capabilities.training.scores.stored import StoredRows, read_rows, rows_at
from armillary.jobs.calls import CallContext, HostName, SingleCall

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_CLOSE = 1e-9
_CHANGED = "The dataset has changed since the training."


class TestRows(SingleCall):
    """Payload ``{rows_key, table, target, page, page_size}`` and what rows are asked for.

    ``table`` is the dataset's, or None where the rows are not those of a dataset. Rows are chosen
    by ``truth, predicted, only``, by the probability of a class (``of, at_least, below``), of
    numbers by how far the truth lies above what was said (``at_least, below``), by their ``place``
    among all, and by the part of a ``column`` that is called ``value``; ``order`` says which come
    first. Rows of which nothing is predicted are chosen as
    `armillary.capabilities.training.scores.described` says.
    """

    __test__ = False
    id = "training.test_rows"
    host: HostName = "tables"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Give the page, with the cells of the dataset where these are still the same rows."""
        import numpy as np

        stored = read_rows(context.storage, payload["rows_key"])
        choose = described.choose if stored.is_described else _choose
        chosen = choose(stored, payload) & _of_part(stored, payload, context)
        found = _order(stored, np.flatnonzero(chosen), payload)
        size = payload["page_size"]
        page = found[payload["page"] * size : (payload["page"] + 1) * size]
        table = payload["table"] if stored.about["is_whole"] else None
        cells, why_not = _cells(stored, page, table, payload["target"], context)
        return {
            "total": len(found),
            "part": stored.about.get("part", "test"),
            "rows": described.lines(stored, page) if stored.is_described else _lines(stored, page),
            "cells": cells,
            "why_no_cells": why_not,
        }


call = TestRows()


def _choose(stored: StoredRows, payload: Any) -> Array:
    """Tell of each row (n,) whether it is asked for by what was said of it."""
    import numpy as np

    chosen = np.ones(len(stored.table), dtype=bool)
    if payload["place"] is not None:
        chosen &= np.arange(len(chosen)) == payload["place"]
    if stored.about["kind"] == "regression":
        residuals = stored.column("truth") - stored.column("predicted")
        return chosen & _within(residuals, payload)
    labels = [str(label) for label in stored.about["classes"]]
    for name in ("truth", "predicted"):
        if payload[name] is not None:
            wanted = labels.index(payload[name]) if payload[name] in labels else -1
            chosen &= stored.codes(name) == wanted
    if payload["only"] is not None:
        chosen &= (stored.codes("truth") == stored.codes("predicted")) == (
            payload["only"] == "right"
        )
    return chosen & _within(_stated(stored, labels, payload["of"]), payload)


def _within(values: Array, payload: Any) -> Array:
    """Tell of each value (n,) whether it lies between the bounds that are asked for."""
    import numpy as np

    inside = np.ones(len(values), dtype=bool)
    if payload["at_least"] is not None:
        inside &= values >= payload["at_least"]
    if payload["below"] is not None:
        inside &= values < payload["below"]
    return inside


def _stated(stored: StoredRows, labels: list[str], of: str | None) -> Array:
    """Give the probability (n,) of a class, without one that of the predicted."""
    import numpy as np

    if of is not None and of not in labels:
        raise BadRequest(f"There is no class {of!r}; there are {', '.join(labels[:20])}.")
    names = stored.probabilities if of is None else [stored.probabilities[labels.index(of)]]
    found: Array = np.max([stored.column(name) for name in names], axis=0)
    return found


def _of_part(stored: StoredRows, payload: Any, context: CallContext) -> Array:
    """Tell of each row (n,) whether it is in the part that is asked for."""
    import numpy as np

    inside = np.ones(len(stored.table), dtype=bool)
    if payload["column"] is None:
        return inside
    if payload["table"] is None:
        raise NotFound("The dataset of this run is gone, and its columns with it.")
    parts = dict(parts_by(stored, payload["table"], payload["column"], context))
    if payload["value"] not in parts:
        raise BadRequest(
            f"{payload['column']} has no part {payload['value']!r} among the test rows; it has "
            f"{', '.join(parts)}.",
            code="unknown_part",
        )
    inside[:] = False
    inside[parts[payload["value"]]] = True
    return inside


def _order(stored: StoredRows, chosen: Array, payload: Any) -> Array:
    """Order rows by their place in the table, or those first that were most surely wrong."""
    import numpy as np

    if payload["order"] == "table":
        return chosen[np.argsort(stored.places[chosen], kind="stable")]
    if stored.is_described:
        return described.order(stored, chosen, payload)
    off = stored.judged(chosen).off
    return chosen[np.argsort(off if payload["order"] == "best" else -off, kind="stable")]


def _lines(stored: StoredRows, page: Array) -> list[dict[str, Any]]:
    taken = stored.table.take(page)
    rows, truths, said = (taken.column(name).to_pylist() for name in ("row", "truth", "predicted"))
    names = stored.probabilities
    chances = [taken.column(name).to_pylist() for name in names]
    return [
        {
            "row": row,
            "truth": truths[place],
            "predicted": said[place],
            "probabilities": {
                name.removeprefix("probability "): values[place]
                for name, values in zip(names, chances, strict=True)
            }
            or None,
        }
        for place, row in enumerate(rows)
    ]


def _cells(
    stored: StoredRows, page: Array, table: Any, target: str | None, context: CallContext
) -> tuple[dict[str, Any] | None, str | None]:
    """Give the cells of the rows in the dataset, unless it has become another one since."""
    if table is None:
        return None, "The rows were prepared by a recipe, or their dataset is gone."
    names = [column[0] for column in table["columns"]]
    if not stored.is_described and target not in names:
        return None, _CHANGED
    if stored.is_described and stored.about["table_key"] != table["key"]:
        return None, _CHANGED
    picked = rows_at(context.storage.local_path(table["key"]), names, stored.places[page])
    if picked is None or not (
        stored.is_described or _is_same(stored, page, picked.column(target).to_pylist())
    ):
        return None, _CHANGED
    cells = [[_plain(cell) for cell in column.to_pylist()] for column in picked.columns]
    return {"columns": names, "rows": [list(row) for row in zip(*cells, strict=True)]}, None


def _is_same(stored: StoredRows, page: Array, now: list[Any]) -> bool:
    truths = stored.table.column("truth").take(page).to_pylist()
    if stored.about["kind"] == "regression":
        return all(
            value is not None and abs(float(value) - truth) <= _CLOSE * max(1.0, abs(truth))
            for value, truth in zip(now, truths, strict=True)
        )
    return all(
        str(value) == truth or _as_whole(value) == truth
        for value, truth in zip(now, truths, strict=True)
    )


def _as_whole(value: Any) -> str | None:
    """Give a number as its label has it: 1.0 is called 1 where all labels are whole."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else None


def _plain(cell: Any) -> Any:
    """Give a cell as JSON can hold it; long texts are cut."""
    if isinstance(cell, bool | int | float) or cell is None:
        return cell
    text = str(cell)
    return f"{text[:199]}…" if len(text) > 200 else text
