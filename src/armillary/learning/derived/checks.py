"""What is checked of a stored estimator before any compiled code reads it.

Most estimators predict with numpy alone, which checks its shapes itself. Trees, gradient boosting
and libsvm hand their tables to compiled code that trusts them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from armillary.learning.pack import require_sound

_NO_FIT = "its tables do not fit together"


def check_parameters(thing: Any) -> None:
    """Hold a part's parameters to the constraints that scikit-learn declares for them."""
    if hasattr(type(thing), "_parameter_constraints"):
        thing._validate_params()


def check_fitted(thing: Any) -> None:
    """Check what compiled code will read, and make anew what is not stored."""
    name = type(thing).__name__
    if name in _CHECKS:
        _CHECKS[name](thing)


def _check_tree(thing: Any) -> None:
    from sklearn.tree._tree import Tree

    if not hasattr(thing, "tree_"):
        return  # the pattern of which an ensemble made its members
    tree = thing.tree_
    require_sound(isinstance(tree, Tree), "a tree has no nodes")
    is_fitting = thing.n_features_in_ == tree.n_features and thing.n_outputs_ == 1
    require_sound(bool(is_fitting), "a tree is for another table")


def _check_boosting(thing: Any) -> None:
    import numpy as np

    stages = thing.estimators_
    is_table = isinstance(stages, np.ndarray) and stages.dtype == object and stages.ndim == 2
    require_sound(is_table and stages.size > 0, _NO_FIT)
    width = 1 if getattr(thing, "n_classes_", 1) <= 2 else thing.n_classes_
    require_sound(stages.shape[1] == width == thing.n_trees_per_iteration_, _NO_FIT)
    for member in stages.ravel():
        is_tree = type(member).__name__ == "DecisionTreeRegressor"
        require_sound(is_tree and member.n_features_in_ == thing.n_features_in_, _NO_FIT)
        require_sound(member.tree_.value.shape[1:] == (1, 1), _NO_FIT)
    thing._loss = thing._get_loss(sample_weight=None)


def _make_loss(thing: Any) -> None:
    thing._base_loss = thing._get_loss()


def _check_support_vectors(thing: Any) -> None:
    import numpy as np

    is_numbers = type(thing).__name__ == "NuSVR"
    n_classes = 2 if is_numbers else len(thing.classes_)
    n_pairs = n_classes * (n_classes - 1) // 2
    vectors, n_support = thing.support_vectors_, thing._n_support
    wanted = {
        "support_vectors_": ("float64", (len(vectors), thing.n_features_in_)),
        "support_": ("int32", (len(vectors),)),
        "_n_support": ("int32", (n_classes,)),
        "_dual_coef_": ("float64", (n_classes - 1, len(vectors))),
        "_intercept_": ("float64", (n_pairs,)),
        "_probA": ("float64", (0,)),
        "_probB": ("float64", (0,)),
    }
    for name, (dtype, shape) in wanted.items():
        table = getattr(thing, name)
        is_table = isinstance(table, np.ndarray) and table.dtype.name == dtype
        require_sound(is_table and table.shape == shape, f"{_NO_FIT} ({name})")
        vars(thing)[name] = np.ascontiguousarray(table)
    is_counted = is_numbers or (bool((n_support >= 0).all()) and n_support.sum() == len(vectors))
    require_sound(is_counted and n_classes >= 2, _NO_FIT)
    is_plain = thing.kernel in ("linear", "poly", "rbf", "sigmoid") and thing._sparse is False
    require_sound(is_plain and isinstance(thing._gamma, float), _NO_FIT)


_CHECKS: Mapping[str, Callable[[Any], None]] = {
    "DecisionTreeClassifier": _check_tree,
    "DecisionTreeRegressor": _check_tree,
    "ExtraTreeClassifier": _check_tree,
    "ExtraTreeRegressor": _check_tree,
    "GammaRegressor": _make_loss,
    "GradientBoostingClassifier": _check_boosting,
    "GradientBoostingRegressor": _check_boosting,
    "NuSVC": _check_support_vectors,
    "NuSVR": _check_support_vectors,
    "PoissonRegressor": _make_loss,
}
