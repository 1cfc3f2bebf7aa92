"""What a training's socket says, event by event."""

from typing import Any

from armillary.capabilities.training.live import LiveSession


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def logged(step: int, loss: float) -> dict[str, Any]:
    return {"points": [["train_loss", step, loss], ["val_loss", step, loss + 1]]}


def said(live: LiveSession) -> list[dict[str, Any]]:
    messages = list(live.messages())
    for message in messages:
        message.pop("timestamp", None)
    return messages


def test_a_late_joiner_gets_the_history_first() -> None:
    live = LiveSession("job_1", [("train_loss", 1, 0.5)], "running", None, Clock())

    assert said(live) == [
        {
            "type": "metrics_update",
            "session_id": "job_1",
            "metrics": {
                "training_history": {
                    "epochs": [1],
                    "train_loss": [0.5],
                    "val_loss": [None],
                    "train_accuracy": [None],
                    "val_accuracy": [None],
                }
            },
            "epoch": 1,
            "loss": 0.5,
            "accuracy": None,
            "val_loss": None,
            "val_accuracy": None,
        }
    ]
    assert said(live) == []


def test_nothing_is_said_of_a_training_without_points() -> None:
    live = LiveSession("job_1", [], "queued", None, Clock())

    assert said(live) == []
    assert live.wait_s is None


def test_curves_are_told_ten_times_a_second_at_most() -> None:
    clock = Clock()
    live = LiveSession("job_1", [], "running", None, clock)
    spoken = []

    for step in range(100):
        live.apply("metrics.logged", logged(step, 1.0))
        spoken += said(live)
        clock.now += 0.01

    assert [message["epoch"] for message in spoken][:3] == [0, 10, 20]
    assert len(spoken) == 10


def test_the_last_point_is_told_before_the_end() -> None:
    live = LiveSession("job_1", [], "running", None, Clock())
    live.apply("metrics.logged", logged(1, 0.5))
    said(live)
    live.apply("metrics.logged", logged(2, 0.25))
    live.apply("job.updated", {"id": "job_1", "version": 9, "changes": {"state": "succeeded"}})

    last = said(live)

    assert [message["type"] for message in last] == ["metrics_update", "completed"]
    assert last[0]["metrics"]["training_history"]["train_loss"] == [0.5, 0.25]
    assert last[1] == {"type": "completed", "session_id": "job_1", "status": "completed"}
    assert live.is_over


def test_a_failure_is_told_with_its_message() -> None:
    live = LiveSession("job_1", [], "running", None, Clock())
    error = {"code": "one_class", "message": "The target has one class only."}

    live.apply("job.updated", {"changes": {"state": "failed", "error": error}})

    assert said(live) == [
        {"type": "error", "message": "The target has one class only."},
        {"type": "completed", "session_id": "job_1", "status": "failed"},
    ]


def test_a_cancel_under_way_is_no_end() -> None:
    live = LiveSession("job_1", [], "running", None, Clock())

    live.apply("job.updated", {"changes": {"state": "cancelling"}})
    assert not live.is_over

    live.apply("job.updated", {"changes": {"state": "cancelled"}})
    assert said(live) == [{"type": "completed", "session_id": "job_1", "status": "stopped"}]


def _picture(step: int) -> dict[str, Any]:
    points = dict.fromkeys(("x", "y"), "AA") | dict.fromkeys(("truth", "said", "held"), "A")
    axis = {"name": "a", "low": 0.0, "high": 1.0}
    return {
        "step": step,
        "metrics": {"val_loss": 0.5},
        "task": "classification",
        "target": "label",
        "classes": ["up"],
        "x": axis,
        "y": axis | {"name": "b"},
        "resolution": 2,
        "span": None,
        "z": "AAAA",
        "sure": None,
        "points": points,
    }


def test_a_late_joiner_gets_the_newest_picture_behind_the_history() -> None:
    history = [("train_loss", 5, 0.5)]
    live = LiveSession("job_1", history, "running", None, Clock(), (3, _picture(5)))

    told = said(live)

    assert [message["type"] for message in told] == ["metrics_update", "visualization_update"]
    assert (told[1]["epoch"], told[1]["metrics"]) == (5, {"val_loss": 0.5})
    assert told[1]["data"]["accuracy"] == 1.0
    assert said(live) == []


def test_a_picture_is_told_once_and_only_where_it_is_newer() -> None:
    live = LiveSession("job_1", [], "running", None, Clock(), (3, _picture(5)))
    said(live)

    live.apply_picture((3, _picture(5)))
    live.apply_picture(None)
    assert said(live) == []
    live.apply_picture((5, _picture(10)))
    live.apply_picture((4, _picture(7)))

    assert [message["epoch"] for message in said(live)] == [10]


def test_who_comes_after_the_end_gets_the_last_picture_before_the_end() -> None:
    live = LiveSession("job_1", [], "succeeded", None, Clock(), (9, _picture(100)))

    assert [message["type"] for message in said(live)] == ["visualization_update", "completed"]
