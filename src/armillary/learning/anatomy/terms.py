"""The weights of a linear model, in the units of the table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import ClassLabel

if TYPE_CHECKING:
    from armillary.learning.linear import LinearPredictor
    from armillary.learning.preprocess import Preprocess


def describe_terms(
    predictor: LinearPredictor, preprocess: Preprocess, classes: Sequence[ClassLabel] | None
) -> dict[str, Any]:
    """Give ``{kind, outputs, intercepts, terms: [{name, source, weights, scaled_weights}]}``.

    ``outputs`` names what is summed up: the target's value, the log-odds of the second of two
    classes, or the score of each class. ``weights`` has one number for each of them: by how much it
    grows where the column grows by 1 in its own unit. ``scaled_weights`` speak of a standard
    deviation instead, and so compare columns. A term is an encoded column: a category, say, or a
    year; ``source`` is the table's column that it comes from.
    """
    import numpy as np

    outputs = [output for column in preprocess.columns for output in column.outputs]
    means = np.array([output.mean for output in outputs])
    scales = np.array([output.scale for output in outputs])
    scaled = predictor.coefficients
    weights = scaled / scales
    named = zip(preprocess.output_names(), preprocess.sources(), strict=True)
    return {
        "kind": "linear",
        "outputs": _name_outputs(classes),
        "intercepts": (predictor.intercepts - weights @ means).tolist(),
        "terms": [
            {
                "name": name,
                "source": source,
                "weights": weights[:, place].tolist(),
                "scaled_weights": scaled[:, place].tolist(),
            }
            for place, (name, source) in enumerate(named)
        ],
    }


def _name_outputs(classes: Sequence[ClassLabel] | None) -> list[str]:
    if classes is None:
        return ["value"]
    if len(classes) == 2:
        return [f"log-odds of {classes[1]}"]
    return [f"score of {label}" for label in classes]
