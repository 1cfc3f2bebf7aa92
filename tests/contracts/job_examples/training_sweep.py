"""A sweep: the depth of a small tree on a small table."""

from typing import Any

from armillary.capabilities.training.sweeps.schemas import SweepRequest
from armillary.capabilities.training.sweeps.service import ask
from tests.contracts.job_examples.training_fit import TABLE
from tests.contracts.workshop import TableExample, Workshop


class Sweep(TableExample):
    """Somebody wants to see what a parameter does on a table."""

    id = "training.sweep"
    leaves = 0
    table = TABLE

    def submit(self, shop: Workshop, prepared: Any) -> str:
        # Asked the same again it would give the job there is.
        known = shop.rows()["jobs"]
        request = SweepRequest(
            algorithm_id="decision_tree",
            dataset_id=prepared,
            target_column="kind",
            parameter="max_depth",
            hyperparameters={"min_samples_leaf": 1 + known % 50},
        )
        with shop.database.write() as session:
            return ask(shop.actor, session, request).id

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        return set()


example = Sweep()
