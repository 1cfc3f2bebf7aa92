"""What expressions compute is what plain Python computes, whatever the expression."""

import datetime
import math
import re
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from armillary.learning.recipe.contract import Output, Plan
from armillary.learning.recipe.engine import open_memory
from armillary.learning.recipe.expression import compile_expression
from armillary.learning.recipe.expression.functions import all_functions
from armillary.learning.recipe.expression.parsing import parse
from armillary.learning.recipe.relation import Relation, over_arrow
from tests.learning.recipe.expression.plain import meaning

BIG = 2**63
TABLE = pa.table(
    {
        "i": pa.array([0, 1, -3, 7, None, BIG - 1, -BIG, 12], pa.int64()),
        "j": pa.array([2, 0, 5, -2, 3, 2, -1, None], pa.int64()),
        "x": pa.array([0.0, 1.5, -2.5, math.nan, None, math.inf, 1e308, 0.1]),
        "y": pa.array([3.0, 0.0, -0.5, 2.0, 1.0, -1e308, None, 1e-300]),
        "s": pa.array(["", "abc", " Ab ", "a/b/c", None, "é'", "zz", "c9 v1"]),
        "t": pa.array(["b", "", "A", "/", "x", None, "z", "v1"]),
        "b": pa.array([True, False, None, True, False, True, None, False]),
        "c": pa.array([None, True, False, False, True, None, True, False]),
        "d": pa.array([datetime.date(2024, 2, 29), datetime.date(1999, 12, 31), None] * 2
                      + [datetime.date(2025, 1, 1)] * 2),
        "the]odd `name'": pa.array(range(8), pa.int64()),
    }
)  # fmt: skip
ROWS: list[dict[str, Any]] = TABLE.to_pylist()


@pytest.fixture(scope="module")
def relation() -> Relation:
    return over_arrow(open_memory(), TABLE, "t")


def computed(relation: Relation, text: str) -> list[Any]:
    value = compile_expression(text, relation.fields)
    plan = Plan([Output("out", value.storage, value.sql)], value.lets)
    found: list[Any] = relation.then(plan).table().column(0).to_pylist()
    return found


LEAVES = {
    "integer": ["[i]", "j", "[the]]odd `name']", "3", "0", "9223372036854775807"],
    "number": ["[x]", "`y`", "2.5", "1e10", ".5", "INTEGER"],
    "text": ["[s]", "t", "'it''s c0 v1'", '"/"', "''"],
    "truth": ["[b]", "c", "true", "false"],
    "date": ["[d]", "date('2024-12-29')"],
}
SHAPES = {
    "integer": [
        "(INTEGER + INTEGER)", "(INTEGER - INTEGER)", "(INTEGER * INTEGER)",
        "(INTEGER % INTEGER)", "(-INTEGER)", "round(NUMBER)", "floor(NUMBER)", "ceil(NUMBER)",
        "sign(NUMBER)", "abs(INTEGER)", "length(TEXT)", "position(TEXT, TEXT)", "year(DATE)",
        "month(DATE)", "weekday(DATE)", "day_of_year(DATE)", "if(TRUTH, INTEGER, INTEGER)",
        "greatest(INTEGER, INTEGER)",
    ],
    "number": [
        "(NUMBER + NUMBER)", "(NUMBER - NUMBER)", "(NUMBER * NUMBER)", "(NUMBER / NUMBER)",
        "(NUMBER % NUMBER)", "NUMBER ^ 2", "(NUMBER) ^ (-1)", "sqrt(NUMBER)", "ln(NUMBER)",
        "coalesce(NUMBER, NUMBER)", "least(NUMBER, NUMBER, NUMBER)", "days_between(DATE, DATE)",
    ],
    "text": [
        "(TEXT & TEXT)", "lower(TEXT)", "upper(TEXT)", "trim(TEXT)", "replace(TEXT, TEXT, TEXT)",
        "substring(TEXT, INTEGER, INTEGER)", "left(TEXT, INTEGER)", "right(TEXT, INTEGER)",
        "part(TEXT, TEXT, INTEGER)", "if(TRUTH, TEXT)",
    ],
    "truth": [
        "(TRUTH and TRUTH)", "(TRUTH or TRUTH)", "(not TRUTH)", "(NUMBER = NUMBER)",
        "(NUMBER != NUMBER)", "(NUMBER < NUMBER)", "(INTEGER >= INTEGER)", "(TEXT = TEXT)",
        "(TEXT <> TEXT)", "(TEXT <= TEXT)", "(DATE > DATE)", "contains(TEXT, TEXT)",
        "starts_with(TEXT, TEXT)", "ends_with(TEXT, TEXT)", "is_missing(NUMBER)",
        "(TEXT is not missing)", "(INTEGER in (INTEGER, INTEGER))", "(TEXT not in (TEXT, TEXT))",
    ],
    "date": ["add_days(DATE, j)", "add_days(DATE, 400)", "if(TRUTH, DATE, DATE)"],
}  # fmt: skip


def any_expression(rng: Random, kind: str, depth: int) -> str:
    """Write some expression of a type, nested at most so deep."""
    is_leaf = depth == 0 or rng.random() < 0.15
    shape = rng.choice(LEAVES[kind] if is_leaf else SHAPES[kind])
    return re.sub(
        "INTEGER|NUMBER|TEXT|TRUTH|DATE",
        lambda found: any_expression(rng, found.group().lower(), max(depth - 1, 0)),
        shape,
    )


@settings(
    max_examples=300,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32), kind=st.sampled_from(sorted(LEAVES)), depth=st.integers(1, 4))
def test_every_expression_means_what_plain_python_computes(
    relation: Relation, seed: int, kind: str, depth: int
) -> None:
    text = any_expression(Random(seed), kind, depth)
    node = parse(text)

    found = computed(relation, text)

    for row, value in zip(ROWS, found, strict=True):
        expected = meaning(node, row)
        if isinstance(value, float):
            assert value == pytest.approx(expected, rel=1e-9, abs=1e-300), (text, row)
        else:
            assert value == expected, (text, row)


@pytest.mark.parametrize("name", sorted(all_functions()))
def test_every_function_does_what_its_example_says(relation: Relation, name: str) -> None:
    function = all_functions()[name]
    if "[" in function.example.split("'")[0]:
        pytest.skip("the example speaks of columns")

    value = computed(relation, function.example)[0]

    shown = f"'{value}'" if isinstance(value, str) else str(value).lower()
    assert shown == function.result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-2 ^ 2", -4.0),
        ("2 ^ 3 ^ 0", 2.0),
        ("1 + 2 * 3", 7),
        ("not true or true", True),
        ("1 = 1.0", True),
        ("10 - 3 - 2", 5),
        ("1 / 3", 1 / 3),
        ("7 / 0", None),
        ("9223372036854775807 + 1", None),
        ("'a' + 'b'", "ab"),
        ("round(-2.5)", -3),
        ("round(1234.567, -2)", 1200.0),
        ("number('1_000')", None),
        ("number(' 1e3 ')", 1000.0),
        ("number('inf')", None),
        ("integer('0x1F')", None),
        ("text(true)", "true"),
        ("text(date('2024-02-30'))", None),
        ("date('x') is missing", True),
        ("extract('ab', '[0-9]')", None),
        ("date('2024-01-01') = datetime('2024-01-01 00:00:00')", True),
        ("add_days(date('9999-12-31'), 999999999)", None),
        ("missing", None),
        ("if(missing, 1, 2)", 2),
        ("true and missing", None),
        ("false and missing", False),
    ],
)
def test_what_the_language_promises(relation: Relation, text: str, value: Any) -> None:
    assert computed(relation, text)[0] == value
