"""Uploading over HTTP: what is answered, what is stored, what is announced, what is left behind."""

import hashlib
import threading
from collections.abc import AsyncIterator
from typing import Any

import anyio
import pytest
from starlette.requests import ClientDisconnect

from armillary import jobs, realtime
from armillary.base.access import Actor
from armillary.base.errors import AppError, BadRequest, Forbidden, TooLarge
from armillary.capabilities import datasets
from armillary.capabilities.datasets.uploads import receive_upload
from tests.capabilities.datasets.conftest import Server
from tests.support.waiting import until

CSV = b"name,age,seen\nAnn,31,2020-01-01\nBo,,2020-02-01\n"
FORM = "multipart/form-data; boundary=edge"
HEAD = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="t.csv"\r\n\r\n'
TAIL = b"\r\n--edge--\r\n"


def events(server: Server, topic: str) -> list[realtime.Event]:
    with server.state.database.read() as session:
        return realtime.read_events(session, topic)


def test_an_upload_answers_as_the_contract_says(server: Server) -> None:
    answer = server.upload(CSV, "people.csv")

    assert answer.status_code == 200, answer.text
    body = answer.json()
    dataset_id = body["dataset_id"]
    metadata = body["metadata"]
    upload_date, memory = metadata.pop("upload_date"), metadata.pop("memory_usage")
    assert upload_date.endswith("Z")
    assert memory > 0
    assert metadata == {
        "id": dataset_id,
        "filename": "people.csv",
        "total_rows": 2,
        "total_columns": 3,
        "column_names": ["name", "age", "seen"],
        "dtypes": {"name": "str", "age": "int64", "seen": "date"},
        "null_counts": {"name": 0, "age": 1, "seen": 0},
        "memory_usage_mb": 0.0,
        "sample_values": {
            "name": ["Ann", "Bo"],
            "age": [31],
            "seen": ["2020-01-01", "2020-02-01"],
        },
    }
    assert body["validation"] == {"valid": True, "issues": [], "warnings": []}
    assert body["type_suggestions"]["seen"] == {
        "type": "datetime",
        "confidence": 1.0,
        "recommendation": "Use as a date; parts such as month and weekday become features.",
        "stats": {"unique_count": 2, "null_count": 0},
    }
    assert body["message"] == "Upload successful"


def test_an_upload_becomes_a_dataset_that_can_be_fetched(server: Server) -> None:
    dataset_id = server.add(CSV, "people.csv")

    dataset = server.get(f"/api/datasets/{dataset_id}").json()["dataset"]
    assert (dataset["name"], dataset["state"]) == ("people", "ready")
    assert (dataset["rows"], dataset["columns"]) == (2, 3)
    assert dataset["content_hash"] == hashlib.sha256(CSV).hexdigest()
    assert dataset["size_bytes"] == len(CSV)
    assert dataset["schema"][1] == {
        "name": "age",
        "dtype": "int64",
        "nullable": True,
        "type": "categorical",
        "confidence": 0.9,
        "missing": 1,
        "distinct": 1,
        "minimum": 31,
        "maximum": 31,
        "examples": [31],
        "is_overruled": False,
    }
    listed = server.get("/api/datasets").json()
    assert listed["datasets"] == ["kepler", "tess", "k2"]
    assert listed["items"][0] == {key: dataset[key] for key in dataset if key != "schema"}
    made_by = f"{dataset['job_id']}-1"
    assert [key for key in server.stored() if dataset_id in key] == [
        f"datasets/{dataset_id}/original",
        f"datasets/{dataset_id}/report-{made_by}.json",
        f"datasets/{dataset_id}/table-{made_by}.parquet",
    ]


def test_state_and_events_give_what_is_fetched_afresh(server: Server) -> None:
    dataset_id = server.add(CSV)

    fetched = server.get(f"/api/datasets/{dataset_id}").json()
    told = events(server, f"dataset:{dataset_id}")
    held: dict[str, Any] = {}
    for event in told:
        if event.type == "dataset.created":
            held = dict(event.data["dataset"])
        else:
            held.update(event.data["changes"], version=event.data["version"])
    assert held == fetched["dataset"]
    assert fetched["last_number"] == told[-1].number
    of_workspace = [
        event for event in events(server, "workspace:ws_demo") if _about(event) == dataset_id
    ]
    assert [event.type for event in of_workspace] == ["dataset.created", "dataset.updated"]
    assert "schema" not in of_workspace[-1].data["changes"]


def _about(event: realtime.Event) -> str:
    if not event.type.startswith("dataset."):
        return ""
    return str(event.data["dataset"]["id"] if "dataset" in event.data else event.data["id"])


def test_a_client_that_prefers_so_is_answered_at_once(server: Server) -> None:
    answer = server.upload(CSV, Prefer="respond-async")

    assert answer.status_code == 202
    body = answer.json()
    assert body["dataset"]["id"] == body["dataset_id"]
    assert body["dataset"]["job_id"] == body["job_id"]
    path = f"/api/datasets/{body['dataset_id']}"
    until(lambda: server.get(path).json()["dataset"]["state"] == "ready")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty"),
        (b"a,a\n1,2\n", "'a' 2 times"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "PNG image"),
    ],
)
def test_a_bad_file_is_refused_and_leaves_no_file(server: Server, data: bytes, said: str) -> None:
    before = server.stored()

    answer = server.upload(data, "bad.csv")

    assert answer.status_code == 400
    body = answer.json()
    assert body["success"] is False
    assert body["error"] == "Dataset validation failed"
    assert said in body["issues"][0]
    assert said in body["detail"]
    assert server.stored() == before
    newest = server.get("/api/datasets").json()["items"][0]
    assert newest["state"] == "failed"
    assert said in newest["error"]
    conflict = server.get(f"/api/data/preview/{newest['id']}")
    assert conflict.status_code == 409


def test_names_of_files_are_never_paths(server: Server) -> None:
    dataset_id = server.add(CSV, "../../etc/pass wd.csv")

    dataset = server.get(f"/api/datasets/{dataset_id}").json()["dataset"]
    assert (dataset["filename"], dataset["name"]) == ("pass wd.csv", "pass wd")


def test_a_file_over_the_limit_is_refused_with_413(server: Server) -> None:
    before = server.stored()

    answer = server.upload(b"a,b\n" + b"1,2\n" * 700_000)

    assert answer.status_code == 413
    assert "At most 2 MB" in answer.json()["detail"]
    assert server.stored() == before


def test_two_uploads_at_once_are_two_datasets(server: Server) -> None:
    answers: dict[int, Any] = {}

    def send(number: int) -> None:
        data = b"a,b\n" + f"{number},x\n".encode() * 1000
        answers[number] = server.upload(data, f"t{number}.csv").json()

    threads = [threading.Thread(target=send, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers[1]["dataset_id"] != answers[2]["dataset_id"]
    for number in (1, 2):
        stats = server.get(f"/api/data/statistics/{answers[number]['dataset_id']}").json()
        assert stats["column_stats"]["a"]["mean"] == number
        assert stats["overall"]["duplicate_rows"] == 999


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", b"{}", 400),
        ("multipart/form-data", HEAD + CSV + TAIL, 400),
        (FORM, HEAD.replace(b'"file"', b'"other"') + CSV + TAIL, 400),
        (FORM, HEAD.replace(b'; filename="t.csv"', b"") + CSV + TAIL, 400),
        (FORM, b"no form at all", 400),
        (FORM, HEAD + CSV, 400),
        (FORM, b"", 400),
    ],
)
def test_a_malformed_form_is_refused_and_leaves_nothing(
    server: Server, content_type: str, body: bytes, status: int
) -> None:
    # What came before may be cleared away still.
    until(lambda: not any(key.startswith(".writing") for key in server.stored()))
    before = server.stored(), server.get("/api/datasets").json()["total"]

    answer = server.client.post(
        "/api/data/upload", content=body, headers={"Content-Type": content_type}
    )

    assert answer.status_code == status, answer.text
    assert (server.stored(), server.get("/api/datasets").json()["total"]) == before


def _receive(server: Server, chunks: AsyncIterator[bytes], actor: Actor | None = None) -> Any:
    async def run() -> Any:
        return await receive_upload(server.state, actor or Actor.local(), chunks, FORM)

    return anyio.run(run)


def test_a_client_that_leaves_in_the_middle_leaves_nothing_behind(idle_server: Server) -> None:
    before = idle_server.stored(), idle_server.get("/api/datasets").json()["total"]

    async def chunks() -> AsyncIterator[bytes]:
        yield HEAD + b"a,b\n"
        for _ in range(3):
            yield b"1,2\n" * 100_000
        raise ClientDisconnect

    with pytest.raises(BadRequest, match="cut off"):
        _receive(idle_server, chunks())

    assert (idle_server.stored(), idle_server.get("/api/datasets").json()["total"]) == before


def test_nothing_is_read_beyond_the_limit(idle_server: Server) -> None:
    before = idle_server.stored()
    read = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal read
        yield HEAD
        while True:
            read += 1 << 18
            yield b"x" * (1 << 18)

    with pytest.raises(TooLarge, match="ARMILLARY_MAX_UPLOAD_MB"):
        _receive(idle_server, chunks())

    assert read <= (2 << 20) + (1 << 18)
    assert idle_server.stored() == before


def test_a_form_arrives_in_pieces_of_any_size(idle_server: Server) -> None:
    body = b'--edge\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n' + HEAD
    whole = body + CSV + TAIL

    for size in (1, 2, 7, 1000):

        async def chunks(size: int = size) -> AsyncIterator[bytes]:
            for start in range(0, len(whole), size):
                yield whole[start : start + size]

        dataset = _receive(idle_server, chunks())

        assert dataset["content_hash"] == hashlib.sha256(CSV).hexdigest()
        assert dataset["filename"] == "t.csv"


def test_viewers_upload_nothing(idle_server: Server) -> None:
    viewer = Actor("v", "user", "V", "ws_demo", "viewer")

    async def chunks() -> AsyncIterator[bytes]:
        yield HEAD + CSV + TAIL

    before = idle_server.stored()
    with pytest.raises(Forbidden):
        _receive(idle_server, chunks(), viewer)
    with pytest.raises(Forbidden):
        datasets.submit_upload(
            viewer, idle_server.state.database, idle_server.state.storage, "t.csv", [CSV]
        )
    assert idle_server.stored() == before


def test_a_program_uploads_without_a_form(server: Server) -> None:
    state = server.state

    dataset = datasets.submit_upload(
        Actor.local(), state.database, state.storage, "t.csv", [CSV[:10], CSV[10:]]
    )

    assert dataset["content_hash"] == hashlib.sha256(CSV).hexdigest()
    path = f"/api/datasets/{dataset['id']}"
    until(lambda: server.get(path).json()["dataset"]["state"] == "ready")


def test_deleting_removes_the_files_and_is_told(server: Server) -> None:
    dataset_id = server.add(CSV)

    answer = server.client.delete(f"/api/datasets/{dataset_id}")

    assert answer.json() == {"message": "Dataset deleted", "dataset_id": dataset_id}
    assert server.get(f"/api/datasets/{dataset_id}").status_code == 404
    assert not [key for key in server.stored() if dataset_id in key]
    assert events(server, f"dataset:{dataset_id}")[-1].type == "dataset.deleted"


def test_a_dataset_that_a_job_uses_is_not_deleted(server: Server) -> None:
    dataset_id = server.add(CSV)
    params = {"dataset_id": dataset_id, "filename": "t.csv", "size_bytes": 1}
    with server.state.database.write() as session:
        # Reserved for a worker that does not exist, it stays queued.
        user = jobs.submit(
            Actor.local(), session, "datasets.import", params, reserved_for="nobody"
        ).id

    answer = server.client.delete(f"/api/datasets/{dataset_id}")

    assert answer.status_code == 409
    assert "is using the dataset" in answer.json()["detail"]
    with server.state.database.write() as session:
        jobs.cancel(Actor.local(), session, user)
    assert server.client.delete(f"/api/datasets/{dataset_id}").status_code == 200


def test_an_import_that_is_cancelled_before_it_ran_fails_its_dataset(idle_server: Server) -> None:
    state = idle_server.state
    dataset = datasets.submit_upload(
        Actor.local(), state.database, state.storage, "t.csv", [CSV], reserved_for="nobody"
    )

    with state.database.write() as session:
        jobs.cancel(Actor.local(), session, dataset["job_id"])

    found = idle_server.get(f"/api/datasets/{dataset['id']}").json()["dataset"]
    assert found["state"] == "failed"
    assert found["error"].startswith("The import was cancelled.")


def test_datasets_of_another_workspace_are_not_there(idle_server: Server) -> None:
    state = idle_server.state
    dataset = datasets.submit_upload(
        Actor.local(), state.database, state.storage, "t.csv", [CSV], reserved_for="nobody"
    )
    stranger = Actor("s", "user", "S", "ws_other", "owner")

    with state.database.read() as session:
        with pytest.raises(AppError, match="no dataset") as caught:
            datasets.get_dataset(stranger, session, dataset["id"])
        assert datasets.list_datasets(stranger, session) == ([], 0)
    assert caught.value.status == 404
    assert not isinstance(caught.value, BadRequest)
