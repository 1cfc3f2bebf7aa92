"""A table of numbers, towns and days, from which the explained models learn."""

import numpy as np
import pandas as pd
import pytest


@pytest.fixture(scope="module")
def table():
    chance = np.random.default_rng(8)
    number = chance.normal(size=300)
    town = chance.choice(["Bonn", "Ulm", "Köln"], 300)
    when = pd.Timestamp("2024-01-01") + pd.to_timedelta(chance.integers(0, 700, 300), unit="D")
    kept = (number + (town == "Ulm") + 0.3 * chance.normal(size=300)) > 0.3
    return pd.DataFrame(
        {
            "size": number,
            "town": town,
            "when": when,
            "kept": np.where(kept, "yes", "no"),
            "price": 100 + 20 * number + 5 * (town == "Ulm"),
        }
    )
