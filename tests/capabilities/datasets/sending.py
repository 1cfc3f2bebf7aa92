"""Sending files in pieces, as clients do."""

import hashlib
from pathlib import Path
from typing import Any

from httpx import Response

from armillary.capabilities.datasets.tables import UploadSession
from armillary.capabilities.datasets.upload_sessions import part_path
from tests.capabilities.datasets.conftest import Server

CSV = b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * n) for n in range(2000))
SHA = hashlib.sha256(CSV).hexdigest()


def begin(server: Server, data: bytes = CSV, **more: Any) -> dict[str, Any]:
    body = {"filename": "pieces.csv", "size_bytes": len(data), **more}
    answer = server.client.post("/api/uploads", json=body)
    assert answer.status_code == 201, answer.text
    begun: dict[str, Any] = answer.json()
    return begun


def send(server: Server, upload_id: str, offset: int, data: bytes) -> Response:
    headers = {"Upload-Offset": str(offset), "Content-Type": "application/octet-stream"}
    return server.client.patch(f"/api/uploads/{upload_id}", content=data, headers=headers)


def finish(server: Server, upload_id: str, **body: Any) -> Response:
    return server.client.post(f"/api/uploads/{upload_id}/finish", json=body)


def offset_of(server: Server, upload_id: str) -> int:
    return int(server.get(f"/api/uploads/{upload_id}").json()["offset"])


def part_of(server: Server, upload_id: str) -> Path:
    return part_path(server.state.storage, upload_id)


def change(server: Server, upload_id: str, **values: Any) -> None:
    with server.state.database.write() as session:
        row = session.get_one(UploadSession, upload_id)
        for name, value in values.items():
            setattr(row, name, value)


def upload_in_pieces(server: Server, data: bytes, **more: Any) -> dict[str, Any]:
    upload_id = begin(server, data, **more)["upload_id"]
    middle = len(data) // 3
    for at, piece in ((0, data[:middle]), (middle, data[middle:])):
        assert send(server, upload_id, at, piece).status_code == 204
    answer = finish(server, upload_id)
    assert answer.status_code == 202, answer.text
    made: dict[str, Any] = answer.json()
    return made
