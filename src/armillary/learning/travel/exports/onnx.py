"""ONNX: the whole model as one graph, from the columns of the table to the prediction."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from armillary.base.values import to_json
from armillary.learning import several
from armillary.learning.contract import SUPERVISED
from armillary.learning.travel.graph import columns, recipes
from armillary.learning.travel.graph.building import Building
from armillary.learning.travel.graph.predictors import add_predictor
from armillary.learning.travel.problems import NotExportable

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel

_RELATIVE, _ABSOLUTE = 1e-4, 1e-5


class Onnx:
    """A graph that takes each column by name, and is proven before it is given out."""

    id = "onnx"
    title = "ONNX"
    description = "The whole model as one graph, columns in and predictions out, for any runtime."
    suffix = ".onnx"
    media_type = "application/octet-stream"

    def why_not(self, model: FittedModel) -> str | None:
        """Say what stands against it, without building the graph."""
        if find_spec("onnx") is None or find_spec("onnxruntime") is None:
            return "ONNX is not installed here: `pip install 'armillary[onnx]'`."
        if model.task.kind not in SUPERVISED:
            return "Only models that predict a column are written as ONNX."
        if (reason := columns.why_not(model.preprocess)) is not None:
            return reason
        try:
            _build(model)
        except NotExportable as problem:
            return problem.message
        return None

    def write(self, model: FittedModel, manifest: Mapping[str, Any]) -> bytes:
        """Build the graph and prove it on the rows by which the model proves itself."""
        graph = _build(model)
        prove(model, graph)
        return graph


export = Onnx()


def _build(model: FittedModel) -> bytes:
    building = Building()
    recipe, made = model.recipe, None
    if recipe is not None:
        made = recipes.add_recipe(building, recipe, model.preprocess)
    matrix = columns.add_columns(building, model.preprocess, made)
    answer = add_predictor(building, model, matrix)
    facts = {
        "features": to_json(model.features).decode(),
        "target": str(model.task.target),
        "algorithm": model.algorithm,
        "times": "seconds since 1970-01-01 in UTC",
    }
    if model.task.targets:
        facts["targets"] = to_json(list(model.task.targets)).decode()
        return building.finish(_several(building, model, answer), facts)
    if model.classes is not None:
        facts["classes"] = to_json(list(model.classes)).decode()
    return building.finish(_outputs(building, answer, model.classes, ""), facts)


def _several(building: Building, model: FittedModel, answer: str) -> dict[str, Any]:
    """Cut what comes out into what is said of each target, and name it so."""
    import numpy as np

    outputs: dict[str, Any] = {}
    begin = 0
    for place, width in enumerate(several.widths(model.task)):
        places = building.constant(np.arange(begin, begin + width, dtype=np.int64))
        own = building.add("Gather", answer, places, axis=1)
        name = f" {(model.task.targets or ())[place]}"
        outputs |= _outputs(building, own, several.classes_at(model.task, place), name)
        begin += width
    return outputs


def _outputs(building: Building, answer: str, classes: Any, name: str) -> dict[str, Any]:
    if classes is None:
        return {f"prediction{name}": (answer, "float64", 1)}
    place = building.add("ArgMax", answer, axis=1, keepdims=0)
    return {
        f"class_index{name}": (place, "int64", 0),
        f"probabilities{name}": (answer, "float64", len(classes)),
    }


def prove(model: FittedModel, graph: bytes) -> None:
    """Raise unless the graph says what the model says of its proof rows."""
    import numpy as np

    expected = model.predictor.predict(model.encode_rows(model.proof_rows))
    try:
        said = ask(graph, model, model.proof_rows)
    except Exception as error:
        raise NotExportable(
            f"The runtime does not take the graph ({str(error)[:200]}); it is not given out."
        ) from error
    worst = float(np.max(np.abs(said - np.asarray(expected)), initial=0.0))
    if not np.allclose(said, expected, _RELATIVE, _ABSOLUTE, equal_nan=True):
        raise NotExportable(
            f"The graph says something else than the model, by {worst:.3g}; it is not given out."
        )


def ask(graph: bytes, model: FittedModel, rows: Any) -> Any:
    """Give what a graph of ours says of rows, as the model's predictor would."""
    import numpy as np
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    given = {
        str(column["name"]): _column([row.get(column["name"]) for row in rows], column["type"])
        for column in model.features
    }
    names = model.task.targets
    if names:
        word = "prediction" if model.classes is None else "probabilities"
        said = session.run([f"{word} {name}" for name in names], given)
        return np.concatenate([np.asarray(one) for one in said], axis=1)
    if model.classes is None:
        return np.asarray(session.run(["prediction"], given)[0])[:, 0]
    return np.asarray(session.run(["probabilities"], given)[0])


def _column(values: list[Any], kind: str) -> Any:
    import numpy as np

    if kind == "categorical":
        texts = ["" if value is None else str(value) for value in values]
        return np.array(texts, dtype=object)[:, None]
    if kind == "datetime":
        return _seconds(values)
    numbers = [np.nan if value is None else float(value) for value in values]
    return np.array(numbers, dtype=np.float64)[:, None]


def _seconds(values: list[Any]) -> Any:
    """Give times as seconds since 1970 (n_rows, 1)."""
    import numpy as np

    from armillary.learning.preprocess.read import times_of

    moments = times_of("times", values)
    seconds = moments.to_numpy().astype("datetime64[us]").astype(np.float64) / 1e6
    return np.where(moments.isna().to_numpy(), np.nan, seconds)[:, None]
