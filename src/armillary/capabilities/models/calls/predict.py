"""Predicting a few rows: the model stays loaded, and waiting requests share a batch."""

from collections.abc import Sequence
from typing import Any

from armillary.base.errors import AppError
from armillary.capabilities.models.calls._loaded import loaded
from armillary.jobs.calls import CallContext, HostName


class Predict:
    """Payload ``{prefix, size_bytes, rows}``, answered by ``[{prediction, probabilities}, …]``."""

    id = "models.predict"
    host: HostName = "models"
    batch_limit = 64
    idempotent = True

    def key(self, payload: Any) -> str:
        """Ask one model about the rows of all who wait for it."""
        return str(payload["prefix"])

    def warm(self) -> None:
        """Import what loading a model needs."""
        import armillary.learning.bundle  # noqa: F401  # imported for its own sake

    def run(self, payloads: Sequence[Any], context: CallContext) -> Sequence[Any]:
        """Predict every row in one go; a batch with a bad row is asked again one by one."""
        model = loaded(context, payloads[0])
        try:
            return _split(model, payloads)
        except AppError as error:
            if len(payloads) == 1:
                raise
            # Only who sent the bad row shall hear of it.
            del error
        return [_one(model, payload) for payload in payloads]


def _split(model: Any, payloads: Sequence[Any]) -> list[Any]:
    rows = [row for payload in payloads for row in payload["rows"]]
    predicted = _said(model, rows)
    answers, start = [], 0
    for payload in payloads:
        end = start + len(payload["rows"])
        answers.append(predicted[start:end])
        start = end
    return answers


def _said(model: Any, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Give what the model says of rows, and which of it is not to be relied on, with the reason.

    That is what is too far from what it saw, and what is no number or no probability.
    """
    from armillary.learning.doubts import doubts_of

    found = model.predict_rows(rows)
    said: list[dict[str, Any]] = found.to_rows()
    doubts, strange = doubts_of(found), model.strange(rows)
    if strange is not None:
        said = [
            {**row, "unsupported": strange.why(place)} if strange.is_far[place] else row
            for place, row in enumerate(said)
        ]
    if doubts is None:
        return said
    return [
        row if why is None else {**row, "unsupported": why}
        for row, why in zip(said, doubts, strict=True)
    ]


def _one(model: Any, payload: Any) -> Any:
    try:
        return _said(model, payload["rows"])
    except AppError as error:
        return error


call = Predict()
