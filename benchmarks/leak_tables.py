"""Tables with a leak of a chosen kind, and honest ones, drawn from a seed.

Honest columns tell something of the target, some of them a good deal: a weighted sum of a few of
them, with noise of at least half its spread, makes the target.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Planted:
    """A table, its target, and the columns that leak; none where rows do."""

    frame: pd.DataFrame
    target: str
    kind: str
    columns: tuple[str, ...] = ()


def draw(kind: str, seed: int) -> Planted:
    """Draw a table with a leak of this kind; ``clean`` has none."""
    rng = np.random.default_rng([seed, sorted(LEAKS).index(kind) if kind in LEAKS else 99])
    frame, signal = _honest(rng)
    task = str(rng.choice(["two", "two", "three", "number"]))
    if kind in ("missing", "duplicates", "identifier", "group_of_columns") and task == "number":
        task = "two"
    target = _target(signal, task, rng)
    frame["outcome"] = target
    if kind == "clean":
        return Planted(_shuffled(frame, rng), "outcome", kind)
    frame, columns = LEAKS[kind](frame, rng)
    is_ordered = kind == "row_order"
    return Planted(frame if is_ordered else _shuffled(frame, rng), "outcome", kind, columns)


def _honest(rng: np.random.Generator) -> tuple[pd.DataFrame, np.ndarray]:
    rows, width = int(rng.integers(500, 4000)), int(rng.integers(6, 25))
    columns: dict[str, np.ndarray] = {}
    signal = np.zeros(rows)
    common = rng.normal(size=rows)
    for place in range(width):
        base = rng.normal(size=rows) + rng.uniform(0, 1) * common
        if rng.random() < 0.4:
            signal = signal + rng.uniform(0.3, 2) * base
        name, values = f"v{place}", base
        shape = rng.random()
        if shape < 0.15:
            values = np.digitize(base, [-1, -0.3, 0.3, 1])
        elif shape < 0.25:
            values = np.array(list("pqrstu"))[np.clip(np.round(base + 2.5), 0, 5).astype(int)]
        elif shape < 0.35:
            values = np.round(np.exp(base) * 100).astype(int)
        elif shape < 0.45:
            values = np.where(rng.random(rows) < rng.uniform(0.02, 0.4), np.nan, base)
        elif shape < 0.5:
            values = (base > rng.normal()).astype(int)
        columns[name] = values
    noise = rng.uniform(0.5, 2) * max(float(signal.std()), 1.0)
    return pd.DataFrame(columns), signal + noise * rng.normal(size=rows)


def _target(signal: np.ndarray, task: str, rng: np.random.Generator) -> np.ndarray:
    if task == "number":
        return signal
    if task == "two":
        edge = np.quantile(signal, rng.uniform(0.5, 0.85))
        return np.where(signal > edge, "yes", "no")
    edges = np.quantile(signal, [0.35, 0.7])
    return np.array(["low", "middle", "high"])[np.digitize(signal, edges)]


def _shuffled(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    return frame.iloc[rng.permutation(len(frame))].reset_index(drop=True)


def _codes(frame: pd.DataFrame) -> np.ndarray:
    return np.asarray(pd.factorize(frame["outcome"], sort=True)[0])


def _put(frame: pd.DataFrame, name: str, values: object, rng: np.random.Generator) -> pd.DataFrame:
    frame.insert(int(rng.integers(0, frame.shape[1])), name, values)
    return frame


Made = tuple[pd.DataFrame, tuple[str, ...]]


def _copy(frame: pd.DataFrame, rng: np.random.Generator) -> Made:
    """Put the target under another name, in other units, or through a function."""
    y = frame["outcome"]
    if y.dtype == float:
        made = [lambda: 3.2 + 1.8 * y, lambda: np.exp(y / y.std()), lambda: -(y**3)]
        return _put(frame, "w", made[int(rng.integers(3))](), rng), ("w",)
    codes = _codes(frame)
    return _put(frame, "w", rng.permutation(codes.max() + 1)[codes] * 7, rng), ("w",)


def _noisy_copy(frame: pd.DataFrame, rng: np.random.Generator) -> Made:
    """Put the target with slips, or a number that is high where it is."""
    y = frame["outcome"]
    if y.dtype == float:
        return _put(frame, "w", y + rng.normal(size=len(y)) * y.std() * 0.1, rng), ("w",)
    codes = _codes(frame)
    slips = rng.random(len(y)) < rng.uniform(0.002, 0.015)
    told = np.where(slips, rng.integers(0, codes.max() + 1, len(y)), codes)
    if rng.random() < 0.5:
        return _put(frame, "w", told * 3.0 + rng.normal(size=len(y)) * 0.4, rng), ("w",)
    return _put(frame, "w", np.array(["a", "b", "c"])[told], rng), ("w",)


def _identifier(frame: pd.DataFrame, rng: np.random.Generator) -> Made:
    """Give out numbers by outcome: high ones to those of the last class."""
    rows = len(frame)
    order = np.lexsort((rng.random(rows), _codes(frame)))
    number = np.empty(rows, dtype=np.int64)
    number[order] = np.arange(rows)
    return _put(frame, "w", number * 3 + int(rng.integers(1e5)), rng), ("w",)


def _missing(frame: pd.DataFrame, rng: np.random.Generator) -> Made:
    """Fill a column for one class only, or nearly."""
    is_it = _codes(frame) == 0
    filled = (is_it & (rng.random(len(frame)) < rng.uniform(0.4, 1))) | (
        rng.random(len(frame)) < 0.001
    )
    values: object = np.where(filled, rng.normal(size=len(frame)), np.nan)
    if rng.random() < 0.5:
        texts = rng.choice(["paid", "moved", "other"], len(frame)).astype(object)
        values = np.where(filled, texts, None)
    return _put(frame, "w", values, rng), ("w",)


def _group_of_columns(frame: pd.DataFrame, rng: np.random.Generator) -> Made:
    """Let two columns tell by whether they agree, or several flags each a part of a class."""
    codes, rows = _codes(frame), len(frame)
    n_classes = int(codes.max()) + 1
    if rng.random() < 0.5:
        one = rng.integers(0, n_classes, rows)
        frame = _put(frame, "w1", one, rng)
        return _put(frame, "w2", (codes - one) % n_classes, rng), ("w1", "w2")
    names = [f"w{place}" for place in range(1, 5)]
    for name in names:
        flag = (codes == 0) & (rng.random(rows) < rng.uniform(0.35, 0.6))
        frame = _put(frame, name, flag.astype(int), rng)
    return frame, tuple(names)


def _duplicates(frame: pd.DataFrame, rng: np.random.Generator) -> Made:
    """Repeat some rows, exactly or nearly."""
    again = frame.sample(frac=float(rng.uniform(0.05, 0.3)), random_state=int(rng.integers(1e6)))
    if rng.random() < 0.5:
        again = again.copy()
        for name in again.columns:
            if again[name].dtype == float:
                again[name] += rng.normal(size=len(again)) * frame[name].std() * 0.003
    # Rows of a few coarse columns are equal by chance; each table has some fine ones.
    return pd.concat([frame, again], ignore_index=True), ()


def _entities(frame: pd.DataFrame, rng: np.random.Generator) -> Made:
    """Have several rows of one thing, which share an attribute or the target."""
    rows = len(frame)
    things = rng.integers(0, rows // int(rng.integers(3, 9)), rows)
    number = rng.permutation(rows * 3)[: things.max() + 1]
    if rng.random() < 0.5:
        for name in ("height", "weight"):
            frame = _put(frame, name, rng.normal(size=things.max() + 1)[things], rng)
    else:
        first = np.unique(things, return_index=True)[1]
        of_thing = dict(zip(np.unique(things), frame["outcome"].to_numpy()[first], strict=True))
        same = rng.random(rows) < 0.8
        held = frame["outcome"].to_numpy()
        frame["outcome"] = np.where(same, [of_thing[thing] for thing in things], held)
    return _put(frame, "w", number[things] + 10_000, rng), ("w",)


def _row_order(frame: pd.DataFrame, rng: np.random.Generator) -> Made:
    """Let the target drift slowly down the file, beside a column that counts rows."""
    rows = len(frame)
    wave = np.convolve(rng.normal(size=rows + 60), np.ones(60) / 60, "valid")[:rows]
    wave = wave / wave.std()
    if frame["outcome"].dtype == float:
        frame["outcome"] = frame["outcome"] / frame["outcome"].std() + 2 * wave
    else:
        classes = sorted(frame["outcome"].unique())
        mixed = _codes(frame) / max(1, len(classes) - 1) + 1.2 * wave
        edges = np.quantile(mixed, np.linspace(0, 1, len(classes) + 1)[1:-1])
        frame["outcome"] = np.array(classes)[np.digitize(mixed, edges)]
    return _put(frame, "w", np.arange(rows) + int(rng.integers(1e4)), rng), ("w",)


LEAKS: dict[str, Callable[[pd.DataFrame, np.random.Generator], Made]] = {
    "copy": _copy,
    "noisy_copy": _noisy_copy,
    "identifier": _identifier,
    "missing": _missing,
    "group_of_columns": _group_of_columns,
    "duplicates": _duplicates,
    "entities": _entities,
    "row_order": _row_order,
}
