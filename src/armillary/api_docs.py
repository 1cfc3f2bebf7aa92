"""`/docs` and `/redoc`: the documentation of the API, served without any other host."""

import importlib.util
from pathlib import Path

from fastapi import APIRouter, Depends
from starlette.responses import FileResponse, HTMLResponse, Response

from armillary.base.access import public
from armillary.base.errors import NotFound
from armillary.base.http import State

router = APIRouter(include_in_schema=False, dependencies=[Depends(public())])

_CARRIER = "fastapi_offline"
_ASSETS = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "redoc.standalone.js": "text/javascript",
}
_START = """\
SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  tryItOutEnabled: true,
  presets: [SwaggerUIBundle.presets.apis],
});
"""
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Armillary API</title>
{head}
</head>
<body style="margin:0">
{body}
</body>
</html>
"""


@router.get("/docs")
async def open_swagger(state: State) -> Response:
    """Show the API with forms to try it."""
    _check_on(state.settings.enable_docs)
    return HTMLResponse(
        _PAGE.format(
            head='<link rel="stylesheet" href="/docs/swagger-ui.css">',
            body='<div id="swagger-ui"></div>\n'
            '<script src="/docs/swagger-ui-bundle.js"></script>\n'
            '<script src="/docs/start.js"></script>',
        )
    )


@router.get("/redoc")
async def open_redoc(state: State) -> Response:
    """Show the API for reading."""
    _check_on(state.settings.enable_docs)
    return HTMLResponse(
        _PAGE.format(
            head="",
            body='<redoc spec-url="/openapi.json"></redoc>\n'
            '<script src="/docs/redoc.standalone.js"></script>',
        )
    )


@router.get("/docs/start.js")
async def read_start(state: State) -> Response:
    """Give what starts the forms; apart from the page, which may hold no script."""
    _check_on(state.settings.enable_docs)
    return Response(_START, media_type="text/javascript")


@router.get("/docs/{name}")
async def read_asset(name: str, state: State) -> Response:
    """Give a file of Swagger UI or ReDoc."""
    _check_on(state.settings.enable_docs and name in _ASSETS)
    headers = {"Cache-Control": "public, max-age=86400"}
    return FileResponse(_folder() / name, media_type=_ASSETS[name], headers=headers)


def _folder() -> Path:
    # Found, not imported: only its files are wanted.
    found = importlib.util.find_spec(_CARRIER)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "static"


def _check_on(is_on: bool) -> None:
    if not is_on:
        raise NotFound("Endpoint not found", extra={"detail": "Not Found"})
