"""Shapley values: what each column adds to what a model says of a row, fairly shared.

**Source:** S. Lundberg and S.-I. Lee, "A Unified Approach to Interpreting Model Predictions", 2017;
sampling with each order also backwards after R. Mitchell et al., "Sampling Permutations for Shapley
Value Estimation", JMLR 23, 2022.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Any, Literal

from armillary.learning.exact import Exact
from armillary.learning.exact import Method as ExactMethod
from armillary.learning.explain._columns import most_moving
from armillary.learning.explaining import Block, Subject

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

Method = ExactMethod | Literal["enumerated", "sampled", "gradients"]
ENUMERATED_COLUMNS = 6
MOST_COLUMNS = 30
REST = "all other columns"
_AT_ONCE = 4_000_000
_FEWEST_PAIRS = 8


@dataclass(frozen=True)
class Attribution:
    """What columns add to what a model says of rows.

    ``values`` (n_rows, n_blocks, n_outputs) and ``base`` (n_rows or 1, n_outputs) sum to ``said``
    (n_rows, n_outputs). ``errors`` are standard errors of the values, None where they are exact.
    ``unit`` is what they count: that of the subject, or its log odds, score or logarithm.
    ``is_before`` tells that this is what the model says before its probabilities are calibrated.
    """

    values: Floats
    base: Floats
    said: Floats
    errors: Floats | None
    blocks: tuple[Block, ...]
    outputs: tuple[str, ...]
    unit: str
    method: Method
    is_before: bool = False


def attribute(
    subject: Subject,
    features: Any,
    blocks: tuple[Block, ...],
    rng: np.random.Generator,
    *,
    usual_rows: int,
) -> Attribution:
    """Say what columns add to what a model says of encoded rows (n_rows, n_encoded).

    Exact where the model gives it itself, is linear, or has few columns; otherwise estimated by as
    many pairs of orders as there are ``usual_rows`` of the background to compare with, or as the
    budget allows; then the ``blocks`` of `few_columns` are looked at.
    """
    if subject.exact is not None:
        return _exactly(subject, subject.exact, features)
    usual = subject.background[:usual_rows]
    if len(blocks) <= ENUMERATED_COLUMNS:
        return _enumerated(subject, features, blocks, usual)
    return _sampled(subject, features, blocks, usual, rng)


def few_columns(subject: Subject, rng: np.random.Generator) -> tuple[Block, ...]:
    """Give the columns that move the model most, and all others as one."""
    if len(subject.blocks) <= MOST_COLUMNS + 1:
        return subject.blocks
    kept = most_moving(subject, rng, MOST_COLUMNS)
    names = {block.name for block in kept}
    rest = [place for one in subject.blocks if one.name not in names for place in one.places]
    return (*kept, Block(REST, "numeric", tuple(rest)))


def cost_of_row(subject: Subject, usual_rows: int) -> int:
    """Give how many rows the model must be asked about for one that is explained."""
    if subject.exact is not None:
        return 1
    columns = min(len(subject.blocks), MOST_COLUMNS + 1)
    usual = min(usual_rows, len(subject.background))
    if columns <= ENUMERATED_COLUMNS:
        return int(2**columns) * usual
    return 2 * usual * (columns + 1)


def _exactly(subject: Subject, exact: Exact, features: Any) -> Attribution:
    """Take what is known, of the outputs that are explained."""
    subject.budget.spent += len(features)
    given = exact.contributions(features)  # (n_rows, n_encoded + 1, n_outputs)
    values, base = by_block(given[:, :-1], subject.blocks), given[:, -1]
    if given.shape[2] > 1:
        chosen = list(subject.chosen)
        values, base = values[:, :, chosen], base[:, chosen]
    return Attribution(
        values=values,
        base=base,
        said=values.sum(axis=1) + base,
        errors=None,
        blocks=subject.blocks,
        outputs=subject.names,
        unit=_unit(subject, exact),
        method=exact.method,
        is_before=exact.is_before,
    )


def _unit(subject: Subject, exact: Exact) -> str:
    """Say what the sums count."""
    if exact.scale == "logarithm":
        return f"logarithm of {subject.unit}"
    unit = subject.unit if exact.scale == "as said" else exact.scale
    return f"uncalibrated {unit}" if exact.is_before else unit


def by_block(values: Floats, blocks: Sequence[Block]) -> Floats:
    """Add up the encoded columns of each column (n_rows, n_blocks, n_outputs)."""
    import numpy as np

    return np.stack([values[:, list(block.places)].sum(axis=1) for block in blocks], axis=1)


def _enumerated(
    subject: Subject, features: Any, blocks: tuple[Block, ...], usual: Any
) -> Attribution:
    """Look at every set of columns that are known, the others taken from usual rows."""
    import numpy as np

    n_blocks, n_encoded = len(blocks), features.shape[1]
    sets = [set(one) for size in range(n_blocks + 1) for one in combinations(range(n_blocks), size)]
    place_of = {frozenset(one): place for place, one in enumerate(sets)}
    known = np.array([_mask(blocks, one, n_encoded) for one in sets])  # (n_sets, n_encoded)
    values = []
    for row in features:
        mixed = np.where(known[:, None], row, usual[None])  # (n_sets, n_usual, n_encoded)
        said = subject.said(mixed.reshape(-1, n_encoded))
        worth = said.reshape(len(sets), len(usual), -1).mean(axis=1)  # (n_sets, n_outputs)
        each = np.zeros((n_blocks, worth.shape[1]))
        for place, one in enumerate(sets):
            for block in set(range(n_blocks)) - one:
                weight = 1.0 / (n_blocks * comb(n_blocks - 1, len(one)))
                gain = worth[place_of[frozenset(one | {block})]] - worth[place]
                each[block] += weight * gain
        values.append(each)
    base = subject.said(usual).mean(axis=0)[None]
    return _against(subject, features, np.array(values), None, blocks, base, "enumerated")


def _mask(blocks: Sequence[Block], chosen: set[int], width: int) -> Flags:
    import numpy as np

    mask = np.zeros(width, dtype=bool)
    for block in chosen:
        mask[list(blocks[block].places)] = True
    return mask


def _sampled(
    subject: Subject,
    features: Any,
    blocks: tuple[Block, ...],
    usual: Any,
    rng: np.random.Generator,
) -> Attribution:
    """Let columns become known one after another, from each usual row, in an order and back."""
    import numpy as np

    values, errors, base = [], [], []
    for row in features:
        # The table may be in an order, and the budget end before the last of them.
        usual = usual[rng.permutation(len(usual))]
        orders = rng.permuted(np.tile(np.arange(len(blocks)), (len(usual), 1)), axis=1)
        pairs = _pairs(subject, row, blocks, usual, orders)  # (n_pairs, n_blocks, n_outputs)
        values.append(pairs.mean(axis=0))
        errors.append(pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs)))
        # What is added is added to what is said of the very rows that were compared with.
        base.append(subject.said(usual[: len(pairs)]).mean(axis=0))
    found, wrong = np.array(values), np.array(errors)
    return _against(subject, features, found, wrong, blocks, np.array(base), "sampled")


def _pairs(
    subject: Subject, row: Any, blocks: Sequence[Block], usual: Any, orders: npt.NDArray[Any]
) -> Floats:
    """Walk each order there and back, as many as the budget allows and eight at least."""
    import numpy as np

    parts: list[Floats] = []
    done, some = 0, _FEWEST_PAIRS
    while done < len(usual):
        asked = 2 * some * (len(blocks) + 1)
        if done and not subject.budget.allows(asked):
            break
        part = slice(done, done + some)
        there = _walked(subject, row, blocks, usual[part], orders[part])
        back = _walked(subject, row, blocks, usual[part], orders[part, ::-1])
        parts.append((there + back) / 2)
        # Looked at the clock now and then, and seldom where there is time enough.
        done, some = done + some, min(2 * some, len(usual))
    return np.concatenate(parts)


def _walked(
    subject: Subject, row: Any, blocks: Sequence[Block], usual: Any, orders: npt.NDArray[Any]
) -> Floats:
    """Give what each column adds when its turn comes (n_usual, n_blocks, n_outputs)."""
    import numpy as np

    n_blocks, width = len(blocks), len(row)
    of_encoded = np.full(width, 0)
    for place, block in enumerate(blocks):
        of_encoded[list(block.places)] = place
    turn = np.argsort(orders, axis=1)[:, of_encoded]  # (n_usual, n_encoded)
    steps = np.arange(n_blocks + 1)[None, :, None]
    at_once = max(1, _AT_ONCE // ((n_blocks + 1) * width))
    parts = []
    for start in range(0, len(usual), at_once):
        part = slice(start, start + at_once)
        mixed = np.where(turn[part, None] < steps, row, usual[part, None])
        said = subject.said(mixed.reshape(-1, width))
        parts.append(np.diff(said.reshape(len(mixed), n_blocks + 1, -1), axis=1))
    gained = np.concatenate(parts)  # (n_usual, n_blocks by turn, n_outputs)
    return np.take_along_axis(gained, np.argsort(orders, axis=1)[:, :, None], axis=1)


def _against(
    subject: Subject,
    features: Any,
    values: Floats,
    errors: Floats | None,
    blocks: tuple[Block, ...],
    base: Floats,
    method: Method,
) -> Attribution:
    said = subject.said(features)
    unit, names = subject.unit, subject.names
    return Attribution(values, base, said, errors, blocks, names, unit, method)
