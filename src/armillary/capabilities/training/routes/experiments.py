"""Experiments over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from armillary.base.access import Actor, require
from armillary.base.http import Reading, Work
from armillary.capabilities.training import experiments
from armillary.capabilities.training.runs import changing
from armillary.capabilities.training.schemas import ExperimentBody, ExperimentChange

router = APIRouter(prefix="/api/experiments", tags=["training"])
Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]


@router.get("")
def list_experiments(actor: Viewer, session: Reading) -> dict[str, Any]:
    """List the experiments, newest first, and how many runs each has."""
    return {
        "experiments": experiments.list_experiments(actor, session),
        "runs": experiments.count_runs(session, actor.workspace_id),
    }


@router.post("", status_code=201)
def add_experiment(body: ExperimentBody, actor: Editor, session: Work) -> dict[str, Any]:
    """Begin an experiment."""
    return {"experiment": experiments.to_wire(experiments.add_experiment(actor, session, body))}


@router.get("/{experiment_id}")
def read_experiment(experiment_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give one experiment."""
    row = experiments.get_experiment(actor, session, experiment_id)
    return {"experiment": experiments.to_wire(row)}


@router.patch("/{experiment_id}")
def change_experiment(
    experiment_id: str, change: ExperimentChange, actor: Editor, session: Work
) -> dict[str, Any]:
    """Rename an experiment, describe it, archive it or bring it back."""
    row = experiments.change_experiment(actor, session, experiment_id, change)
    return {"experiment": experiments.to_wire(row)}


@router.delete("/{experiment_id}")
def delete_experiment(
    experiment_id: str, actor: Editor, session: Work, with_runs: bool = False
) -> dict[str, Any]:
    """Remove an experiment that has no runs, or, asked so, with those it has."""
    row = experiments.get_experiment(actor, session, experiment_id)
    deleted = changing.delete_of_experiment(actor, session, row.id) if with_runs else []
    experiments.delete_experiment(actor, session, row)
    return {"message": "Experiment deleted", "experiment_id": experiment_id, "deleted": deleted}
