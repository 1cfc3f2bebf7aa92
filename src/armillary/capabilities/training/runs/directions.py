"""Which way a curve is better: down for losses and errors, up for anything else."""

_DOWN = (
    "loss",
    "error",
    "mse",
    "rmse",
    "mae",
    "mape",
    "deviance",
    "perplexity",
    "logloss",
    "brier",
)


def is_lower_better(name: str) -> bool:
    """Whether the smallest value of a metric is its best, as its name says."""
    words = name.lower().replace("-", "_").replace("/", "_").split("_")
    return any(word.endswith(_DOWN) for word in words)
