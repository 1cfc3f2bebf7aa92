"""A map: the rows of a table laid out in a plane."""

import itertools
from typing import Any

from armillary.capabilities.datasets import maps
from armillary.capabilities.datasets.schemas import MapRequest
from armillary.capabilities.datasets.tables import DatasetMap
from tests.contracts.workshop import TableExample, Workshop

TABLE = b"a,b,c\n" + b"".join(b"%d,%d,%d\n" % (n, n * n % 97, n % 13) for n in range(500))


class Map(TableExample):
    """Somebody asks for a map of drawn rows, which it says something about."""

    id = "datasets.map"
    leaves = 1
    table = TABLE

    def __init__(self) -> None:
        # An equal map would be given instead of being made again.
        self._seeds = itertools.count()

    def submit(self, shop: Workshop, prepared: Any) -> str:
        asked = MapRequest(
            method="pca", columns=["a", "b", "c"], most_rows=100, seed=next(self._seeds)
        )
        with shop.database.write() as session:
            return maps.submit(shop.actor, session, prepared, asked).job_id

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        with shop.database.read() as session:
            row = session.query(DatasetMap).filter_by(job_id=job_id).one_or_none()
        return {row.file_path} if row is not None and row.file_path else set()

    def delete_subject(self, shop: Workshop, job_id: str) -> None:
        params = shop.job(job_id).params
        with shop.database.write() as session:
            maps.delete_map(
                shop.actor, session, shop.storage, params["dataset_id"], params["map_id"]
            )


example = Map()
