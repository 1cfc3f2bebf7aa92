"""What a predictor computes, as a part of the graph."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from armillary.learning import several
from armillary.learning.chain import Chained
from armillary.learning.travel.graph import (
    calibrating,
    derived,
    lines,
    links,
    others,
    similar,
    trees,
)
from armillary.learning.travel.graph.building import Building
from armillary.learning.travel.graph.networks import add_bend, add_network
from armillary.learning.travel.graph.others import add_linear, add_shares
from armillary.learning.travel.problems import NotExportable

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel


@dataclass(frozen=True)
class Asked:
    """A predictor, the algorithm that made it, and the classes that it tells apart."""

    predictor: Any
    algorithm: str
    classes: Sequence[Any] | None


def add_predictor(building: Building, model: FittedModel, matrix: str) -> str:
    """Add what comes out (n_rows, n_numbers), of several targets one beside the other."""
    predictor: Any = model.predictor
    if isinstance(predictor, Chained):
        matrix = links.add_links(building, predictor, matrix)
        predictor = predictor.last
    if not isinstance(predictor, several.Several):
        return _add(building, Asked(predictor, model.algorithm, model.classes), matrix)
    answers = [
        _add(building, Asked(each, model.algorithm, several.classes_at(model.task, place)), matrix)
        for place, each in enumerate(predictor.predictors)
    ]
    return building.add("Concat", *answers, axis=1)


def _add(building: Building, asked: Asked, matrix: str) -> str:
    """Add what one predictor says: probabilities (n_rows, n_classes), or numbers (n_rows, 1)."""
    predictor = asked.predictor
    kind = type(predictor).__name__
    adders: Mapping[str, Callable[[], str]] = {
        "LinearPredictor": lambda: add_linear(building, predictor, matrix),
        "NaiveBayesPredictor": lambda: others.add_naive_bayes(building, predictor, matrix),
        "NeighborsPredictor": lambda: similar.add_neighbours(building, predictor, matrix),
        "WeightedTrees": lambda: others.add_votes(building, predictor, matrix),
        "ClassMachine": lambda: others.add_support_vectors(building, predictor, matrix),
        "NumberMachine": lambda: others.add_support_vectors(building, predictor, matrix),
        "DerivedPredictor": lambda: derived.add_derived(
            building, predictor, matrix, asked.algorithm
        ),
        "Forest": lambda: trees.add_trees(building, matrix, trees.of_forest(predictor)),
        "BoostedTrees": lambda: _add_boosted(building, predictor, matrix),
        "SymmetricTrees": lambda: _add_symmetric(building, predictor, matrix),
        "BoosterPredictor": lambda: _add_booster(building, asked, matrix),
        "LinearBoosterPredictor": lambda: _add_lines(building, asked, matrix),
        "NetworkPredictor": lambda: _add_network(building, asked, matrix),
        "BroughtPredictor": lambda: _add_brought(building, predictor, matrix),
        "StackedPredictor": lambda: _add_stack(building, asked, matrix),
        "CalibratedPredictor": lambda: _add_calibrated(building, asked, matrix),
    }
    if kind not in adders:
        raise NotExportable(
            f"{asked.algorithm.replace('_', ' ')} is not written as ONNX; linear models, trees, "
            "forests, boosting, naive Bayes, neighbours, support vectors and networks are."
        )
    return adders[kind]()


def _add_stack(building: Building, asked: Asked, matrix: str) -> str:
    """Add the weighted sum of what the members say, each of its own columns."""
    import numpy as np

    stack, total = asked.predictor, ""
    for member, predictor in zip(stack.members, stack.predictors, strict=True):
        places = np.arange(member.first_column, member.end_column, dtype=np.int64)
        own = building.add("Gather", matrix, building.constant(places), axis=1)
        own = building.cast(own, member.dtype)
        said = _add(building, Asked(predictor, member.algorithm_id, asked.classes), own)
        weighed = building.add("Mul", said, building.constant([[float(member.weight)]]))
        total = building.add("Add", total, weighed) if total else weighed
    return total


def _add_calibrated(building: Building, asked: Asked, matrix: str) -> str:
    calibrated = asked.predictor
    said = _add(building, replace(asked, predictor=calibrated.base), matrix)
    return calibrating.add_calibration(building, calibrated.calibration, said)


def _add_boosted(building: Building, boosted: Any, matrix: str) -> str:
    summed = trees.add_trees(building, matrix, trees.of_boosted(boosted))
    scores = building.add("Add", summed, building.constant(boosted.baseline[None, :]))
    is_value = boosted.kind == "regression"
    return scores if is_value else add_shares(building, scores, len(boosted.baseline))


def _add_symmetric(building: Building, symmetric: Any, matrix: str) -> str:
    import numpy as np

    summed = trees.add_trees(building, matrix, trees.of_symmetric(symmetric))
    start = np.asarray(symmetric.start, dtype=np.float64)[None, :]
    scores = building.add("Add", summed, building.constant(start))
    is_value = symmetric.kind == "regression"
    return scores if is_value else add_shares(building, scores, len(symmetric.start))


def _add_booster(building: Building, asked: Asked, matrix: str) -> str:
    booster, classes = asked.predictor.booster, asked.classes
    width = len(classes) if classes and len(classes) > 2 else 1
    if asked.algorithm == "lightgbm":
        summed = trees.add_trees(building, matrix, trees.of_lightgbm(booster))
    else:
        summed = trees.add_trees(building, matrix, trees.of_xgboost(booster, width))
        base = building.constant([_base_of(booster, is_classes=classes is not None)])
        summed = building.add("Add", summed, base)
    return summed if classes is None else add_shares(building, summed, width)


def _add_lines(building: Building, asked: Asked, matrix: str) -> str:
    """Add boosted linear trees: what their leaves say of a row, added up, is a line of its own."""
    if asked.algorithm != "linear_boosting":
        raise NotExportable("Gaps within lines in the leaves of trees have no words in ONNX.")
    classes = asked.classes
    width = len(classes) if classes and len(classes) > 2 else 1
    summed = lines.add_lines(building, asked.predictor.booster, matrix, width)
    return summed if classes is None else add_shares(building, summed, width)


def _base_of(booster: Any, *, is_classes: bool) -> list[float]:
    """Give where XGBoost's sums begin: as log odds where it predicts two classes."""
    import math

    learner = json.loads(booster.save_config())["learner"]
    given = str(learner["learner_model_param"]["base_score"]).strip("[]")
    bases = [float(part) for part in given.split(",")]
    if is_classes and learner["objective"]["name"] == "binary:logistic":
        return [math.log(base / (1.0 - base)) for base in bases]
    return bases


def _add_network(building: Building, asked: Asked, matrix: str) -> str:
    network = asked.predictor
    outputs = add_network(building, network, matrix)
    if network.kind == "regression":
        stretched = building.add("Mul", outputs, building.constant([[float(network.spread)]]))
        return building.add("Add", stretched, building.constant([[float(network.centre)]]))
    return building.add("Softmax", outputs, axis=1)


def _add_brought(building: Building, brought: Any, matrix: str) -> str:
    engine = brought.engine
    if engine.name == "layers":
        return _add_layers(building, engine, matrix)
    raise NotExportable("A model of scikit-learn that was brought in is not written as ONNX.")


def _add_layers(building: Building, engine: Any, matrix: str) -> str:
    rows = building.cast(matrix, "float64")
    for layer in engine.layers:
        if layer.kind == "dense":
            rows = building.add("MatMul", rows, building.constant(layer.arrays["weights"]))
            rows = building.add("Add", rows, building.constant(layer.arrays["bias"]))
        elif layer.kind == "scale":
            rows = building.add("Mul", rows, building.constant(layer.arrays["weights"]))
            rows = building.add("Add", rows, building.constant(layer.arrays["bias"]))
        elif layer.kind == "softmax":
            rows = building.add("Softmax", rows, axis=1)
        else:
            rows = add_bend(building, layer.kind, rows)
    if engine.outcome == "scores":
        return building.add("Softmax", rows, axis=1)
    if engine.outcome == "share":
        first = building.add("Sub", building.constant([[1.0]]), rows)
        return building.add("Concat", first, rows, axis=1)
    return add_shares(building, rows, 1) if engine.outcome == "log_odds" else rows
