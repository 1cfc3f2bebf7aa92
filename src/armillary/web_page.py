"""The web page: one document for every page of it, its files, and JSON for programs at ``/``."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from armillary.base.access import public
from armillary.base.errors import NotFound, Unavailable
from armillary.base.http import StrictJSONResponse

PAGE_FOLDER = Path(__file__).parent / "page"
_FOREVER = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


class Assets(StaticFiles):
    """Built files; their names hold a hash of their content, so browsers may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with the file."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = _FOREVER
        return response


def is_built() -> bool:
    """Whether the web app has been built."""
    return (PAGE_FOLDER / "index.html").is_file()


def assets() -> Assets:
    """Give what serves ``/assets``."""
    return Assets(directory=PAGE_FOLDER / "assets", check_dir=False)


@router.get("/", dependencies=[Depends(public())])
def open_root(request: Request) -> Response:
    """Answer browsers with the page and programs with the name of the server."""
    if _wants_page(request):
        return _page()
    return StrictJSONResponse(_greeting(), headers={"Vary": "Accept"})


@router.get("/{path:path}", dependencies=[Depends(public())])
def open_page(path: str, request: Request) -> Response:
    """Answer every address of the page with the page, which finds its own way."""
    file = PAGE_FOLDER / path
    if "/" not in path and not path.startswith(".") and file.is_file():
        return FileResponse(file, headers={"Cache-Control": "no-cache"})
    if _wants_page(request) and not path.startswith(("api/", "ws/", "assets/")):
        return _page()
    raise NotFound("Endpoint not found", extra={"detail": "Not Found"})


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _page() -> Response:
    if not is_built():
        raise Unavailable("The web page is not built; run `make web`, then reload.")
    headers = {"Cache-Control": "no-cache", "Vary": "Accept"}
    return FileResponse(PAGE_FOLDER / "index.html", headers=headers)


def _greeting() -> dict[str, Any]:
    return {
        "status": "ok",
        "message": "AI Geotechnical Chat API is running",
        "version": "1.0.0",
        "name": "Consistency Lens API",
        "docs": "/docs",
    }
