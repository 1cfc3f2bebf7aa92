"""Boosters in their own files: checked before compiled code reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal

from armillary.learning.algorithms import get_algorithm
from armillary.learning.brought.finding import Finding, probe_rows
from armillary.learning.brought.problems import refuse
from armillary.learning.contract import State

_MOST_LEAVES = 1 << 20


def find_in_booster(
    library: Literal["lightgbm", "xgboost"],
    files: Mapping[str, bytes],
    columns: Sequence[str],
    n_classes: int,
) -> Finding:
    """Make a model of ours of a booster; classes are numbered, since its file names none."""
    predictor = get_algorithm(library).load(State(files))
    probes = probe_rows(len(columns), get_algorithm(library).encoding.dtype)
    said = predictor.predict(probes)
    if said.shape != ((len(probes), n_classes) if n_classes else (len(probes),)):
        raise refuse("The booster answers in another shape than it says.")
    note = "Its file names no classes: they are numbered from 0." if n_classes else ""
    return Finding(
        framework=library,
        model_type="classifier" if n_classes else "regressor",
        algorithm=library,
        columns=list(columns),
        classes=list(range(n_classes)) if n_classes else None,
        predictor=predictor,
        probes=probes,
        said=said,
        made_of="Booster",
        notes=(note,) if note else (),
    )


def check_lightgbm(text: bytes) -> None:
    """Refuse a text in which a tree names a column, a child or a leaf that does not exist."""
    try:
        lines = text.decode()
    except UnicodeDecodeError as error:
        raise refuse("The file is no text of LightGBM.") from error
    if not lines.startswith("tree\n") or "end of trees" not in lines:
        raise refuse("The file is no text of LightGBM, or ends in its middle.")
    head, *trees = re.split(r"^Tree=\d+$", lines.partition("end of trees")[0], flags=re.MULTILINE)
    facts = _facts(head)
    n_columns = int(facts.get("max_feature_idx", "-1")) + 1
    names = facts.get("feature_names", "").split()
    if not trees or n_columns < 1 or len(names) != n_columns:
        raise refuse("The booster has no trees, or its columns do not fit together.")
    for tree in trees:
        _check_tree(_facts(tree), n_columns)


def _check_tree(facts: Mapping[str, str], n_columns: int) -> None:
    try:
        n_leaves, n_sets = int(facts["num_leaves"]), int(facts["num_cat"])
        values = _numbers(facts["leaf_value"], float)
        lists = {
            name: _numbers(facts.get(name, ""), int)
            for name in ("split_feature", "left_child", "right_child", "decision_type")
        }
        borders = _numbers(facts.get("threshold", ""), float)
        bounds = _numbers(facts.get("cat_boundaries", ""), int)
        words = _numbers(facts.get("cat_threshold", ""), int)
    except (KeyError, ValueError) as error:
        raise refuse(f"A tree of the booster is not whole ({str(error)[:60]}).") from error
    n_inner = n_leaves - 1
    is_whole = 1 <= n_leaves <= _MOST_LEAVES and len(values) == n_leaves and n_sets >= 0
    is_whole = is_whole and all(len(one) == n_inner for one in (*lists.values(), borders))
    if not is_whole:
        raise refuse("A tree of the booster is not whole.")
    if facts.get("is_linear", "0") != "0":
        _check_lines(facts, n_leaves, n_columns)
    for place in range(n_inner):
        children = (lists["left_child"][place], lists["right_child"][place])
        # A child comes after its parent, so a walk ends; below zero it is a leaf.
        leads_on = all(place < c < n_inner or -n_leaves <= c < 0 for c in children)
        if not leads_on or not 0 <= lists["split_feature"][place] < n_columns:
            raise refuse("A tree of the booster has a branch that leads nowhere.")
        if lists["decision_type"][place] & 1 and not 0 <= borders[place] < n_sets:
            raise refuse("A tree of the booster asks for categories that there are not.")
    is_rising = all(low <= high for low, high in pairwise(bounds))
    if n_sets and (len(bounds) != n_sets + 1 or not is_rising or bounds[0] < 0):
        raise refuse("The categories of a tree do not fit together.")
    if n_sets and bounds[-1] > len(words):
        raise refuse("The categories of a tree do not fit together.")


def _check_lines(facts: Mapping[str, str], n_leaves: int, n_columns: int) -> None:
    """Refuse leaves whose lines name columns that there are not, or more than they list."""
    try:
        constants = _numbers(facts["leaf_const"], float)
        counts = _numbers(facts["num_features"], int)
        columns = _numbers(facts["leaf_features"], int)
        slopes = _numbers(facts["leaf_coeff"], float)
    except (KeyError, ValueError) as error:
        raise refuse(f"A tree of the booster is not whole ({str(error)[:60]}).") from error
    is_whole = len(constants) == len(counts) == n_leaves and min(counts) >= 0
    if not is_whole or not sum(counts) == len(columns) == len(slopes):
        raise refuse("The lines in the leaves of a tree do not fit together.")
    if not all(0 <= column < n_columns for column in columns):
        raise refuse("A leaf of the booster names a column that there is not.")


def _facts(text: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line)
    return {name: value for name, _, value in pairs}


def _numbers(text: str, kind: Any) -> list[Any]:
    return [kind(part) for part in text.split()]
