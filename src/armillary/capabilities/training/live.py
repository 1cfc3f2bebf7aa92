"""A training as its socket tells it: events in, messages in the clients' shapes out."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from armillary.base.values import to_iso, utc_now
from armillary.capabilities.training.curves import History, Point
from armillary.capabilities.training.sessions import FINISHED, STATUS
from armillary.learning.plane.packed import unpack

INTERVAL_S = 0.1
Picture = tuple[int, dict[str, Any]]
"""The version of a packed picture, which rises with each, and the picture."""


class LiveSession:
    """What one socket knows of a training, and the messages it owes.

    Curves are told at most ten times a second, the first and the last point always; a picture of
    what the model says is told once it is there, of several only the newest.
    """

    def __init__(
        self,
        session_id: str,
        points: Iterable[Point],
        state: str,
        error: str | None,
        clock: Callable[[], float],
        picture: Picture | None = None,
    ) -> None:
        self._session_id = session_id
        self._history = History(points)
        self._status = STATUS.get(state, "queued")
        self._error = error
        self._clock = clock
        self._owes_curves = len(self._history) > 0
        self._next = 0.0
        self._picture, self._told_version = picture, 0

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self._status in FINISHED

    @property
    def wait_s(self) -> float | None:
        """How long until something must be said without a new event; None where nothing is owed."""
        return max(self._next - self._clock(), 0.0) if self._owes_curves else None

    def apply(self, event: str, data: dict[str, Any]) -> None:
        """Take one event of the session's topic."""
        if event == "metrics.logged":
            self._history.add((name, step, value) for name, step, value in data["points"])
            self._owes_curves = True
        elif event == "job.updated":
            changes = data["changes"]
            self._status = (
                STATUS.get(changes["state"], "queued") if "state" in changes else (self._status)
            )
            self._error = (changes.get("error") or {}).get("message") or self._error
        elif event == "training.finished":
            self._status = STATUS[data["state"]]

    def apply_picture(self, picture: Picture | None) -> None:
        """Take the newest picture of the run, if it is newer than the one that is known."""
        if picture is not None and (self._picture is None or picture[0] > self._picture[0]):
            self._picture = picture

    def messages(self) -> Iterator[dict[str, Any]]:
        """Give what is to be said now."""
        if self._owes_curves and (self.is_over or self._clock() >= self._next):
            self._owes_curves = False
            self._next = self._clock() + INTERVAL_S
            yield self._metrics_update()
        if self._picture is not None and self._picture[0] > self._told_version:
            self._told_version, picture = self._picture
            yield self._visualization_update(picture)
        if self._status == "failed":
            yield {"type": "error", "message": self._error or "The training failed."}
        if self.is_over:
            yield {"type": "completed", "session_id": self._session_id, "status": self._status}

    def _metrics_update(self) -> dict[str, Any]:
        step, values = self._history.last or (0, {})
        return {
            "type": "metrics_update",
            "session_id": self._session_id,
            "metrics": {"training_history": self._history.to_wire()},
            "epoch": step,
            "loss": values.get("train_loss"),
            "accuracy": values.get("train_accuracy"),
            "val_loss": values.get("val_loss"),
            "val_accuracy": values.get("val_accuracy"),
            "timestamp": to_iso(utc_now()),
        }

    def _visualization_update(self, picture: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "visualization_update",
            "session_id": self._session_id,
            "epoch": picture["step"],
            "data": unpack(picture),
            "metrics": picture["metrics"],
            "timestamp": to_iso(utc_now()),
        }
