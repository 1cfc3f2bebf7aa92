"""Explanations of models that can be worked out by hand."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Invalid
from armillary.learning.contract import State, Task
from armillary.learning.explain import check_methods, explain
from armillary.learning.explain._shapley import attribute
from armillary.learning.explain_subject import gather, subject_of
from armillary.learning.explaining import Block, Budget, Subject
from armillary.learning.fit import fit
from tests.learning.explain.models import trained


class _Model:
    """Says whatever a formula of the columns gives."""

    def __init__(self, formula):
        self._formula = formula

    def predict(self, features):
        return self._formula(*features.T)

    def importance(self):
        return None

    def to_state(self):
        return State({})


def _subject(formula, features, target=None, **more):
    model = _Model(formula)
    names = "abcdefghijklmnopqrstuvwxyz"[: features.shape[1]]
    given = {
        "kind": "regression",
        "blocks": tuple(Block(name, "numeric", (at,)) for at, name in enumerate(names)),
        "frame": pd.DataFrame(features, columns=list(names)),
        "background": features[:20],
        "outputs": ("y",),
        "chosen": (0,),
        "unit": "y",
        "target": model.predict(features) if target is None else target,
    }
    return Subject(
        predictor=model,
        answer=lambda rows: model.predict(rows)[:, None],
        features=features,
        **(given | more),
    )


def _explained(subject, *methods, seed=0):
    running = explain(subject, methods or check_methods(None), seed=seed)
    while True:
        try:
            next(running)
        except StopIteration as end:
            return end.value


ROWS = np.random.default_rng(0).normal(size=(200, 3))


def _additive(a, b, c):
    return 3 * a + b**2 + 0 * c


def test_a_column_that_is_not_used_has_no_importance_at_all():
    found = _explained(_subject(_additive, ROWS), "permutation")["permutation"]

    by_name = {one["name"]: one for one in found["columns"]}
    assert (by_name["c"]["mean"], by_name["c"]["spread"]) == (0.0, 0.0)
    # Shuffling a column doubles its variance in the error: 2 · 3² · var(a), in the mean.
    assert by_name["a"]["mean"] == pytest.approx(18 * ROWS[:, 0].var(), rel=0.1)
    assert found["before"] == 0.0
    assert found["stability"] == pytest.approx(1.0)


def test_columns_alike_share_credit_and_are_named():
    noise = np.random.default_rng(1).normal(size=(200, 2))
    twins = np.stack([noise[:, 0], noise[:, 0] + 1e-3 * noise[:, 1], noise[:, 1]], axis=1)
    subject = _subject(lambda a, b, c: a + b + c, twins)

    found = _explained(subject, "permutation")["permutation"]

    (group,) = found["groups"]
    assert group["columns"] == ["a", "b"] or group["columns"] == ["b", "a"]
    alone = {one["name"]: one["mean"] for one in found["columns"]}
    # (a + b) moves by twice as much as one of them: four times the squared error.
    assert group["mean"] == pytest.approx(4 * alone["a"], rel=0.02)
    assert [one["group"] for one in found["columns"] if one["name"] == "c"] == [None]


def test_partial_dependence_and_its_rows_follow_the_formula():
    found = _explained(_subject(_additive, ROWS), "dependence")["dependence"]

    curve = next(one for one in found["columns"] if one["name"] == "b")
    values = np.array(curve["numbers"])
    rest = (3 * ROWS[:, 0]).mean()
    assert curve["mean"][0] == pytest.approx(values**2 + rest, rel=1e-4, abs=1e-4)
    # Of a sum every row's line is the mean moved up or down.
    lines = np.array(curve["lines"][0])
    assert np.ptp(lines - lines[:, :1] - (lines[0] - lines[0, 0]), axis=0) == pytest.approx(
        0, abs=1e-3
    )
    assert curve["stability"] == pytest.approx(1.0, abs=1e-6)


def test_accumulated_effects_stay_right_where_columns_hang_together():
    chance = np.random.default_rng(2)
    first = chance.uniform(-1, 1, 400)
    rows = np.stack([first, first + 0.01 * chance.normal(size=400)], axis=1)

    def wild(a, b):
        return a + np.where(np.abs(a - b) > 0.5, 100.0, 0.0)  # where no row ever is

    found = _explained(_subject(wild, rows), "dependence", "accumulated")

    ale = next(one for one in found["accumulated"]["columns"] if one["name"] == "a")
    steps = np.diff(ale["mean"][0]) / np.diff(ale["numbers"])
    assert steps == pytest.approx(1.0, abs=1e-3)
    pdp = next(one for one in found["dependence"]["columns"] if one["name"] == "a")
    assert np.ptp(pdp["mean"][0]) > 10


def test_shapley_values_are_those_of_all_orders_and_sum_to_what_is_said():
    chance = np.random.default_rng(3)
    rows = chance.normal(size=(30, 4))

    def tangled(a, b, c, d):
        return a * b + np.sin(c) + b * c * d

    subject = _subject(tangled, rows)
    asked = rows[:1]

    exact = attribute(subject, asked, subject.blocks, chance, usual_rows=10)

    usual, expected = rows[:10], np.zeros(4)
    for order in permutations(range(4)):
        mixed = usual.copy()
        before = tangled(*mixed.T).mean()
        for column in order:
            mixed[:, column] = asked[0, column]
            after = tangled(*mixed.T).mean()
            expected[column] += (after - before) / 24
            before = after
    assert exact.method == "enumerated"
    assert exact.values[0, :, 0] == pytest.approx(expected, abs=1e-12)
    assert exact.values.sum() + exact.base[0, 0] == pytest.approx(exact.said[0, 0])


def test_sampled_values_lie_within_their_errors_and_still_sum():
    chance = np.random.default_rng(4)
    rows = chance.normal(size=(60, 9))
    weights = np.arange(9.0)

    def formula(*columns):
        return sum(w * x for w, x in zip(weights, columns, strict=True)) + columns[7] * columns[8]

    subject = _subject(formula, rows, background=rows)
    found = attribute(subject, rows[:4], subject.blocks, chance, usual_rows=60)

    assert found.method == "sampled"
    assert found.errors is not None
    assert found.values.sum(axis=1) + found.base == pytest.approx(found.said)
    # Of a sum the share of a column is weight · (value − mean); the product touches the last two.
    exact = (weights * (rows[:4] - rows.mean(axis=0)))[:, :7]
    apart = np.abs(found.values[:, :7, 0] - exact)
    assert (apart <= 1e-9 + 4 * found.errors[:, :7, 0]).all()


def test_interactions_are_found_where_columns_work_together():
    rows = np.random.default_rng(5).choice([-1.0, 1.0], size=(200, 3))
    subject = _subject(lambda a, b, c: a * b + c, rows)

    found = _explained(subject, "interactions")["interactions"]

    shares = {tuple(sorted(one["columns"])): one["share"] for one in found["pairs"]}
    assert shares[("a", "b")] > 0.9  # neither does anything alone, save for chance
    assert shares[("a", "c")] < 0.1


def test_a_surrogate_of_a_step_is_that_step():
    subject = _subject(lambda a, b, c: np.where(b > 0.5, 10.0, 0.0), ROWS)

    found = _explained(subject, "surrogate")["surrogate"]

    assert found["fidelity"] > 0.9
    assert found["tree"]["nodes"][0]["column"] == "b"
    assert found["tree"]["nodes"][0]["threshold"] == pytest.approx(0.5, abs=0.1)


def test_five_thousand_columns_are_budgeted_and_what_is_skipped_is_named():
    wide = np.random.default_rng(6).normal(size=(60, 5_000))

    class Wide(_Model):
        def predict(self, features):
            return features[:, 4_000] * 2

    model = Wide(None)
    blocks = tuple(Block(f"c{at}", "numeric", (at,)) for at in range(5_000))
    subject = Subject(
        kind="regression", predictor=model, answer=lambda rows: model.predict(rows)[:, None],
        blocks=blocks, frame=pd.DataFrame(wide, columns=[one.name for one in blocks]),
        features=wide, background=wide[:20], outputs=("y",), chosen=(0,), unit="y",
        target=model.predict(wide), budget=Budget(400_000, 60.0),
    )  # fmt: skip

    found = _explained(subject, "permutation")["permutation"]

    assert found["columns"][0]["name"] == "c4000"
    assert found["columns"][0]["mean"] > 0
    assert len(found["columns"]) + len(found["skipped"]) == 5_000
    assert len(found["skipped"]) >= 4_500
    assert found["predictions"] <= 400_000


def test_the_same_seed_gives_the_same_and_what_stands_beside_it_does_not_matter():
    subject = _subject(_additive, ROWS)

    alone = _explained(subject, "surrogate", seed=7)["surrogate"]
    among = _explained(subject, "native", "surrogate", seed=7)["surrogate"]

    assert alone == among


@pytest.mark.parametrize("algorithm", ["lightgbm", "xgboost", "logistic_regression"])
def test_exact_values_of_real_models_sum_to_their_log_odds(table, algorithm):
    model = trained(table, algorithm, "kept", "classification")
    subject = subject_of(gather(model, table), rows=100, seed=0, budget=Budget(10**6, 60))

    chance = np.random.default_rng(0)
    found = attribute(subject, subject.features, subject.blocks, chance, usual_rows=10)

    assert found.method == ("linear" if algorithm == "logistic_regression" else "trees")
    chances = subject.predict(subject.features)[:, 1]
    log_odds = (found.values.sum(axis=1) + found.base)[:, 0]
    assert 1 / (1 + np.exp(-log_odds)) == pytest.approx(chances, abs=1e-4)
    assert found.blocks[0].name == "size"


def test_a_model_is_explained_with_rows_that_its_training_did_not_see(table):
    model = trained(table, "random_forest", "kept", "classification", n_estimators=10)

    material = gather(model, table)
    other = gather(model, table.assign(size=0.0))

    assert material.unseen is not None
    assert len(material.unseen) == model.evaluation["split"]["test"]
    assert other.unseen is None  # it is another table than the one that was learned from
    assert "may be among" in other.notes[0]


@pytest.mark.parametrize(
    ("algorithm", "target", "kind"),
    [
        ("random_forest", "kept", "classification"),
        ("linear_regression", "price", "regression"),
        ("k_means", None, "clustering"),
        ("isolation_forest", None, "anomaly_detection"),
    ],
)
def test_every_explanation_can_be_had_of_every_kind_of_model(table, algorithm, target, kind):
    model = trained(table, algorithm, target, kind)
    subject = subject_of(gather(model, table), rows=60, seed=0, budget=Budget(20_000, 60))

    found = _explained(subject)

    assert list(found) == check_methods(None)
    for name, one in found.items():
        if "why_not" in one:
            assert name in ("native", "integrated_gradients")
            continue
        assert "stability" in one
        assert one["stability"] is None or 0 <= one["stability"] <= 1
    assert {one["name"] for one in found["permutation"]["columns"]} == {"size", "town", "when"}


def test_a_text_is_explained_as_one_column_and_has_no_curve(table):
    words = np.where(
        table["kept"] == "yes", "a bright quiet flat near the park", "a dark loud room"
    )
    told = table.assign(words=[f"{text} number {at} of many" for at, text in enumerate(words)])
    features = ("size", "words")
    *_, last = fit(told, Task("classification", "kept", features, texts=("words",)),
                   "logistic_regression", {}, seed=3)  # fmt: skip
    model = last.model()
    subject = subject_of(gather(model, told), rows=60, seed=0, budget=Budget(10**6, 60))

    found = _explained(subject, "permutation", "dependence", "surrogate")

    assert found["permutation"]["columns"][0]["name"] == "words"
    assert found["dependence"]["skipped"] == ["words"]
    assert found["surrogate"]["skipped"] == ["words"]


def test_rows_of_which_nothing_is_said_are_left_out_and_too_many_are_refused(table):
    model = trained(table, "linear_regression", "price", "regression")
    material = gather(model, table)
    sound = model.predictor

    class Gaps(_Model):
        def __init__(self, share):
            super().__init__(None)
            self._share = share

        def predict(self, features):
            values = sound.predict(features).copy()
            values[: int(self._share * len(values))] = np.nan
            return values

    budget = Budget(10**6, 60)

    def asked(share):
        silent = replace(material, model=replace(model, predictor=Gaps(share)))
        return subject_of(silent, rows=45, seed=0, budget=budget)

    some = asked(0.2)

    assert len(some.features) == 36
    assert "9 rows were left out" in some.notes[-1]
    with pytest.raises(Invalid, match="gives no number for 40 of 45 rows"):
        asked(0.9)


def test_each_of_several_targets_is_explained_alone(table):
    both = table.assign(rent=7 - 3 * (table["town"] == "Ulm"))
    task = Task("regression", "price", ("size", "town"), targets=("price", "rent"))
    *_, last = fit(both, task, "random_forest", {"n_estimators": 10}, seed=3)
    model = last.model()

    first, second = (
        subject_of(gather(model, both, name), rows=40, seed=0, budget=Budget(10**6, 60))
        for name in (None, "rent")
    )

    assert (first.outputs, second.outputs) == (("price",), ("rent",))
    assert set(second.target) == {7.0, 4.0}
    of_rent = _explained(second, "permutation", "contributions")
    assert of_rent["permutation"]["columns"][0]["name"] == "town"
    assert of_rent["contributions"]["method"] == "trees"
    assert _explained(first, "permutation")["permutation"]["columns"][0]["name"] == "size"
    with pytest.raises(Invalid, match="target must be among price, rent; got 'size'"):
        gather(model, both, "size")
