"""A model of scikit-learn that somebody brings as a file."""

import io
from typing import Any

from armillary.base.errors import Conflict
from armillary.capabilities.models import bring_in, service
from armillary.capabilities.models.bringing import incoming_key
from armillary.capabilities.models.tables import StoredModel
from tests.contracts.workshop import Example, Workshop


class BringIn(Example):
    """Somebody brings a forest that was trained elsewhere."""

    id = "models.bring_in"
    leaves = 1

    def prepare(self, shop: Workshop) -> bytes:
        import joblib
        import numpy as np
        from sklearn.tree import DecisionTreeRegressor

        rows = np.arange(40.0).reshape(20, 2)
        out = io.BytesIO()
        joblib.dump(DecisionTreeRegressor(max_depth=2).fit(rows, rows[:, 0]), out)
        return out.getvalue()

    def submit(self, shop: Workshop, prepared: Any) -> str:
        return bring_in(shop.actor, shop.database, shop.storage, "tree.joblib", [prepared])[1]

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        model_id = shop.job(job_id).params["model_id"]
        with shop.database.read() as session:
            row = session.get(StoredModel, model_id)
        # Until its job has succeeded the file waits, so that the job can be tried again.
        waiting = incoming_key(job_id)
        there = {waiting} if shop.storage.exists(waiting) else set()
        return there | ({row.prefix} if row is not None else set())

    def delete_subject(self, shop: Workshop, job_id: str) -> None:
        model_id = shop.job(job_id).params["model_id"]
        with shop.database.read() as session:
            if service.find_model(shop.actor, session, model_id) is None:
                raise Conflict("Until it is there nobody can delete it.")
        with shop.database.write() as session:
            service.delete_model(shop.actor, session, shop.storage, model_id)


example = BringIn()
