"""What networks of other libraries have in common once they are layers of ours."""

from __future__ import annotations

from collections.abc import Sequence

from armillary.learning.brought.engines.layers import Layer, Layers, Outcome
from armillary.learning.brought.finding import Finding, Framework, probe_rows
from armillary.learning.brought.predictor import BROUGHT, BroughtPredictor
from armillary.learning.brought.problems import Refused

MOST_LAYERS = 200


def find_in_layers(framework: Framework, layers: Sequence[Layer], made_of: str) -> Finding:
    """Make a model of layers; what comes out of the last tells what it is for."""
    if not any(layer.kind == "dense" for layer in layers) or len(layers) > MOST_LAYERS:
        raise Refused("The network has no dense layer, or more than 200 layers.")
    first = next(layer for layer in layers if layer.kind == "dense")
    n_columns = int(first.arrays["weights"].shape[0])
    last = next(layer for layer in reversed(layers) if layer.kind == "dense")
    width = int(last.arrays["weights"].shape[1])
    outcome, n_classes, note = _meaning(layers[-1].kind, width)
    engine = Layers(tuple(layers), outcome)
    engine.require_width(n_columns, n_classes)
    probes = probe_rows(n_columns)
    predictor = BroughtPredictor(engine, n_columns, n_classes)
    return Finding(
        framework=framework,
        model_type="neural_network",
        algorithm=BROUGHT,
        columns=[f"x{place}" for place in range(n_columns)],
        classes=list(range(n_classes)) if n_classes else None,
        predictor=predictor,
        probes=probes,
        said=predictor.predict(probes),
        made_of=made_of,
        notes=(note,),
    )


def _meaning(last: str, width: int) -> tuple[Outcome, int, str]:
    if width == 1 and last == "sigmoid":
        return "share", 2, "Its one output is read as the probability of the class 1."
    if width == 1:
        return "value", 0, "Its one output is read as the predicted number."
    if last == "softmax":
        return "shares", width, f"Its {width} outputs are read as probabilities of classes."
    return (
        "scores",
        width,
        f"Its {width} outputs are read as scores of classes, of which shares are made.",
    )
