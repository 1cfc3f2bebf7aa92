"""A search: three trials on a small table, and a training of the best."""

from typing import Any

from armillary.capabilities.search import SearchRequest, start
from armillary.capabilities.search.tables import Search
from armillary.capabilities.training.tables import Training
from tests.contracts.job_examples.training_fit import TABLE, left_by
from tests.contracts.workshop import TableExample, Workshop


class Run(TableExample):
    """Somebody searches for the best values of two quick algorithms."""

    id = "search.run"
    leaves = 4
    table = TABLE

    def submit(self, shop: Workshop, prepared: Any) -> str:
        request = SearchRequest(
            dataset_id=prepared,
            target_column="kind",
            algorithms=["naive_bayes", "decision_tree"],
            trials=3,
            parallel=1,
            folds=2,
            warm_start=False,
        )
        with shop.database.write() as session:
            return start(shop.actor, session, request).id

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        with shop.database.read() as session:
            search = session.get_one(Search, job_id)
            row = session.get(Training, (search.outcome or {}).get("training_id", ""))
        if row is None:
            return set()
        return left_by(row)


example = Run()
