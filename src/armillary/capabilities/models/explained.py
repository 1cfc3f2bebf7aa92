"""What was last found out about why a model says what it says."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Unavailable
from armillary.base.storage import Storage
from armillary.capabilities.models import explanations, service
from armillary.capabilities.models.tables import ModelExplanation
from armillary.learning.explain import all_explanations


def find_latest(
    actor: Actor, session: Session, storage: Storage, model_id: str
) -> dict[str, Any] | None:
    """Give ``{explanation, methods}`` of the newest that is ready and of this very model.

    Each method is ``{id, name, reading, found}``. None where nobody has explained it.
    """
    prefix = service.get_model(actor, session, model_id).prefix
    mine = sa.select(ModelExplanation).where(
        ModelExplanation.model_id == model_id, ModelExplanation.state == "ready"
    )
    for row in session.scalars(mine.order_by(ModelExplanation.id.desc())):
        if row.asked["prefix"] != prefix:
            continue
        try:
            read = explanations.read(actor, session, storage, model_id, row.id)
        except Unavailable:
            continue  # its file is gone, so what it said is not known any more
        known = all_explanations()
        methods = [
            {"id": each, "name": known[each].name, "reading": known[each].reading, "found": found}
            for each, found in read["results"].items()
            if each in known
        ]
        return {"explanation": read["explanation"], "methods": methods}
    return None
