"""Experiments: the trainings of one algorithm on one dataset, kept together."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.ids import new_id
from armillary.base.values import utc_now
from armillary.capabilities.training.schemas import TrainParams
from armillary.capabilities.training.tables import Experiment


def find_or_add(actor: Actor, session: Session, params: TrainParams) -> Experiment:
    """Give the experiment that a training belongs to, new where it is the first."""
    same = sa.select(Experiment).where(
        Experiment.workspace_id == actor.workspace_id,
        Experiment.algorithm_id == params.algorithm_id,
        Experiment.dataset_id == params.dataset_id,
    )
    now = utc_now()
    held = session.scalars(same.limit(1)).one_or_none()
    if held is not None:
        held.updated_at = now
        return held
    experiment = Experiment(
        id=new_id("exp"),
        workspace_id=actor.workspace_id,
        name=params.name,
        description=f"{params.algorithm_id} learns {params.target}",
        created_at=now,
        updated_at=now,
        algorithm_id=params.algorithm_id,
        dataset_id=params.dataset_id,
        status="active",
    )
    session.add(experiment)
    session.flush()
    return experiment
