"""A model applied to a table: its clusters become a column of another dataset."""

from typing import Any

from armillary.capabilities.datasets import service as datasets
from armillary.capabilities.datasets.tables import Dataset
from armillary.capabilities.models.applying import apply
from armillary.capabilities.models.schemas import ApplyRequest
from armillary.capabilities.training import StartRequest, get_training, start
from tests.contracts.workshop import Example, Workshop

TABLE = b"a,b\n" + b"".join(b"%d,%d\n" % (n % 97, n * n % 11) for n in range(3000))


class Apply(Example):
    """Somebody writes what a model says of a table into a new dataset."""

    id = "models.apply"
    leaves = 1

    def prepare(self, shop: Workshop) -> tuple[str, str]:
        dataset_id = shop.import_table(TABLE)
        request = StartRequest(algorithm_id="k_means", dataset_id=dataset_id)
        with shop.database.write() as session:
            job_id = start(shop.actor, session, request).id
        shop.run(job_id)
        with shop.database.read() as session:
            model_id = get_training(shop.actor, session, job_id).model_id
        return str(model_id), dataset_id

    def submit(self, shop: Workshop, prepared: Any) -> str:
        model_id, dataset_id = prepared
        with shop.database.write() as session:
            return apply(shop.actor, session, model_id, ApplyRequest(dataset_id=dataset_id))[1]

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        with shop.database.read() as session:
            row = session.query(Dataset).filter_by(job_id=job_id).one_or_none()
        return {row.file_path} if row is not None and row.file_path else set()

    def delete_subject(self, shop: Workshop, job_id: str) -> None:
        with shop.database.write() as session:
            datasets.delete(
                shop.actor, session, shop.storage, shop.job(job_id).params["dataset_id"]
            )


example = Apply()
