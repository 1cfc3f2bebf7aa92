"""Files of skops: estimators as a list of named parts, each looked up before any is made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any

from armillary.learning.brought.estimators import find_in_estimator
from armillary.learning.brought.finding import Finding
from armillary.learning.brought.pickles.allowed import require_allowed
from armillary.learning.brought.problems import Refused, not_made, refuse, require_model
from armillary.learning.brought.zips import read_zip

_SCHEMA = "schema.json"
# What makes plain data, arrays and objects. Those that stand for functions, methods, and calls
# with arguments of their own are not among them.
_MAKERS = frozenset(
    {
        *("BunchNode", "BytearrayNode", "BytesNode", "CachedNode", "DTypeNode", "DefaultDictNode"),
        *("DictNode", "JsonNode", "ListNode", "LossNode", "MaskedArrayNode", "NdArrayNode"),
        *("ObjectNode", "RandomGeneratorNode", "RandomStateNode", "SGDNode", "SetNode"),
        *("SliceNode", "SparseMatrixNode", "TreeNode", "TupleNode", "TypeNode"),
    }
)
_PLAIN = frozenset(
    {
        *("builtins.bytes", "builtins.dict", "builtins.float", "builtins.int", "builtins.list"),
        *("builtins.bytearray", "builtins.set", "builtins.slice", "builtins.str"),
        *("builtins.tuple", "builtins.NoneType", "numpy.random._generator.Generator"),
        *("numpy.ma.MaskedArray", "scipy.sparse._csr.csr_array"),
    }
)
_GENERATORS = ("numpy.random.PCG64", "numpy.random.MT19937")
_CHECKED_PROTOCOL = 2
_DEEPEST = 200


class Skops:
    """An estimator as ``skops.io.dump`` writes it."""

    id = "skops"
    suffixes = (".skops",)
    title = "skops file of scikit-learn, LightGBM or XGBoost"
    preload = ("armillary.learning.brought.imports", "lightgbm", "xgboost", "skops.io")
    instead = "Bring a bundle, or ONNX by skl2onnx."

    def find(self, data: bytes) -> Finding:
        """Look up all that the file names; only then make it."""
        if find_spec("skops") is None:
            raise Refused(
                "Reading files of skops is not installed here: `pip install 'armillary[skops]'`.",
                code="not_installed",
            )
        names = _names_of(read_zip(data))
        require_allowed(sorted(names - _PLAIN))
        return find_in_estimator(_made(data, names))


form = Skops()


def _names_of(files: Mapping[str, bytes]) -> set[str]:
    """Give the names of all that a file would make; raises `AppError` for what calls something."""
    if _SCHEMA not in files:
        raise refuse("The file holds no schema.json, which every file of skops has.")
    try:
        schema = json.loads(files[_SCHEMA])
        nodes = list(_nodes(schema, 0))
    except (ValueError, RecursionError) as error:
        raise refuse(f"The schema of the file cannot be read ({str(error)[:100]}).") from error
    if not isinstance(schema, dict) or not nodes:
        raise refuse("The schema of the file names nothing.")
    makers = {str(node.get("__loader__")) for node in nodes}
    if strangers := sorted(makers - _MAKERS):
        raise Refused(
            f"The file asks for {', '.join(strangers[:5])[:200]}, which may call something; "
            "nothing of it was run. If this is your own model, convert it to ONNX and bring that.",
            code="forbidden_in_model",
        )
    protocol = schema.get("protocol")
    is_checked = type(protocol) is int and protocol >= _CHECKED_PROTOCOL
    if "RandomGeneratorNode" in makers and not is_checked:
        raise Refused(
            "The file is of a skops that did not name what it draws by chance with. Save it again "
            "with a newer one."
        )
    return {f"{node.get('__module__')}.{node.get('__class__')}" for node in nodes}


def _nodes(part: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Walk through everything that names a class, a module or a maker."""
    if depth > _DEEPEST:
        raise ValueError("it is nested too deeply")
    if isinstance(part, dict):
        if not {"__class__", "__module__", "__loader__"}.isdisjoint(part):
            yield part
        for each in part.values():
            yield from _nodes(each, depth + 1)
    elif isinstance(part, list):
        for each in part:
            yield from _nodes(each, depth + 1)


def _made(data: bytes, names: set[str]) -> Any:
    from skops.io import loads

    try:
        model = loads(data, trusted=sorted({*names, *_GENERATORS}))
    except MemoryError:
        raise
    except Exception as error:
        raise not_made(error) from error
    require_model(model)
    return model
