"""What clients send: a form with files, a form, or JSON; nothing of it is ever a 422 or a 500."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from armillary.base.errors import BadRequest
from armillary.base.values import from_json

_SUFFIXES = (".csv", ".xlsx", ".xls")
_CHUNK_BYTES = 1 << 20
_MOST_FIELDS = 100
_FIELD_BYTES = 1 << 20


@dataclass(frozen=True)
class Sent:
    """The fields and files of a request."""

    fields: Mapping[str, Any]
    files: Mapping[str, UploadFile] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Give a field as plain words; an empty one counts as absent."""
        value = self.fields.get(name)
        found = "" if value is None else str(value).strip()
        return found or default

    def word(self, name: str, allowed: tuple[str, ...], default: str = "") -> str:
        """Give a field that is one of a few words; raises `BadRequest` for another."""
        found = self.text(name, default).lower()
        if found not in allowed:
            came = f"got {found[:80]!r}" if found else "it is missing"
            raise BadRequest(f"{name} must be one of {', '.join(allowed)}; {came}.")
        return found

    def hyperparameters(self) -> dict[str, Any]:
        """Give the hyperparameters, which come as an object or as its JSON text."""
        given = self.fields.get("hyperparameters")
        if given is None or (isinstance(given, str) and not given.strip()):
            return {}
        if isinstance(given, str):
            try:
                given = from_json(given)
            except ValueError:
                raise BadRequest(
                    'hyperparameters must be JSON text such as {"C": "0.5"}; it cannot be read.'
                ) from None
        if given is None:
            return {}
        if not isinstance(given, dict):
            raise BadRequest('hyperparameters must be a JSON object such as {"C": "0.5"}.')
        return {str(name): value for name, value in given.items()}

    def file(self, name: str) -> UploadFile:
        """Give a file that has to be there; raises `BadRequest` for none or another kind."""
        found = self.files.get(name)
        if found is None or not found.filename:
            raise BadRequest(f"{name} is missing; send it as a file of the form.")
        if not found.filename.lower().endswith(_SUFFIXES):
            raise BadRequest(
                f"File type not allowed. {name} must be a csv, xlsx or xls file; "
                f"got {found.filename[-80:]!r}.",
                code="file_type_not_allowed",
            )
        if not found.size:
            raise BadRequest(f"{name} is empty; choose a file that holds a table.")
        return found


async def read(request: Request) -> Sent:
    """Read a request's body, whatever its Content-Type says; raises `BadRequest`."""
    content_type = request.headers.get("content-type", "").lower()
    try:
        if content_type.startswith("multipart/form-data"):
            return await _read_form(request)
        body = await request.body()
    except ClientDisconnect:
        raise BadRequest("The request was cut off; send it again.") from None
    except HTTPException as error:
        raise BadRequest(f"The form cannot be read: {error.detail}") from None
    return Sent(_parse(body, is_json=content_type.startswith("application/json")))


def chunks_of(file: UploadFile) -> Iterator[bytes]:
    """Give a file's bytes from its beginning; for a thread, since it may lie on disk."""
    file.file.seek(0)
    while chunk := file.file.read(_CHUNK_BYTES):
        yield chunk


async def _read_form(request: Request) -> Sent:
    form = await request.form(
        max_files=_MOST_FIELDS, max_fields=_MOST_FIELDS, max_part_size=_FIELD_BYTES
    )
    fields: dict[str, Any] = {}
    files: dict[str, UploadFile] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            files[name] = value
        else:
            fields[name] = value
    return Sent(fields, files)


def _parse(body: bytes, *, is_json: bool) -> Mapping[str, Any]:
    text = body.decode("utf-8", "replace").strip()
    if is_json or text.startswith(("{", "[")):
        try:
            given = from_json(text) if text else {}
        except ValueError:
            raise BadRequest("The body is not JSON that can be read; send an object.") from None
        if not isinstance(given, dict):
            raise BadRequest("Expected a JSON object with the fields; got something else.")
        return given
    return dict(parse_qsl(text, keep_blank_values=True))
