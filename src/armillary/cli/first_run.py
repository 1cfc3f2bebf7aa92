"""What a new server is given to begin with, over the same addresses that everyone uses."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from armillary.base.errors import AppError, NotFound
from armillary.base.ids import new_id
from armillary.cli.client import Client
from armillary.cli.progress import watch
from armillary.cli.results import print_metrics
from armillary.cli.samples import SAMPLES, file_name
from armillary.cli.screen import err, print_error, print_note, print_warning
from armillary.settings import Settings

_FIRST = {"sample": "Breast cancer", "target": "diagnosis", "algorithm": "random_forest"}
_START_S = 60.0
_PAUSE_S = 0.1


def prepare(settings: Settings, address: str) -> None:
    """Import the samples and train the first model, unless that was done; then say where to look.

    Failures are told and leave the server as it is.
    """
    client = Client(address, settings.api_key)
    try:
        _wait_until_well(client)
        if not settings.accounts:
            _give_first_things(client, Notes(settings.data_dir / "first-run.json"), address)
    except AppError as error:
        print_error(f"The first steps did not succeed: {error.message}", error.errors)
    except OSError as error:
        # The server has ended under us, or the disk does not let us.
        print_note(f"The first steps stopped: {error}")
    err.print(f"\n[bold green]Armillary is open at {address}[/]  (Ctrl+C stops it)\n")


class Notes:
    """What was done at earlier starts, kept in the data folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: dict[str, Any] = json.loads(path.read_text()) if path.is_file() else {}

    def get(self, name: str) -> Any:
        """Give what is noted under a name, None where nothing is."""
        return self._held.get(name)

    def put(self, name: str, value: Any) -> None:
        """Note something for good."""
        self._held[name] = value
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(self._held))
        fresh.replace(self._path)


def _wait_until_well(client: Client) -> None:
    deadline = time.monotonic() + _START_S
    while True:
        try:
            client.get("/api/health")
            return
        except AppError as error:
            if time.monotonic() > deadline:
                print_warning(f"Not all is well: {error.message}")
                return
        time.sleep(_PAUSE_S)


def _give_first_things(client: Client, notes: Notes, address: str) -> None:
    samples = notes.get("samples") or _import_samples(client)
    notes.put("samples", samples)
    job_id = notes.get("training") or new_id("job")
    # Noted before it is asked for: the same id starts the same training, however often.
    notes.put("training", job_id)
    before = _find_job(client, job_id)
    job = before or _start(client, samples[_FIRST["sample"]], job_id)
    if before is None or before["finished_at"] is None:
        _show(client, job, f"{address}/runs/{job_id}")


def _import_samples(client: Client) -> dict[str, str]:
    """Upload the samples that are not here yet and give the ids of all."""
    listed = client.get("/api/datasets", limit=500)["items"]
    known = {item["filename"]: item["id"] for item in listed if item["state"] != "failed"}
    missing = [name for name in SAMPLES if file_name(name) not in known]
    if missing:
        print_note(f"Importing sample tables: {', '.join(missing)}.")
        known |= _upload(client, missing)
    return {name: known[file_name(name)] for name in SAMPLES}


def _upload(client: Client, names: list[str]) -> dict[str, str]:
    uploaded: dict[str, Mapping[str, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="armillary-samples-") as folder:
        command = [sys.executable, "-m", "armillary.cli.samples", folder, *names]
        subprocess.run(command, check=True)
        for name in names:
            content = (Path(folder) / file_name(name)).read_bytes()
            uploaded[name] = client.upload("/api/data/upload", file_name(name), content)
    for answer in uploaded.values():
        _finish(client, str(answer["job_id"]), quiet=True)
    return {file_name(name): str(answer["dataset_id"]) for name, answer in uploaded.items()}


def _find_job(client: Client, job_id: str) -> dict[str, Any] | None:
    try:
        job: dict[str, Any] = client.get(f"/api/jobs/{job_id}")["job"]
    except AppError as error:
        if error.status == NotFound.status:
            return None
        raise
    return job


def _start(client: Client, dataset_id: str, job_id: str) -> dict[str, Any]:
    client.post(
        "/api/train/start",
        {
            "algorithm_id": _FIRST["algorithm"],
            "dataset_id": dataset_id,
            "target_column": _FIRST["target"],
            "session_id": job_id,
        },
    )
    job: dict[str, Any] = client.get(f"/api/jobs/{job_id}")["job"]
    return job


def _show(client: Client, job: Mapping[str, Any], page: str) -> None:
    done = _finish(client, job["id"])
    if done["state"] != "succeeded":
        told = (done["error"] or {}).get("message", done["state"])
        print_warning(f"The first training ended {done['state']}: {told}")
        return
    print_metrics(client.get(f"/api/train/results/{job['id']}")["metrics"], done["title"])
    print_note(f"Its curves and more: {page}")


def _finish(client: Client, job_id: str, *, quiet: bool = False) -> dict[str, Any]:
    """Follow a job to its end, connecting again where the stream breaks."""
    answer = client.get(f"/api/jobs/{job_id}")
    job: dict[str, Any] = answer["job"]
    while job["finished_at"] is None:
        job = watch(job, client.events(f"job:{job_id}", answer["last_number"]), quiet=quiet)
        if job["finished_at"] is None:
            answer = client.get(f"/api/jobs/{job_id}")
            job = answer["job"]
    return job
