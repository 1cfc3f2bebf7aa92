"""Which algorithms a search tries where nobody has chosen."""

from importlib.util import find_spec

from armillary.learning.catalogue import list_entries

_TREES = ("lightgbm", "xgboost", "linear_boosting", "extra_trees", "random_forest")
_SMALL = {
    "classification": ("logistic_regression", "support_vector_machine", "k_nearest_neighbors"),
    "regression": ("elastic_net", "support_vector_machine", "k_nearest_neighbors"),
}
_LARGE = {"classification": ("logistic_regression",), "regression": ("elastic_net",)}
_FEW_ROWS, _MANY_ROWS = 5_000, 50_000


def choose_algorithms(task: str, n_rows: int) -> list[str]:
    """Give a sensible set for a task and the size of a table, the likeliest first.

    Boosted trees and forests do well on most tables; small ones afford methods whose cost rises
    faster than their rows, large ones leave out what would take too long to be tried often.
    """
    others = _SMALL if n_rows <= _FEW_ROWS else _LARGE
    trees = _TREES[:3] if n_rows > _MANY_ROWS else _TREES
    wanted = (*trees, *others.get(task, ()))
    known = {entry.id: entry for entry in list_entries()}
    return [
        name
        for name in wanted
        if name in known
        and task in known[name].tasks
        and (known[name].needs_extra is None or find_spec(str(known[name].needs_extra)) is not None)
    ]
