"""A table, and projects that are trained anew in a process that knows no Armillary."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from armillary.learning.model import FittedModel
from armillary.learning.travel.exports import get_export

ROWS = 240
FEATURES = ("size", "rooms", "town", "lift", "built")
_RUN = """
import json, sys, traceback
sys.modules["armillary"] = None
for folder, table in json.loads(sys.argv[1]):
    known = set(sys.modules)
    sys.path.insert(0, folder)
    try:
        from load_data import load_table
        from train import train
        print(json.dumps(train(load_table(table))[-1]))
    except BaseException:
        print(json.dumps({"same": False, "error": traceback.format_exc()[-2000:]}))
    sys.path.remove(folder)
    for name in set(sys.modules) - known:
        if (getattr(sys.modules[name], "__file__", None) or "").startswith(folder):
            del sys.modules[name]
"""


def _frame() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    days = pd.to_timedelta(rng.integers(0, 9000, ROWS), unit="D")
    frame = pd.DataFrame(
        {
            "size": rng.normal(size=ROWS),
            "rooms": rng.integers(0, 6, ROWS).astype(float),
            "town": rng.choice(["Köln", "Bonn", "Bad Ems", "NA"], ROWS),
            "lift": rng.random(ROWS) > 0.5,
            "built": pd.Timestamp("2001-01-01") + days,
            "weight": rng.random(ROWS) + 0.1,
            "house": rng.choice(list("abcdefghijkl"), ROWS),
        }
    )
    frame.loc[::7, "size"] = np.nan
    frame.loc[::11, "town"] = None
    score = frame["size"].fillna(0) + frame["rooms"] + (frame["town"] == "Köln")
    score += rng.normal(size=ROWS) * 0.5
    frame["let"] = np.where(score > 3.5, "yes", "no")
    frame["kind"] = np.where(score > 4, 2, np.where(score > 2, 1, 0))
    frame["price"] = 300 + 40 * score
    frame.loc[5, ["price", "let"]] = None
    return frame


FRAME = _frame()


WORDS = "sun moon star planet light curve dips again and again slow fast Über straße".split()
FRAME["note"] = [
    " ".join(np.random.default_rng(place).choice(WORDS, 3 + place % 9)) for place in range(ROWS)
]
FRAME.loc[::17, "note"] = None
DATE = ("sold_year", "sold_month", "sold_day")
for _name in DATE:
    FRAME[_name] = getattr(FRAME["built"].dt, _name.removeprefix("sold_"))
FRAME["sold"] = FRAME["built"] + pd.to_timedelta(FRAME.index.to_numpy() * 37 % 211, unit="h")
FRAME.loc[::19, "sold"] = None
FRAME["rent"] = 3 * FRAME["price"] - 20 * FRAME["rooms"]

TOWNS = pd.DataFrame(
    {"name": ["Köln", "Bonn", "NA", "Elsewhere"], "people": [1_080_000, 330_000, 7, 12]}
)


def retrain(models: list[FittedModel], folder: Path, tables: list[Path]) -> list[dict[str, Any]]:
    """Train projects anew, one after another in one process, which knows no Armillary."""
    given = []
    for place, (model, table) in enumerate(zip(models, tables, strict=True)):
        own = folder / f"project_{place}"
        with zipfile.ZipFile(io.BytesIO(get_export("project").write(model, {}))) as archive:
            archive.extractall(own)
        made = None if model.recipe is None else model.recipe.made
        if made is not None and made.others:
            TOWNS.to_csv(own / "other_1.csv", index=False)
        given.append([str(own), str(table)])
    done = subprocess.run(
        [sys.executable, "-c", _RUN, json.dumps(given)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def first(*steps: str, **last: Any) -> list[dict[str, Any]]:
    """Give steps to go first, the last one with these values."""
    found: list[dict[str, Any]] = [{"algorithm_id": one, "hyperparameters": {}} for one in steps]
    found[-1]["hyperparameters"] = last
    return found


def step(kind: str, **params: Any) -> dict[str, Any]:
    """Give a step of a recipe."""
    return {"type": kind, "params": params}
