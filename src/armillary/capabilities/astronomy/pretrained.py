"""The models that are shipped, one a mission: where they lie and how to ask them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.errors import BadRequest, NotFound
from armillary.base.values import from_json
from armillary.capabilities.astronomy.missions import Mission

if TYPE_CHECKING:
    import pandas as pd

    from armillary.learning.model import FittedModel, Predictions

BUNDLES = Path(__file__).parent / "bundles"
_CARD = "card.json"
WORSE_ON_OLD = "worse_on_old"
"""Why a model that went on learning is refused; people may have it all the same."""


def stored_model(mission: str) -> Path | None:
    """Give the folder of a mission's bundle, as `learning.bundle.load` reads it; None without."""
    folder = BUNDLES / mission / "model"
    return folder if (folder / "manifest.json").is_file() else None


def transfer_key(learned_from: str, mission: str) -> str:
    """Name the bundle of what one mission taught for another; raises `BadRequest` without one."""
    key = f"{mission}_from_{learned_from}"
    if stored_model(key) is None:
        raise BadRequest(
            f"What {learned_from[:20]} taught is not shipped for {mission}; kepler is, for tess.",
            code="no_transfer",
        )
    return key


def survey_key(mission: str) -> str:
    """Name the bundle that is asked where a made-up table stands in for a mission's."""
    return f"{mission}_survey"


def stored_card(mission: str) -> dict[str, Any]:
    """Give what is known of a mission's shipped model: data, columns, scores with intervals.

    ``scores_on_held_out_stars`` are those of the shipped model on stars that it has never seen,
    ``scores_of_folds`` those of models trained the same way, each star held out once.
    """
    path = BUNDLES / mission / _CARD
    if not path.is_file():
        raise NotFound(
            f"No model of {mission} is shipped; `armillary pretrain` makes one.", code="no_model"
        )
    card: dict[str, Any] = from_json(path.read_bytes())
    return card


def load_stored(mission: str) -> FittedModel:
    """Load a mission's shipped model, read once in a process; raises `NotFound` without one."""
    if stored_model(mission) is None:
        raise NotFound(
            f"No model of {mission} is shipped; `armillary pretrain` makes one.", code="no_model"
        )
    return _load(mission)


def predict(mission: Mission, model: FittedModel, frame: pd.DataFrame) -> Predictions:
    """Ask a model that `armillary pretrain` made about rows of a mission's table.

    Measured columns that the table lacks count as not measured; name them by
    `pretraining.tables.absent`. Classes are planet, candidate and false_positive.
    """
    from armillary.capabilities.astronomy.pretraining.tables import measurements

    return model.predict(measurements(mission, frame))


@cache
def _load(mission: str) -> FittedModel:
    from armillary.learning import bundle

    return bundle.load(BUNDLES / mission / "model")
