"""A report: a closer look at a table in which something was read as missing."""

from typing import Any

from armillary.capabilities.datasets import reports, submit_upload
from armillary.capabilities.datasets import service as datasets
from armillary.capabilities.datasets.events import changing
from armillary.capabilities.datasets.tables import Dataset
from tests.contracts.workshop import Example, Workshop

TABLE = b"number,word\nNA,w\n" + b"".join(b"%d,w%d\n" % (n, n % 7) for n in range(2000))


class Report(Example):
    """A table was imported that is to be looked at again, as a large one is by itself."""

    id = "datasets.report"
    leaves = 1

    def prepare(self, shop: Workshop) -> str:
        made = submit_upload(shop.actor, shop.database, shop.storage, "table.csv", [TABLE])
        shop.run(made["job_id"])
        return str(made["id"])

    def submit(self, shop: Workshop, prepared: Any) -> str:
        with shop.database.write() as session:
            row = session.get_one(Dataset, prepared)
            with changing(session, row):
                reports.submit(shop.actor, session, row)
            return str(row.report_job_id)

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        with shop.database.read() as session:
            row = session.query(Dataset).filter_by(report_job_id=job_id).one_or_none()
        return {str(row.report_path)} if row is not None and row.report_state == "ready" else set()

    def delete_subject(self, shop: Workshop, job_id: str) -> None:
        dataset_id = shop.job(job_id).params["dataset_id"]
        with shop.database.write() as session:
            datasets.delete(shop.actor, session, shop.storage, dataset_id)


example = Report()
