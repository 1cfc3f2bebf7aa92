"""A recipe: a table made of another by two steps, one of which learns from its rows."""

from typing import Any

from armillary.capabilities.datasets import service as datasets
from armillary.capabilities.datasets.recipes.making import Wish, make
from armillary.capabilities.datasets.tables import Dataset
from tests.contracts.workshop import TableExample, Workshop

TABLE = b"number,word\n" + b"".join(b"%d,w%d\n" % (n, n % 7) for n in range(2000))
STEPS = [
    {"type": "scale", "params": {"columns": ["number"], "method": "standard"}},
    {"type": "encode", "params": {"columns": ["word"], "method": "one_hot"}},
]


class Prepare(TableExample):
    """Somebody makes a dataset of another."""

    id = "datasets.prepare"
    leaves = 1
    table = TABLE

    def submit(self, shop: Workshop, prepared: Any) -> str:
        with shop.database.write() as session:
            (row,) = make(shop.actor, session, Wish(prepared, STEPS))
            return str(row.job_id)

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        with shop.database.read() as session:
            row = session.query(Dataset).filter_by(job_id=job_id).one_or_none()
        return {row.file_path} if row is not None and row.file_path else set()

    def delete_subject(self, shop: Workshop, job_id: str) -> None:
        (dataset_id,) = shop.job(job_id).params["dataset_ids"]
        with shop.database.write() as session:
            datasets.delete(shop.actor, session, shop.storage, dataset_id)


example = Prepare()
