"""Sending nasty files to a real server with real workers, each followed to its end."""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from armillary.jobs.orphans import is_mark
from tests.support.servers import RunningServer
from tests.support.waiting import until

LONGEST_S = 60.0


@dataclass
class Sent:
    """What came of all files that were sent."""

    tables: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


def send_files(server: RunningServer, root: Path, files: Sequence[str]) -> Sent:
    """Send files, look at the tables that come of them, remove these, and say what is wrong."""
    sent, storage = Sent(), server.data_dir / "storage"
    with httpx.Client(base_url=server.url, timeout=LONGEST_S + 30) as client:
        clean = _left_in(storage)
        for file in files:
            begin = time.monotonic()
            wrong = _follow(client, root / file, sent)
            took_s = time.monotonic() - begin
            if took_s > LONGEST_S:
                wrong.append(f"took {took_s:.0f} s")
            if left := _left_over(storage, clean):
                wrong.append(f"left {sorted(left)}")
                clean |= left
            sent.wrong += [f"{file}: {each}" for each in wrong]
        if left := _left_in(server.data_dir / "work"):
            sent.wrong.append(f"the work folder holds {sorted(left)}")
    return sent


def _follow(client: httpx.Client, path: Path, sent: Sent) -> list[str]:
    files = {"file": (path.name, path.read_bytes())}
    answer = client.post("/api/data/upload", files=files)
    body = _json_of(answer)
    if answer.status_code == 400 and body.get("code"):
        sent.refused += 1
        listed = client.get("/api/datasets").json()["items"]
        return _clear(body) + _remove(client, [row["id"] for row in listed])
    if answer.status_code != 200:
        return [f"was answered with {answer.status_code}: {answer.text[:300]}"]
    sent.tables += 1
    dataset_id = body["dataset_id"]
    return _look_at(client, dataset_id, body) + _remove(client, [dataset_id])


def _clear(body: dict[str, Any]) -> list[str]:
    issues = body.get("issues") or []
    is_clear = issues and all(issue.endswith(".") and len(issue) >= 30 for issue in issues)
    return [] if is_clear else [f"was refused by {body}"]


def _look_at(client: httpx.Client, dataset_id: str, body: dict[str, Any]) -> list[str]:
    """Ask everything that the page asks of a table at first."""
    rows = body["metadata"]["total_rows"]
    wrong = [] if rows > 0 else ["is a table without rows"]
    last = max(0, (rows - 1) // 50)
    answers = [
        client.get(f"/api/data/preview/{dataset_id}"),
        client.get(f"/api/data/preview/{dataset_id}", params={"page": last}),
        client.get(f"/api/data/statistics/{dataset_id}"),
        client.post(f"/api/data/query/{dataset_id}", json={"view": {"search": "a"}}),
        client.post(f"/api/data/statistics/{dataset_id}", json={}),
        *(
            client.get(f"/api/data/download/{dataset_id}", params={"format": form})
            for form in ("csv", "parquet")
        ),
    ]
    wrong += [
        f"{answer.request.url.path} was answered with {answer.status_code}: {answer.text[:300]}"
        for answer in answers
        if answer.status_code != 200
    ]
    if answers[0].is_success and answers[0].json()["total_rows"] != rows:
        wrong.append(f"has {rows} rows and shows {answers[0].json()['total_rows']}")
    return wrong


def _remove(client: httpx.Client, dataset_ids: Sequence[str]) -> list[str]:
    answers = [client.delete(f"/api/datasets/{each}") for each in dataset_ids]
    return [f"was not removed: {answer.text[:300]}" for answer in answers if not answer.is_success]


def _json_of(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _left_over(storage: Path, clean: set[str]) -> set[str]:
    """Say what is there that was not; the server cleans up right after it has answered."""
    with suppress(AssertionError):
        until(lambda: _left_in(storage) <= clean, 5)
    return _left_in(storage) - clean


def _left_in(folder: Path) -> set[str]:
    keys = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return {key for key in keys if not is_mark(key)}
