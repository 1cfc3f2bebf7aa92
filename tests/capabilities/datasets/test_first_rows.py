"""What can be seen of a table before all of it is known."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from armillary import realtime
from armillary.base.access import Actor
from armillary.capabilities import datasets
from armillary.capabilities.datasets import reports
from armillary.capabilities.datasets.jobs import import_file
from armillary.jobs import moves
from armillary.jobs.claimed import ClaimedJob, Tools
from armillary.jobs.kinds import JobKinds
from armillary.jobs.reporter import Reporter
from armillary.jobs.worker import run_worker
from armillary.settings import Settings
from tests.capabilities.datasets.conftest import Server


def test_the_first_rows_are_shown_while_the_others_are_read(idle_server: Server) -> None:
    state = idle_server.state
    submitted = datasets.submit_upload(
        Actor.local(), state.database, state.storage, "t.csv", [b"a,b\n1,x\n"]
    )
    dataset_id = submitted["id"]
    path = f"/api/data/preview/{dataset_id}"
    assert idle_server.get(path).json()["state"] == "importing"
    reports.store(
        state.storage, reports.head_key(dataset_id), {"names": ["a", "b"], "rows": [["1", ""]]}
    )

    page = idle_server.get(path).json()

    assert page == {
        "rows": [{"a": "1", "b": None}],
        "columns": [
            {"name": "a", "dtype": "str", "nullable": True},
            {"name": "b", "dtype": "str", "nullable": True},
        ],
        "total_rows": 1,
        "page": 0,
        "page_size": 50,
        "state": "importing",
    }


def large_table() -> bytes:
    """Give a table that is large enough to be looked at twice, with something odd late in it."""
    rows = [f"{i},{i % 7},{i / 8},name {i},{'red' if i % 3 else 'blue'}" for i in range(210_000)]
    rows[150_000] = "150000,NA,18750,name 150000,blue"
    rows[-1] = rows[-2]
    return "\n".join(["id,few,real,name,colour", *rows]).encode()


def test_a_large_table_is_ready_before_its_report(
    idle_server: Server, settings_of_file: Settings
) -> None:
    state = idle_server.state
    submitted = datasets.submit_upload(
        Actor.local(), state.database, state.storage, "large.csv", [large_table()]
    )
    dataset_id = submitted["id"]

    run_worker(settings_of_file, until_idle=True)

    with state.database.read() as session:
        told = [
            event.data["changes"]
            for event in realtime.read_events(session, f"dataset:{dataset_id}")
            if event.type == "dataset.updated"
        ]
    assert told[0] == {"head_rows": 999}
    assert (told[1]["state"], told[1]["report_state"], told[1]["rows"]) == (
        "ready",
        "pending",
        210_000,
    )
    assert all(column["is_approximate"] for column in told[1]["schema"])
    assert (told[2]["report_state"], len(told)) == ("ready", 3)
    whole = idle_server.get(f"/api/datasets/{dataset_id}").json()["dataset"]
    found = {column["name"]: column for column in whole["schema"]}
    assert not any("is_approximate" in column for column in found.values())
    assert (found["id"]["distinct"], found["few"]["distinct"]) == (209_999, 7)
    assert [found[name]["type"] for name in found] == [
        "identifier",
        "categorical",
        "numeric",
        "identifier",
        "binary",
    ]
    statistics = idle_server.get(f"/api/data/statistics/{dataset_id}").json()
    assert statistics["overall"]["duplicate_rows"] == 1
    assert statistics["column_stats"]["few"]["null_count"] == 1
    path = f"/api/datasets/{dataset_id}/report/cells"
    (cell,) = idle_server.get(path, column="few").json()["cells"]
    assert cell == {"reason": "word", "row": 150_000, "line": 150_002, "text": "NA"}


def test_of_a_table_with_few_cells_everything_is_known_at_once(
    idle_server: Server, settings_of_file: Settings
) -> None:
    state = idle_server.state
    rows = [f"{i},{'a longer text ' * 8}" for i in range(40_000)]
    rows[30_000] = f"NA,{'x' * 100}"
    data = "\n".join(["id,note", *rows]).encode()
    submitted = datasets.submit_upload(
        Actor.local(), state.database, state.storage, "t.csv", [data]
    )

    run_worker(settings_of_file, until_idle=True)

    path = f"/api/datasets/{submitted['id']}/report"
    report = idle_server.get(path).json()
    assert (report["state"], report["rows"], report["columns"][0]["word"]) == ("ready", 40_000, 1)
    (cell,) = idle_server.get(f"{path}/cells", column="id").json()["cells"]
    assert cell == {"reason": "word", "row": 30_000, "line": 30_002, "text": "NA"}


def test_the_first_rows_go_with_an_import_that_is_stopped(
    idle_server: Server, settings_of_file: Settings
) -> None:
    state = idle_server.state
    submitted = datasets.submit_upload(
        Actor.local(), state.database, state.storage, "large.csv", [large_table()]
    )
    head = reports.head_key(submitted["id"])

    with claimed(idle_server, submitted["job_id"]) as job:
        run = import_file.kind.run_one(job)
        for _ in run:
            if state.storage.exists(head):
                break
        else:
            raise AssertionError("the first rows were never shown")
        run.close()

    assert not state.storage.exists(head)
    assert state.storage.exists(f"datasets/{submitted['id']}/original")


@contextmanager
def claimed(server: Server, job_id: str) -> Iterator[ClaimedJob]:
    """Give a job as its process has it."""
    state, kinds = server.state, JobKinds.load()
    with state.database.write() as session:
        job = moves.lock(session, job_id)
        assert job is not None
        granted = {"threads": 1, "memory_bytes": 1 << 30, "gpus": []}
        moves.claim(session, job, "worker_1", "claim_1", granted, job.created_at)
    reporter = Reporter(state.database, {job_id: job.claim_number}, lambda: None)
    with closing(reporter):
        yield ClaimedJob(Tools(state.settings, state.database, state.storage, kinds), job, reporter)
