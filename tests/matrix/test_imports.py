"""Who dies in the middle of an import or of its report, and what becomes of the table."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from armillary.jobs.orphans import is_mark
from tests.matrix.conftest import Place, serving
from tests.matrix.processes import computing_on, workers_on
from tests.matrix.product import Json
from tests.support.waiting import until

pytestmark = [pytest.mark.timeout(400), pytest.mark.slow]

ROWS = 1_500_000
SOON_S = 60.0


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with serving(tmp_path / "data", 1) as running:
        yield running


def table() -> bytes:
    """Give a table that takes seconds to import, and as long to be looked at closely."""
    rows = [f"{n},{n * 7919 % 100_003},{n / 8},name {n}" for n in range(ROWS)]
    rows[ROWS // 2] = f"{ROWS // 2},NA,1,odd"
    return "\n".join(["id,few,real,name", *rows]).encode()


def kill(find: Callable[[Path], list[psutil.Process]], place: Place) -> None:
    """Kill what runs a job, as soon as something does."""
    for process in until(lambda: find(place.data_dir), SOON_S):
        process.kill()


def test_an_import_and_its_report_outlive_their_processes(place: Place) -> None:
    answer = place.product.ask(
        "POST",
        "/api/data/upload",
        files={"file": ("t.csv", table())},
        headers={"Prefer": "respond-async"},
    )
    dataset_id, job_id = answer.json()["dataset_id"], answer.json()["job_id"]

    wait_until_it_runs(place, job_id)
    kill(computing_on, place)
    wait_until_it_runs(place, job_id, attempt=2)
    kill(workers_on, place)
    assert place.product.wait_for_end(job_id)["state"] == "succeeded"
    imported = dataset(place, dataset_id)
    assert (imported["state"], imported["rows"]) == ("ready", ROWS)
    report_job = imported["report_job_id"]
    wait_until_it_runs(place, report_job)
    kill(computing_on, place)
    assert place.product.wait_for_end(report_job)["state"] == "succeeded"

    report = place.product.get(f"/api/datasets/{dataset_id}/report")
    cells = place.product.get(f"/api/datasets/{dataset_id}/report/cells", column="few")["cells"]
    assert (report["state"], report["duplicate_rows"]) == ("ready", 0)
    assert cells == [{"reason": "word", "row": ROWS // 2, "line": ROWS // 2 + 2, "text": "NA"}]
    assert kinds_of_files(place) == ["original", "report", "table"]
    assert not list((place.data_dir / "work").glob("job_*"))


def wait_until_it_runs(place: Place, job_id: str, attempt: int = 1) -> None:
    def look() -> bool:
        job = place.product.job(job_id)
        assert job["finished_at"] is None, job
        return bool(job["state"] == "running" and job["attempt"] == attempt and job["progress"])

    until(look, SOON_S)


def dataset(place: Place, dataset_id: str) -> Json:
    found: Json = place.product.get(f"/api/datasets/{dataset_id}")["dataset"]
    return found


def kinds_of_files(place: Place) -> list[str]:
    folder = place.data_dir / "storage" / "datasets"
    names = [path.name for path in folder.rglob("*") if path.is_file() and not is_mark(str(path))]
    return sorted(name.partition("-")[0] for name in names)
