"""Scores with intervals, the rows behind them, and models compared on the same rows."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query

from armillary.base.access import Actor, require
from armillary.base.http import Reading, State
from armillary.capabilities.training.scores import reading
from armillary.capabilities.training.scores.looks import count_looks

router = APIRouter(prefix="/api/training", tags=["training"])
Viewer = Annotated[Actor, Depends(require("viewer"))]
OfTarget = Annotated[str | None, Query(description="One of several targets; else the first.")]


@router.get("/compare-scores")
async def compare_scores(
    actor: Viewer, state: State, ids: str, target: OfTarget = None
) -> dict[str, Any]:
    """Compare runs, named with commas, on the test rows that all of them have."""
    named = [each.strip() for each in ids.split(",") if each.strip()]
    return await reading.ask_comparison(state, actor, named, target)


@router.get("/{session_id}/scores")
def read_scores(
    session_id: str, actor: Viewer, session: Reading, state: State, target: OfTarget = None
) -> dict[str, Any]:
    """Give every score with its interval, what it is worth beside, and what can be drawn."""
    found = reading.find_judged(actor, session, state.storage, session_id).facing(target)
    looks = count_looks(actor, session, found.id)
    return {"session_id": found.id, **reading.read_scores(found), "looks": looks}


@router.get("/{session_id}/test-rows")
async def read_test_rows(
    session_id: str,
    actor: Viewer,
    state: State,
    target: OfTarget = None,
    truth: str | None = None,
    predicted: str | None = None,
    only: Literal["right", "wrong"] | None = None,
    of: str | None = None,
    at_least: float | None = None,
    below: float | None = None,
    place: Annotated[int | None, Query(ge=0)] = None,
    column: str | None = None,
    value: str | None = None,
    order: Literal["worst", "best", "table"] = "worst",
    page: Annotated[int, Query(ge=0)] = 0,
    page_size: Annotated[int, Query(ge=1, le=500)] = 50,
) -> dict[str, Any]:
    """Give test rows, the most wrong first; of what predicts no column the oddest.

    They are chosen by the true and the predicted class, right or wrong, by the probability of a
    class (``of``, else the predicted one) or by how far a true number lies above what was said
    (``at_least``, ``below``), by their ``place`` among all test rows, and by the part of a
    ``column`` that scores by it tell.
    Where nothing is predicted, ``predicted`` is the group, or ``unusual`` and ``usual``, ``truth``
    a label that is compared with, and ``of`` a measure: ``silhouette``, ``score``,
    ``reconstruction_error``, ``trustworthiness`` or ``same_label``. ``part`` says whether they are
    test rows, or training rows where the method knows no others.
    """
    asked: dict[str, Any] = {
        "truth": truth,
        "predicted": predicted,
        "only": only,
        "order": order,
        "of": of,
    }
    asked |= {"at_least": at_least, "below": below, "place": place}
    asked |= {"column": column, "value": value}
    found = await reading.ask_rows(
        state, actor, session_id, target, {**asked, "page": page, "page_size": page_size}
    )
    return {**found, "page": page, "page_size": page_size}


@router.get("/{session_id}/scores-by")
async def read_scores_by(
    session_id: str, actor: Viewer, state: State, column: str, target: OfTarget = None
) -> dict[str, Any]:
    """Give the scores of the test rows of each value of a column."""
    return await reading.ask_by(state, actor, session_id, target, column)
