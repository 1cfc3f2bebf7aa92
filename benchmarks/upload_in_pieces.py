"""Five gigabytes in pieces: speed, the server's memory, a cut, a killed server, and going on.

Aims: the server grows by less than 100 MiB, nothing acknowledged is lost, and no more than the
piece under way is sent again.
"""

import hashlib
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

from benchmarks.measure import Result, Server, armillary, size

BYTES = size(5 * 1024**3, 40 * 1024**2)
_BLOCK = 1 << 20
_LINE = b"%015d,1,2,3,4,5,6\n"
# Each block is told by its first line; making five gigabytes of others would be what is measured.
_SAME = b"000000000000001,9,8,7,6,5,4\n" * (_BLOCK // 28)
_SAME = _SAME[: _BLOCK - 28 - 1] + b"\n"


def run() -> Iterator[Result]:
    """Send half, cut it, kill the server, start another and send the rest."""
    folder = Path(tempfile.mkdtemp(prefix="armillary-bench-"))
    try:
        yield from _measure(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(folder: Path) -> Iterator[Result]:
    variables = {"ARMILLARY_DATA_DIR": str(folder), "ARMILLARY_MAX_UPLOAD_MB": "6000"}
    told = _hash()
    begin = time.perf_counter()
    with armillary(**variables) as server, _Client(server) as client:
        with _watched(server) as first:
            body = {"filename": "big.csv", "size_bytes": BYTES, "sha256": told}
            upload = client.post("/api/uploads", json=body).raise_for_status().json()
            sent = _send(client, upload, 0, BYTES // 2)
            _cut(client, upload["upload_id"], sent)
        server.process.kill()
        server.process.wait()
    half_s = time.perf_counter() - begin
    with armillary(**variables) as server, _Client(server) as client:
        state = client.get(f"/api/uploads/{upload['upload_id']}").json()
        again = time.perf_counter()
        with _watched(server) as second:
            _send(client, upload, state["offset"], BYTES)
            rest_s = time.perf_counter() - again
            answer = client.post(f"/api/uploads/{upload['upload_id']}/finish")
            made = answer.raise_for_status().json()
            finish_s = time.perf_counter() - again - rest_s
        client.post(f"/api/jobs/{made['job_id']}/cancel").raise_for_status()
    megabytes = BYTES / 2**20
    is_whole = made["dataset"]["content_hash"] == told and state["offset"] >= sent
    grown = max(first.grown_mib, second.grown_mib)
    speed = (BYTES - state["offset"]) / 2**20 / rest_s
    yield Result("upload in pieces, whole", float(is_whole), "", "1", is_whole)
    yield Result("upload in pieces, speed", speed, "MiB/s", ">= 50 MiB/s", speed >= 50)
    yield Result("upload in pieces, memory grown", grown, "MiB", "<= 100 MiB", grown <= 100)
    note = f"of {megabytes:,.0f} MiB; the first half took {half_s:.1f} s with both starts"
    yield Result("upload in pieces, finish", finish_s, "s", "<= 30 s", finish_s <= 30, note=note)


class _Client(httpx.Client):
    def __init__(self, server: Server) -> None:
        super().__init__(base_url=server.url, timeout=120)


def _send(client: httpx.Client, upload: dict[str, object], start: int, end: int) -> int:
    """Send the bytes from one offset to another and give the offset reached."""
    at, step = start, int(str(upload["chunk_bytes"]))
    while at < end:
        piece = _bytes(at, min(at + step, end))
        answer = client.patch(
            f"/api/uploads/{upload['upload_id']}",
            content=piece,
            headers={"Upload-Offset": str(at), "Content-Type": "application/octet-stream"},
        )
        at = int(answer.raise_for_status().headers["Upload-Offset"])
    return at


def _cut(client: httpx.Client, upload_id: str, at: int) -> None:
    """Begin a piece and hang up in its middle."""

    def half() -> Iterator[bytes]:
        yield _bytes(at, at + _BLOCK)
        raise ConnectionAbortedError

    headers = {"Upload-Offset": str(at), "Content-Type": "application/octet-stream"}
    try:
        client.patch(f"/api/uploads/{upload_id}", content=half(), headers=headers)
    except ConnectionAbortedError:
        return
    raise RuntimeError("the piece was not cut")


def _bytes(start: int, end: int) -> bytes:
    """Give a range of the table, which is the same whoever asks for whichever part of it."""
    first, last = start // _BLOCK, -(-end // _BLOCK)
    blocks = b"".join(_LINE % number + _SAME for number in range(first, last))
    return blocks[start - first * _BLOCK : end - first * _BLOCK]


def _hash() -> str:
    total = hashlib.sha256()
    for at in range(0, BYTES, _BLOCK):
        total.update(_bytes(at, min(at + _BLOCK, BYTES)))
    return total.hexdigest()


class _Watch:
    """The most memory that a server had beyond what it began with."""

    def __init__(self, server: Server) -> None:
        self._process = psutil.Process(server.process.pid)
        self._begin = self._most = self._process.memory_info().rss
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    @property
    def grown_mib(self) -> float:
        return float(self._most - self._begin) / 2**20

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(0.1):
            self._most = max(self._most, self._process.memory_info().rss)


@contextmanager
def _watched(server: Server) -> Iterator[_Watch]:
    watch = _Watch(server)
    watch.start()
    try:
        yield watch
    finally:
        watch.stop()
