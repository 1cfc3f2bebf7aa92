"""The loop that a training job is measured against, with nothing of ours in it.

It does what the job's algorithm is asked for, with the same settings, and no more: read, split,
train round by round with validation, judge.
"""

import json
import sys
import time

import lightgbm as lgb
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split

SETTINGS = {
    "objective": "binary",
    "metric": ["binary_logloss", "binary_error"],
    "learning_rate": 0.02,
    "num_leaves": 31,
    "min_data_in_leaf": 20,
    "max_bin": 255,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}


def make(path: str, rows: int, columns: int) -> None:
    """Write a table whose classes overlap, so that rounds keep finding splits: CSV and Parquet."""
    rng = np.random.default_rng(7)
    features = rng.normal(size=(rows, columns))
    signal = features @ rng.normal(size=columns) + np.sin(3 * features[:, 0]) * features[:, 1]
    frame = pd.DataFrame(features, columns=[f"x{i}" for i in range(columns)]).round(5)
    frame["y"] = np.where(signal + rng.normal(size=rows) * 3 > 0, "yes", "no")
    frame.to_csv(f"{path}.csv", index=False)
    frame.to_parquet(f"{path}.parquet")


def loop(path: str, rounds: int) -> tuple[float, float]:
    """Train and give the seconds by the clock and of the processor."""
    begin, begin_processor = time.perf_counter(), time.process_time()
    frame = pq.read_table(f"{path}.parquet").to_pandas()
    target = (frame.pop("y") == "yes").to_numpy()
    rest, test, rest_y, test_y = train_test_split(
        frame, target, test_size=0.15, stratify=target, random_state=0
    )
    train, valid, train_y, valid_y = train_test_split(
        rest, rest_y, test_size=0.15 / 0.85, stratify=rest_y, random_state=0
    )
    dataset = lgb.Dataset(train.to_numpy(), train_y, params=SETTINGS)
    booster = lgb.Booster(SETTINGS, dataset)
    # Without its settings this data set would switch the whole library back to every core.
    beside = lgb.Dataset(valid.to_numpy(), valid_y, reference=dataset, params=SETTINGS)
    booster.add_valid(beside, "val")
    for _ in range(rounds):
        booster.update()
        booster.eval_valid()
    log_loss(test_y, booster.predict(test.to_numpy(), num_threads=1))
    return time.perf_counter() - begin, time.process_time() - begin_processor


if __name__ == "__main__":
    verb, path, *sizes = sys.argv[1:]
    if verb == "make":
        make(path, *(int(size) for size in sizes))
    else:
        print(json.dumps(loop(path, int(sizes[0]))))
