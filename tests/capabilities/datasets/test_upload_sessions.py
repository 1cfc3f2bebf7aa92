"""Files that come in pieces: offsets, hashes, limits, what is refused and what is left behind."""

import hashlib
import os
import threading
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import anyio
import pytest
from httpx import Response
from starlette.requests import ClientDisconnect

from armillary.base.access import Actor
from armillary.base.disk import DiskFull
from armillary.base.errors import BadRequest
from armillary.base.executors import in_thread
from armillary.base.values import utc_now
from armillary.capabilities.datasets import receiving
from armillary.capabilities.datasets.duties.expired_uploads import Expired
from armillary.capabilities.datasets.part_files import UploadBusy, open_part
from armillary.capabilities.datasets.receiving import hashes_of, receive_piece
from armillary.capabilities.datasets.tables import UploadSession
from armillary.capabilities.datasets.upload_sessions import part_path
from armillary.jobs.cleaning import duties
from armillary.jobs.kinds import CAPABILITIES
from tests.capabilities.datasets.conftest import Server
from tests.support.waiting import until

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


def test_pieces_become_the_dataset_that_one_upload_would(server: Server) -> None:
    made = upload_in_pieces(server, CSV, sha256=SHA)

    path = f"/api/datasets/{made['dataset_id']}"
    dataset = until(lambda: _ready(server, path))
    assert (dataset["name"], dataset["filename"]) == ("pieces", "pieces.csv")
    assert (dataset["rows"], dataset["size_bytes"]) == (2000, len(CSV))
    assert dataset["content_hash"] == SHA
    assert dataset["job_id"] == made["job_id"]
    assert [key for key in server.stored() if ".parts" in key] == []


def _ready(server: Server, path: str) -> dict[str, Any] | None:
    dataset: dict[str, Any] = server.get(path).json()["dataset"]
    return dataset if dataset["state"] == "ready" else None


def test_each_piece_is_acknowledged_with_the_next_offset(idle_server: Server) -> None:
    upload_id = begin(idle_server)["upload_id"]

    first = send(idle_server, upload_id, 0, CSV[:1000])

    assert first.status_code == 204
    assert first.headers["Upload-Offset"] == "1000"
    assert offset_of(idle_server, upload_id) == 1000
    assert part_of(idle_server, upload_id).read_bytes() == CSV[:1000]


@pytest.mark.parametrize("offset", [0, 999, 1001, 5000])
def test_another_offset_is_refused_with_the_right_one(idle_server: Server, offset: int) -> None:
    upload_id = begin(idle_server)["upload_id"]
    send(idle_server, upload_id, 0, CSV[:1000])

    refused = send(idle_server, upload_id, offset, b"x")

    assert refused.status_code == 409
    assert refused.json()["offset"] == 1000
    assert refused.json()["code"] == "wrong_offset"
    assert refused.headers["Upload-Offset"] == "1000"
    assert part_of(idle_server, upload_id).read_bytes() == CSV[:1000]


def test_bytes_that_were_never_acknowledged_are_written_anew(idle_server: Server) -> None:
    upload_id = begin(idle_server)["upload_id"]
    send(idle_server, upload_id, 0, CSV[:1000])
    with part_of(idle_server, upload_id).open("ab") as file:
        file.write(b"left by a process that was killed")

    assert send(idle_server, upload_id, 1000, CSV[1000:]).status_code == 204

    made = finish(idle_server, upload_id).json()
    assert made["dataset"]["content_hash"] == SHA


def test_another_process_knows_nothing_of_the_hash_and_reads_it_anew(idle_server: Server) -> None:
    upload_id = begin(idle_server)["upload_id"]
    send(idle_server, upload_id, 0, CSV[:1000])
    hashes_of(idle_server.state).take(upload_id, len(CSV))  # as if this process had just begun
    send(idle_server, upload_id, 1000, CSV[1000:])

    made = finish(idle_server, upload_id, sha256=SHA).json()

    assert made["dataset"]["content_hash"] == SHA


def test_what_came_before_a_cut_is_kept(idle_server: Server) -> None:
    upload_id = begin(idle_server)["upload_id"]

    async def cut() -> AsyncIterator[bytes]:
        yield CSV[:700]
        raise ClientDisconnect

    async def receive() -> None:
        with pytest.raises(BadRequest, match="cut off"):
            await receive_piece(idle_server.state, Actor.local(), upload_id, 0, cut())

    anyio.run(receive)

    assert offset_of(idle_server, upload_id) == 700
    assert part_of(idle_server, upload_id).read_bytes() == CSV[:700]


def test_a_silent_connection_gives_the_upload_free(
    idle_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload_id = begin(idle_server)["upload_id"]
    monkeypatch.setattr(receiving, "_SILENCE_S", 0.05)

    async def fall_silent() -> AsyncIterator[bytes]:
        yield CSV[:700]
        await anyio.sleep_forever()

    async def receive() -> None:
        with pytest.raises(Exception, match="No bytes came") as caught:
            await receive_piece(idle_server.state, Actor.local(), upload_id, 0, fall_silent())
        assert getattr(caught.value, "status", None) == 408

    anyio.run(receive)

    assert send(idle_server, upload_id, 700, CSV[700:]).status_code == 204


def test_two_requests_do_not_write_at_once(idle_server: Server) -> None:
    upload_id = begin(idle_server)["upload_id"]
    send(idle_server, upload_id, 0, CSV[:10])

    with open_part(part_of(idle_server, upload_id), may_create=False):
        refused = send(idle_server, upload_id, 10, CSV[10:])
        ended = send(idle_server, upload_id, 10, b"")

    assert (refused.status_code, refused.json()["code"]) == (409, "upload_busy")
    assert ended.status_code == 409
    assert send(idle_server, upload_id, 10, CSV[10:]).status_code == 204


def test_many_senders_of_one_upload_leave_the_right_bytes(idle_server: Server) -> None:
    upload_id = begin(idle_server)["upload_id"]
    wrong: list[int] = []

    def insist() -> None:
        while (at := offset_of(idle_server, upload_id)) < len(CSV):
            status = send(idle_server, upload_id, at, CSV[at : at + 2500]).status_code
            if status not in (204, 409):
                wrong.append(status)

    threads = [threading.Thread(target=insist) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert finish(idle_server, upload_id).json()["dataset"]["content_hash"] == SHA


def test_finishing_early_says_what_is_missing(idle_server: Server) -> None:
    upload_id = begin(idle_server)["upload_id"]
    send(idle_server, upload_id, 0, CSV[:10])

    early = finish(idle_server, upload_id)

    assert early.status_code == 409
    assert early.json()["offset"] == 10


def test_finishing_twice_gives_the_same_dataset(idle_server: Server) -> None:
    made = upload_in_pieces(idle_server, CSV)
    upload_id = next(
        row.id for row in _sessions(idle_server) if row.dataset_id == made["dataset_id"]
    )

    again = finish(idle_server, upload_id)

    assert again.status_code == 202
    assert again.json() == made
    late = send(idle_server, upload_id, len(CSV), b"")
    assert (late.status_code, late.json()["code"]) == (409, "upload_finished")
    shown = idle_server.get(f"/api/uploads/{upload_id}").json()
    assert (shown["state"], shown["dataset_id"]) == ("finished", made["dataset_id"])


def _sessions(server: Server) -> list[UploadSession]:
    import sqlalchemy as sa

    with server.state.database.read() as session:
        return list(session.scalars(sa.select(UploadSession)))


def test_a_crash_between_moving_and_committing_is_finished_by_asking_again(
    idle_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    from armillary.capabilities.datasets import finishing

    upload_id = begin(idle_server)["upload_id"]
    send(idle_server, upload_id, 0, CSV)

    async def crash(*arguments: Any) -> Any:
        if arguments[1] is finishing._register:
            raise BadRequest("killed here")
        return await in_thread(*arguments)

    monkeypatch.setattr(finishing, "in_thread", crash)
    assert finish(idle_server, upload_id).status_code == 400
    assert not part_of(idle_server, upload_id).exists()
    monkeypatch.undo()

    made = finish(idle_server, upload_id)
    assert made.status_code == 202
    assert made.json()["dataset"]["content_hash"] == SHA


def test_other_bytes_than_told_are_refused_and_nothing_is_left(idle_server: Server) -> None:
    before = idle_server.stored()
    upload_id = begin(idle_server, sha256="0" * 64)["upload_id"]
    send(idle_server, upload_id, 0, CSV)

    refused = finish(idle_server, upload_id)

    assert (refused.status_code, refused.json()["code"]) == (400, "hash_mismatch")
    assert SHA in refused.json()["detail"]
    assert idle_server.get(f"/api/uploads/{upload_id}").status_code == 404
    assert idle_server.stored() == before


def test_more_than_announced_is_refused(idle_server: Server) -> None:
    upload_id = begin(idle_server)["upload_id"]

    refused = send(idle_server, upload_id, 0, CSV + b"more")

    assert (refused.status_code, refused.json()["code"]) == (400, "more_than_announced")
    assert offset_of(idle_server, upload_id) == 0


def test_an_empty_file_is_told_to_be_empty(server: Server) -> None:
    upload_id = begin(server, b"")["upload_id"]
    made = finish(server, upload_id).json()

    path = f"/api/datasets/{made['dataset_id']}"
    until(lambda: server.get(path).json()["dataset"]["state"] == "failed")

    assert "The file is empty" in server.get(path).json()["dataset"]["error"]


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


def test_bytes_lost_from_the_disk_are_told(idle_server: Server) -> None:
    upload_id = begin(idle_server)["upload_id"]
    send(idle_server, upload_id, 0, CSV)
    os.truncate(part_of(idle_server, upload_id), 10)

    lost = finish(idle_server, upload_id)

    assert (lost.status_code, lost.json()["code"]) == (404, "upload_lost")


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


def test_a_locked_part_file_is_refused_to_others(tmp_path: Path) -> None:
    path = tmp_path / "part"

    with (
        open_part(path, may_create=True),
        pytest.raises(UploadBusy),
        open_part(path, may_create=False),
    ):
        pass
