"""Which uploads in pieces are taken, recognised, listed, given up and forgotten."""

import hashlib
import os
from datetime import timedelta
from typing import Any

import pytest

from armillary.base.disk import DiskFull
from armillary.base.values import utc_now
from armillary.capabilities.datasets.duties.expired_uploads import Expired
from armillary.jobs.cleaning import duties
from armillary.jobs.kinds import CAPABILITIES
from tests.capabilities.datasets.conftest import Server
from tests.capabilities.datasets.sending import (
    CSV,
    SHA,
    begin,
    change,
    finish,
    part_of,
    send,
    upload_in_pieces,
)


def test_a_file_over_the_limit_is_refused_before_its_bytes(idle_server: Server) -> None:
    body = {"filename": "big.csv", "size_bytes": 3 * 1024 * 1024}

    refused = idle_server.client.post("/api/uploads", json=body)

    assert refused.status_code == 413
    assert "At most 2 MB" in refused.json()["detail"]
    assert "3.0 MB" in refused.json()["detail"]


def test_a_file_that_does_not_fit_on_the_disk_is_refused_before_its_bytes(
    idle_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: _Free(1000))
    body = {"filename": "big.csv", "size_bytes": len(CSV)}

    refused = idle_server.client.post("/api/uploads", json=body)

    assert (refused.status_code, refused.json()["code"]) == (507, "disk_full")


class _Free:
    def __init__(self, free: int) -> None:
        self.free = free


def test_a_full_disk_is_told_and_the_upload_goes_on_when_there_is_room(
    idle_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload_id = begin(idle_server)["upload_id"]
    send(idle_server, upload_id, 0, CSV[:100])

    def refuse(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("armillary.capabilities.datasets.part_files.PartFile.write", refuse)
    full = send(idle_server, upload_id, 100, CSV[100:])
    monkeypatch.undo()

    assert (full.status_code, full.json()["code"]) == (DiskFull.status, "disk_full")
    assert send(idle_server, upload_id, 100, CSV[100:]).status_code == 204
    assert finish(idle_server, upload_id).json()["dataset"]["content_hash"] == SHA


def test_the_same_bytes_are_recognised_at_the_start(idle_server: Server) -> None:
    data = CSV + b"1,2\n"
    told = hashlib.sha256(data).hexdigest()
    first = upload_in_pieces(idle_server, data)["dataset_id"]

    body = {"filename": "again.csv", "size_bytes": len(data), "sha256": told}
    asked = idle_server.client.post("/api/uploads", json={**body, "recognise": True})
    unasked = idle_server.client.post("/api/uploads", json=body)

    assert asked.status_code == 200
    assert (asked.json()["recognised"], asked.json()["dataset_id"]) == (True, first)
    assert unasked.status_code == 201
    assert unasked.json()["duplicate_of"] == first


def test_the_same_bytes_are_told_at_the_end_until_the_first_is_gone(idle_server: Server) -> None:
    data = CSV + b"3,4\n"
    first, second, third = (upload_in_pieces(idle_server, data) for _ in range(3))

    assert first["dataset"]["duplicate_of"] is None
    assert second["dataset"]["duplicate_of"] == first["dataset_id"]
    assert third["dataset"]["duplicate_of"] == first["dataset_id"]
    idle_server.client.delete(f"/api/datasets/{first['dataset_id']}")
    left = [
        idle_server.get(f"/api/datasets/{one['dataset_id']}").json()["dataset"]["duplicate_of"]
        for one in (second, third)
    ]
    assert left == [None, second["dataset_id"]]


def test_the_same_bytes_elsewhere_are_not_recognised(idle_server: Server) -> None:
    data = CSV + b"5,6\n"
    upload_in_pieces(idle_server, data)
    made = idle_server.client.post("/api/workspaces", json={"name": "Elsewhere"}).json()
    there = {"X-Workspace": str(made.get("id") or made["workspace"]["id"])}

    body = {
        "filename": "again.csv",
        "size_bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "recognise": True,
    }
    begun = idle_server.client.post("/api/uploads", json=body, headers=there)

    assert begun.status_code == 201
    assert begun.json()["duplicate_of"] is None
    upload_id = begun.json()["upload_id"]
    assert idle_server.get(f"/api/uploads/{upload_id}").status_code == 404
    assert send(idle_server, upload_id, 0, data).status_code == 404


def test_unfinished_uploads_are_listed_with_what_knows_the_file_again(idle_server: Server) -> None:
    head = hashlib.sha256(CSV[:100]).hexdigest()
    upload_id = begin(idle_server, head_sha256=head)["upload_id"]

    listed = idle_server.get("/api/uploads", mine=True).json()["uploads"]

    assert listed[0]["upload_id"] == upload_id
    assert (listed[0]["head_sha256"], listed[0]["size_bytes"]) == (head, len(CSV))


def test_giving_up_removes_the_bytes(idle_server: Server) -> None:
    upload_id = begin(idle_server)["upload_id"]
    send(idle_server, upload_id, 0, CSV[:100])

    assert idle_server.client.delete(f"/api/uploads/{upload_id}").status_code == 200

    assert not part_of(idle_server, upload_id).exists()
    assert send(idle_server, upload_id, 100, CSV[100:]).status_code == 404


def test_what_waited_too_long_is_removed_and_what_goes_on_is_not(idle_server: Server) -> None:
    old, fresh = begin(idle_server)["upload_id"], begin(idle_server)["upload_id"]
    for upload_id in (old, fresh):
        send(idle_server, upload_id, 0, CSV[:100])
    change(idle_server, old, expires_at=utc_now() - timedelta(seconds=1))
    orphan = part_of(idle_server, "upl_nobody")
    orphan.write_bytes(b"x")
    os.utime(orphan, (1, 1))

    work = next(
        duty.work
        for duty in duties(idle_server.state.settings, idle_server.state.database, CAPABILITIES)
        if duty.name == "expired_uploads"
    )
    assert isinstance(work, Expired)
    while work.step() is not None:
        pass

    assert idle_server.get(f"/api/uploads/{old}").status_code == 404
    assert not part_of(idle_server, old).exists()
    assert not orphan.exists()
    assert part_of(idle_server, fresh).read_bytes() == CSV[:100]


def test_a_workspace_may_not_have_too_many_unfinished(
    idle_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_now = len(idle_server.get("/api/uploads").json()["uploads"])
    fewer = idle_server.state.settings.model_copy(update={"max_open_uploads": open_now})
    monkeypatch.setattr(idle_server.state, "settings", fewer)

    body = {"filename": "one-more.csv", "size_bytes": 1}
    refused = idle_server.client.post("/api/uploads", json=body)

    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_uploads")


@pytest.mark.parametrize(
    "body",
    [
        {"filename": "a.csv"},
        {"filename": "", "size_bytes": 1},
        {"filename": "a.csv", "size_bytes": -1},
        {"filename": "a.csv", "size_bytes": 1, "sha256": "short"},
    ],
)
def test_a_malformed_beginning_is_refused(idle_server: Server, body: dict[str, Any]) -> None:
    assert idle_server.client.post("/api/uploads", json=body).status_code == 422


@pytest.mark.parametrize("offset", ["", "-1", "one", None])
def test_a_malformed_offset_is_refused(idle_server: Server, offset: str | None) -> None:
    upload_id = begin(idle_server)["upload_id"]
    headers = {} if offset is None else {"Upload-Offset": offset}

    refused = idle_server.client.patch(f"/api/uploads/{upload_id}", content=b"x", headers=headers)

    assert refused.status_code == 422
