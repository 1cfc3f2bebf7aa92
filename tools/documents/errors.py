"""The errors: a reference page of every code that an answer may carry."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import armillary
from armillary.base.errors import AppError
from documents._pages import REFERENCE, page, table
from documents._source import calls_with_code


def generate() -> Iterator[tuple[Path, str]]:
    """Give the page."""
    kinds = {kind.__name__: kind for kind in _kinds(AppError)}
    rows: dict[str, tuple[int, str]] = {}
    for kind in kinds.values():
        rows[kind.code] = (kind.status, (inspect.getdoc(kind) or "").split("\n")[0])
    for said in calls_with_code():
        if said.callee in kinds:
            meant = f"From `{said.module}`. {said.sentence}".strip()
            rows.setdefault(said.word, (said.status or kinds[said.callee].status, meant))
    listed = [(f"`{code}`", *row) for code, row in sorted(rows.items())]
    yield (
        REFERENCE / "errors.md",
        page("Errors", _SHAPE, table(("code", "status", "means"), listed)),
    )


_SHAPE = """Every error has one shape. `code` is for programs and stays the same; `error` and
`detail` are the same sentence for people; `errors` names the places of malformed input;
`request_id` finds the request in the server's log.

```json
{"success": false, "error": "…", "detail": "…", "code": "not_found", "request_id": "…"}
```"""


def _kinds(parent: type[AppError]) -> Iterator[type[AppError]]:
    for info in pkgutil.walk_packages(armillary.__path__, "armillary."):
        if not info.name.endswith(("__main__", ".asgi")) and ".migrations." not in info.name:
            importlib.import_module(info.name)
    waiting = [parent]
    while waiting:
        kind = waiting.pop()
        yield kind
        waiting += kind.__subclasses__()
