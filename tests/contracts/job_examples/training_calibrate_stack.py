"""A stack of a search calibrated: it leaves a model beside the stack."""

from typing import Any

from armillary.capabilities import models
from armillary.capabilities.search import SearchRequest, start
from armillary.capabilities.search.tables import Search
from armillary.capabilities.training import stacks
from armillary.capabilities.training.scores.storing import ROWS, SCORES
from tests.contracts.workshop import Example, Workshop

# Where a is large it is mostly a one, which two quick algorithms see differently.
TABLE = b"a,b,kind\n" + b"".join(
    b"%d,%d,%s\n" % (n % 97, n * n % 11, b"one" if (n % 97) + (n * n % 11) * 4 > 70 else b"two")
    for n in range(400)
)


class CalibrateStack(Example):
    """Somebody wants the probabilities of a stack to be taken at their word."""

    id = stacks.CALIBRATE
    leaves = 3

    def prepare(self, shop: Workshop) -> str:
        request = SearchRequest(
            dataset_id=shop.import_table(TABLE),
            target_column="kind",
            algorithms=["naive_bayes", "decision_tree"],
            trials=2,
            parallel=1,
            folds=2,
            hold_out=False,
            warm_start=False,
        )
        with shop.database.write() as session:
            search_id = start(shop.actor, session, request).id
        shop.run(search_id)
        with shop.database.read() as session:
            outcome = session.get_one(Search, search_id).outcome or {}
        assert outcome["stack"]["model_id"], outcome["stack"]["told"]
        return str(outcome["stack"]["model_id"])

    def submit(self, shop: Workshop, prepared: Any) -> str:
        with shop.database.write() as session:
            job = stacks.begin(shop.actor, session, shop.storage, prepared, "sigmoid", None)
        assert job is not None
        return job.id

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        with shop.database.read() as session:
            row = models.find_model(shop.actor, session, models.model_id_of(job_id))
        if row is None:
            return set()
        folder, _, _ = row.prefix.rpartition("/")
        return {row.prefix, f"{folder}/{ROWS}", f"{folder}/{SCORES}"}

    def delete_subject(self, shop: Workshop, job_id: str) -> None:
        with shop.database.write() as session:
            models.delete_model(
                shop.actor, session, shop.storage, shop.job(job_id).params["model_id"]
            )


example = CalibrateStack()
