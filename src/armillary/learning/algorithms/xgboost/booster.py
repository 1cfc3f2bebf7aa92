"""XGBoost boosters in use, and read with care."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from armillary.base.values import from_json
from armillary.learning.contract import State
from armillary.learning.linear import both_shares
from armillary.learning.pack import reading_weights, require_sound

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BEST_FILE = "model.xgboost.json"
_NO_CHILD = -1


@dataclass(frozen=True)
class BoosterPredictor:
    """A booster with all the rounds that it has."""

    booster: Any

    def predict(self, features: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        import numpy as np

        output = self.booster.predict(matrix_of(features, self._types))
        output = output.astype(np.float64)
        if self._is_binary:
            return both_shares(output)
        return np.asarray(output)

    @cached_property
    def _types(self) -> Sequence[str] | None:
        types: Sequence[str] | None = self.booster.feature_types
        return types

    @cached_property
    def _is_binary(self) -> bool:
        """Whether it gives the probability of the second of two classes; asking takes a while."""
        objective = json.loads(self.booster.save_config())["learner"]["objective"]["name"]
        return bool(objective == "binary:logistic")

    def contributions(self, features: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Give what columns add, and the base at the end (n_rows, n_columns + 1, n_outputs)."""
        import numpy as np

        rows = matrix_of(features, self._types)
        given = np.asarray(self.booster.predict(rows, pred_contribs=True), dtype=np.float64)
        return given[:, :, None] if given.ndim == 2 else given.transpose(0, 2, 1)

    def importance(self) -> npt.NDArray[np.float64]:
        """Give what the splits on each column gained in all (n_columns,)."""
        import numpy as np

        gains = self.booster.get_score(importance_type="total_gain")
        n_columns = self.booster.num_features()
        return np.array([gains.get(f"f{place}", 0.0) for place in range(n_columns)])

    def to_state(self) -> State:
        """Give the booster as XGBoost's own JSON."""
        return State({BEST_FILE: bytes(self.booster.save_raw("json"))})


def matrix_of(features: npt.NDArray[Any], types: Sequence[str] | None) -> Any:
    """Give rows as XGBoost takes them; it knows codes from numbers by the ``types``."""
    import xgboost

    return xgboost.DMatrix(features, feature_types=types, enable_categorical=True, nthread=1)


def read_booster(text: bytes) -> Any:
    """Read a booster from its JSON, once its trees are seen to hold together."""
    import xgboost

    with reading_weights():
        learner = _parse(text)["learner"]
        _check(learner)
        return xgboost.Booster({"nthread": 1}, model_file=bytearray(text))


def _parse(text: bytes) -> Any:
    try:
        return from_json(text)
    except ValueError:
        # XGBoost may write what is infinite by name, which only the slower reader knows.
        return json.loads(text)


def _check(learner: Mapping[str, Any]) -> None:
    """Refuse trees in which a node names a column or a child that does not exist."""
    import numpy as np

    n_columns = int(learner["learner_model_param"]["num_feature"])
    booster = learner["gradient_booster"]
    require_sound(booster["name"] == "gbtree", "they are no trees")
    for tree in booster["model"]["trees"]:
        n_nodes = int(tree["tree_param"]["num_nodes"])
        columns, left, right = (
            _whole_numbers(tree[name])
            for name in ("split_indices", "left_children", "right_children")
        )
        is_whole = n_nodes == len(columns) == len(left) == len(right)
        require_sound(is_whole, "the tables of a tree differ in length")
        is_split = (left != _NO_CHILD) | (right != _NO_CHILD)
        # A child always comes after its parent, so a walk through the tree ends.
        leads_on = [_come_after(children) for children in (left, right)]
        is_sound = bool(np.all(~is_split | (leads_on[0] & leads_on[1])))
        require_sound(is_sound, "a tree has a branch that leads nowhere")
        is_known = bool(np.all(~is_split | ((columns >= 0) & (columns < n_columns))))
        require_sound(is_known, "a tree asks for a column that there is not")
        _check_categories(tree, n_nodes)


def _whole_numbers(values: Sequence[Any]) -> npt.NDArray[np.int64]:
    import numpy as np

    found = np.asarray(values)
    is_sound = found.ndim == 1 and (found.dtype.kind == "i" or not len(found))
    require_sound(is_sound, "the tables of a tree hold more than whole numbers")
    return found.astype(np.int64)


def _come_after(children: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    import numpy as np

    return (children > np.arange(len(children))) & (children < len(children))


def _check_categories(tree: Mapping[str, Any], n_nodes: int) -> None:
    """Refuse a tree whose sets of codes lie outside its list of them."""
    names = ("categories_nodes", "categories_segments", "categories_sizes")
    n_codes = len(tree["categories"])
    for node, start, size in zip(*(tree[name] for name in names), strict=True):
        is_sound = 0 <= node < n_nodes and start >= 0 and 0 < size <= n_codes - start
        require_sound(is_sound, "a tree asks for codes that there are not")
    require_sound(all(code >= 0 for code in tree["categories"]), "a code is negative")
