"""A model explained: what matters to it, found with rows of its table."""

import itertools
from typing import Any

from armillary.capabilities.models import explanations, service
from armillary.capabilities.models.schemas import ExplainRequest
from armillary.capabilities.models.tables import ModelExplanation
from armillary.capabilities.training import StartRequest, get_training, start
from tests.contracts.workshop import Example, Workshop

TABLE = b"a,b,c\n" + b"".join(b"%d,%d,%d\n" % (n % 97, n * n % 11, n % 97 * 3) for n in range(300))


class Explain(Example):
    """Somebody asks why a model says what it says."""

    id = "models.explain"
    leaves = 1

    def __init__(self) -> None:
        # An equal explanation would be given instead of being made again.
        self._seeds = itertools.count()

    def prepare(self, shop: Workshop) -> str:
        dataset_id = shop.import_table(TABLE)
        request = StartRequest(
            algorithm_id="linear_regression", dataset_id=dataset_id, target_column="c"
        )
        with shop.database.write() as session:
            job_id = start(shop.actor, session, request).id
        shop.run(job_id)
        with shop.database.read() as session:
            return str(get_training(shop.actor, session, job_id).model_id)

    def submit(self, shop: Workshop, prepared: Any) -> str:
        asked = ExplainRequest(
            methods=["permutation", "dependence"], rows=40, seed=next(self._seeds)
        )
        with shop.database.write() as session:
            return explanations.submit(shop.actor, session, prepared, asked).job_id

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        with shop.database.read() as session:
            row = session.query(ModelExplanation).filter_by(job_id=job_id).one_or_none()
        return {row.file_path} if row is not None and row.file_path else set()

    def delete_subject(self, shop: Workshop, job_id: str) -> None:
        with shop.database.write() as session:
            service.delete_model(
                shop.actor, session, shop.storage, shop.job(job_id).params["model_id"]
            )


example = Explain()
