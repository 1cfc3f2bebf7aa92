"""Graphs of ONNX whose input is a table of numbers."""

from __future__ import annotations

from armillary.learning.brought.engines.onnx import describe_meaning, understand
from armillary.learning.brought.finding import Finding, probe_rows
from armillary.learning.brought.predictor import BROUGHT, BroughtPredictor


class Onnx:
    """A graph that stays one, and is asked through onnxruntime."""

    id = "onnx"
    suffixes = (".onnx",)
    title = "ONNX graph over columns of numbers"
    preload = ("onnx", "onnxruntime", "numpy", "safetensors.numpy")
    instead = "Bring a bundle, or the model's own booster file."

    def find(self, data: bytes) -> Finding:
        """Check the graph's bounds, and find out what comes out of it."""
        graph, columns = understand(data)
        classes = graph.spec.classes
        predictor = BroughtPredictor(graph, len(columns), len(classes))
        probes = probe_rows(len(columns))
        return Finding(
            framework="onnx",
            model_type="classifier" if classes else "regressor",
            algorithm=BROUGHT,
            columns=columns,
            classes=list(classes) or None,
            predictor=predictor,
            probes=probes,
            said=predictor.predict(probes),
            made_of="ONNX graph",
            notes=(describe_meaning(graph.spec),),
        )


form = Onnx()
