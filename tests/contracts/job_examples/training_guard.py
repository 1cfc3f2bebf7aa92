"""A look of the guard at a small table."""

from typing import Any

from armillary.capabilities.training.guarding.schemas import GuardRequest
from armillary.capabilities.training.guarding.service import ask
from tests.contracts.job_examples.training_fit import TABLE
from tests.contracts.workshop import TableExample, Workshop


class Guard(TableExample):
    """Somebody has chosen a target, and the table is looked over."""

    id = "training.guard"
    leaves = 0
    table = TABLE

    def submit(self, shop: Workshop, prepared: Any) -> str:
        # Asked the same again it would give the job there is.
        known = shop.rows()["jobs"]
        request = GuardRequest(
            dataset_id=prepared,
            target_column="kind",
            feature_columns=["a", "b"] * (1 + known % 50),
        )
        with shop.database.write() as session:
            return ask(shop.actor, session, request).id

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        return set()


example = Guard()
