"""What is told of a running training about once a second."""

import itertools
from types import SimpleNamespace
from typing import Any

import pytest

from armillary import realtime
from armillary.capabilities.training.vitals import KEY, Vitals


class _Job:
    """A job whose writes are kept."""

    id, workspace_id = "job_1", "ws_1"

    def __init__(self) -> None:
        self.writes: list[Any] = []
        self.write_soon = self.writes.append


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, Any]]:
    said: list[tuple[str, str, Any]] = []
    monkeypatch.setattr(
        realtime,
        "set_latest",
        lambda session, topic, key, value, workspace_id: said.append((topic, key, value)),
    )
    return said


def _vitals(step_s: float) -> tuple[_Job, Vitals]:
    job, ticks = _Job(), itertools.count()
    return job, Vitals(job, clock=lambda: next(ticks) * step_s)  # type: ignore[arg-type]


def test_the_newest_values_are_told_once_a_second(told: list[tuple[str, str, Any]]) -> None:
    job, vitals = _vitals(0.0625)  # two looks a step: a step takes 0.125 s

    for step in range(41):
        vitals.see(step, {"learning_rate": 1 / (step + 1)})
        vitals.hand_on()
    for write in job.writes:
        write(SimpleNamespace())

    assert [(topic, key) for topic, key, _ in told] == [("job:job_1", KEY)] * len(told)
    assert len(told) == 6
    steps = [value["step"] for _, _, value in told]
    assert steps == [0, 8, 16, 24, 32, 40]
    last = told[-1][2]
    assert last["seconds_per_step"] == pytest.approx(0.125)
    assert last["learning_rate"] == 1 / 41
    assert last["memory_bytes"] > 10e6
    assert told[0][2]["seconds_per_step"] is None


def test_the_time_of_a_step_follows_a_change() -> None:
    times = [0.1 * n for n in range(100)] + [10 + 2.0 * n for n in range(10)]
    clock = iter(times)
    vitals = Vitals(_Job(), clock=lambda: next(clock))  # type: ignore[arg-type]

    for step in range(len(times)):
        vitals.see(step, {})

    assert vitals.measure()["seconds_per_step"] == pytest.approx(2.0)
