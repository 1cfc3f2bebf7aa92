"""A synthetic table: its picture, and where it is to become a dataset its file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from armillary.base.storage import Storage
from armillary.jobs.calls import CallContext, HostName, SingleCall
from armillary.learning.generators import get_generator
from armillary.learning.palette import class_colours, number_colours

if TYPE_CHECKING:
    from armillary.learning.generating import TableGenerator, Values

_DECIMALS = 6


class Generate(SingleCall):
    """Payload ``{generator, params, seed, key}``; with a key the table is stored there as CSV."""

    id = "datasets.generate"
    host: HostName = "tables"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Make the table; give its picture, and hash and size of its file."""
        import numpy as np

        generator = get_generator(payload["generator"])
        made = generator.generate(payload["params"], np.random.default_rng(payload["seed"]))
        values = {name: _rounded(column) for name, column in made.items()}
        answer = {"n_points": len(next(iter(values.values()))), **_picture(generator, values)}
        if payload["key"] is not None:
            answer["file"] = _store(context.storage, payload["key"], values)
        return answer


call = Generate()


def _rounded(column: Any) -> Any:
    """Keep as many digits as people want to see; the file and the picture hold the same."""
    return column.round(_DECIMALS) if column.dtype.kind == "f" else column


def _picture(generator: TableGenerator, values: Values) -> dict[str, Any]:
    """Give two columns, and the target as classes from 0 or as numbers, with its colours."""
    import numpy as np

    about = generator.about
    across, up = (values[name] for name in about.axes)
    target = values[about.target]
    data = {"x": across.tolist(), "y": up.tolist()}
    if about.task == "regression":
        return {
            "n_classes": 0,
            "classes": [],
            "data": {**data, "labels": target.tolist(), "colors": number_colours(target)},
        }
    names, label = np.unique(target, return_inverse=True)
    return {
        "n_classes": len(names),
        "classes": names.tolist(),
        "data": {**data, "labels": label.tolist(), "colors": class_colours(label)},
    }


def _store(storage: Storage, key: str, values: Values) -> dict[str, Any]:
    import pyarrow as pa
    from pyarrow import csv

    text = io.BytesIO()
    csv.write_csv(pa.table(dict(values)), text)
    with storage.write(key) as file:
        file.write(text.getvalue())
    return {"size_bytes": file.size_bytes, "sha256": file.sha256}
