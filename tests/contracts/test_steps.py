"""The laws of steps: each is deterministic, keeps its state as JSON, and spares rows and names."""

import datetime
import json
import math
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from armillary.base.values import from_json, to_json
from armillary.learning.recipe.arrow import to_frame
from armillary.learning.recipe.checking import check_steps, entry_of
from armillary.learning.recipe.contract import Source
from armillary.learning.recipe.engine import open_memory
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.fitted import FittedRecipe
from armillary.learning.recipe.relation import Relation, over_arrow
from armillary.learning.recipe.run import Done, run
from armillary.learning.recipe.steps import all_steps

ODD = 'it\'s a "c0" [x]; --'
SAMPLES: dict[str, list[dict[str, Any]]] = {
    "cast": [{"columns": ["word", "whole"], "to": "number"}, {"columns": ["day"], "to": "text"}],
    "deduplicate": [{"columns": ["word"]}],
    "derive": [{"name": ODD + "2", "expression": "if([truth], [real] * 2, length(word))"}],
    "drop": [{"columns": ["whole", ODD]}],
    "encode": [
        {"columns": ["word", ODD]},
        {"columns": ["word"], "method": "target", "target": "real"},
        {"columns": ["word"], "method": "label"},
        {"columns": ["word"], "method": "frequency", "keep": True},
        {"columns": ["word"], "method": "ordinal", "order": ["b", "a"]},
    ],
    "feature_engineering": [
        {"columns": ["real", "whole"]},
        {"method": "interactions"},
        {"method": "date_parts"},
    ],
    "filter": [{"condition": f"[{ODD.replace(']', ']]')}] = 'x' or [whole] > 3"}],
    "group": [{"by": ["word"], "values": [{"column": "real", "function": "mean"}]}],
    "handle_missing": [
        {},
        {"method": "constant", "value": "0", "mark": True},
        {"method": "forward"},
        {"method": "interpolate", "within": ["word"]},
        {"method": "drop_rows"},
        {"method": "drop_columns", "most_missing": 0.15},
    ],
    "join": [{"dataset": "ds_1", "keys": [{"left": "word", "right": "name"}]}],
    "outlier_removal": [{}, {"method": "zscore", "action": "clip"}, {"action": "missing"}],
    "rename": [{"names": [{"column": "word", "name": ODD + "3"}]}],
    "sample": [{"share": 0.5}, {"method": "rows", "rows": 7, "stratify": "word"}],
    "scale": [{}, {"method": "robust"}],
    "select": [{"columns": [ODD, "real", "word"]}],
    "sort": [{"by": [{"column": "real", "descending": True}, {"column": "word"}]}],
    "split": [{}, {"by": "group", "column": "word"}, {"by": "time", "column": "day"}],
    "text_clean": [{"case": "upper", "punctuation": True, "accents": True}],
}
CASES = [(kind, params) for kind, samples in sorted(SAMPLES.items()) for params in samples]
law = pytest.mark.parametrize(("kind", "params"), CASES, ids=lambda case: json.dumps(case)[:60])


def a_table(rows: int = 60, seed: int = 0) -> pa.Table:
    """Make a table of every type, with gaps, NaN and infinities, and a name that is a nuisance."""
    rng = np.random.default_rng(seed)

    def gaps(values: list[Any]) -> list[Any]:
        return [None if rng.random() < 0.15 else value for value in values]

    real = [float(value) for value in rng.normal(size=rows)]
    real[:2] = [math.nan, math.inf][: len(real[:2])]
    begin = datetime.datetime(2024, 1, 1)
    moments = [begin + datetime.timedelta(hours=int(hour)) for hour in rng.integers(0, 9000, rows)]
    return pa.table(
        {
            "whole": pa.array(
                gaps([int(value) for value in rng.integers(-5, 50, rows)]), pa.int64()
            ),
            "real": pa.array(gaps(real), pa.float64()),
            "word": pa.array(gaps(rng.choice(["a", "b", " É!", "12"], rows).tolist()), pa.string()),
            "truth": pa.array(gaps(rng.choice([True, False], rows).tolist()), pa.bool_()),
            "day": pa.array(gaps([moment.date() for moment in moments]), pa.date32()),
            "moment": pa.array(gaps(moments), pa.timestamp("us")),
            ODD: pa.array(gaps(rng.choice(["x", "y"], rows).tolist()), pa.string()),
        }
    )


OTHER = pa.table({"name": ["a", "b", None], "size": pa.array([1, 2, 3], pa.int64())})


def over(table: pa.Table) -> Relation:
    engine = open_memory()
    other = over_arrow(engine, OTHER, "other")
    tables = {"ds_1": Source("other", other.fields, other.sql)}
    return over_arrow(engine, table, "given", tables=tables)


def do(kind: str, params: dict[str, Any], table: pa.Table, state: Any = None) -> Done:
    steps = check_steps([{"type": kind, "params": params}])
    (done,) = run(over(table), steps, states=[] if state is None else [state])
    return done


def rows_of(done: Done) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = done.relation.table().to_pylist()
    return [{key: "nan" if value != value else value for key, value in row.items()} for row in rows]


def test_every_step_is_held_to_the_laws() -> None:
    assert SAMPLES.keys() == all_steps().keys()


@pytest.mark.parametrize("kind", sorted(all_steps()))
def test_it_is_described_for_people_and_forms(kind: str) -> None:
    step = all_steps()[kind]

    assert step.about.description.endswith(".")
    for spec in entry_of(step).properties.values():
        assert spec["description"].endswith(".")
        choices = spec.get("x-when", {})
        for name, wanted in choices.items():
            assert set(wanted) <= set(entry_of(step).properties[name]["enum"])


@law
def test_the_same_rows_give_the_same(kind: str, params: dict[str, Any]) -> None:
    first, second = do(kind, params, a_table()), do(kind, params, a_table())

    assert rows_of(first) == rows_of(second)
    assert (first.state, first.notes) == (second.state, second.notes)


@law
def test_its_state_is_json_and_does_the_same_when_read_back(
    kind: str, params: dict[str, Any]
) -> None:
    done = do(kind, params, a_table())
    remembered = from_json(to_json(done.step.kind.remember(done.state)))
    other = a_table(seed=1)

    again = do(kind, params, other, remembered)

    kept = do(kind, params, other, done.step.kind.remember(done.state))
    assert rows_of(again) == rows_of(kept)


@law
def test_what_it_says_of_rows_is_so(kind: str, params: dict[str, Any]) -> None:
    table = a_table()
    done = do(kind, params, table)
    effect = done.step.kind.effect(done.step.values)

    assert done.relation.count() == done.rows
    if effect.rows in ("each", "neighbours"):
        assert done.rows == len(table)
    if effect.rows == "fewer":
        assert done.relation.fields == over(table).fields
        assert done.rows <= len(table)


@law
def test_one_row_alone_becomes_what_it_becomes_among_others(
    kind: str, params: dict[str, Any]
) -> None:
    table = a_table()
    done = do(kind, params, table)
    effect = done.step.kind.effect(done.step.values)
    if effect.rows not in ("each", "neighbours"):
        pytest.skip("a step that leaves rows out or makes others is not asked about one row")
    state = done.step.kind.remember(done.state)
    fields = over(table).fields
    recipe = FittedRecipe(fields, frozenset(fields.names), (done.step,), (state,))
    frame = to_frame(table)

    whole = recipe.apply(frame)
    alone = [recipe.apply(frame.iloc[[place]]) for place in range(10)]

    assert [str(name) for name in whole.columns] == done.relation.fields.names
    for place, one in enumerate(alone):
        expected = whole.iloc[[place]].reset_index(drop=True).astype(object)
        found = one.astype(object)
        assert found.where(found.notna(), None).equals(expected.where(expected.notna(), None))


@law
@pytest.mark.parametrize("rows", [0, 1])
def test_few_rows_are_done_or_refused_in_words(
    kind: str, params: dict[str, Any], rows: int
) -> None:
    _done_or_refused(kind, params, a_table(rows))


@law
def test_columns_without_a_value_are_done_or_refused_in_words(
    kind: str, params: dict[str, Any]
) -> None:
    table = a_table()
    empty = pa.table([pa.nulls(len(table), each.type) for each in table.columns], table.schema)

    _done_or_refused(kind, params, empty)


def _done_or_refused(kind: str, params: dict[str, Any], table: pa.Table) -> None:
    told = ""
    try:
        done = do(kind, params, table)
    except StepError as error:
        told = error.message
    if told:
        assert told.startswith("Step 1")
    else:
        assert done.relation.table().num_rows == done.rows
