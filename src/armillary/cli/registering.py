"""What the terminal does in the registry of models: the acts of HTTP, without a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.cli.workshop import open_workshop
from armillary.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel


def show(settings: Settings, model: str) -> dict[str, Any]:
    """Give a model with what depends on it."""
    from armillary.capabilities import models

    with open_workshop(settings) as shop, shop.database.read() as session:
        row = models.get_model(shop.actor, session, model)
        return models.to_wire(row, whole=True) | models.list_dependents(shop.actor, session, row)


def list_names(settings: Settings) -> list[dict[str, Any]]:
    """Give the registered names."""
    from armillary.capabilities import models

    with open_workshop(settings) as shop, shop.database.read() as session:
        return models.list_names(shop.actor, session)


def read_name(settings: Settings, name: str) -> dict[str, Any]:
    """Give a name with its versions and what was decided about them."""
    from armillary.capabilities import models

    with open_workshop(settings) as shop, shop.database.read() as session:
        return models.read_name(shop.actor, session, name)


def compare(settings: Settings, named: Sequence[str]) -> dict[str, Any]:
    """Give models side by side."""
    from armillary.capabilities import models

    with open_workshop(settings) as shop, shop.database.read() as session:
        return models.compare(shop.actor, session, shop.storage, named)


def register(settings: Settings, model: str, name: str, description: str | None) -> dict[str, Any]:
    """Make a model the next version of a name; gives the model."""
    from armillary.capabilities import models

    given = _asked(models.RegisterRequest, name=name, description=description)
    with open_workshop(settings) as shop, shop.database.write() as session:
        model_id = models.get_model(shop.actor, session, model).id
        models.register_version(shop.actor, session, model_id, given)
        return models.to_wire(models.get_model(shop.actor, session, model_id))


def withdraw(settings: Settings, model: str) -> dict[str, Any]:
    """Make a version a model without a name again; gives the model."""
    from armillary.capabilities import models

    with open_workshop(settings) as shop, shop.database.write() as session:
        model_id = models.get_model(shop.actor, session, model).id
        models.withdraw_version(shop.actor, session, model_id)
        return models.to_wire(models.get_model(shop.actor, session, model_id))


def move(
    settings: Settings, model: str, stage: str, previous: str, note: str | None
) -> dict[str, Any]:
    """Move a version to a stage; gives the model."""
    from armillary.capabilities import models

    given = _asked(models.StageRequest, stage=stage, previous=previous, note=note)
    with open_workshop(settings) as shop, shop.database.write() as session:
        model_id = models.get_model(shop.actor, session, model).id
        models.move_to_stage(shop.actor, session, model_id, given)
        return models.to_wire(models.get_model(shop.actor, session, model_id))


def set_alias(settings: Settings, name: str, alias: str, model: str | None) -> dict[str, Any]:
    """Have an alias mean a version, or nothing any more; gives the name."""
    from armillary.capabilities import models

    with open_workshop(settings) as shop, shop.database.write() as session:
        if model is None:
            return models.remove_alias(shop.actor, session, name, alias)
        given = _asked(models.AliasRequest, model_id=model)
        return models.set_alias(shop.actor, session, name, alias, given)


def set_tags(settings: Settings, model: str, tags: Sequence[str]) -> dict[str, Any]:
    """Give a model these tags and no others; gives the model."""
    from armillary.capabilities import models

    given = _asked(models.TagsRequest, tags=list(tags))
    with open_workshop(settings) as shop, shop.database.write() as session:
        return models.set_tags(shop.actor, session, model, given)


def put_away(settings: Settings, model: str, note: str | None, *, force: bool) -> dict[str, Any]:
    """Archive a model; gives it."""
    from armillary.capabilities import models

    given = _asked(models.ArchiveRequest, force=force, note=note)
    with open_workshop(settings) as shop, shop.database.write() as session:
        return models.archive(shop.actor, session, model, given)


def take_back(settings: Settings, model: str) -> dict[str, Any]:
    """Take a model back from the archive; gives it."""
    from armillary.capabilities import models

    with open_workshop(settings) as shop, shop.database.write() as session:
        return models.restore(shop.actor, session, model)


def delete(settings: Settings, model: str, *, force: bool) -> str:
    """Delete a model and its files; gives its id."""
    from armillary.capabilities import models

    with open_workshop(settings) as shop, shop.database.write() as session:
        model_id = models.get_model(shop.actor, session, model).id
        models.delete_model(shop.actor, session, shop.storage, model_id, force=force)
        return model_id


def _asked(kind: type[BaseModel], **values: Any) -> Any:
    """Give a request as it comes over HTTP; raises `Invalid` for a value that it does not take."""
    from pydantic import ValidationError

    try:
        return kind(**values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise Invalid(f"{place}: {first['msg']}; got {str(first['input'])[:100]!r}.") from error
