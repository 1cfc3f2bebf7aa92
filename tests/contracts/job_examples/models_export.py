"""A model written in another form, with the table that it learned from."""

from typing import Any

from armillary.capabilities.models import exporting, service
from armillary.capabilities.training import StartRequest, get_training, start
from armillary.jobs.tables import Job
from tests.contracts.workshop import Example, Workshop

TABLE = b"a,b,c\n" + b"".join(b"%d,%d,%d\n" % (n % 97, n * n % 11, n % 97 * 3) for n in range(300))


class Export(Example):
    """Somebody takes a model along as a project, with its table."""

    id = "models.export"
    leaves = 1

    def prepare(self, shop: Workshop) -> str:
        request = StartRequest(
            algorithm_id="linear_regression",
            dataset_id=shop.import_table(TABLE),
            target_column="c",
        )
        with shop.database.write() as session:
            job_id = start(shop.actor, session, request).id
        shop.run(job_id)
        with shop.database.read() as session:
            return str(get_training(shop.actor, session, job_id).model_id)

    def submit(self, shop: Workshop, prepared: Any) -> str:
        asked = exporting.ExportRequest(format="project", with_data=True)
        with shop.database.write() as session:
            return str(exporting.submit(shop.actor, session, prepared, asked)["job_id"])

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        with shop.database.read() as session:
            result = session.get_one(Job, job_id).result
        return {result["key"]} if result else set()

    def delete_subject(self, shop: Workshop, job_id: str) -> None:
        with shop.database.write() as session:
            service.delete_model(
                shop.actor, session, shop.storage, shop.job(job_id).params["model_id"]
            )


example = Export()
