"""Renaming, choosing, casting, ordering, sampling, splitting, grouping and joining."""

import datetime
from collections import Counter

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from armillary.learning.recipe.errors import StepError
from tests.learning.recipe.kitchen import cook, step

RNG = np.random.default_rng(0)
TABLE = pa.table(
    {
        "id": pa.array(range(1000), pa.int64()),
        "group": RNG.choice(["a", "b", "c", None], 1000, p=[0.6, 0.3, 0.05, 0.05]).tolist(),
        "x": pa.array(np.where(RNG.random(1000) < 0.1, np.nan, RNG.normal(size=1000)).round(1)),
        "day": pa.array([datetime.date(2024, 1, 1 + number % 28) for number in range(1000)]),
    }
)
SMALL = pa.table({"a": pa.array([2, 1, 2], pa.int64()), "b": ["x", "y", "x"], "c": [1.5, 2.5, 3.5]})


def test_columns_are_renamed_in_their_places():
    cooked = cook(SMALL, {"type": "rename", "params": {"mapping": {"b": "word", "a": "b"}}},
                  door="lenient")  # fmt: skip

    assert cooked.names == ["b", "word", "c"]
    with pytest.raises(StepError, match="these come twice: 'b'"):
        cook(SMALL, step("rename", names=[{"column": "a", "name": "b"}]))


def test_columns_are_kept_in_the_order_named_or_left_out():
    assert cook(SMALL, step("select", columns=["c", "a"])).names == ["c", "a"]
    assert cook(SMALL, step("drop", columns=["a"])).names == ["b", "c"]
    with pytest.raises(StepError, match="keep one at least"):
        cook(SMALL, step("drop", columns=["a", "b", "c"]))


def test_rows_are_ordered_and_equal_ones_keep_their_order():
    by = [{"column": "group", "descending": True}, {"column": "x", "descending": False}]

    cooked = cook(TABLE, step("sort", by=by))

    frame = TABLE.to_pandas()
    frame = frame.sort_values("x", kind="stable").sort_values(
        "group", ascending=False, kind="stable"
    )
    assert cooked["id"] == frame["id"].tolist()


@pytest.mark.parametrize("keep", ["first", "last"])
def test_one_of_alike_rows_stays(keep):
    cooked = cook(TABLE, step("deduplicate", columns=["group", "x"], keep=keep))

    expected = TABLE.to_pandas().drop_duplicates(["group", "x"], keep=keep)
    assert cooked["id"] == expected["id"].tolist()


def test_a_sample_is_the_same_for_a_seed_and_of_the_size_asked_for():
    first = cook(TABLE, step("sample", method="rows", rows=100))
    again = cook(TABLE, step("sample", method="rows", rows=100))
    other = cook(TABLE, step("sample", method="rows", rows=100, seed=1))

    assert first["id"] == again["id"] == sorted(first["id"])
    assert len(first["id"]) == len(other["id"]) == 100
    assert set(first["id"]) != set(other["id"])
    assert len(cook(TABLE, step("sample", method="rows", rows=10_000))["id"]) == 1000


def test_a_stratified_sample_keeps_the_shares():
    cooked = cook(TABLE, step("sample", share=0.2, stratify="group"))

    whole, sampled = Counter(TABLE["group"].to_pylist()), Counter(cooked["group"])
    assert {name: sampled[name] for name in whole} == {
        name: round(0.2 * count) for name, count in whole.items()
    }


def test_a_random_split_has_the_shares_asked_for():
    cooked = cook(TABLE, step("split", test=0.2, validation=0.1, stratify="group"))

    of_a = Counter(
        part for group, part in zip(cooked["group"], cooked["split"], strict=True) if group == "a"
    )
    assert of_a["test"] / of_a.total() == pytest.approx(0.2, abs=0.01)
    assert Counter(cooked["split"]).keys() == {"train", "validation", "test"}
    assert cooked["id"] == list(range(1000))


def test_groups_are_not_divided():
    table = {"patient": pa.array([f"p{number % 40}" for number in range(1000)])}

    cooked = cook(table, step("split", by="group", column="patient", test=0.25))

    parts = pd.DataFrame({"patient": cooked["patient"], "part": cooked["split"]})
    assert (parts.groupby("patient")["part"].nunique() == 1).all()
    assert Counter(cooked["split"])["test"] == pytest.approx(250, abs=50)


def test_the_newest_rows_are_the_test_and_a_moment_is_not_divided():
    cooked = cook(TABLE, step("split", by="time", column="day", test=0.1))

    parts = pd.DataFrame({"day": cooked["day"], "part": cooked["split"]})
    newest_known = parts[parts["part"] == "train"]["day"].max()
    assert newest_known < parts[parts["part"] == "test"]["day"].min()
    with pytest.raises(StepError, match="Name the column"):
        cook(TABLE, step("split", by="time"))
    with pytest.raises(StepError, match="left to train on"):
        cook(TABLE, step("split", test=0.5, validation=0.5))


def test_groups_are_told_as_pandas_tells_them():
    functions = ["mean", "sum", "median", "min", "max", "std", "count", "distinct", "missing"]
    cooked = cook(
        TABLE,
        step(
            "group",
            by=["group"],
            values=[{"column": "x", "function": name} for name in functions]
            + [{"column": "id", "function": "first", "name": "begins"}],
        ),
    )

    grouped = TABLE.to_pandas().groupby("group", sort=False, dropna=False)["x"]
    expected = pd.DataFrame(
        {
            "mean": grouped.mean(), "sum": grouped.sum(), "median": grouped.median(),
            "min": grouped.min(), "max": grouped.max(), "std": grouped.std(),
            "count": grouped.count(), "distinct": grouped.nunique(),
            "missing": grouped.size() - grouped.count(),
        }
    )  # fmt: skip
    ours = cooked.table.to_pandas().set_index("group")
    for name in functions:
        np.testing.assert_allclose(ours[f"x_{name}"], expected[name].loc[ours.index], rtol=1e-9)
    assert ours["rows"].sum() == 1000
    assert ours["begins"].is_monotonic_increasing
    assert cooked.notes.startswith("1,000 rows became 4 rows.")


OTHER = pa.table({"name": ["a", "b", "b", None], "size": pa.array([1, 2, 3, 4], pa.int64()),
                  "id": pa.array([7, 8, 9, 10], pa.int64())})  # fmt: skip


def join(how="left"):
    params = {"dataset": "ds_1", "keys": [{"left": "group", "right": "name"}], "kind": how}
    return {"type": "join", "params": params}


@pytest.mark.parametrize("kind", ["left", "inner"])
def test_a_join_is_that_of_pandas(kind):
    cooked = cook(TABLE, join(kind), others={"ds_1": OTHER})

    frame = TABLE.to_pandas()
    known = OTHER.to_pandas().dropna(subset=["name"])
    expected = frame.merge(
        known, how=kind, left_on="group", right_on="name", suffixes=("", "_right")
    )
    assert cooked.names == ["id", "group", "x", "day", "size", "id_right"]
    assert cooked["id"] == expected["id"].tolist()
    assert pd.Series(cooked["size"]).equals(expected["size"])
    assert "found several matches" in cooked.notes


def test_a_join_that_explodes_is_stopped():
    many = pa.table({"name": ["a"] * 500, "size": pa.array(range(500), pa.int64())})

    with pytest.raises(StepError, match="would become") as error:
        cook(TABLE, join(), others={"ds_1": many})

    assert error.value.code == "join_too_large"


def test_a_join_says_what_it_lacks():
    with pytest.raises(StepError, match="no dataset 'ds_1'"):
        cook(TABLE, join())
    with pytest.raises(StepError, match="never equal"):
        cook(
            TABLE,
            step("join", dataset="ds_1", keys=[{"left": "id", "right": "name"}]),
            others={"ds_1": OTHER},
        )


TEXTS = pa.table(
    {"t": ["1.5", " 2 ", "1,000", "x", "0x1F", "1_0", "inf", "9007199254740993", None]}
)


def test_texts_are_read_as_numbers():
    numbers = cook(TEXTS, step("cast", columns=["t"], to="number"))
    whole = cook(TEXTS, step("cast", columns=["t"], to="whole_number"))
    comma = cook({"t": pa.array(["1.000,5", "2,5"])}, step("cast", columns=["t"], decimal="comma"))

    assert numbers["t"][:7] == [1.5, 2.0, 1000.0, None, None, None, None]
    assert whole["t"][:3] == [2, 2, 1000]
    assert whole["t"][7] == 9007199254740993
    assert comma["t"] == [1000.5, 2.5]
    assert "4 values of 't' could not be read, such as 'x': missing now." in numbers.notes
    with pytest.raises(StepError, match="cannot be read as number, such as 'x'"):
        cook(TEXTS, step("cast", columns=["t"], unreadable="stop"))


def test_dates_are_read_and_written():
    dates = {"t": pa.array(["2024-02-29", "29.02.2024", "2024-02-29 12:30:00"])}

    plain = cook(dates, step("cast", columns=["t"], to="date"))
    german = cook(dates, step("cast", columns=["t"], to="date", format="%d.%m.%Y"))
    times = cook(dates, step("cast", columns=["t"], to="datetime"))
    days = cook(
        dates,
        step("cast", columns=["t"], to="date"),
        step("cast", columns=["t"], to="whole_number"),
    )

    leap = datetime.date(2024, 2, 29)
    assert plain["t"] == [leap, None, leap]
    assert german["t"] == [None, leap, None]
    assert times["t"][2] == datetime.datetime(2024, 2, 29, 12, 30)
    assert days["t"] == [19782, None, 19782]


def test_truths_are_read_and_written():
    truths = cook({"t": pa.array(["Yes", "0", "?"])}, step("cast", columns=["t"], to="truth"))
    numbers = cook({"t": pa.array([1.0, 0.0, 2.0])}, step("cast", columns=["t"], to="truth"))
    back = cook({"t": pa.array([True, None])}, step("cast", columns=["t"], to="text"))

    assert truths["t"] == [True, False, None]
    assert numbers["t"] == [True, False, None]
    assert back["t"] == ["true", None]


def test_texts_are_made_alike():
    table = {"t": pa.array(["  É a\t b ", "x-y!", "", "ab12"])}

    plain = cook(table, step("text_clean"))
    alike = cook(table, step("text_clean", case="lower", accents=True, punctuation=True))
    found = cook(
        table, step("text_clean", find="([a-z])([0-9])", replace=r"\1 \2", is_pattern=True)
    )

    assert plain["t"] == ["É a b", "x-y!", None, "ab12"]
    assert alike["t"] == ["e a b", "xy", None, "ab12"]
    assert found["t"][3] == "ab 12"
    assert "2 texts in 't' changed." in plain.notes
    with pytest.raises(StepError, match="could not be computed"):
        cook(table, step("text_clean", find="(", is_pattern=True))
