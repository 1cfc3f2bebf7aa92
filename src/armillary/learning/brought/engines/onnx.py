"""A graph of ONNX, computed by onnxruntime on one thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from armillary.base.errors import Unavailable
from armillary.base.values import from_json
from armillary.learning.brought.problems import Refused
from armillary.learning.contract import State
from armillary.learning.linear import both_shares, softmax
from armillary.learning.pack import pack_json, reading_weights, require_sound, unpack_json

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

GRAPH, _SPEC = "model.onnx", "onnx.json"
Meaning = Literal["value", "shares", "scores", "maps", "second_share"]
_DOMAINS = frozenset({"", "ai.onnx", "ai.onnx.ml"})
_MOST_NODES = 20_000
_DEEPEST = 4
_NUMBERS = {"tensor(float)": "float32", "tensor(double)": "float64", "tensor(int64)": "int64"}
# Without an extra there is no ONNX, and then nothing of a stranger's graph is read either.
_HOW_TO_INSTALL = "ONNX is not installed here: `pip install 'armillary[onnx]'`."


@dataclass(frozen=True)
class Spec:
    """How rows go in and which output is meant: ``inputs`` as ``(name, dtype, n_columns)``."""

    inputs: tuple[tuple[str, str, int], ...]
    output: str
    meaning: Meaning
    classes: tuple[Any, ...] = ()


@dataclass(frozen=True)
class OnnxGraph:
    """A graph that is loaded, and its bytes."""

    graph: bytes
    spec: Spec
    session: Any = field(repr=False)

    name = "onnx"

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        import numpy as np

        with reading_weights():
            (answer,) = self.session.run([self.spec.output], self._given(features))
        if self.spec.meaning == "maps":
            return np.array([[row[label] for label in self.spec.classes] for row in answer])
        numbers: Floats = np.asarray(answer, dtype=np.float64).reshape(len(features), -1)
        if self.spec.meaning == "value":
            return numbers[:, 0]
        if self.spec.meaning == "second_share":
            return both_shares(numbers[:, 0])
        return softmax(numbers) if self.spec.meaning == "scores" else numbers

    def importance(self) -> None:
        """A graph says nothing of its columns."""
        return

    def to_state(self) -> State:
        """Give the graph as it came."""
        return State({GRAPH: self.graph, _SPEC: pack_json(asdict(self.spec))})

    @staticmethod
    def from_state(state: State, *, n_columns: int, n_outputs: int) -> OnnxGraph:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            said = unpack_json(state, _SPEC)
            inputs = tuple((str(name), str(kind), int(n)) for name, kind, n in said["inputs"])
            spec = Spec(inputs, str(said["output"]), said["meaning"], tuple(said["classes"]))
        require_sound(spec.meaning in get_args(Meaning), "its answers mean nothing")
        require_sound(sum(width for *_, width in inputs) == n_columns, "they are for another table")
        require_sound(len(spec.classes) == n_outputs, "their classes are others")
        return open_graph(state.files[GRAPH], spec)

    def _given(self, features: npt.NDArray[Any]) -> dict[str, Any]:
        given, at = {}, 0
        for name, dtype, width in self.spec.inputs:
            given[name] = features[:, at : at + width].astype(dtype)
            at += width
        return given


def open_graph(graph: bytes, spec: Spec) -> OnnxGraph:
    """Load a graph once it is seen to stay within bounds."""
    check_graph(graph)
    return OnnxGraph(graph, spec, make_session(graph))


def make_session(graph: bytes) -> Any:
    """Load a graph with onnxruntime, for one thread, without extensions."""
    try:
        import onnxruntime
    except ImportError as error:
        raise Unavailable(_HOW_TO_INSTALL, code="needs_extra") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def check_graph(graph: bytes) -> Any:
    """Refuse a graph that names files, foreign operations, or is too large; gives it parsed."""
    try:
        import onnx
        from google.protobuf.message import DecodeError
    except ImportError as error:
        raise Unavailable(_HOW_TO_INSTALL, code="needs_extra") from error
    try:
        model = onnx.load_model_from_string(graph)
    except DecodeError as error:
        raise Refused(f"The file is no ONNX model ({error}).") from error
    if not model.graph.node:
        raise Refused("The ONNX file holds no operations; it is empty or damaged.")
    if model.functions:
        raise Refused("The ONNX file brings functions of its own. Inline them and export again.")
    nodes = list(_nodes(model.graph, 0))
    if len(nodes) > _MOST_NODES:
        raise Refused(f"The graph has {len(nodes):,} operations; at most {_MOST_NODES:,} are read.")
    foreign = sorted({node.domain for node in nodes} - _DOMAINS)
    if foreign:
        raise Refused(
            f"The graph has operations of {foreign[0]!r}, which are not of ONNX itself. Export it "
            "with the operations of ONNX only."
        )
    return model


def _nodes(graph: Any, depth: int) -> Iterator[Any]:
    if depth > _DEEPEST:
        raise Refused(f"The graph is nested more than {_DEEPEST} deep.")
    for tensor in graph.initializer:
        _require_inside(tensor)
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            if attribute.HasField("t"):
                _require_inside(attribute.t)
            for tensor in attribute.tensors:
                _require_inside(tensor)
            for inner in (*attribute.graphs, *([attribute.g] if attribute.HasField("g") else [])):
                yield from _nodes(inner, depth + 1)


def _require_inside(tensor: Any) -> None:
    if tensor.external_data or tensor.data_location == tensor.EXTERNAL:
        raise Refused(
            f"The weights {tensor.name!r} lie in another file. Save the model as one file "
            "(`save_as_external_data=False`) and bring that."
        )


def understand(graph: bytes) -> tuple[OnnxGraph, list[str]]:
    """Open a graph of a stranger and find out what goes in and what comes out.

    Gives it with names of its columns. Raises `Refused` where it is no model of a table.
    """
    import numpy as np

    model = check_graph(graph)
    session = make_session(graph)
    inputs, columns = _inputs(session)
    n_columns = sum(width for *_, width in inputs)
    rows = np.random.default_rng(0).normal(size=(32, n_columns))
    labels = _class_labels(model)
    spec = _meaning(session, inputs, labels, rows)
    return OnnxGraph(graph, spec, session), columns


def _inputs(session: Any) -> tuple[tuple[tuple[str, str, int], ...], list[str]]:
    found = []
    columns: list[str] = []
    for one in session.get_inputs():
        dtype, shape = _NUMBERS.get(one.type), list(one.shape)
        if dtype is None or len(shape) != 2 or not isinstance(shape[1], int) or shape[1] < 1:
            raise Refused(
                f"The input {one.name!r} is {one.type} of shape {shape}; a table of numbers "
                "(rows, columns) with a fixed number of columns is read. Export the model so."
            )
        found.append((one.name, dtype, shape[1]))
        columns += [one.name] if shape[1] == 1 else [f"{one.name}_{n}" for n in range(shape[1])]
    if not found:
        raise Refused("The graph has no input.")
    if len(found) == 1:
        columns = [f"x{place}" for place in range(found[0][2])]
    return tuple(found), columns


def _class_labels(model: Any) -> tuple[Any, ...]:
    """Give the classes that a graph names, as those of scikit-learn and boosters do."""
    for entry in model.metadata_props:
        if entry.key == "classes" and model.producer_name == "armillary":
            return tuple(_plain(label) for label in from_json(entry.value.encode()))
    for node in model.graph.node:
        for attribute in node.attribute:
            if attribute.name in ("classlabels_int64s", "classlabels_ints"):
                return tuple(int(label) for label in attribute.ints)
            if attribute.name in ("classlabels_strings",):
                return tuple(label.decode() for label in attribute.strings)
    return ()


def _meaning(
    session: Any, inputs: tuple[tuple[str, str, int], ...], labels: Sequence[Any], rows: Any
) -> Spec:
    import numpy as np

    outputs = session.get_outputs()
    for one in outputs:
        if one.type.startswith("seq(map("):
            trial = OnnxGraph(b"", Spec(inputs, one.name, "maps"), session)
            (maps,) = session.run([one.name], trial._given(rows))
            return Spec(inputs, one.name, "maps", tuple(_plain(label) for label in maps[0]))
    for one in outputs:
        if one.type not in ("tensor(float)", "tensor(double)"):
            continue
        trial = OnnxGraph(b"", Spec(inputs, one.name, "value"), session)
        (answer,) = session.run([one.name], trial._given(rows))
        numbers = np.asarray(answer, dtype=np.float64).reshape(len(rows), -1)
        width = numbers.shape[1]
        if width == 1:
            is_pair = len(labels) == 2 and bool(((numbers >= 0) & (numbers <= 1)).all())
            if is_pair:
                return Spec(inputs, one.name, "second_share", tuple(labels))
            return Spec(inputs, one.name, "value")
        sums = bool(np.allclose(numbers.sum(axis=1), 1.0, atol=1e-3)) and bool((numbers >= 0).all())
        known = tuple(labels) if len(labels) == width else tuple(range(width))
        return Spec(inputs, one.name, "shares" if sums else "scores", known)
    kinds = ", ".join(f"{one.name} ({one.type})" for one in outputs)
    raise Refused(f"None of the outputs is a table of numbers; the graph gives {kinds}.")


def _plain(label: Any) -> Any:
    return label if isinstance(label, str | bool) else int(label)


def describe_meaning(spec: Spec) -> str:
    """Say in a sentence what was made of the graph's answers."""
    said: Mapping[str, str] = {
        "value": f"{spec.output} is read as the predicted number.",
        "shares": f"{spec.output} is read as the probability of each class.",
        "maps": f"{spec.output} is read as the probability of each class.",
        "second_share": f"{spec.output} is read as the probability of the second class.",
        "scores": f"{spec.output} is read as scores, of which probabilities are made.",
    }
    return said[spec.meaning]
