"""What can be read off a model that is simple enough to be read: its questions, or its weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.base.errors import Conflict
from armillary.learning.anatomy.terms import describe_terms
from armillary.learning.anatomy.tree import describe_tree
from armillary.learning.calibration.predictor import uncalibrated
from armillary.learning.linear import LinearPredictor
from armillary.learning.trees import Forest

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel


def describe_structure(model: FittedModel) -> dict[str, Any]:
    """Give ``{kind: "tree", …}`` or ``{kind: "linear", …}`` of a model.

    See `describe_tree` and `describe_terms`. Raises `Conflict` for models that cannot be read so.
    """
    if model.task.targets:
        raise Conflict(
            "A model of several targets is not one tree or one set of weights. Train one target "
            "to read it.",
            code="no_readable_structure",
        )
    predictor = uncalibrated(model.predictor)
    if isinstance(predictor, Forest) and len(predictor.trees) == 1:
        return describe_tree(predictor, model.preprocess, model.classes)
    if isinstance(predictor, LinearPredictor):
        return describe_terms(predictor, model.preprocess, model.classes)
    raise Conflict(
        f"A model of {model.algorithm} cannot be read as a tree or as weights. Train a "
        "decision_tree, linear_regression, elastic_net or logistic_regression for that.",
        code="no_readable_structure",
    )
