"""Uploads in pieces where servers die in the middle, and where several share the work."""

import hashlib
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.matrix.conftest import Place, serving
from tests.support.servers import RunningServer, end_everything_on, start_server
from tests.support.waiting import until

pytestmark = pytest.mark.timeout(300)
MEGABYTE = 1 << 20


def table(size_bytes: int) -> bytes:
    chance = random.Random(1)
    rows = b"".join(b"%d,%d\n" % (n, chance.getrandbits(60)) for n in range(size_bytes // 24))
    return b"a,b\n" + rows


def send(url: str, upload_id: str, offset: int, content: bytes | Iterator[bytes]) -> httpx.Response:
    headers = {"Upload-Offset": str(offset), "Content-Type": "application/octet-stream"}
    return httpx.patch(
        f"{url}/api/uploads/{upload_id}", content=content, headers=headers, timeout=60
    )


def begin(url: str, data: bytes) -> str:
    body = {"filename": "pieces.csv", "size_bytes": len(data)}
    answer = httpx.post(f"{url}/api/uploads", json=body, timeout=60).raise_for_status()
    return str(answer.json()["upload_id"])


def offset_of(url: str, upload_id: str) -> int:
    return int(httpx.get(f"{url}/api/uploads/{upload_id}", timeout=60).json()["offset"])


def finish(url: str, upload_id: str) -> httpx.Response:
    return httpx.post(f"{url}/api/uploads/{upload_id}/finish", timeout=120)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], RunningServer]]:
    """Give what starts a server on one data folder, after the last one has died."""
    folder, started = tmp_path / "data", list[RunningServer]()
    folder.mkdir()

    def run() -> RunningServer:
        started.append(start_server(folder, "--workers", "0"))
        return started[-1]

    yield run
    for server in started:
        server.kill()
    end_everything_on(folder)


def test_a_killed_server_loses_nothing_that_it_acknowledged(
    start: Callable[[], RunningServer],
) -> None:
    data = table(60 * MEGABYTE)
    server = start()
    upload_id = begin(server.url, data)
    assert send(server.url, upload_id, 0, data[: 5 * MEGABYTE]).status_code == 204
    kill_in_the_middle_of_a_piece(server, upload_id, data)

    server = start()
    offset = offset_of(server.url, upload_id)

    # What one long piece had brought is kept too, in steps of 16 MB.
    assert 21 * MEGABYTE <= offset < 40 * MEGABYTE
    wrong = send(server.url, upload_id, 0, data)
    assert (wrong.status_code, wrong.json()["offset"]) == (409, offset)
    assert send(server.url, upload_id, offset, data[offset:]).status_code == 204
    made = finish(server.url, upload_id)
    assert made.status_code == 202, made.text
    assert made.json()["dataset"]["content_hash"] == hashlib.sha256(data).hexdigest()


def kill_in_the_middle_of_a_piece(server: RunningServer, upload_id: str, data: bytes) -> None:
    end = threading.Event()

    def trickle() -> Iterator[bytes]:
        yield data[5 * MEGABYTE : 40 * MEGABYTE]
        end.wait(60)

    def give() -> None:
        with pytest.raises(httpx.TransportError):
            send(server.url, upload_id, 5 * MEGABYTE, trickle())

    sender = threading.Thread(target=give)
    sender.start()
    until(lambda: offset_of(server.url, upload_id) >= 21 * MEGABYTE)
    server.kill()
    end.set()
    sender.join()


def test_two_servers_take_pieces_of_one_upload_in_turn(tmp_path: Path) -> None:
    data = table(3 * MEGABYTE)
    with serving(tmp_path / "data", 2) as place:
        upload_id = send_in_turn(place, data)

        made = finish(place.product.urls[0], upload_id).json()

        assert made["dataset"]["content_hash"] == hashlib.sha256(data).hexdigest()
        again = finish(place.product.urls[1], upload_id).json()
        assert again["dataset_id"] == made["dataset_id"]


def send_in_turn(place: Place, data: bytes) -> str:
    addresses = place.product.urls
    upload_id = begin(addresses[0], data)
    step = 300_000
    for turn, at in enumerate(range(0, len(data), step)):
        url = addresses[turn % 2]
        assert send(url, upload_id, at, data[at : at + step]).status_code == 204
    return upload_id
