"""What the guard says of columns that are never learned from: nothing."""

import numpy as np
import pandas as pd

from armillary.learning.contract import Task
from armillary.learning.guard.looking import look_over


def test_weights_and_other_targets_give_nothing_away() -> None:
    rng = np.random.default_rng(7)
    said = rng.integers(0, 2, 400)
    frame = pd.DataFrame(
        {
            "noise": rng.normal(size=400),
            "said": said,
            "said_again": said * 3,
            "counts": 1.0 + said,
        }
    )

    alone = look_over(frame, Task("classification", "said")).to_json()["findings"]
    task = Task("classification", "said", targets=("said", "said_again"), weight="counts")
    with_parts = look_over(frame, task).to_json()["findings"]

    assert {name for one in alone for name in one["columns"]} >= {"said_again", "counts"}
    assert with_parts == []
