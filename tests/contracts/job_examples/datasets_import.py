"""An import: a table whose cells make it say something about them."""

from typing import Any

from armillary.capabilities.datasets import service as datasets
from armillary.capabilities.datasets import submit_upload
from armillary.capabilities.datasets.tables import Dataset
from tests.contracts.workshop import Example, Workshop

# Words for missing values are warned of at the end, when the table lies in storage already.
TABLE = b"number,word\nNA,w\n" + b"".join(b"%d,w%d\n" % (n, n % 7) for n in range(2000))


class Import(Example):
    """Somebody uploads a file."""

    id = "datasets.import"
    leaves = 3

    def submit(self, shop: Workshop, prepared: Any) -> str:
        made = submit_upload(shop.actor, shop.database, shop.storage, "table.csv", [TABLE])
        return str(made["job_id"])

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        with shop.database.read() as session:
            row = session.query(Dataset).filter_by(job_id=job_id).one_or_none()
        if row is None:
            return set()
        made = {key for key in (row.file_path, row.report_path) if key is not None}
        return {datasets.original_key(row.id), *made}

    def delete_subject(self, shop: Workshop, job_id: str) -> None:
        dataset_id = shop.job(job_id).params["dataset_id"]
        with shop.database.write() as session:
            datasets.delete(shop.actor, session, shop.storage, dataset_id)


example = Import()
