"""What the guard finds in tables with a planted leak, and that it says nothing of honest ones."""

import numpy as np
import pandas as pd
import pytest

from armillary.learning.contract import Task
from armillary.learning.generators import get_generator
from armillary.learning.guard.looking import Looked, look_over
from armillary.learning.guard.lookouts import all_lookouts

ROWS = 600


def honest(seed: int, rows: int = ROWS) -> pd.DataFrame:
    """Give a table in which two columns tell a good deal of the class and of the number."""
    rng = np.random.default_rng(seed)
    columns = {f"x{place}": rng.normal(size=rows) for place in range(8)}
    number = 2 * columns["x0"] + columns["x1"] + rng.normal(size=rows)
    chosen = rng.choice(list("abcd"), rows)
    return pd.DataFrame({**columns, "kind": chosen, "number": number, "ill": number > 0.5})


def look(frame: pd.DataFrame, target: str = "ill", **task) -> Looked:
    kind = "regression" if target == "number" else "classification"
    return look_over(frame, Task(kind, target, **task))


def told(looked: Looked) -> dict[str, list[tuple[str, ...]]]:
    """Give the columns found, by the kind of the finding."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for finding in looked.findings:
        found.setdefault(finding.kind, []).append(finding.columns)
    return found


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("target", ["ill", "number"])
def test_of_an_honest_table_nothing_is_said(seed, target):
    frame = honest(seed).drop(columns={"ill": "number", "number": "ill"}[target])

    assert look(frame, target).findings == ()


@pytest.mark.parametrize(
    ("leak", "kind", "column"),
    [
        ("copy", "copy", "status_code"),
        ("noisy_copy", "gives_away", "contract_state"),
        ("afterwards", "gives_away", "refund"),
        ("identifier", "gives_away", "customer_id"),
        ("missing", "filled_for_one_class", "exit_reason"),
        ("groups", "entities", "customer_id"),
    ],
)
def test_the_planted_leaks_of_the_generator_are_named(leak, kind, column):
    generator = get_generator("planted_leak")
    strength = 1.0 if leak == "copy" else 0.98
    values = generator.generate(
        {"n_points": 1000, "leak": leak, "strength": strength}, np.random.default_rng(1)
    )

    looked = look(pd.DataFrame(values), "left")

    found = told(looked)
    assert (column,) in found.get(kind, []) or (column,) in found.get("telling_values", []), found
    assert looked.step is not None
    assert looked.step.naive - looked.step.honest > 0.1


def test_without_its_leak_the_generator_gives_no_alarm():
    values = get_generator("planted_leak").generate(
        {"n_points": 1000, "leak": "none", "strength": 1.0}, np.random.default_rng(2)
    )

    assert look(pd.DataFrame(values), "left").findings == ()


def test_functions_of_a_number_are_copies():
    frame = honest(4).drop(columns="ill")
    frame["celsius"] = 32 + 1.8 * frame["number"]
    frame["rank"] = np.exp(frame["number"] / 2)
    frame["wave"] = np.where(frame["number"] > 0, frame["number"], 9 - frame["number"])

    found = told(look(frame, "number"))
    assert found["copy"] == [("celsius",), ("rank",)]
    assert found["gives_away"] == [("wave",)]


def test_columns_that_tell_only_together_are_found():
    rng = np.random.default_rng(5)
    frame = honest(5).drop(columns="number")
    frame["a"] = rng.integers(0, 2, ROWS)
    frame["b"] = frame["a"] ^ frame["ill"].astype(int)
    summed = honest(6).drop(columns="ill").assign(net=lambda t: t["x3"] + 3)
    summed["tax"] = summed["number"] - 2 * summed["net"]

    assert told(look(frame))["give_away_together"] == [("a", "b")]
    assert ("x3", "tax") in told(look(summed.drop(columns="net"), "number"))["give_away_together"]


def test_flags_that_each_tell_a_part_are_told_together():
    rng = np.random.default_rng(7)
    frame = honest(7, 2000).drop(columns="number")
    for name, share in (("flag_a", 0.6), ("flag_b", 0.5), ("flag_c", 0.4)):
        frame[name] = (frame["ill"] & (rng.random(2000) < share)).astype(int)

    found = told(look(frame))

    assert found["telling_values"] == [("flag_a",), ("flag_b",), ("flag_c",)]
    assert found["give_away_together"] == [("flag_a", "flag_b", "flag_c")]


def test_twins_are_counted_whether_exact_or_nearly():
    frame = honest(8).drop(columns="number")
    rng = np.random.default_rng(8)
    again = frame.sample(120, random_state=1)
    near = again.copy()
    numbers = [f"x{place}" for place in range(8)]
    near[numbers] += rng.normal(size=(120, 8)) * 0.005

    exact = look(pd.concat([frame, again])).findings
    nearly = look(pd.concat([frame, near])).findings

    assert [(one.kind, one.severity) for one in exact] == [("duplicates", "serious")]
    assert exact[0].strength == pytest.approx(240 / 720)
    assert [(one.kind, one.severity) for one in nearly] == [("near_duplicates", "serious")]
    assert nearly[0].strength == pytest.approx(240 / 720, abs=0.03)


def test_rows_of_one_patient_are_seen_by_what_they_share_and_a_group_ends_it():
    rng = np.random.default_rng(9)
    frame = honest(9).drop(columns="number")
    patient = rng.integers(0, 150, ROWS)
    frame.insert(0, "patient", patient + 4000)
    frame["height"] = rng.normal(size=150)[patient]

    (finding,) = look(frame).findings

    assert (finding.kind, finding.columns, finding.fix.group) == (
        "entities",
        ("patient",),
        "patient",
    )
    assert "also share `height`" in finding.why
    assert look(frame, group="patient").findings == ()


def test_age_is_no_entity_though_few_values_repeat():
    rng = np.random.default_rng(10)
    frame = honest(10).drop(columns="number")
    frame["age"] = rng.integers(18, 90, ROWS)
    frame["ill"] = rng.random(ROWS) < (frame["age"] - 18) / 72

    assert look(frame).findings == ()


def test_a_file_in_the_order_of_time_is_to_be_split_in_time():
    rng = np.random.default_rng(11)
    frame = honest(11).drop(columns="number")
    frame.insert(0, "day", pd.date_range("2020-01-01", periods=ROWS))
    wave = np.sin(np.arange(ROWS) / 25)
    frame["ill"] = wave + 0.3 * rng.normal(size=ROWS) > 0

    found = {one.kind: one for one in look(frame).findings}

    assert found["row_order"].fix.time == "day"
    assert found["row_order"].severity == "serious"
    assert found["time_order"].fix.time == "day"
    assert "2020-01-01 to 2021-08-22" in found["time_order"].why
    split = {one.kind: one.severity for one in look(frame, time="day").findings}
    assert split == {"row_order": "notice"}


def test_what_drifts_with_time_is_named():
    frame = honest(12).drop(columns="number")
    frame["year"] = np.arange(ROWS) // 60 + 2010
    frame["x5"] += frame["year"] - 2010

    looked = look(frame, time="year")

    (drift,) = [one for one in looked.findings if one.kind == "drift"]
    assert drift.columns == ("x5",)
    assert drift.strength > 0.9


def test_means_of_the_target_are_found_where_categories_were():
    rng = np.random.default_rng(13)
    frame = honest(13).drop(columns="number")
    town = rng.integers(0, 40, ROWS)
    frame["town"] = frame["ill"].groupby(town).transform("mean")

    (finding,) = look(frame).findings

    assert (finding.kind, finding.columns) == ("preprocessing", ("town",))


def test_steps_that_learned_from_all_rows_are_told():
    frame = honest(14).drop(columns="number")

    looked = look_over(frame, Task("classification", "ill"), learned_steps=["Scale"])

    assert [one.kind for one in looked.findings] == ["preprocessing"]
    assert "Scale" in looked.findings[0].why


def test_a_large_table_is_sampled_and_says_so():
    frame = honest(15, 60_000).drop(columns="number")

    looked = look(frame)

    assert looked.of_rows == 60_000
    assert looked.rows <= 20_000
    assert looked.findings == ()


def test_every_lookout_bears_tables_that_say_nothing():
    odd = pd.DataFrame(
        {
            "empty": [None] * 12,
            "same": [1.0] * 12,
            "far": [np.inf, -np.inf, *range(10)],
            "lists": [[1], [2]] * 6,
            "y": ["a", "b"] * 6,
        }
    )

    assert look_over(odd, Task("classification", "y")).findings == ()
    assert len(all_lookouts()) >= 12
