"""The model types that the playground offers, and what their parameters mean to our algorithms.

Clients send every value as text and only those that somebody touched; what a type does not have is
left aside, so that one form may serve all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from armillary.base.errors import BadRequest
from armillary.learning.catalogue import CatalogueEntry, get_entry
from armillary.learning.params import check

_DEFAULT_WORDS = frozenset({"", "none", "auto", "null", "scale", "undefined"})
_NUMBERS = frozenset({"integer", "number"})


@dataclass(frozen=True)
class ModelType:
    """One word that clients choose from, and the algorithm behind it.

    ``names`` says what the algorithm calls a parameter, ``values`` is what is otherwise than its
    own defaults, ``limits`` are narrower ranges, ``words`` other words for its options.
    """

    id: str
    title: str
    algorithm_id: str
    names: Mapping[str, str]
    values: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Chosen:
    """A model type with complete, usable values.

    ``adjusted`` holds ``{name, given, used}`` and ``ignored`` the names that concern nothing.
    """

    model_type: ModelType
    values: dict[str, Any]
    first: list[dict[str, Any]]
    adjusted: list[dict[str, Any]]
    ignored: list[str]


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_TREE = _same("max_depth", "min_samples_split", "min_samples_leaf", "criterion")
_TREE_LIMITS = {"max_depth": (1, 50), "min_samples_split": (2, 20), "min_samples_leaf": (1, 20)}
_LOGISTIC = {"C": "c", "c": "c", "max_iter": "max_iter"}
_LOGISTIC_LIMITS = {"c": (0.001, 100), "max_iter": (100, 5000)}

MODEL_TYPES: tuple[ModelType, ...] = (
    ModelType(
        "random_forest",
        "Random forest",
        "random_forest",
        {"n_estimators": "n_estimators", **_TREE},
        {"n_estimators": 100},
        {"n_estimators": (10, 500), **_TREE_LIMITS},
    ),
    ModelType("decision_tree", "Decision tree", "decision_tree", _TREE, {}, _TREE_LIMITS),
    ModelType(
        "xgboost",
        "XGBoost",
        "xgboost",
        _same("learning_rate", "max_depth", "n_estimators", "subsample"),
        {"n_estimators": 100, "early_stopping_rounds": 10},
        {"learning_rate": (0.01, 1), "n_estimators": (10, 500), "max_depth": (1, 30)},
    ),
    ModelType(
        "svm",
        "Support vector machine",
        "support_vector_machine",
        {"C": "c", "c": "c", "kernel": "kernel", "gamma": "gamma"},
        {},
        {"c": (0.001, 100)},
    ),
    ModelType(
        "linear_regression",
        "Logistic regression",
        "logistic_regression",
        _LOGISTIC,
        {"max_iter": 1000},
        _LOGISTIC_LIMITS,
    ),
    ModelType(
        "deep_learning",
        "Neural network",
        "feedforward_nn",
        {
            "hidden_layer_sizes": "hidden_layers",
            "hidden_layers": "hidden_layers",
            "layers": "hidden_layers",
            "activation": "activation",
            "learning_rate": "learning_rate",
            "max_iter": "epochs",
            "epochs": "epochs",
            "batch_size": "batch_size",
            "dropout": "dropout_rate",
            "dropout_rate": "dropout_rate",
            "optimizer": "optimizer",
        },
        {
            "hidden_layers": [128, 64, 32],
            "dropout_rate": 0.3,
            "epochs": 100,
            "early_stopping_epochs": 10,
        },
        {"epochs": (1, 1000)},
        {"logistic": "sigmoid"},
    ),
    ModelType(
        "pca",
        "Principal components, then logistic regression",
        "logistic_regression",
        _LOGISTIC,
        {"max_iter": 1000},
        _LOGISTIC_LIMITS,
    ),
)

_ALIASES = {
    "rf": "random_forest",
    "randomforest": "random_forest",
    "tree": "decision_tree",
    "xgb": "xgboost",
    "logistic_regression": "linear_regression",
    "logistic": "linear_regression",
    "neural_network": "deep_learning",
    "nn": "deep_learning",
    "mlp": "deep_learning",
}
_PCA_SHARE = 0.95


def get_model_type(word: object) -> ModelType:
    """Give a model type by its name or an alias; raises `BadRequest` naming those there are."""
    text = str(word or "").strip().lower().replace("-", "_").replace(" ", "_")
    known = {one.id: one for one in MODEL_TYPES}
    found = known.get(_ALIASES.get(text, text))
    if found is None:
        came = f"got {str(word)[:80]!r}" if text else "it is missing"
        raise BadRequest(
            f"model_type must be one of {', '.join(known)}; {came}.",
            code="unknown_model_type",
        )
    return found


def choose(model_type: ModelType, given: Mapping[str, Any]) -> Chosen:
    """Read values as the lenient door does; raises `BadRequest` for what makes no sense."""
    entry = get_entry(model_type.algorithm_id)
    _require_installed(model_type, entry)
    wished, ignored = _translated(model_type, entry, given)
    checked = check(entry, {**model_type.values, **wished}, door="lenient")
    if checked.errors:
        raise BadRequest(
            " ".join(str(error["msg"]) for error in checked.errors),
            code="invalid_hyperparameters",
            errors=checked.errors,
        )
    values = {name: _limited(model_type, name, value) for name, value in checked.values.items()}
    said = {model_type.names[name]: name for name in given if name in model_type.names}
    adjusted = [
        {"name": said[name], "given": value, "used": values[name]}
        for name, value in wished.items()
        if _is_other(value, values[name])
    ]
    first = [_components(given)] if model_type.id == "pca" else []
    if first:
        ignored = [name for name in ignored if name != "n_components"]
    return Chosen(model_type, values, first, adjusted, ignored)


def _translated(
    model_type: ModelType, entry: CatalogueEntry, given: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Give the values under the algorithm's names, and the names that it has none for."""
    wished: dict[str, Any] = {}
    ignored = []
    for name, value in given.items():
        own = model_type.names.get(name)
        if own is None:
            ignored.append(str(name)[:80])
            continue
        text = str(value).strip().lower() if isinstance(value, str) else None
        if value is None or (text in _DEFAULT_WORDS and _is_number(entry.properties[own])):
            continue
        wished[own] = model_type.words.get(text or "", value)
    return wished, ignored


def _is_number(spec: Mapping[str, Any]) -> bool:
    kinds = spec["type"] if isinstance(spec["type"], list) else [spec["type"]]
    return not _NUMBERS.isdisjoint(kinds) or kinds == ["array"]


def _limited(model_type: ModelType, name: str, value: Any) -> Any:
    low, high = model_type.limits.get(name, (None, None))
    if low is None or high is None or value is None:
        return value
    return type(value)(min(max(value, low), high))


def _is_other(given: Any, used: Any) -> bool:
    if given == used or str(given).strip().lower() == str(used).lower():
        return False
    try:
        return float(given) != float(used)
    except (TypeError, ValueError):
        return str(given).strip("[]() ").replace(" ", "") != str(used).strip("[]").replace(" ", "")


def _components(given: Mapping[str, Any]) -> dict[str, Any]:
    """Say how many components go before: a share of the variance, or a number of them."""
    wished = str(given.get("n_components", "")).strip().lower()
    values: dict[str, Any] = {"variance_share": _PCA_SHARE}
    if wished not in _DEFAULT_WORDS:
        try:
            number = float(wished)
        except ValueError:
            raise _no_components(wished) from None
        if not 0 < number < 1e6:
            raise _no_components(wished)
        values = (
            {"variance_share": number} if number < 1 else {"n_components": min(round(number), 500)}
        )
    return {"algorithm_id": "pca", "hyperparameters": values}


def _no_components(given: str) -> BadRequest:
    return BadRequest(
        "n_components must be auto, a share below 1 or a number of components; "
        f"got {given[:80]!r}.",
        code="invalid_hyperparameters",
    )


def _require_installed(model_type: ModelType, entry: CatalogueEntry) -> None:
    if entry.needs_extra and find_spec(entry.needs_extra) is None:
        raise BadRequest(
            f"{model_type.id} needs the optional part {entry.needs_extra!r}, which is not "
            f"installed on this server. Install armillary[{entry.needs_extra}], or choose another.",
            code="missing_extra",
        )


def describe(model_type: ModelType) -> dict[str, Any]:
    """Give a model type with its parameters, as a form shows them."""
    entry = get_entry(model_type.algorithm_id)
    fields = {own: _field(model_type, entry, name, own) for name, own in model_type.names.items()}
    found = list({own: fields[own] for own in model_type.names.values()}.values())
    if model_type.id == "pca":
        about = "A share of the variance below 1, or a number of components."
        text = {"title": "Components", "description": about, "type": "text", "default": "auto"}
        found.insert(0, {"name": "n_components", **text})
    return {
        "id": model_type.id,
        "title": model_type.title,
        "description": entry.description,
        "is_installed": not entry.needs_extra or find_spec(entry.needs_extra) is not None,
        "fields": found,
    }


def _field(model_type: ModelType, entry: CatalogueEntry, name: str, own: str) -> dict[str, Any]:
    spec = entry.properties[own]
    kind = spec["type"][0] if isinstance(spec["type"], list) else spec["type"]
    low, high = model_type.limits.get(own, (spec.get("minimum"), spec.get("maximum")))
    return {
        "name": name,
        "title": spec["title"],
        "description": spec["description"],
        "type": "text" if kind == "array" else kind,
        "default": model_type.values.get(own, spec["default"]),
        "choices": spec.get("enum"),
        "minimum": low,
        "maximum": high,
    }
