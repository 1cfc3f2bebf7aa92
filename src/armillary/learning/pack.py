"""Numbers as bytes in safe formats: safetensors for arrays, strict JSON for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from armillary.base.errors import AppError, Invalid
from armillary.base.values import from_json, to_json
from armillary.learning.contract import State

if TYPE_CHECKING:
    import numpy.typing as npt


def pack_arrays(arrays: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """Write named arrays as safetensors."""
    import numpy as np
    from safetensors.numpy import save

    return save({name: np.ascontiguousarray(array) for name, array in arrays.items()})


def unpack_arrays(state: State, name: str) -> dict[str, npt.NDArray[Any]]:
    """Read the named arrays of a state's safetensors file."""
    from safetensors.numpy import load

    return load(state.files[name])


def pack_json(value: Any) -> bytes:
    """Write strict JSON; numbers come back as they were, to the last bit."""
    return to_json(value)


def unpack_json(state: State, name: str) -> Any:
    """Read a state's JSON file."""
    return from_json(state.files[name])


@contextmanager
def reading_weights() -> Iterator[None]:
    """Turn whatever goes wrong while weights are read into one readable error."""
    try:
        yield
    except AppError:
        raise
    except Exception as error:
        raise Invalid(
            f"The weights of the model cannot be read ({type(error).__name__}: {error}). "
            "The file is damaged or of another version; train the model again.",
            code="broken_model",
        ) from error


def require_sound(condition: bool, what: str) -> None:
    """Raise the error of damaged weights unless the condition holds."""
    if not condition:
        raise Invalid(
            f"The weights of the model are not sound: {what}. Train the model again.",
            code="broken_model",
        )
