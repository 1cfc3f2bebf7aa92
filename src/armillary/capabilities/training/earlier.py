"""The earlier trainings of the same table that came out best."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.capabilities.training.tables import Training

_LOOKED_AT, _GIVEN = 200, 5
_SMALLER_IS_BETTER = frozenset({"mse", "rmse", "mae", "log_loss"})


def find_earlier_runs(
    actor: Actor, session: Session, dataset_id: str, target: str, metric: str
) -> list[Training]:
    """Give the best earlier trainings for a target, the best first.

    Trainings that know the metric go before those that do not.
    """
    same = (
        sa.select(Training)
        .where(
            Training.workspace_id == actor.workspace_id,
            Training.dataset_id == dataset_id,
            Training.metrics.is_not(None),
        )
        .order_by(Training.created_at.desc())
        .limit(_LOOKED_AT)
    )
    rows = [row for row in session.scalars(same) if row.request.get("target") == target]
    sign = 1 if metric in _SMALLER_IS_BETTER else -1

    def key(row: Training) -> tuple[bool, float]:
        value = (row.metrics or {}).get(metric)
        return value is None, 0.0 if value is None else sign * value

    return sorted(rows, key=key)[:_GIVEN]
