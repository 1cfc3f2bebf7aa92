"""Cards of models: what is known of them, and beside it what people wrote."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Conflict, Invalid
from armillary.base.storage import Storage
from armillary.base.values import to_iso, utc_now
from armillary.capabilities.models import events
from armillary.capabilities.models.bundles import read_manifest
from armillary.capabilities.models.registry import card_text, references
from armillary.capabilities.models.registry.schemas import CardRequest
from armillary.capabilities.models.registry.tables import ModelCard
from armillary.capabilities.models.tables import StoredModel
from armillary.capabilities.models.wire import to_wire

WRITTEN: Mapping[str, tuple[str, str]] = {
    "purpose": ("Purpose", "What is it for, who uses it, and what is it not for?"),
    "data": ("Remarks on the data", "Where do the rows come from, and whom do they leave out?"),
    "limits": ("Limits", "Where does it fail, and how would that be noticed?"),
    "fairness": ("Fairness and risk", "Whom could a mistake harm, and what is done about it?"),
    "contact": ("Contact", "Who answers for it, and how are they reached?"),
}
"""The sections that people write, by id: their title, and what to write there."""


def read(actor: Actor, session: Session, storage: Storage, reference: str) -> dict[str, Any]:
    """Give the card of a model: ``sections`` in their order, and all of it as Markdown."""
    model = references.get(actor, session, reference)
    row = session.get(ModelCard, model.id)
    said = {} if row is None else row.sections
    manifest = read_manifest(storage, model.prefix) or {}
    written = [
        {
            "id": section,
            "title": title,
            "kind": "written",
            "text": said.get(section, ""),
            "hint": hint,
            "blocks": [],
        }
        for section, (title, hint) in WRITTEN.items()
    ]
    generated = [
        {
            "id": section,
            "title": title,
            "kind": "generated",
            "text": card_text.to_text(blocks),
            "hint": None,
            "blocks": blocks,
        }
        for section, title, blocks in card_text.generate(to_wire(model, whole=True), manifest)
    ]
    sections = _in_order(generated, written)
    return {
        "model_id": model.id,
        "version": 0 if row is None else row.version,
        "updated_by": None if row is None else row.updated_by,
        "updated_at": None if row is None else to_iso(row.updated_at),
        "sections": sections,
        "markdown": card_text.to_markdown(model.name, sections),
    }


def write(
    actor: Actor, session: Session, storage: Storage, reference: str, given: CardRequest
) -> dict[str, Any]:
    """Write sections of a card, those that are named; gives the card.

    Raises `Invalid` for a section that nobody writes, and `Conflict` with the present sections
    where somebody else wrote meanwhile.
    """
    actor.require("editor")
    unknown = sorted(set(given.sections) - set(WRITTEN))
    if unknown:
        raise Invalid(
            f"{unknown[0]!r} is no section to write in; there are {', '.join(WRITTEN)}. What is "
            "generated follows from the training.",
            code="unknown_section",
        )
    model = references.get(actor, session, reference)
    row = _locked(session, model)
    present = 0 if row is None else row.version
    if given.version != present:
        raise Conflict(
            "Somebody else wrote in this card meanwhile. Take over what they wrote, then save.",
            code="changed_meanwhile",
            details={"version": present, "sections": {} if row is None else row.sections},
        )
    row = row or ModelCard(model_id=model.id, workspace_id=model.workspace_id, sections={})
    row.sections = {
        section: text for section, text in (row.sections | given.sections).items() if text.strip()
    }
    row.version, row.updated_at = present + 1, utc_now()
    row.updated_by = {"id": actor.id, "name": actor.name}
    session.add(row)
    session.flush()
    events.card_written(session, model.workspace_id, model.id, row.version)
    return read(actor, session, storage, model.id)


def written(session: Session, model_id: str) -> dict[str, Any]:
    """Give what people wrote in the card of a model."""
    row = session.get(ModelCard, model_id)
    return {} if row is None else row.sections


def forget(session: Session, model_id: str) -> None:
    """Remove the card of a model that is gone."""
    session.execute(sa.delete(ModelCard).where(ModelCard.model_id == model_id))


def _locked(session: Session, model: StoredModel) -> ModelCard | None:
    # The model's row stands for a card that is not there yet, so that two first writers queue.
    session.refresh(model, with_for_update=True)
    return session.get(ModelCard, model.id, populate_existing=True)


def _in_order(
    generated: list[dict[str, Any]], written: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Put the purpose after what the model is, and what else people wrote at the end."""
    return [generated[0], written[0], *generated[1:], *written[1:]]
