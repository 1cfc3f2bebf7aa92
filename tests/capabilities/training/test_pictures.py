"""Pictures of a running training cost it next to nothing, and nobody misses the newest."""

from types import SimpleNamespace
from typing import Any

import pytest

from armillary import realtime
from armillary.base.errors import Invalid
from armillary.capabilities.training.pictures import KEY, Pictures
from armillary.learning.plane import live


class _Clock:
    """A clock that stands still until it is told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class _Plane:
    """A plane whose drawing takes a known time."""

    def __init__(self, clock: _Clock, row_s: float) -> None:
        self._clock, self.row_s = clock, row_s
        self.drawn: list[float] = []

    def __len__(self) -> int:
        return 2_000

    def try_out(self, predictor: Any, rows: int) -> None:
        self._clock.now += self.row_s * rows

    def draw(self, predictor: Any) -> dict[str, Any]:
        self._clock.now += self.row_s * len(self)
        self.drawn.append(self._clock.now)
        return {"z": "A"}


class _Job:
    """A job whose writes are done at once."""

    id, workspace_id = "job_1", "ws_1"

    def write_soon(self, write: Any) -> None:
        write(SimpleNamespace())


def _ground(**other: Any) -> Any:
    return SimpleNamespace(is_drawn=True, n_read=2, best=lambda: None, **other)


def _look(step: int, **other: Any) -> Any:
    given = {
        "step": step,
        "total": 1_000,
        "unit": "epoch",
        "metrics": {"val_loss": 1.0 / (step + 1)},
        "staged": False,
        "ground": _ground(),
    }
    return SimpleNamespace(**{**given, **other})


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = []

    def set_latest(session: Any, topic: str, key: str, value: Any, workspace_id: str) -> None:
        assert (topic, key, workspace_id) == ("job:job_1", KEY, "ws_1")
        said.append(value)

    monkeypatch.setattr(realtime, "set_latest", set_latest)
    return said


def _run(
    monkeypatch: pytest.MonkeyPatch, row_s: float, steps: int, step_s: float
) -> tuple[_Clock, _Plane, Pictures]:
    clock = _Clock()
    plane = _Plane(clock, row_s)
    monkeypatch.setattr(live.LivePlane, "lay", lambda ground: plane)
    pictures = Pictures(_Job(), clock)  # type: ignore[arg-type]  # as much of a job as is asked
    for step in range(1, steps + 1):
        clock.now += step_s
        pictures.see(_look(step))
    return clock, plane, pictures


@pytest.mark.parametrize("row_s", [1e-7, 1e-6, 1e-5, 1e-4])
def test_drawing_takes_a_two_hundredth_of_the_time_at_most(
    monkeypatch: pytest.MonkeyPatch, told: list[dict[str, Any]], row_s: float
) -> None:
    clock, plane, pictures = _run(monkeypatch, row_s, 2_000, 0.02)
    pictures.see_last(_look(2_000))

    spent = clock.now - 2_000 * 0.02
    assert spent <= 0.03 + 0.005 * clock.now
    # What costs little is seen often.
    if row_s <= 1e-6:
        assert len(plane.drawn) > 80
        assert plane.drawn[0] < 0.6
    assert all(one["step"] % 5 == 0 for one in told)
    assert len(plane.drawn) == len(told)


def test_a_run_of_a_moment_is_not_drawn(
    monkeypatch: pytest.MonkeyPatch, told: list[dict[str, Any]]
) -> None:
    _, plane, pictures = _run(monkeypatch, 1e-6, 30, 0.01)
    pictures.see_last(_look(30))

    assert plane.drawn == told == []


@pytest.mark.parametrize(("unit", "round_s"), [("round", 0.005), ("tree", 0.02), ("round", 0.2)])
def test_a_model_that_grows_is_not_drawn_once_that_takes_too_long(
    monkeypatch: pytest.MonkeyPatch, told: list[dict[str, Any]], unit: str, round_s: float
) -> None:
    clock = _Clock()
    plane = _Plane(clock, 1e-6)
    monkeypatch.setattr(live.LivePlane, "lay", lambda ground: plane)
    pictures = Pictures(_Job(), clock)  # type: ignore[arg-type]  # as much of a job as is asked

    for step in range(1, 10_001):
        clock.now += round_s
        # A picture takes 2 ms for a model of ten steps, and two seconds for one of ten thousand.
        plane.row_s = step * 1e-7
        pictures.see(_look(step, total=10_000, unit=unit))
    pictures.see_last(_look(10_000, total=10_000, unit=unit))

    spent = clock.now - 10_000 * round_s
    assert spent <= 0.05 + 0.005 * clock.now
    # What grows as fast as the first is not drawn at all.
    assert bool(told) == (round_s > 0.005)


def test_the_end_is_drawn_too(monkeypatch: pytest.MonkeyPatch, told: list[dict[str, Any]]) -> None:
    _, _, pictures = _run(monkeypatch, 1e-6, 203, 0.02)
    pictures.see_last(_look(203, metrics={"val_loss": float("nan")}))

    assert told[-1]["step"] == 203
    assert told[-1]["metrics"] == {"val_loss": None}
    assert told[-2]["step"] % 5 == 0


def test_the_same_step_is_not_drawn_twice(
    monkeypatch: pytest.MonkeyPatch, told: list[dict[str, Any]]
) -> None:
    _, _, pictures = _run(monkeypatch, 1e-6, 200, 0.02)
    before = len(told)
    pictures.see_last(_look(told[-1]["step"]))

    assert len(told) == before


def test_steps_that_come_in_bunches_are_drawn_as_they_come(
    monkeypatch: pytest.MonkeyPatch, told: list[dict[str, Any]]
) -> None:
    clock = _Clock()
    plane = _Plane(clock, 1e-6)
    monkeypatch.setattr(live.LivePlane, "lay", lambda ground: plane)
    pictures = Pictures(_Job(), clock)  # type: ignore[arg-type]  # as above

    for step in (8, 16, 24):
        clock.now += 2.0
        pictures.see(_look(step))

    assert [one["step"] for one in told] == [8, 16, 24]


@pytest.mark.parametrize(
    "other",
    [
        {"ground": None},
        {"ground": SimpleNamespace(is_drawn=False)},
        {"total": 1},
        {"staged": True},
    ],
    ids=["nothing learned", "no plane", "one step", "told afterwards"],
)
def test_what_cannot_be_followed_is_not_drawn(
    monkeypatch: pytest.MonkeyPatch, told: list[dict[str, Any]], other: dict[str, Any]
) -> None:
    clock = _Clock()
    monkeypatch.setattr(live.LivePlane, "lay", lambda ground: pytest.fail("it was laid out"))
    pictures = Pictures(_Job(), clock)  # type: ignore[arg-type]  # as above

    for step in (5, 10):
        clock.now += 10.0
        pictures.see(_look(step, **other))

    assert told == []


def test_a_picture_that_fails_does_not_end_the_training(
    monkeypatch: pytest.MonkeyPatch, told: list[dict[str, Any]]
) -> None:
    def lay(ground: Any) -> Any:
        raise Invalid("The model gives nothing.")

    clock = _Clock()
    monkeypatch.setattr(live.LivePlane, "lay", lay)
    pictures = Pictures(_Job(), clock)  # type: ignore[arg-type]  # as above

    for step in (5, 10):
        clock.now += 10.0
        pictures.see(_look(step))

    assert told == []
