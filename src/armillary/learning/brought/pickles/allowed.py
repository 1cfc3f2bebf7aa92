"""The names that a pickled model may ask for: data, and estimators that we know by name.

No function that opens, imports, evaluates or runs anything is among them.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from armillary.learning.brought.problems import Refused
from armillary.learning.derived.trusted import BROUGHT_PATHS, load_class, trusted_paths

_NUMBERS = (
    *(f"{kind}{bits}" for kind in ("int", "uint") for bits in (8, 16, 32, 64)),
    *("float16", "float32", "float64", "bool_", "bool", "str_", "longlong", "intc"),
)
_DATA = (
    *("builtins.bytearray", "builtins.set", "builtins.frozenset", "builtins.slice"),
    *("builtins.complex", "builtins.range", "builtins.object"),
    *("collections.OrderedDict", "collections.defaultdict"),
    *("copyreg._reconstructor", "_codecs.encode"),
    *("numpy.ndarray", "numpy.dtype"),
    *(f"numpy.{name}" for name in _NUMBERS),
    *(
        f"numpy.{core}.multiarray.{name}"
        for core in ("core", "_core")
        for name in ("_reconstruct", "scalar")
    ),
    "numpy._core.numeric._frombuffer",
    "numpy.core.numeric._frombuffer",
    "numpy.random._pickle.__randomstate_ctor",
    "numpy.random._pickle.__generator_ctor",
    "numpy.random._pickle.__bit_generator_ctor",
    "numpy.random.bit_generator.SeedSequence",
    "numpy.random.bit_generator.__pyx_unpickle_SeedSequence",
    "numpy.random._mt19937.MT19937",
    "numpy.random._pcg64.PCG64",
    "numpy.random.mtrand.RandomState",
    "joblib.numpy_pickle.NumpyArrayWrapper",
    "scipy.sparse._csr.csr_matrix",
)
_PARTS = (
    # What fitted estimators hold beside themselves; none does more than keep numbers.
    "sklearn.tree._tree.Tree",
    "sklearn.neighbors._kd_tree.newObj",
    "sklearn.neighbors._kd_tree.KDTree",
    "sklearn.neighbors._kd_tree.KDTree64",
    "sklearn.neighbors._ball_tree.newObj",
    "sklearn.neighbors._ball_tree.BallTree",
    "sklearn.neighbors._ball_tree.BallTree64",
    "sklearn.metrics._dist_metrics.newObj",
    "sklearn.metrics._dist_metrics.EuclideanDistance",
    "sklearn.metrics._dist_metrics.EuclideanDistance64",
    "sklearn.metrics._dist_metrics.MinkowskiDistance64",
    "sklearn.metrics._dist_metrics.ManhattanDistance64",
    "sklearn.ensemble._hist_gradient_boosting.binning._BinMapper",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.ensemble._hist_gradient_boosting.gradient_boosting.HistGradientBoostingClassifier",
    "sklearn.ensemble._hist_gradient_boosting.gradient_boosting.HistGradientBoostingRegressor",
    "sklearn.preprocessing._label.LabelEncoder",
    "sklearn.feature_selection._univariate_selection.f_classif",
    "sklearn.feature_selection._univariate_selection.f_regression",
    "sklearn.utils._bunch.Bunch",
    "sklearn.neural_network._stochastic_optimizers.AdamOptimizer",
    "sklearn.neural_network._stochastic_optimizers.SGDOptimizer",
    "sklearn._loss.link.Interval",
    "sklearn._loss.link.IdentityLink",
    "sklearn._loss.link.LogitLink",
    "sklearn._loss.link.LogLink",
    "sklearn._loss.link.MultinomialLogit",
    "sklearn._loss.loss.HalfBinomialLoss",
    "sklearn._loss.loss.HalfMultinomialLoss",
    "sklearn._loss.loss.HalfSquaredError",
    "sklearn._loss.loss.HalfPoissonLoss",
    "sklearn._loss.loss.HalfGammaLoss",
    "sklearn._loss.loss.AbsoluteError",
    *(
        f"sklearn._loss._loss.{maker}{loss}"
        for loss in (
            *("CyHalfBinomialLoss", "CyHalfMultinomialLoss", "CyHalfSquaredError"),
            *("CyHalfPoissonLoss", "CyHalfGammaLoss", "CyAbsoluteError", "CyExponentialLoss"),
        )
        for maker in ("", "__pyx_unpickle_")
    ),
    "sklearn._loss.loss.ExponentialLoss",
    *(
        f"sklearn.linear_model._sgd_fast.{loss}"
        for loss in (
            *("Hinge", "SquaredHinge", "ModifiedHuber", "Log", "SquaredLoss", "Huber"),
            *("EpsilonInsensitive", "SquaredEpsilonInsensitive"),
        )
    ),
)
_BOOSTERS: Mapping[str, tuple[str, ...]] = {
    "lightgbm": (
        "lightgbm.sklearn.LGBMClassifier",
        "lightgbm.sklearn.LGBMRegressor",
        "lightgbm.basic.Booster",
    ),
    "xgboost": (
        "xgboost.sklearn.XGBClassifier",
        "xgboost.sklearn.XGBRegressor",
        "xgboost.core.Booster",
    ),
}
_NAMED = 5
_OLD_NAMES = {"__builtin__": "builtins", "copy_reg": "copyreg", "numpy.core": "numpy._core"}


def require_allowed(names: Iterable[str]) -> None:
    """Raise `Refused` unless a model may ask for all of these."""
    strangers = [name for name in names if modern(name) not in known_names()]
    if not strangers:
        return
    shown = ", ".join(strangers[:_NAMED])
    more = f" and {len(strangers) - _NAMED} more" if len(strangers) > _NAMED else ""
    raise Refused(
        f"The file asks for {shown}{more}, which is not on the list of what a model may be made "
        "of; nothing of it was run. If this is your own model, convert it to ONNX and bring that.",
        code="forbidden_in_model",
    )


def find_allowed(module: str, name: str) -> Any:
    """Give what an allowed name stands for; raises `Refused` for any other."""
    path = f"{module}.{name}"
    require_allowed([path])
    where, _, last = modern(path).rpartition(".")
    if path == "joblib.numpy_pickle.NumpyArrayWrapper":
        return ArrayWrapper
    try:
        return getattr(importlib.import_module(where), last)
    except (ImportError, AttributeError) as error:
        raise Refused(
            f"The file needs {path}, which is not installed here. Convert the model to ONNX.",
            code="not_installed",
        ) from error


class ArrayWrapper:
    """What joblib says of an array that it lays behind it; has data only."""

    is_array_wrapper = True


def modern(path: str) -> str:
    """Give a name as it is today."""
    module, _, name = path.rpartition(".")
    for old, new in _OLD_NAMES.items():
        if module == old or module.startswith(f"{old}."):
            module = new + module[len(old) :]
    return f"{module}.{name}"


@cache
def known_names() -> frozenset[str]:
    """Give all names that may be asked for; loads scikit-learn."""
    known = {*_DATA, *_PARTS, *(path for paths in _BOOSTERS.values() for path in paths)}
    for path in (*trusted_paths(), *BROUGHT_PATHS):
        kind = load_class(path)
        known |= {path, f"{kind.__module__}.{kind.__qualname__}"}
    return frozenset(known)
