"""Categories as numbers; the target's means as scikit-learn has them, and none of a row's own."""

import numpy as np
import pyarrow as pa
import pytest
from sklearn.preprocessing import TargetEncoder

from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.steps._target_encoding import forget_folds
from tests.learning.recipe.kitchen import cook, step

CITIES = pa.table(
    {
        "city": pa.array(["Rom", "Bonn", None, "Rom", "O'B", "Rom", "Bonn"]),
        "x": pa.array(range(7), pa.int64()),
        "sunny": pa.array([True, False, True, None, True, True, False]),
    }
)


def test_each_category_has_a_column_of_its_own():
    cooked = cook(CITIES, step("encode", columns=["city"]))

    assert cooked.names == ["city_Rom", "city_Bonn", "city_O'B", "x", "sunny"]
    assert cooked["city_Rom"] == [1, 0, 0, 1, 0, 1, 0]
    assert cooked["city_Bonn"] == [0, 1, 0, 0, 0, 0, 1]


def test_rare_categories_share_a_column():
    cooked = cook(CITIES, step("encode", columns=["city"], max_categories=1, keep=True))

    assert cooked.names == ["city", "city_Rom", "city_other", "x", "sunny"]
    assert cooked["city_other"] == [0, 1, 0, 0, 1, 0, 1]
    assert cooked.notes.endswith("'city': 1 category, 2 rarer ones together.")


def test_labels_follow_the_words_and_ordinals_the_order_given():
    labels = cook(CITIES, step("encode", columns=["city"], method="label"))
    ordinal = cook(
        CITIES,
        step("encode", columns=["city"], method="ordinal", order=["Rom", "Bonn"], unknown="-1"),
    )

    assert labels["city"] == [2, 0, None, 2, 1, 2, 0]
    assert ordinal["city"] == [0, 1, None, 0, -1, 0, 1]
    with pytest.raises(StepError, match="lowest to highest"):
        cook(CITIES, step("encode", columns=["city"], method="ordinal", order=["a", "a"]))


def test_frequencies_are_shares_of_the_known_values():
    cooked = cook(CITIES, step("encode", columns=["city"], method="frequency"))

    assert cooked["city"] == pytest.approx([0.5, 1 / 3, None, 0.5, 1 / 6, 0.5, 1 / 3])


def test_categories_learned_before_are_used_on_other_rows():
    learned = cook(CITIES, step("encode", columns=["city"])).dones[0].state

    cooked = cook(
        {"city": pa.array(["Bonn", "Ulm"])}, step("encode", columns=["city"]), states=[learned]
    )

    assert cooked.names == ["city_Rom", "city_Bonn", "city_O'B"]
    assert [cooked[name] for name in cooked.names] == [[0, 0], [1, 0], [0, 0]]


def test_the_means_are_those_of_scikit_learn():
    rng = np.random.default_rng(0)
    words = rng.choice(["a", "b", "c", "d"], 400)
    target = rng.normal(size=400) + (words == "a")
    table = pa.table({"word": words, "y": target})
    encode = step("encode", columns=["word"], method="target", target="y", folds=0, smoothing=7.0)

    cooked = cook(table, encode)

    theirs = TargetEncoder(smooth=7.0).fit(words[:, None], target).transform(words[:, None])
    np.testing.assert_allclose(cooked["word"], theirs[:, 0], rtol=1e-12)


def test_no_row_is_encoded_by_its_own_target():
    rng = np.random.default_rng(0)
    words = np.array([f"w{number}" for number in range(300)] * 2)
    target = rng.normal(size=600)
    table = pa.table({"word": words, "y": target})

    encode = step("encode", columns=["word"], method="target", target="y", smoothing=0.0)

    folded = cook(table, encode)
    own = cook(table, {**encode, "params": {**encode["params"], "folds": 0}})
    # By itself a row's own value shows through; by the other folds it does not.
    assert np.corrcoef(own["word"], target)[0, 1] > 0.6
    assert abs(np.corrcoef(folded["word"], target)[0, 1]) < 0.15


def test_rows_that_were_not_learned_from_get_the_mean_of_all():
    table = {"word": pa.array(["a", "a", "b", "b"]), "y": pa.array([1.0, 3.0, 10.0, 30.0])}
    encode = step("encode", columns=["word"], method="target", target="y", smoothing=0.0, folds=2)
    learned = forget_folds(cook(table, encode).dones[0].state)

    cooked = cook({"word": pa.array(["a", "b", "new", None])}, encode, states=[learned])

    assert cooked["word"] == [2.0, 20.0, 11.0, 11.0]


def test_classes_become_shares():
    table = {
        "word": pa.array(["a", "a", "b", "b"]),
        "two": pa.array(["no", "yes", "yes", "yes"]),
        "three": pa.array(["x", "y", "z", "z"]),
    }

    def encode(target):
        return step(
            "encode", columns=["word"], method="target", target=target, smoothing=0.0, folds=0
        )

    assert cook(table, encode("two"))["word"] == [0.5, 0.5, 1.0, 1.0]
    three = cook(table, encode("three"))
    assert [three[f"word_{each}"][0] for each in "xyz"] == [0.5, 0.5, 0.0]
    with pytest.raises(StepError, match="Name the target"):
        cook(table, step("encode", method="target"))


def test_the_words_of_other_programs_are_understood():
    cooked = cook(
        CITIES, {"type": "encode", "params": {"method": "one-hot", "columns": "city"}},
        door="lenient",
    )  # fmt: skip

    assert cooked.names[:3] == ["city_Rom", "city_Bonn", "city_O'B"]
