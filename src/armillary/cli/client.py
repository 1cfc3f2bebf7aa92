"""Talking to a running server over HTTP, with nothing but the standard library."""

import http.client
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from armillary.base.errors import AppError, Unavailable

_TIMEOUT_S = 60.0
# The server says something at least this often, if only that it is there.
_SILENCE_S = 60.0
_BOUNDARY = "armillary-upload-6f1d3c"


class Client:
    """Asks one server; an answer that is an error is raised as the `AppError` that it tells."""

    def __init__(self, address: str, api_key: str = "") -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._headers = {"X-API-Key": api_key} if api_key else {}

    def get(self, path: str, **query: object) -> dict[str, Any]:
        """Read something."""
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path)

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Send JSON."""
        headers = {"Content-Type": "application/json"}
        return self._ask("POST", path, json.dumps(body).encode(), headers)

    def upload(self, path: str, filename: str, content: bytes) -> dict[str, Any]:
        """Send a file as a form does, asking not to wait until it is imported."""
        head = (
            f"--{_BOUNDARY}\r\nContent-Disposition: form-data; "
            f'name="file"; filename="{filename}"\r\nContent-Type: text/csv\r\n\r\n'
        )
        body = head.encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={_BOUNDARY}"
        return self._ask("POST", path, body, {"Content-Type": kind, "Prefer": "respond-async"})

    def events(self, topic: str, after: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
        """Follow a topic: give each event's type and data.

        Ends with the server, or where what follows was compacted: then fetch again.
        """
        query = urlencode({"topic": topic, "after": after})
        connection = self._connect(_SILENCE_S)
        try:
            headers = {**self._headers, "Accept": "text/event-stream"}
            connection.request("GET", f"/api/events?{query}", headers=headers)
            answer = connection.getresponse()
            if answer.status >= 400:
                raise _error(answer.status, answer.read())
            for line in answer:
                if line.startswith(b"data:"):
                    message = json.loads(line.removeprefix(b"data:"))
                    if message["type"] == "refetch":
                        return
                    if message["type"] == "event":
                        yield message["event"], message["data"]
        finally:
            connection.close()

    def _ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> dict[str, Any]:
        connection = self._connect(_TIMEOUT_S)
        try:
            connection.request(method, path, body, {**self._headers, **headers})
            answer = connection.getresponse()
            content = answer.read()
        except OSError as error:
            raise Unavailable(
                f"The server at port {self._port} does not answer: {error}."
            ) from error
        finally:
            connection.close()
        if answer.status >= 400:
            raise _error(answer.status, content)
        value: dict[str, Any] = json.loads(content)
        return value

    def _connect(self, timeout_s: float) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self._host, self._port, timeout=timeout_s)


def _error(status: int, content: bytes) -> AppError:
    try:
        told = json.loads(content)
    except ValueError:
        told = {}
    message = told.get("error") or f"The server answered {status}."
    code = told.get("code") or "error"
    return AppError(str(message), code=str(code), status=status, errors=told.get("errors"))
