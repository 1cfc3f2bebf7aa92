"""Free text as numbers."""

import json

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Invalid
from armillary.base.values import from_json, to_json
from armillary.learning.contract import Encoding, Task
from armillary.learning.fit import fit
from armillary.learning.preprocess import Preprocess
from armillary.learning.preprocess.text import TextReader, is_prose

SUBJECTS = ("the pump", "a valve", "our boiler", "this pipe", "the main tank", "the old meter")
GOOD = ("runs without any noise", "was checked and is fine", "holds the pressure as it should")
BAD = ("leaks badly near the joint", "is cracked and must be replaced", "lost pressure overnight")


def _sentences(count: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    is_bad = rng.random(count) < 0.5
    texts = [
        f"{rng.choice(SUBJECTS)} in hall {rng.integers(99)} {rng.choice(BAD if bad else GOOD)}"
        for bad in is_bad
    ]
    return pd.DataFrame({"report": texts, "hall": rng.integers(9, size=count), "broken": is_bad})


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return _sentences()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (_sentences()["report"], True),
        ([f"x{number}" * 30 for number in range(60)], True),  # long words, such as sequences
        ([f"Mr. John Smith {number}" for number in range(400)], False),
        (["the pump leaks badly near the joint", "it runs"] * 200, False),
    ],
)
def test_sentences_are_prose_and_names_and_lists_are_not(values, expected):
    assert is_prose(pd.Series(values)) is expected


def test_a_model_learns_from_what_texts_say(table):
    *_, last = fit(table, Task("classification", "broken"), "logistic_regression", {}, seed=0)

    model = last.model()
    assert last.evaluation["overall_metrics"]["accuracy"] > 0.95
    assert last.evaluation["feature_importance"]["features"][0] == "report"
    assert model.features[0]["type"] == "text"
    assert "Column 'report' was read as text" in last.notes[0]
    rows = [{"report": "the new crane leaks badly", "hall": 1}, {"report": None, "hall": 1}]
    assert model.predict_rows(rows).values[0] is True


def test_texts_can_be_left_as_categories_or_named(table):
    off = next(fit(table, Task("classification", "broken", texts=()), "naive_bayes", {}, seed=0))
    names = table.assign(report=table["report"].str.split().str[:2].str.join(" "))
    named = Task("classification", "broken", texts=("report",))
    on = next(fit(names, named, "naive_bayes", {}, seed=0))

    assert off.notes == ()
    assert any("looks like an identifier" in warning for warning in off.warnings)
    assert len(on.notes) == 1


@pytest.mark.parametrize(
    ("texts", "code"), [(("hall",), "not_a_text"), (("broken",), "text_not_learned")]
)
def test_what_is_no_text_is_refused_as_one(table, texts, code):
    with pytest.raises(Invalid) as refused:
        next(fit(table, Task("classification", "broken", texts=texts), "naive_bayes", {}, seed=0))

    assert refused.value.code == code


def test_nothing_is_learned_from_rows_that_are_kept_from_training(table):
    training = table.iloc[:300]
    held = table.iloc[300:].assign(report="zebra zebra zebra zebra")

    learned = Preprocess.learn(training[["report"]], Encoding())
    reader = learned.columns[0].text

    assert "zebra" not in reader.words
    assert np.ptp(learned.encode(held[["report"]])[:, :-1], axis=0).max() == 0


@pytest.mark.parametrize("encoding", [Encoding(scale=True), Encoding(missing="keep")])
def test_stored_and_read_back_it_gives_the_same_numbers_from_a_table_and_from_rows(table, encoding):
    frame = table[["report"]].copy()
    frame.loc[[3, 7], "report"] = [None, "  "]
    learned = Preprocess.learn(frame, encoding)

    again = Preprocess.from_json(learned.to_json())

    expected = learned.encode(frame)
    assert np.array_equal(again.encode(frame), expected, equal_nan=True)
    rows = [{"report": text} for text in frame["report"]]
    assert np.allclose(again.encode_rows(rows), expected, equal_nan=True)
    assert np.array_equal(expected[3], expected[7], equal_nan=True)
    assert len(learned.to_json()) < 300_000


@pytest.mark.parametrize(
    "change",
    [
        {"directions": "AAAA"},
        {"directions": "not base64!"},
        {"width": 10**9},
        {"words": None},
        {"rarity": None},
    ],
)
def test_a_broken_reader_is_refused(table, change):
    stored = from_json(Preprocess.learn(table[["report"]], Encoding()).to_json())
    stored["columns"][0]["text"] |= change

    with pytest.raises(Invalid, match="cannot be read"):
        Preprocess.from_json(to_json(stored))


def test_a_text_column_of_one_repeated_letter_is_read_without_fuss():
    reader = TextReader.learn(pd.Series(["?", "!", "?"] * 10))

    assert json.loads(to_json(reader.to_json()))["width"] == reader.width
    assert reader.read([]).shape == (0, reader.width + 1)
    assert np.isnan(reader.read([None])[0, -1])
