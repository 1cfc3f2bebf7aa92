"""A fetch: a table that lies in a folder of the server."""

from typing import Any

from armillary.base.ids import new_id
from armillary.capabilities.datasets import service as datasets
from armillary.capabilities.datasets.tables import Dataset
from tests.contracts.job_examples.datasets_import import TABLE
from tests.contracts.workshop import Example, Workshop


class Fetch(Example):
    """Somebody imports a file by its path."""

    id = "datasets.fetch"
    leaves = 3

    def prepare(self, shop: Workshop) -> None:
        folder = shop.settings.data_dir / "open"
        folder.mkdir()
        (folder / "table.csv").write_bytes(TABLE)
        shop.settings = shop.settings.model_copy(update={"import_roots": (str(folder),)})

    def submit(self, shop: Workshop, prepared: Any) -> str:
        dataset_id = new_id("ds")
        upload = datasets.StoredUpload(dataset_id, "table.csv", 0, f"fetching:{dataset_id}")
        with shop.database.write() as session:
            row = datasets.add(shop.actor, session, upload, fetch={"path": "table.csv"})
            return str(row.job_id)

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        with shop.database.read() as session:
            row = session.query(Dataset).filter_by(job_id=job_id).one_or_none()
        if row is None:
            return set()
        original = datasets.original_key(row.id)
        # Before it is fetched there is none, and a row does not say whether it is.
        kept = {original} if shop.storage.exists(original) else set()
        return kept | {key for key in (row.file_path, row.report_path) if key is not None}

    def delete_subject(self, shop: Workshop, job_id: str) -> None:
        dataset_id = shop.job(job_id).params["dataset_id"]
        with shop.database.write() as session:
            datasets.delete(shop.actor, session, shop.storage, dataset_id)


example = Fetch()
