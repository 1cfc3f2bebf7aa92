"""The panels of a finished run: all of them, or one."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from armillary.base.access import Actor, require
from armillary.base.http import Reading, State
from armillary.capabilities.training import panels

router = APIRouter(prefix="/api/viz", tags=["training"])
Viewer = Annotated[Actor, Depends(require("viewer"))]


@router.get("/metrics/{run_or_model_id}")
def read_panels(
    run_or_model_id: str, actor: Viewer, session: Reading, state: State
) -> dict[str, Any]:
    """Give the confusion matrix, the ROC curve and the importance of the columns."""
    return panels.read_panels(actor, session, state.storage, run_or_model_id)


@router.get("/confusion/{run_or_model_id}")
def read_confusion(
    run_or_model_id: str, actor: Viewer, session: Reading, state: State
) -> dict[str, Any]:
    """Give the confusion matrix, true classes in rows."""
    found = panels.read_panels(actor, session, state.storage, run_or_model_id)
    return {name: found[name] for name in ("confusion_matrix", "class_labels")}


@router.get("/roc/{run_or_model_id}")
def read_roc(run_or_model_id: str, actor: Viewer, session: Reading, state: State) -> dict[str, Any]:
    """Give the ROC curve: of two classes the second's, of more the mean of all."""
    found = panels.read_panels(actor, session, state.storage, run_or_model_id)
    return {"roc_curve": found["roc_curve"]}
