"""Files that come in pieces: offsets, hashes, limits, what is refused and what is left behind."""

import os
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from starlette.requests import ClientDisconnect

from armillary.base.access import Actor
from armillary.base.errors import BadRequest
from armillary.base.executors import in_thread
from armillary.capabilities.datasets import receiving
from armillary.capabilities.datasets.part_files import UploadBusy, open_part
from armillary.capabilities.datasets.receiving import hashes_of, receive_piece
from armillary.capabilities.datasets.tables import UploadSession
from tests.capabilities.datasets.conftest import Server
from tests.capabilities.datasets.sending import (
    CSV,
    SHA,
    begin,
    finish,
    offset_of,
    part_of,
    send,
    upload_in_pieces,
)
from tests.support.waiting import until


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


def kept(server: Server) -> set[str]:
    """Give the folders of datasets, and all else that is stored: imports may go on meanwhile."""
    return {"/".join(key.split("/")[:2]) for key in server.stored()}


def test_other_bytes_than_told_are_refused_and_nothing_is_left(idle_server: Server) -> None:
    before = kept(idle_server)
    upload_id = begin(idle_server, sha256="0" * 64)["upload_id"]
    send(idle_server, upload_id, 0, CSV)

    refused = finish(idle_server, upload_id)

    assert (refused.status_code, refused.json()["code"]) == (400, "hash_mismatch")
    assert SHA in refused.json()["detail"]
    assert idle_server.get(f"/api/uploads/{upload_id}").status_code == 404
    assert kept(idle_server) == before


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


def test_bytes_lost_from_the_disk_are_told(idle_server: Server) -> None:
    upload_id = begin(idle_server)["upload_id"]
    send(idle_server, upload_id, 0, CSV)
    os.truncate(part_of(idle_server, upload_id), 10)

    lost = finish(idle_server, upload_id)

    assert (lost.status_code, lost.json()["code"]) == (404, "upload_lost")


def test_a_locked_part_file_is_refused_to_others(tmp_path: Path) -> None:
    path = tmp_path / "part"

    with (
        open_part(path, may_create=True),
        pytest.raises(UploadBusy),
        open_part(path, may_create=False),
    ):
        pass
