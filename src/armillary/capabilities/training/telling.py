"""What a training says of itself while it goes on, and when it has ended."""

from typing import TYPE_CHECKING

from armillary.jobs.contract import Progress
from armillary.report.scores import score_text

if TYPE_CHECKING:
    from armillary.learning.fit_snapshot import FitSnapshot
    from armillary.learning.model import FittedModel

_PARTS = {"train": "training", "val": "validation"}
_WORDS = {"f1": "F1", "auc": "ROC AUC", "mse": "MSE", "rmse": "RMSE", "mae": "MAE", "r2": "R²"}


def progress(snapshot: "FitSnapshot") -> Progress:
    """Say how far a training is, and how it does."""
    metrics = ", ".join(
        f"{_in_words(name)} {score_text(name, value)}" for name, value in snapshot.metrics.items()
    )
    told = metrics or snapshot.told
    return Progress(snapshot.fraction, snapshot.step, snapshot.total, snapshot.unit, told)


def what_came(model: "FittedModel") -> str:
    """Say what a training has left, on how many rows it was judged, and how it did there."""
    split = model.evaluation["split"]
    found = {name: value for name, value in model.metrics.items() if value is not None}
    judged = ", ".join(
        f"{_in_words(name)} {score_text(name, each)}" for name, each in found.items()
    )
    rows = f"{split['test']:,} rows of their own"
    if model.evaluation["part"] == "train":
        rows = "the training rows, since the method knows no others"
    by = model.evaluation.get("weighted_by")
    weighed = "" if by is None else f" Rows counted as {by!r} says, in the metrics too."
    return (
        f"Trained on {split['train']:,} rows, chosen on {split['validation']:,}, "
        f"judged on {rows}: {judged}.{weighed}"
    )


def _in_words(name: str) -> str:
    """Say what a metric's name means: ``val_loss`` is the validation loss."""
    part, _, rest = name.partition("_")
    named = f"{_PARTS[part]} {rest}" if part in _PARTS else name
    return " ".join(_WORDS.get(word, word) for word in named.replace("_", " ").split())
