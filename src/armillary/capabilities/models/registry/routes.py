"""The registry of models over HTTP."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import PlainTextResponse, Response

from armillary.base.access import Actor, require
from armillary.base.http import Reading, State, StrictJSONResponse, Work
from armillary.capabilities.models.registry import (
    aliases,
    cards,
    comparing,
    depending,
    lineage,
    names,
    references,
    standing,
    versions,
)
from armillary.capabilities.models.registry.schemas import (
    AliasRequest,
    ArchiveRequest,
    CardRequest,
    NameChange,
    RegisterRequest,
    StageRequest,
    TagsRequest,
)

router = APIRouter()
Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]


@router.get("/registry")
def list_names(actor: Viewer, session: Reading) -> dict[str, Any]:
    """List the names under which models are registered."""
    found = names.list_names(actor, session)
    return {"items": found, "total": len(found)}


@router.get("/compare")
def compare_models(actor: Viewer, session: Reading, state: State, ids: str) -> Response:
    """Give models, named with commas by id or as ``name@alias`` or ``name/3``, side by side."""
    named = [one.strip() for one in ids.split(",")]
    return StrictJSONResponse(comparing.compare(actor, session, state.storage, named))


@router.get("/registry/{name}")
def read_name(name: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give a name with its versions and what was decided about them."""
    return names.read(actor, session, name)


@router.patch("/registry/{name}")
def describe_name(name: str, given: NameChange, actor: Editor, session: Work) -> dict[str, Any]:
    """Say what models of a name are for."""
    return {"name": names.describe(actor, session, name, given)}


@router.delete("/registry/{name}")
def delete_name(name: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Remove a name that nobody uses; its versions stay as models."""
    names.delete(actor, session, name)
    return {"message": "Name removed", "name": name}


@router.put("/registry/{name}/aliases/{alias}")
def set_alias(
    name: str, alias: str, given: AliasRequest, actor: Editor, session: Work
) -> dict[str, Any]:
    """Have an alias mean a version."""
    return {"name": aliases.set_alias(actor, session, name, alias, given)}


@router.delete("/registry/{name}/aliases/{alias}")
def remove_alias(name: str, alias: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Have an alias mean nothing any more."""
    return {"name": aliases.remove_alias(actor, session, name, alias)}


@router.post("/{model_id}/register")
def register_version(
    model_id: str, given: RegisterRequest, actor: Editor, session: Work
) -> dict[str, Any]:
    """Make a model the next version of a name."""
    return {"name": versions.register(actor, session, model_id, given)}


@router.delete("/{model_id}/register")
def withdraw_version(model_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Make a version a model without a name again."""
    return {"name": versions.withdraw(actor, session, model_id)}


@router.post("/{model_id}/stage")
def move_to_stage(
    model_id: str, given: StageRequest, actor: Editor, session: Work
) -> dict[str, Any]:
    """Move a version to staging, production, the archive, or none of these."""
    return {"name": versions.move(actor, session, model_id, given)}


@router.put("/{model_id}/tags")
def set_tags(model_id: str, given: TagsRequest, actor: Editor, session: Work) -> dict[str, Any]:
    """Give a model these tags and no others."""
    return {"model": standing.set_tags(actor, session, model_id, given)}


@router.post("/{model_id}/archive")
def archive(
    model_id: str, actor: Editor, session: Work, given: ArchiveRequest | None = None
) -> dict[str, Any]:
    """Put a model away; it is kept, and answers still."""
    return {"model": standing.archive(actor, session, model_id, given or ArchiveRequest())}


@router.post("/{model_id}/restore")
def restore(model_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Take a model back from the archive."""
    return {"model": standing.restore(actor, session, model_id)}


@router.get("/{model_id}/lineage")
def read_lineage(model_id: str, actor: Viewer, session: Reading, state: State) -> Response:
    """Say where a model comes from, which models come from it, and what was decided about it."""
    return StrictJSONResponse(lineage.read(actor, session, state.storage, model_id))


@router.get("/{model_id}/dependents")
def read_dependents(model_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give what depends on a model, and what would go with it."""
    row = references.get(actor, session, model_id)
    return {"model_id": row.id, **depending.list_dependents(actor, session, row)}


@router.get("/{model_id}/card")
def read_card(
    model_id: str,
    actor: Viewer,
    session: Reading,
    state: State,
    form: Annotated[Literal["json", "markdown"], Query(alias="format")] = "json",
) -> Response:
    """Give the card of a model, in sections or as one Markdown text."""
    card = cards.read(actor, session, state.storage, model_id)
    if form == "json":
        return StrictJSONResponse(card)
    name = f'attachment; filename="{card["model_id"]}.md"'
    return PlainTextResponse(
        card["markdown"], media_type="text/markdown", headers={"Content-Disposition": name}
    )


@router.put("/{model_id}/card")
def write_card(
    model_id: str, given: CardRequest, actor: Editor, session: Work, state: State
) -> Response:
    """Write sections of a card."""
    return StrictJSONResponse(cards.write(actor, session, state.storage, model_id, given))
