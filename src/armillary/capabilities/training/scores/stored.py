"""Reading the rows that a model was judged by, in the processes that answer calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.errors import NotFound
from armillary.base.storage import Storage
from armillary.base.values import from_json
from armillary.capabilities import datasets
from armillary.capabilities.training.scores.storing import ABOUT

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyarrow as pa

    from armillary.learning.scores import Judged
    from armillary.learning.scores.rows import JudgedRows

    Array = npt.NDArray[Any]

_PROBABILITY = "probability "


@dataclass(frozen=True)
class StoredRows:
    """Test rows as they were kept, and what the file says of them."""

    table: pa.Table
    about: dict[str, Any]

    @property
    def places(self) -> Array:
        """Where the rows stand in the dataset."""
        return self.column("row")

    def column(self, name: str) -> Array:
        """Give a column of numbers (n,)."""
        found: Array = self.table.column(name).combine_chunks().to_numpy(zero_copy_only=False)
        return found

    @property
    def is_described(self) -> bool:
        """Whether nothing was predicted of them, so that they are right or wrong about nothing."""
        return "measures" in self.about

    @property
    def probabilities(self) -> list[str]:
        """Name the columns of probabilities, in the order of the classes."""
        return [name for name in self.table.column_names if name.startswith(_PROBABILITY)]

    def codes(self, name: str) -> Array:
        """Give a column of labels as places in the list of classes (n,)."""
        import numpy as np

        column = self.table.column(name).combine_chunks()
        named = column.dictionary.to_pylist()
        known = {str(label): place for place, label in enumerate(self.about["classes"])}
        of = np.array([known[name] for name in named] or [0], dtype=np.int64)
        found: Array = of[column.indices.to_numpy(zero_copy_only=False)]
        return found

    def to_judged_rows(self) -> JudgedRows:
        """Give all rows as they were when they were kept."""
        from armillary.learning.scores.rows import JudgedRows

        return JudgedRows(self.judged(), self.places, bool(self.about["is_whole"]))

    def judged(self, chosen: Array | None = None) -> Judged:
        """Give the rows, or those of these places in the file, to be judged anew."""
        import numpy as np

        from armillary.learning.scores import Judged

        whole = np.arange(len(self.table)) if chosen is None else chosen
        groups = self.column("group")[whole] if self.about["has_groups"] else None
        # Files older than weights do not tell of them.
        weights = self.column("weight")[whole] if self.about.get("has_weights") else None
        features = int(self.about["n_features"])
        if self.about["kind"] == "regression":
            truth, output = (self.column(name)[whole] for name in ("truth", "predicted"))
            return Judged("regression", truth, output, (), groups, features, weights)
        output = np.stack([self.column(name) for name in self.probabilities], axis=1)[whole]
        classes = tuple(self.about["classes"])
        return Judged(
            "classification", self.codes("truth")[whole], output, classes, groups, features, weights
        )


def rows_at(path: Path, names: Sequence[str], places: Array) -> pa.Table | None:
    """Give columns of a dataset at places in any order; None where it has become shorter."""
    import numpy as np

    rising, back = np.unique(places, return_inverse=True)
    picked = datasets.pick_rows(path, names, rising)
    return picked.take(back) if picked.num_rows == len(rising) else None


def read_rows(storage: Storage, key: str) -> StoredRows:
    """Read the file; raises `NotFound` where it is gone."""
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(storage.local_path(key))
    except (FileNotFoundError, NotFound):
        raise NotFound(
            "The test rows of this run are not kept: it was trained before they were, or its model "
            "was deleted. Train it again to see them.",
            code="test_rows_gone",
        ) from None
    return StoredRows(table, from_json(table.schema.metadata[ABOUT]))
