"""Fetching a file over HTTP: from checked addresses, within a size and a time."""

import http.client
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import SplitResult, unquote, urljoin

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.sources import Fetched
from armillary.capabilities.datasets.sources.addresses import port_of, resolve, split
from armillary.settings import Settings

_REDIRECTS = 5
_SILENCE_S = 30.0
_CHUNK_BYTES = 1 << 20
_MEGABYTE = 1 << 20
_HEADERS = {"User-Agent": "Armillary", "Accept": "*/*", "Accept-Encoding": "identity"}


@contextmanager
def open_url(url: str, settings: Settings) -> Iterator[Fetched]:
    """Open what an address gives, after at most five redirects; raises `Unreadable`."""
    until = time.monotonic() + settings.import_timeout_s
    for _ in range(_REDIRECTS + 1):
        parts = split(url)
        connection = _connect(parts, settings)
        try:
            response = _ask(connection, parts)
            moved = response.headers.get("Location")
            if response.status in (301, 302, 303, 307, 308) and moved:
                url = _next(url, moved)
                continue
            yield _fetched(response, parts, settings, until)
            return
        finally:
            connection.close()
    raise Unreadable(f"The address was redirected more than {_REDIRECTS} times.")


def _connect(parts: SplitResult, settings: Settings) -> http.client.HTTPConnection:
    host, port = str(parts.hostname), port_of(parts)
    address = resolve(host, port, settings.import_trusted_hosts)
    connection = http.client.HTTPConnection(host, port, timeout=_SILENCE_S)
    try:
        sock = socket.create_connection((address, port), timeout=_SILENCE_S)
        if parts.scheme == "https":
            # The certificate has to be that of the name, though the address was looked up before.
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except OSError as error:
        raise Unreadable(
            f"{host!r} cannot be reached ({error.strerror or error}). Check the address."
        ) from error
    connection.sock = sock
    return connection


def _ask(connection: http.client.HTTPConnection, parts: SplitResult) -> http.client.HTTPResponse:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", path, headers=_HEADERS)
        return connection.getresponse()
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        raise Unreadable(
            f"{parts.hostname!r} gave no answer that can be read ({error})."
        ) from error


def _next(url: str, moved: str) -> str:
    target = urljoin(url, moved)
    if url.startswith("https:") and not target.startswith("https:"):
        raise Unreadable("The address is redirected from https to an address without it.")
    return target


def _fetched(
    response: http.client.HTTPResponse, parts: SplitResult, settings: Settings, until: float
) -> Fetched:
    if response.status != 200:
        raise Unreadable(
            f"{parts.hostname!r} answered {response.status} {response.reason}; expected 200 and a "
            "file. Check the address."
        )
    size = response.length
    if size is not None:
        refuse_size(size, settings)
    return Fetched(_filename(response, parts), size, _chunks(response, settings, until))


def _filename(response: http.client.HTTPResponse, parts: SplitResult) -> str:
    message = Message()
    message["Content-Disposition"] = response.headers.get("Content-Disposition", "")
    named = message.get_filename() or unquote(PurePosixPath(parts.path).name)
    return named or "table"


def _chunks(
    response: http.client.HTTPResponse, settings: Settings, until: float
) -> Iterator[bytes]:
    size = 0
    while True:
        try:
            chunk = response.read1(_CHUNK_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise Unreadable(f"The file broke off while it was fetched ({error}).") from error
        if not chunk:
            break
        size += len(chunk)
        refuse_size(size, settings)
        if time.monotonic() > until:
            raise Unreadable(
                f"Fetching the file took more than {settings.import_timeout_s:,.0f} s "
                "(ARMILLARY_IMPORT_TIMEOUT_S). Download it, and upload it here."
            )
        yield chunk
    if response.length:
        raise Unreadable("The file broke off while it was fetched; try again.")


def refuse_size(size: int, settings: Settings) -> None:
    """Raise `Unreadable` for a file that is too large to be fetched."""
    if size > settings.max_import_mb * _MEGABYTE:
        raise Unreadable(
            f"At most {settings.max_import_mb:,} MB are fetched in one file "
            "(ARMILLARY_MAX_IMPORT_MB)."
        )
