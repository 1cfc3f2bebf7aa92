"""Putting a graph together: nodes, constants and names."""

from __future__ import annotations

from typing import Any, cast

OPSET, ML_OPSET, IR = 19, 3, 9


class Building:
    """Collects the nodes and constants of a graph; names of values are given out one by one."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.inputs: list[Any] = []
        self._count = 0

    def add(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Add an operation with one output and give the output's name."""
        from onnx import helper

        name = self._name(kind.lower())
        made = helper.make_node(kind, list(inputs), [name], domain=domain, **attributes)
        self.nodes.append(made)
        return name

    def add_two(self, kind: str, *inputs: str, **attributes: Any) -> tuple[str, str]:
        """Add an operation with two outputs and give their names."""
        from onnx import helper

        names = [self._name(kind.lower()) for _ in range(2)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names[0], names[1]

    def constant(self, value: Any) -> str:
        """Add an array and give its name."""
        import numpy as np
        from onnx import TensorProto, helper, numpy_helper

        array, name = np.asarray(value), self._name("constant")
        if array.dtype.kind in "UO":
            texts = [str(item).encode() for item in array.ravel()]
            self.constants.append(
                helper.make_tensor(name, TensorProto.STRING, array.shape, cast(Any, texts))
            )
        else:
            # Without a change of shape: a number alone is no list of one.
            self.constants.append(numpy_helper.from_array(np.asarray(array, order="C"), name))
        return name

    def cast(self, value: str, dtype: str) -> str:
        """Add a change of the type of numbers."""
        from onnx import TensorProto

        kinds = {
            "float32": TensorProto.FLOAT,
            "float64": TensorProto.DOUBLE,
            "int64": TensorProto.INT64,
        }
        return self.add("Cast", value, to=kinds[dtype])

    def input(self, name: str, *, is_text: bool) -> str:
        """Add a column of the table (n_rows, 1)."""
        from onnx import TensorProto, helper

        kind = TensorProto.STRING if is_text else TensorProto.DOUBLE
        self.inputs.append(helper.make_tensor_value_info(name, kind, [None, 1]))
        return name

    def finish(self, outputs: dict[str, tuple[str, str, int]], facts: dict[str, str]) -> bytes:
        """Give the file; ``outputs`` are ``{name: (value, dtype, width)}``, facts go with it."""
        import onnx
        from onnx import TensorProto, helper

        kinds = {"float64": TensorProto.DOUBLE, "int64": TensorProto.INT64}
        infos = []
        for name, (value, dtype, width) in outputs.items():
            self.nodes.append(helper.make_node("Identity", [value], [name]))
            shape: list[Any] = [None, width] if width else [None]
            infos.append(helper.make_tensor_value_info(name, kinds[dtype], shape))
        graph = helper.make_graph(self.nodes, "model", self.inputs, infos, self.constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)]
        model = helper.make_model(graph, opset_imports=opsets, producer_name="armillary")
        model.ir_version = IR
        for key, text in facts.items():
            entry = model.metadata_props.add()
            entry.key, entry.value = key, text
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString())

    def _name(self, kind: str) -> str:
        self._count += 1
        return f"{kind}_{self._count}"
