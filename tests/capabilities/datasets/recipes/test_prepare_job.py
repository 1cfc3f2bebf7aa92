"""Running a recipe as a job: cancelled, retried, and in the way of deleting."""

from armillary.jobs.worker import run_worker
from armillary.settings import Settings
from tests.capabilities.datasets.conftest import Server

CSV = b"a,b\n1,2\n3,4\n"


def test_a_dataset_that_is_read_cannot_be_deleted_meanwhile(
    idle_server: Server, settings_of_file: Settings
) -> None:
    answer = idle_server.upload(CSV, "read.csv", Prefer="respond-async").json()
    run_worker(settings_of_file, until_idle=True)
    parent = answer["dataset_id"]
    made = idle_server.client.post(
        f"/api/datasets/{parent}/recipe/apply", json={"steps": [{"type": "scale"}]}
    ).json()

    refused = idle_server.client.delete(f"/api/datasets/{parent}")
    cancelled = idle_server.client.delete(f"/api/datasets/{made['dataset_id']}")

    assert refused.status_code == 409
    assert "Prepare read prepared" in refused.json()["detail"]
    assert cancelled.status_code == 200
    assert idle_server.client.delete(f"/api/datasets/{parent}").status_code == 200


def test_a_cancelled_recipe_fails_its_dataset(
    idle_server: Server, settings_of_file: Settings
) -> None:
    answer = idle_server.upload(CSV, "cancelled.csv", Prefer="respond-async").json()
    run_worker(settings_of_file, until_idle=True)
    made = idle_server.client.post(
        f"/api/datasets/{answer['dataset_id']}/recipe/apply", json={"steps": [{"type": "scale"}]}
    ).json()

    idle_server.client.post(f"/api/jobs/{made['job_id']}/cancel")

    found = idle_server.get(f"/api/datasets/{made['dataset_id']}").json()["dataset"]
    assert (found["state"], found["error"]) == ("failed", "It was cancelled.")
    idle_server.client.post(f"/api/jobs/{made['job_id']}/retry")
    run_worker(settings_of_file, until_idle=True)
    found = idle_server.get(f"/api/datasets/{made['dataset_id']}").json()["dataset"]
    assert (found["state"], found["error"]) == ("ready", None)
