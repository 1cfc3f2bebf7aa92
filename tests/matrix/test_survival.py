"""Who dies in the middle of a training, and what becomes of it: through real servers alone."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from sklearn.datasets import load_digits

from tests.matrix.processes import (
    computing_on,
    is_alive,
    wait_until_gone,
    workers_on,
)
from tests.matrix.product import Json, Product, has_ended, tells
from tests.support.servers import RunningServer, end_everything_on, start_server
from tests.support.waiting import until

pytestmark = [pytest.mark.timeout(400), pytest.mark.slow]

# What is promised is 5 s, measured where the machine is ours; tests share theirs with others.
SOON_S = 40.0
# Rounds without end, so that a training goes on until it is stopped, its best kept.
ENDLESS = {"n_estimators": 10_000, "early_stopping_rounds": 10_000, "learning_rate": 0.001}


class Home:
    """A data folder, the server that runs on it now, and what happens there."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.product = Product()
        self.server: RunningServer | None = None

    def serve(self) -> None:
        """Start a server, the next one where there was one."""
        self.server = start_server(self.data_dir)
        self.product = Product(self.server.url)

    def end(self, number: signal.Signals) -> float:
        """End the server with a signal; gives the seconds it took."""
        assert self.server is not None
        self.product.close()
        begin = time.monotonic()
        self.server.process.send_signal(number)
        self.server.process.wait(SOON_S)
        return time.monotonic() - begin

    def worker(self) -> psutil.Process:
        """Give the one worker there is."""
        [worker] = workers_on(self.data_dir)
        return worker

    def begin_training(self) -> str:
        """Start a training and wait until there is a state of it to go on from."""
        bunch = load_digits(as_frame=True)
        table = bunch.data.assign(digit=bunch.target.map("d{}".format))
        uploaded = self.product.upload("digits.csv", bytes(table.to_csv(index=False), "utf-8"))
        job_id = self.product.train(uploaded["dataset_id"], "lightgbm", "digit", **ENDLESS)
        checkpoints = self.data_dir / "storage" / "jobs" / job_id / "checkpoints"
        until(lambda: any(checkpoints.glob("*/*")), SOON_S, lambda: str(self.product.job(job_id)))
        # A training goes on when its state is stored whole; the first step told may be from before.
        for _ in range(2):
            self.product.wait_for_step(job_id, self.product.job(job_id)["step"])
        return job_id

    def stop_training(self, job_id: str) -> None:
        """Have a training end with the best that it has found."""
        self.product.post(f"/api/train/stop/{job_id}", {})

    def stored_models(self) -> list[str]:
        """Give the bundles that lie in storage."""
        folder = self.data_dir / "storage" / "models"
        return [str(path.relative_to(folder)) for path in folder.rglob("manifest.json")]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    home = Home(data_dir)
    try:
        home.serve()
        yield home
        home.end(signal.SIGTERM)
    finally:
        end_everything_on(data_dir)


def test_a_training_outlives_its_server_and_the_next_one_adopts_its_worker(home: Home) -> None:
    job_id = home.begin_training()
    worker = home.worker()
    with home.product.listen({f"job:{job_id}": 0}) as before:
        before.hear_until(lambda one: one.get("event") == "metrics.logged")
    reached = home.product.job(job_id)["step"]

    home.end(signal.SIGKILL)
    killed_at = time.monotonic()
    home.serve()

    after = {f"job:{job_id}": before.numbers(f"job:{job_id}")[-1]}
    with home.product.listen(after) as listener:
        home.product.wait_for_step(job_id, reached, SOON_S)
        report("server killed → training seen by the next", time.monotonic() - killed_at)
        assert home.worker() == worker
        home.stop_training(job_id)
        listener.hear_until(has_ended)
    numbers = before.numbers(f"job:{job_id}") + listener.numbers(f"job:{job_id}")
    assert numbers == list(range(1, len(numbers) + 1))
    assert_ended_well(home, job_id, attempt=1)


def test_a_killed_worker_is_replaced_and_its_training_goes_on(home: Home) -> None:
    job_id = home.begin_training()
    worker = home.worker()
    [computing] = computing_on(home.data_dir)

    worker.kill()
    begun_at = resumed_at(home, job_id, "worker killed → new progress")

    assert begun_at > 1
    until(lambda: not is_alive(computing), SOON_S)
    assert home.worker() != worker
    home.stop_training(job_id)
    assert_ended_well(home, job_id, attempt=2)


def test_a_killed_training_process_is_replaced_and_goes_on(home: Home) -> None:
    job_id = home.begin_training()
    worker = home.worker()
    [computing] = computing_on(home.data_dir)

    computing.kill()
    begun_at = resumed_at(home, job_id, "training process killed → new progress")

    assert begun_at > 1
    assert home.worker() == worker
    home.stop_training(job_id)
    assert_ended_well(home, job_id, attempt=2)


def test_ctrl_c_saves_the_training_and_the_next_server_goes_on_with_it(home: Home) -> None:
    job_id = home.begin_training()

    took_s = home.end(signal.SIGINT)
    report("ctrl+c in the middle of a training", took_s)
    wait_until_gone(home.data_dir, SOON_S)
    reached = saved_step(home, job_id)
    home.serve()

    job = home.product.wait_for_step(job_id, 0, SOON_S)
    assert job["step"] >= reached > 1
    home.stop_training(job_id)
    assert_ended_well(home, job_id, attempt=1)


def test_a_server_that_stops_in_the_middle_of_an_import_leaves_no_half_table(home: Home) -> None:
    table = b"a,b,c\n" + b"".join(b"%d,%d,x%d\n" % (n, n % 7, n % 3) for n in range(400_000))
    given = {"files": {"file": ("big.csv", table)}, "headers": {"Prefer": "respond-async"}}
    accepted = home.product.ask("POST", "/api/data/upload", **given).json()

    until(lambda: home.product.job(accepted["job_id"])["progress"], SOON_S)
    home.end(signal.SIGTERM)
    wait_until_gone(home.data_dir, SOON_S)
    home.serve()

    job = home.product.wait_for_end(accepted["job_id"])
    assert (job["state"], job["attempt"]) == ("succeeded", 1)
    found = home.product.get("/api/datasets")
    assert [(one["state"], one["rows"]) for one in found["items"]] == [("ready", 400_000)]
    page = home.product.get(f"/api/data/preview/{accepted['dataset_id']}", page_size=1)
    assert page["rows"] == [{"a": 0, "b": 0, "c": "x0"}]
    folder = home.data_dir / "storage"
    kept = [path for path in (folder / "datasets").rglob("*/*") if path.is_file()]
    # The file as it came, the table, and what the second look found.
    assert sorted(path.suffix for path in kept) == ["", ".json", ".parquet"]
    assert not list((folder / "jobs").rglob("*.parquet"))


def resumed_at(home: Home, job_id: str, what: str) -> int:
    """Wait until the second attempt of a training tells its first points; gives their step."""
    killed_at = time.monotonic()
    with home.product.listen({f"job:{job_id}": 0}) as listener:
        listener.hear_until(is_second_attempt, SOON_S)
        told = listener.hear_until(tells("metrics.logged"), SOON_S)
    report(what, time.monotonic() - killed_at)
    return min(int(step) for _, step, _ in told["data"]["points"])


def is_second_attempt(message: Json) -> bool:
    """Whether a message says that a job is tried again."""
    return bool(message.get("data", {}).get("changes", {}).get("attempt") == 2)


def saved_step(home: Home, job_id: str) -> int:
    """Read from the stored job how far it had come, with no server running."""
    import sqlite3

    with sqlite3.connect(home.data_dir / "armillary.db") as database:
        row = database.execute("select state, step from jobs where id = ?", (job_id,)).fetchone()
    database.close()
    assert row[0] == "queued"
    return int(row[1])


def assert_ended_well(home: Home, job_id: str, *, attempt: int) -> None:
    """The stopped training leaves one model, which answers, and curves without a gap."""
    job = home.product.wait_for_end(job_id)
    assert (job["state"], job["attempt"], job["error"]) == ("cancelled", attempt, None)
    model_id = home.product.get(f"/api/train/results/{job_id}")["model_id"]
    [stored] = home.stored_models()
    assert stored.startswith(model_id)
    assert [one["id"] for one in home.product.get("/api/models")["items"]] == [model_id]
    row = {f"pixel_{y}_{x}": 0.0 for y in range(8) for x in range(8)}
    answer = home.product.post(f"/api/models/{model_id}/predict", {"rows": [row]})
    assert answer["predictions"][0]["prediction"] in {f"d{digit}" for digit in range(10)}
    series = home.product.get(f"/api/training/{job_id}/points", name="train_loss")["series"]
    steps = series["train_loss"]["steps"]
    assert steps == sorted(set(steps))
    until(lambda: not computing_on(home.data_dir), SOON_S)


def report(what: str, seconds: float) -> None:
    """Tell a measured time to whoever reads along (``pytest -s``)."""
    print(f"{what}: {seconds:.2f} s")  # noqa: T201
