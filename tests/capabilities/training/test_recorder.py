"""Curves on their way from a training to the database, and as they are told at its end."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy.orm import Session

from armillary.capabilities.training import points, recorder
from armillary.capabilities.training.curves import Logged
from armillary.capabilities.training.recorder import Recorder


@dataclass
class _Job:
    """As much of a job as recording asks for."""

    id: str = "job_1"
    workspace_id: str = "ws_1"
    checkpoint: Any = None
    claim_number: int = 1
    handed: list[Callable[[Session], None]] = field(default_factory=list)

    def write_soon(self, write: Callable[[Session], None]) -> None:
        """Take something to be written later."""
        self.handed.append(write)


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> list[list[tuple[str, int]]]:
    """What is stored, one list for each write."""
    found: list[list[tuple[str, int]]] = []

    def store(session: Session, run: str, workspace_id: str, batch: list[Logged]) -> None:
        found.append([(one.name, one.step) for one in batch])

    monkeypatch.setattr(points, "store", store)
    return found


def test_points_go_along_with_those_that_nobody_has_begun_to_write(stored: Any) -> None:
    job = _Job()
    recording = Recorder(job)  # type: ignore[arg-type]  # as much of a job as it needs

    for step in (1, 2):
        recording.add(step, {"val_loss": 0.5})
        recording.hand_on()
    (write,) = job.handed
    write(None)  # type: ignore[arg-type]  # what stores looks at no session here
    recording.add(3, {"val_loss": 0.25})
    recording.hand_on()
    for write in job.handed:
        write(None)  # type: ignore[arg-type]  # as above; the first once more, its work was undone

    first = [("val_loss", 1), ("val_loss", 2)]
    assert stored == [first, first, [("val_loss", 3)]]


def test_few_points_are_told_from_memory(stored: Any) -> None:
    recording = Recorder(_Job())  # type: ignore[arg-type]  # as much of a job as it needs

    recording.add(1, {"train_loss": 0.75, "val_loss": math.inf})
    recording.add(2, {"train_loss": 0.5, "val_loss": 0.625})
    recording.add(2, {"train_loss": 0.25})

    assert recording.has_few
    assert recording.to_wire() == {
        "epochs": [1, 2],
        "train_loss": [0.75, 0.25],
        "val_loss": [None, 0.625],
        "train_accuracy": [None, None],
        "val_accuracy": [None, None],
    }


@pytest.mark.parametrize("job", [_Job(checkpoint={}), _Job(claim_number=2)])
def test_what_an_earlier_claim_logged_is_not_forgotten(job: _Job) -> None:
    recording = Recorder(job)  # type: ignore[arg-type]  # as much of a job as it needs

    recording.add(9, {"val_loss": 0.5})

    assert not recording.has_few


def test_many_points_are_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "FEW", 10)
    recording = Recorder(_Job())  # type: ignore[arg-type]  # as much of a job as it needs

    for step in range(20):
        recording.add(step, {"val_loss": 0.5})

    assert not recording.has_few
    assert len(recording._all) == 10
