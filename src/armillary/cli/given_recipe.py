"""The recipe that somebody gives at the terminal: a file of steps, or the id of a kept one."""

from pathlib import Path
from typing import Any

from armillary.base.errors import Invalid, NotFound
from armillary.base.values import from_json

_KEPT = "recipe_"


def read_recipe(given: str | None) -> dict[str, Any]:
    """Give what a training is asked with; raises `AppError` for what is no recipe.

    A file holds steps, as a list or as ``{"steps": […]}``.
    """
    if given is None:
        return {}
    path = Path(given)
    if path.is_file():
        return {"recipe": {"steps": _steps_in(path)}}
    if given.startswith(_KEPT):
        return {"recipe_id": given}
    raise NotFound(
        f"--recipe must be a file of steps or the id of a kept recipe ({_KEPT}…); there is no "
        f"file {given!r}."
    )


def _steps_in(path: Path) -> list[Any]:
    try:
        content = from_json(path.read_bytes())
    except ValueError as error:
        raise Invalid(f"{path.name} is no JSON: {error}.") from error
    steps = content.get("steps") if isinstance(content, dict) else content
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise Invalid(f'{path.name} must hold a list of steps, or {{"steps": […]}}.')
    return steps
