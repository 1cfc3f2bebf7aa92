"""A table compared with what a model was trained on."""

import itertools
from typing import Any

from armillary.capabilities.models import service
from armillary.capabilities.models.drift import service as drift
from armillary.capabilities.models.drift.tables import ModelDrift
from armillary.capabilities.training import StartRequest, get_training, start
from tests.contracts.workshop import Example, Workshop

TABLE = b"a,b,c\n" + b"".join(b"%d,%d,%d\n" % (n % 97, n * n % 11, n % 97 * 3) for n in range(300))
NEW = b"a,b\n" + b"".join(b"%d,%d\n" % (n % 97 + 9, n * n % 11) for n in range(120))


class Drift(Example):
    """Somebody compares new rows with those of the training."""

    id = "models.drift"
    leaves = 1

    def __init__(self) -> None:
        # An equal report would be given instead of being made again.
        self._seeds = itertools.count()

    def prepare(self, shop: Workshop) -> tuple[str, str]:
        dataset_id = shop.import_table(TABLE)
        request = StartRequest(
            algorithm_id="linear_regression", dataset_id=dataset_id, target_column="c"
        )
        with shop.database.write() as session:
            job_id = start(shop.actor, session, request).id
        shop.run(job_id)
        with shop.database.read() as session:
            model_id = get_training(shop.actor, session, job_id).model_id
        return str(model_id), shop.import_table(NEW)

    def submit(self, shop: Workshop, prepared: Any) -> str:
        model_id, dataset_id = prepared
        asked = drift.DriftRequest(dataset_id=dataset_id, seed=next(self._seeds))
        with shop.database.write() as session:
            return drift.submit(shop.actor, session, model_id, asked).job_id

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        with shop.database.read() as session:
            row = session.query(ModelDrift).filter_by(job_id=job_id).one_or_none()
        return {row.file_path} if row is not None and row.file_path else set()

    def delete_subject(self, shop: Workshop, job_id: str) -> None:
        with shop.database.write() as session:
            service.delete_model(
                shop.actor, session, shop.storage, shop.job(job_id).params["model_id"]
            )


example = Drift()
