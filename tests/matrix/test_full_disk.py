"""A disk that is too small: what does not fit is refused in words, and leaves no trace."""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from armillary.jobs.orphans import is_mark
from tests.matrix.conftest import Place, serving
from tests.matrix.product import Json

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk"),
]

DISK_MB = 24
SMALL = b"a,b\n1,x\n2,y\n"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Run a server whose data folder is a small disk."""
    disk = tmp_path / "data"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "armillary-test", str(disk)]
    mounted = subprocess.run(command, capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip(f"this system mounts no small disk: {mounted.stderr.strip()}")
    try:
        with serving(disk, 1) as running:
            yield running
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_an_upload_that_does_not_fit_is_refused_and_leaves_nothing(place: Place) -> None:
    table = b"a,b\n" + b"1,2\n" * (DISK_MB * 300_000)

    answer = place.product.ask("POST", "/api/data/upload", files={"file": ("big.csv", table)})

    assert answer.status_code == 507
    assert answer.json()["code"] == "disk_full"
    assert answer.json()["error"].startswith("The disk of the server is full")
    assert str(place.data_dir) not in answer.text
    assert_nothing_is_left(place)


def test_an_import_that_does_not_fit_fails_in_words_and_leaves_nothing(place: Place) -> None:
    chance = random.Random(0)
    rows = (b"%d,%d\n" % (chance.getrandbits(60), chance.getrandbits(60)) for _ in range(450_000))
    table = b"a,b\n" + b"".join(rows)
    assert 0.6 < len(table) / (DISK_MB << 20) < 0.8

    answer = place.product.ask("POST", "/api/data/upload", files={"file": ("big.csv", table)})

    assert not answer.is_success
    assert "disk" in answer.json()["error"], answer.text
    [dataset] = place.product.get("/api/datasets")["items"]
    assert dataset["state"] == "failed"
    assert "disk" in dataset["error"]
    deleted = place.product.ask("DELETE", f"/api/datasets/{dataset['id']}")
    assert deleted.is_success, deleted.text
    assert_nothing_is_left(place)


def test_an_import_anew_that_does_not_fit_leaves_the_table_as_it_was(place: Place) -> None:
    chance = random.Random(0)
    rows = [f"{chance.getrandbits(60)},{chance.getrandbits(60)}\n" for _ in range(150_000)]
    dataset_id = place.product.upload("t.csv", ("a,b\n" + "".join(rows)).encode())["dataset_id"]
    before = place.product.get(f"/api/data/preview/{dataset_id}")
    filler = place.data_dir / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(place.data_dir).free - (2 << 20)))

    refused = import_anew(place, dataset_id)
    dataset = place.product.get(f"/api/datasets/{dataset_id}")["dataset"]
    filler.unlink()

    assert refused["error"]["code"] == "disk_full"
    assert dataset["state"] == "ready"
    assert dataset["import_error"].startswith("The disk of the server is full")
    assert place.product.get(f"/api/data/preview/{dataset_id}") == before
    names = [path.name for path in (place.data_dir / "storage/datasets" / dataset_id).iterdir()]
    assert sorted(name.partition("-")[0] for name in names) == ["original", "report", "table"]
    assert import_anew(place, dataset_id)["state"] == "succeeded"
    assert place.product.get(f"/api/datasets/{dataset_id}")["dataset"]["import_error"] is None


def import_anew(place: Place, dataset_id: str) -> Json:
    """Have a file read once more, and give the job at its end."""
    begun = place.product.post(f"/api/datasets/{dataset_id}/reimport", {})
    return place.product.wait_for_end(begun["job_id"])


def assert_nothing_is_left(place: Place) -> None:
    """The disk holds no file of what failed, and the server goes on as if nothing had been."""
    storage = place.data_dir / "storage"
    files = [str(path.relative_to(storage)) for path in storage.rglob("*") if path.is_file()]
    assert [name for name in files if not name.startswith("health/") and not is_mark(name)] == []
    assert place.product.get("/api/datasets")["items"] == []
    assert place.product.get("/api/health")["status"] == "healthy"
    assert place.product.upload("small.csv", SMALL)["metadata"]["total_rows"] == 2
