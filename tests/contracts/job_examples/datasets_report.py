"""A report: a closer look at a table in which something was read as missing."""

from typing import Any

from armillary.capabilities.datasets import reports
from armillary.capabilities.datasets.events import changing
from armillary.capabilities.datasets.tables import Dataset
from tests.contracts.workshop import TableExample, Workshop

TABLE = b"number,word\nNA,w\n" + b"".join(b"%d,w%d\n" % (n, n % 7) for n in range(2000))


class Report(TableExample):
    """A table was imported that is to be looked at again, as a large one is by itself."""

    id = "datasets.report"
    leaves = 1
    table = TABLE

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


example = Report()
