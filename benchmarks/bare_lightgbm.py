"""The loop that a training job is measured against, with nothing of ours in it."""

import json
import sys
import time

import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split


def make(path: str, rows: int, columns: int) -> float:
    """Write a table whose classes overlap, so that rounds keep finding splits."""
    rng = np.random.default_rng(7)
    features = rng.normal(size=(rows, columns))
    signal = features @ rng.normal(size=columns) + np.sin(3 * features[:, 0]) * features[:, 1]
    frame = pd.DataFrame(features, columns=[f"x{i}" for i in range(columns)]).round(5)
    frame["y"] = np.where(signal + rng.normal(size=rows) * 3 > 0, "yes", "no")
    frame.to_csv(path, index=False)
    return 0.0


def loop(path: str, rounds: int) -> float:
    """Read, split, train round by round with validation, judge; give the seconds."""
    begin = time.perf_counter()
    frame = pd.read_csv(path)
    target = (frame.pop("y") == "yes").to_numpy()
    rest, test, rest_y, test_y = train_test_split(
        frame, target, test_size=0.15, stratify=target, random_state=0
    )
    train, valid, train_y, valid_y = train_test_split(
        rest, rest_y, test_size=0.15 / 0.85, stratify=rest_y, random_state=0
    )
    settings = {
        "objective": "binary",
        "metric": ["binary_logloss", "binary_error"],
        "learning_rate": 0.02,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "verbosity": -1,
    }
    dataset = lgb.Dataset(train.to_numpy(), train_y)
    booster = lgb.Booster(settings, dataset)
    booster.add_valid(lgb.Dataset(valid.to_numpy(), valid_y, reference=dataset), "val")
    for _ in range(rounds):
        booster.update()
        booster.eval_valid()
    log_loss(test_y, booster.predict(test.to_numpy()))
    return time.perf_counter() - begin


if __name__ == "__main__":
    verb, path, rows, columns, rounds = sys.argv[1:]
    seconds = make(path, int(rows), int(columns)) if verb == "make" else loop(path, int(rounds))
    print(json.dumps(seconds))
