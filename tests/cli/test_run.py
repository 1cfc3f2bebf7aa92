"""The first start of a new server, and the second."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from armillary.base.errors import AppError
from armillary.cli.client import Client
from armillary.cli.samples import SAMPLES, file_name, write_samples
from armillary.cli.server import listen
from tests.support.servers import end_everything_on
from tests.support.waiting import until

OPEN = "Armillary is open at"


@contextmanager
def running(data_dir: Path) -> Iterator[tuple[Client, str]]:
    """Run ``armillary run`` until it says that it is open; give a client and what it printed."""
    (probe,) = listen("127.0.0.1", [0])
    port = probe.getsockname()[1]
    probe.close()
    names = {name: value for name, value in os.environ.items() if "ARMILLARY" not in name}
    names |= {"ARMILLARY_DATA_DIR": str(data_dir), "NO_COLOR": "1", "COLUMNS": "120"}
    printed = data_dir.parent / f"printed-{port}.txt"
    with printed.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "armillary", "run", "--port", str(port)],
            env=names, stdout=file, stderr=file, start_new_session=True,
        )  # fmt: skip
    try:
        until(lambda: OPEN in printed.read_text(), 100, printed.read_text)
        yield Client(f"http://127.0.0.1:{port}"), printed.read_text()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    finally:
        process.kill()
        end_everything_on(data_dir)


def jobs(client: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/jobs")["jobs"]
    return found


@pytest.mark.slow
def test_the_first_start_gives_tables_and_a_model_and_the_second_repeats_nothing(
    tmp_path: Path,
) -> None:
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    with running(data_dir) as (client, printed):
        first = jobs(client)
        tables = client.get("/api/datasets")["items"]
        models = client.get("/api/models", kind="stored")["models"]
    with running(data_dir) as (client, printed_again):
        second = jobs(client)

    assert "Accuracy" in printed
    assert f"/runs/{models[0]['job_id']}" in printed
    assert {table["name"] for table in tables} == set(SAMPLES)
    assert {table["state"] for table in tables} == {"ready"}
    assert [model["target"] for model in models] == ["diagnosis"]
    assert sorted(job["kind"] for job in first) == ["datasets.import"] * len(SAMPLES) + [
        "training.fit"
    ]
    assert [job["id"] for job in second] == [job["id"] for job in first]
    assert "Accuracy" not in printed_again


@pytest.mark.slow
def test_the_client_tells_errors_as_the_server_does(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    with running(data_dir) as (client, _):
        with pytest.raises(AppError) as caught:
            client.get("/api/jobs/job_nothing")
        followed = client.events(f"job:{jobs(client)[0]['id']}")
        kinds = [kind for kind, _ in zip(followed, range(2), strict=False)]

    assert (caught.value.status, caught.value.code) == (404, "not_found")
    assert kinds[0][0] == "job.created"


def test_samples_have_named_columns_and_their_target_last(tmp_path: Path) -> None:
    write_samples(tmp_path, list(SAMPLES))

    heads = {
        name: (tmp_path / file_name(name)).read_text().splitlines()[0].split(",")
        for name in SAMPLES
    }
    widths = {name: len(head) for name, head in heads.items()}
    assert widths == {
        "Breast cancer": 31,
        "Wine": 14,
        "Iris": 5,
        "Digits": 65,
        "Diabetes": 11,
        "Churn with a leak": 6,
    }
    assert [heads[name][-1] for name in SAMPLES] == [one.target for one in SAMPLES.values()]
