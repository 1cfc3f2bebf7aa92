"""The trials of a search, as one of its jobs runs them."""

from typing import Any

from armillary import jobs
from armillary.capabilities.datasets import service as datasets
from armillary.capabilities.search.schemas import LaneParams
from tests.contracts.job_examples.search_run import Run
from tests.contracts.workshop import Workshop


class Trials(Run):
    """Somebody has stopped a search before it began, but for one of the jobs that try."""

    id = "search.trials"
    leaves = 0

    def submit(self, shop: Workshop, prepared: Any) -> str:
        search_id = super().submit(shop, prepared)
        shop.cancel(search_id)
        params = LaneParams(search_id=search_id, lane=0, name="kind")
        with shop.database.write() as session:
            return jobs.submit(shop.actor, session, self.id, params).id

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        return set()

    def delete_subject(self, shop: Workshop, job_id: str) -> None:
        search_id = shop.job(job_id).params["search_id"]
        dataset_id = shop.job(search_id).params["dataset_id"]
        with shop.database.write() as session:
            datasets.delete(shop.actor, session, shop.storage, dataset_id)


example = Trials()
