"""What is checked of a stored estimator before any compiled code reads it.

Most estimators predict with numpy alone, which checks its shapes itself. Trees, gradient boosting
and libsvm hand their tables to compiled code that trusts them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from armillary.learning.pack import require_sound

_NO_FIT = "its tables do not fit together"


def remake(thing: Any) -> None:
    """Set what is never stored, since it is code and not data."""
    import numpy as np

    name = type(thing).__name__
    if name == "OneHotEncoder":
        thing.dtype = np.float64
    elif name == "FeatureAgglomeration":
        thing.pooling_func = np.mean
    elif name == "SelectKBest":
        from sklearn.feature_selection import f_classif

        thing.score_func = f_classif  # of a fitted one only the scores matter
    elif name == "SimpleImputer":
        thing._fit_dtype = thing._fill_dtype = np.dtype("float64")


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

    is_numbers = type(thing).__name__ in ("NuSVR", "SVR")
    n_classes = 2 if is_numbers else len(thing.classes_)
    n_pairs = n_classes * (n_classes - 1) // 2
    vectors, n_support = thing.support_vectors_, thing._n_support
    wanted = {
        "support_vectors_": ("float64", (len(vectors), thing.n_features_in_)),
        "support_": ("int32", (len(vectors),)),
        "_n_support": ("int32", (n_classes,)),
        "_dual_coef_": ("float64", (n_classes - 1, len(vectors))),
        "_intercept_": ("float64", (n_pairs,)),
        "_probA": ("float64", _calibration(thing, n_pairs)),
        "_probB": ("float64", _calibration(thing, n_pairs)),
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


def _calibration(thing: Any, n_pairs: int) -> tuple[int]:
    """Give how many numbers turn margins into probabilities: one a pair, or none."""
    is_calibrated = thing._probA.size > 0 and hasattr(thing, "classes_")
    return (n_pairs if is_calibrated else 0,)


def _check_halves(thing: Any) -> None:
    """Check that every centre of the halvings is one of this table."""
    shape, left = (thing.n_features_in_,), [thing._bisecting_tree]
    while left:
        node = left.pop()
        require_sound(type(node).__name__ == "_BisectingTree", _NO_FIT)
        require_sound(node.center.shape == shape and node.center.dtype.kind == "f", _NO_FIT)
        if node.left is not None:
            left += [node.left, node.right]
    require_sound(getattr(thing, "_X_mean", node.center).shape == shape, _NO_FIT)
    thing._n_threads = 1


def _search_anew(thing: Any) -> None:
    """Build the compiled search from its rows, as fitting did."""
    rows = thing._fit_X
    require_sound(rows.ndim == 2 and rows.dtype.kind == "f" and len(rows) > 0, _NO_FIT)
    thing.fit(rows)


def _search_with_answers_anew(thing: Any) -> None:
    """Build the compiled search from its rows and their answers, as fitting did."""
    rows, answers = thing._fit_X, thing._y
    require_sound(rows.ndim == 2 and rows.dtype.kind == "f" and len(rows) > 0, _NO_FIT)
    require_sound(answers.shape == (len(rows),), _NO_FIT)
    if hasattr(thing, "classes_"):
        is_known = answers.dtype.kind == "i" and bool((answers >= 0).all())
        require_sound(is_known and int(answers.max()) < len(thing.classes_), _NO_FIT)
        answers = thing.classes_[answers]
    thing.fit(rows, answers)


def _check_members(thing: Any) -> None:
    """Check that the trees of a forest are trees, and of its table."""
    for member in thing.estimators_:
        require_sound(hasattr(member, "tree_"), _NO_FIT)
        require_sound(member.n_features_in_ == thing.n_features_in_, _NO_FIT)
        width = len(thing.classes_) if hasattr(thing, "classes_") else 1
        require_sound(member.tree_.value.shape[1:] == (1, width), _NO_FIT)


def _compare_anew(thing: Any) -> None:
    """Build the likenesses of a map from the distances along it, as fitting did."""
    apart, count = thing.dist_matrix_, len(thing.nbrs_._fit_X)
    require_sound(apart.shape == (count, count) and apart.dtype.kind == "f", _NO_FIT)
    require_sound(type(thing.kernel_pca_).__name__ == "KernelPCA", _NO_FIT)
    thing.kernel_pca_.X_fit_ = -0.5 * apart**2


def _check_spline(thing: Any) -> None:
    from scipy.interpolate import BSpline

    made = BSpline(thing._t, thing._c, thing.k, extrapolate=thing.extrapolate, axis=thing.axis)
    vars(thing).update(vars(made))


def _check_embedding(thing: Any) -> None:
    known = thing.nbrs_._fit_X
    require_sound(thing.embedding_.shape[:1] == (len(known),), _NO_FIT)
    require_sound(thing.nbrs_.n_features_in_ == thing.n_features_in_, _NO_FIT)


def _check_forest(thing: Any) -> None:
    for member in thing.estimators_:
        require_sound(type(member).__name__ == "ExtraTreeRegressor", _NO_FIT)
        require_sound(member.n_features_in_ == thing.n_features_in_, _NO_FIT)


_CHECKS: Mapping[str, Callable[[Any], None]] = {
    "BSpline": _check_spline,
    "BisectingKMeans": _check_halves,
    "DecisionTreeClassifier": _check_tree,
    "DecisionTreeRegressor": _check_tree,
    "ExtraTreeClassifier": _check_tree,
    "ExtraTreeRegressor": _check_tree,
    "ExtraTreesClassifier": _check_members,
    "ExtraTreesRegressor": _check_members,
    "GammaRegressor": _make_loss,
    "GradientBoostingClassifier": _check_boosting,
    "GradientBoostingRegressor": _check_boosting,
    "Isomap": _compare_anew,
    "KNeighborsClassifier": _search_with_answers_anew,
    "KNeighborsRegressor": _search_with_answers_anew,
    "LocallyLinearEmbedding": _check_embedding,
    "NearestNeighbors": _search_anew,
    "NuSVC": _check_support_vectors,
    "NuSVR": _check_support_vectors,
    "PoissonRegressor": _make_loss,
    "RandomForestClassifier": _check_members,
    "RandomForestRegressor": _check_members,
    "RandomTreesEmbedding": _check_forest,
    "SVC": _check_support_vectors,
    "SVR": _check_support_vectors,
}
