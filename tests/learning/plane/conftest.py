"""Tables in a plane and beside it, from which models learn."""

import numpy as np
import pandas as pd
import pytest

from armillary.learning.fit import fit


@pytest.fixture(scope="module")
def moons():
    chance = np.random.default_rng(3)
    turn = np.linspace(0, np.pi, 150)
    upper = np.column_stack([np.cos(turn), np.sin(turn)])
    lower = np.column_stack([1 - np.cos(turn), 0.4 - np.sin(turn)])
    places = np.concatenate([upper, lower]) + chance.normal(0, 0.1, (300, 2))
    frame = pd.DataFrame(places, columns=["x", "y"])
    frame["label"] = np.repeat(["up", "down"], 150)
    return frame.sample(frac=1, random_state=0).reset_index(drop=True)


@pytest.fixture(scope="module")
def houses():
    chance = np.random.default_rng(8)
    frame = pd.DataFrame(
        {
            "rooms": chance.integers(1, 9, 400),
            "noise": chance.normal(size=400),
            "area": chance.normal(90, 25, 400),
            "town": chance.choice(["Bonn", "Ulm", "Köln"], 400, p=[0.2, 0.5, 0.3]),
            "new": chance.random(400) < 0.7,
            "sold": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(400), unit="D"),
        }
    )
    frame["price"] = 3 * frame["area"] + 20 * frame["rooms"] + 30 * (frame["town"] == "Ulm")
    frame.loc[::9, "area"] = np.nan
    return frame


@pytest.fixture(scope="module")
def looks():
    """Train and give every look at it, the last one final."""

    def train(frame, task, algorithm, **params):
        return list(fit(frame, task, algorithm, params, seed=0))

    return train
