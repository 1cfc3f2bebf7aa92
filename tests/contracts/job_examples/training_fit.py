"""A training: a forest on a small table."""

from typing import Any

from armillary.capabilities.training import StartRequest, checkpoints, start
from armillary.capabilities.training.scores.storing import ROWS, SCORES
from armillary.capabilities.training.tables import Training
from tests.contracts.workshop import TableExample, Workshop

TABLE = b"a,b,kind\n" + b"".join(b"%d,%d,k%d\n" % (n, n * n % 11, n % 2) for n in range(300))


def left_by(row: Training) -> set[str]:
    """Give the keys of what a finished training has left: model, judgement, and rows behind it."""
    if row.evaluation_key is None or row.model_path is None:
        return set()
    folder = row.evaluation_key.rpartition("/")[0]
    return {row.model_path, row.evaluation_key, f"{folder}/{ROWS}", f"{folder}/{SCORES}"}


class Fit(TableExample):
    """Somebody trains a model on a table, which takes some seconds."""

    id = "training.fit"
    leaves = 5
    table = TABLE

    def submit(self, shop: Workshop, prepared: Any) -> str:
        request = StartRequest(
            algorithm_id="random_forest",
            dataset_id=prepared,
            target_column="kind",
            hyperparameters={"n_estimators": 700},
        )
        with shop.database.write() as session:
            return start(shop.actor, session, request).id

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        with shop.database.read() as session:
            row = session.get_one(Training, job_id)
            states = {one.storage_key for one in checkpoints.list_of(session, job_id)}
        return states | left_by(row)


example = Fit()
