"""A page to try sockets by hand: which doors and topics there are, and what they say."""

import inspect
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fastapi.routing import APIWebSocketRoute, iter_route_contexts
from starlette.responses import FileResponse
from starlette.routing import BaseRoute

FILES = frozenset({"index.html", "page.css", "page.js"})
_FOLDER = Path(__file__).parent / "page"


def doors(routes: Sequence[BaseRoute]) -> list[dict[str, Any]]:
    """Give the path and the description of every web socket among the routes."""
    found = [
        {"path": context.path, "text": inspect.getdoc(context.endpoint) or ""}
        for context in iter_route_contexts(routes)
        if isinstance(context.original_route, APIWebSocketRoute)
    ]
    return sorted(found, key=lambda door: str(door["path"]))


def file(name: str) -> FileResponse:
    """Answer with one of the page's files."""
    return FileResponse(_FOLDER / name, headers={"Cache-Control": "no-cache"})
