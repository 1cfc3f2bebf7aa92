"""Pickles, plain or as joblib writes them."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from armillary.learning.brought.estimators import find_in_estimator
from armillary.learning.brought.finding import Finding
from armillary.learning.brought.pickles.allowed import find_allowed, require_allowed
from armillary.learning.brought.pickles.stream import PickleStream
from armillary.learning.brought.pickles.walk import walk
from armillary.learning.brought.problems import Refused, not_made, refuse, require_model

_MOST_BYTES = 400 << 20
_PIECE = 1 << 20
_BOXES: Mapping[bytes, Callable[[], Any]] = {
    b"\x1f\x8b": lambda: zlib.decompressobj(31),
    b"\x78\x01": zlib.decompressobj,
    b"\x78\x5e": zlib.decompressobj,
    b"\x78\x9c": zlib.decompressobj,
    b"\x78\xda": zlib.decompressobj,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ": lzma.LZMADecompressor,
    b"\x5d\x00": lzma.LZMADecompressor,
}


class Pickle:
    """An estimator of scikit-learn, LightGBM or XGBoost."""

    id = "pickle"
    suffixes = (".pkl", ".pickle", ".joblib")
    title = "Pickle or joblib of scikit-learn, LightGBM or XGBoost"
    preload = ("armillary.learning.brought.imports", "lightgbm", "xgboost")
    instead = (
        "Load the model where you trust it and save it in a form that cannot run code: "
        "`model.booster_.save_model('model.txt')` of LightGBM, `model.save_model('model.json')` "
        "of XGBoost, or ONNX by skl2onnx; then bring that to a machine that isolates."
    )

    def find(self, data: bytes) -> Finding:
        """Look at all that the pickle asks for; only then make it."""
        plain = unpacked(data)
        require_allowed(walk(plain).names)
        return find_in_estimator(_unwrapped(_load(plain)))


form = Pickle()


def unpacked(data: bytes) -> bytes:
    """Give what a compressed file holds, never more than the limit."""
    if data.startswith((b"\x04\x22\x4d\x18", b"ZF")):
        raise Refused("The file is compressed in a way that is not read; save it with zlib.")
    make = next((make for magic, make in _BOXES.items() if data.startswith(magic)), None)
    if make is None:
        return data
    box, out = make(), bytearray()
    try:
        while not box.eof:
            piece = box.decompress(data, _PIECE)
            # Zlib hands back what it has not looked at; the others keep it themselves.
            data = getattr(box, "unconsumed_tail", b"")
            if not piece and not data and not box.eof:
                raise refuse("The file ends in its middle.")
            out += piece
            if len(out) > _MOST_BYTES:
                raise refuse(f"The file unpacks to more than {_MOST_BYTES >> 20} MB.")
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise refuse(f"The file cannot be unpacked ({error}).") from error
    return bytes(out)


def _load(data: bytes) -> Any:
    try:
        return PickleStream(io.BytesIO(data), find_allowed).load()
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise not_made(error) from error


def _unwrapped(thing: Any) -> Any:
    """Give the model of ``{"model": …}`` too."""
    if isinstance(thing, dict):
        if "model" not in thing:
            keys = ", ".join(sorted(map(str, thing))[:5])
            raise Refused(f"The file holds a dictionary ({keys}) without a key `model`.")
        thing = thing["model"]
    require_model(thing)
    return thing
