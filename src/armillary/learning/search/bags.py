"""What a trial leaves besides its score: what it said of held rows, and the models of its folds.

Every row that is held back in some fold was predicted by a model that has not learned from it, so
the weights of a sum can be found without learning anything again. Where the validation part steers
the learning, the models of the folds go into the sum themselves: together they have learned from
every row, and the mean of them errs less than one model would. Of other algorithms one model that
learns every row does as well, and is smaller; where there is no time for that, they do too.

**Source**: Breiman (1996), Bagging predictors; Caruana et al. (2004), Ensemble selection from
libraries of models.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from armillary.base.values import from_json
from armillary.learning import several
from armillary.learning.algorithms import get_algorithm
from armillary.learning.calibration import innermost
from armillary.learning.catalogue import get_entry
from armillary.learning.chain import Chained, load_chained
from armillary.learning.contract import Predictor, State
from armillary.learning.pack import pack_arrays, pack_json, reading_weights, unpack_arrays
from armillary.learning.preprocess import Preprocess

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]

_HELD, _PREPROCESS, _SHAPE = "held.safetensors", "preprocess.json", "shape.json"
_STEERED_BY = frozenset({"early_stopping_rounds", "epochs"})
MOST_BYTES = 64 * 2**20
_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class FoldModel:
    """The model of one fold, and what it says of the rows held back."""

    preprocess: Preprocess
    predictor: Predictor
    output: Matrix


Model = tuple[Preprocess, Predictor]


@dataclass(frozen=True)
class Bag:
    """What a whole trial leaves; ``models`` is empty where they were too large to be kept."""

    outputs: tuple[Matrix, ...]
    models: Sequence[Model]

    @staticmethod
    def of(folds: Sequence[FoldModel]) -> Bag:
        """Gather the folds of a trial, in their order."""
        models = tuple((fold.preprocess, fold.predictor) for fold in folds)
        return Bag(tuple(fold.output for fold in folds), models)

    def to_bytes(self, most_bytes: int = MOST_BYTES) -> bytes:
        """Write the bag as a zip of files in safe formats; models that are too large are left out.

        It lies in storage for minutes at most, so it is not compressed.
        """
        outputs = {str(place): output for place, output in enumerate(self.outputs)}
        files = {_HELD: pack_arrays(outputs)}
        models = self._files_of_models(most_bytes)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name, data in {**files, **(models or {})}.items():
                archive.writestr(zipfile.ZipInfo(name, _TIME), data)
        return packed.getvalue()

    def _files_of_models(self, most_bytes: int) -> dict[str, bytes] | None:
        files: dict[str, bytes] = {}
        for place, (preprocess, predictor) in enumerate(self.models):
            files[f"{place}/{_PREPROCESS}"] = preprocess.to_json()
            for name, data in predictor.to_state().for_predicting().files.items():
                files[f"{place}/{name}"] = data
            files[f"{place}/{_SHAPE}"] = pack_json(_shape_of(predictor))
            if sum(map(len, files.values())) > most_bytes:
                return None
        return files

    @staticmethod
    def from_bytes(algorithm_id: str, data: bytes) -> Bag:
        """Rebuild what `to_bytes` gave."""
        with reading_weights(), zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
            held = unpack_arrays(State(files), _HELD)
            outputs = tuple(held[str(place)] for place in range(len(held)))
        return Bag(outputs, _Stored(algorithm_id, files))


class _Stored(Sequence[Model]):
    """Models as they are stored, each read when it is asked for: most sums use a few only."""

    def __init__(self, algorithm_id: str, files: Mapping[str, bytes]) -> None:
        self._algorithm_id, self._files = algorithm_id, files
        self._count = sum(name.endswith(f"/{_PREPROCESS}") for name in files)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Model: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Model]: ...
    def __getitem__(self, place: int | slice) -> Model | Sequence[Model]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(self._count))]
        if not 0 <= place < self._count:
            raise IndexError(place)
        with reading_weights():
            return _model(self._algorithm_id, self._files, f"{place}/")


def is_steered(algorithm_id: str) -> bool:
    """Whether the validation part chooses the step that is kept, so that it cannot be learned."""
    return bool(_STEERED_BY & set(get_entry(algorithm_id).properties))


def _shape_of(predictor: Predictor) -> dict[str, Any]:
    """Say what the files of a predictor do not: what goes before it, and for how many targets."""
    links = predictor.links if isinstance(predictor, Chained) else ()
    last = innermost(predictor)
    count = len(last.predictors) if isinstance(last, several.Several) else 0
    return {"first": [link.to_json() for link in links], "targets": count}


def _model(algorithm_id: str, files: Mapping[str, bytes], begin: str) -> Model:
    own = {name.removeprefix(begin): data for name, data in files.items() if name.startswith(begin)}
    preprocess = Preprocess.from_json(own.pop(_PREPROCESS))
    shape = from_json(own.pop(_SHAPE))

    def load_last(files: Mapping[str, bytes]) -> Predictor:
        if shape["targets"]:
            return several.load(algorithm_id, files, shape["targets"])
        return get_algorithm(algorithm_id).load(State(files))

    return preprocess, load_chained(algorithm_id, shape["first"], own, load_last)
