"""Integrated gradients of real networks, against slopes found without torch."""

import numpy as np
import pandas as pd
import pytest

from armillary.learning.calibration import learn
from armillary.learning.contract import Task
from armillary.learning.explain import explain
from armillary.learning.explain._baseline import baseline_of
from armillary.learning.explain._calibrated import calibrated
from armillary.learning.explain.integrated_gradients import _Network
from armillary.learning.explain_subject import gather, subject_of
from armillary.learning.explaining import Budget
from armillary.learning.fit import fit
from armillary.learning.nets.operations import Numpy

pytest.importorskip("torch", reason="networks learn by torch, which is not installed")

COLUMNS = ("size", "town", "when")


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Small networks take many times as long where threads wait for each other."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        yield


@pytest.fixture(scope="module")
def table():
    chance = np.random.default_rng(0)
    size = chance.normal(size=300)
    town = chance.choice(["Bonn", "Ulm", "Köln"], 300, p=[0.5, 0.3, 0.2])
    when = pd.Timestamp("2024-01-01") + pd.to_timedelta(chance.integers(0, 700, 300), unit="D")
    price = 100 + 20 * np.tanh(size) + 15 * (town == "Ulm")
    kind = np.where(price > 112, "dear", np.where(price > 95, "fair", "cheap"))
    size[::11] = np.nan
    return pd.DataFrame({"size": size, "town": town, "when": when, "price": price, "kind": kind})


def _subject(table, target, algorithm="feedforward_nn", **params):
    kind = "regression" if target == "price" else "classification"
    params = {"epochs": 15} | params
    *_, last = fit(table, Task(kind, target, COLUMNS), algorithm, params, seed=1)
    model = last.model()
    return subject_of(gather(model, table), rows=45, seed=0, budget=Budget(40_000, 60))


def _explained(subject, method="integrated_gradients"):
    running = explain(subject, [method], seed=0)
    while True:
        try:
            next(running)
        except StopIteration as end:
            return end.value[method]


@pytest.fixture(scope="module")
def prices(table):
    return _subject(table, "price", activation="tanh")


def test_values_are_those_of_slopes_found_by_small_steps(prices):
    baseline, rows = baseline_of(prices), prices.features[:3].astype(np.float64)
    network = prices.predictor
    arrays = {name: array.astype(np.float64) for name, array in network.arrays.items()}

    def said(points):
        answer = network.architecture.answer(Numpy(), arrays, points, network.params, lambda at: at)
        return answer[:, 0] * network.spread + network.centre

    found = _Network(prices).attribute(rows, baseline, 64)

    way, expected = rows - baseline.encoded, np.zeros_like(rows)
    for place in (np.arange(64) + 0.5) / 64:
        points = baseline.encoded + place * way
        for column in range(rows.shape[1]):
            step = np.zeros(rows.shape[1])
            step[column] = 1e-5
            slope = (said(points + step) - said(points - step)) / 2e-5
            expected[:, column] += slope * way[:, column] / 64
    by_column = [expected[:, list(block.places)].sum(axis=1) for block in prices.blocks]
    # Central differences of a smooth network are off by about the square of their step.
    assert found.values[:, :, 0] == pytest.approx(np.array(by_column).T, abs=1e-5)


def test_the_way_begins_at_middle_values_and_what_is_most_frequent(prices):
    baseline = baseline_of(prices)

    told = {one["name"]: one["value"] for one in baseline.told}
    assert told["town"] == prices.frame["town"].mode()[0]
    known = np.sort(prices.frame["size"].dropna().to_numpy())
    assert told["size"] == pytest.approx(known[(len(known) - 1) // 2], rel=1e-5)
    assert list(told) == ["size", "town", "when"]


@pytest.mark.parametrize(
    ("algorithm", "target"),
    [
        ("feedforward_nn", "kind"),
        ("convolutional_nn", "price"),
        ("recurrent_nn", "kind"),
        ("transformer_nn", "price"),
    ],
)
def test_columns_of_every_network_sum_to_what_is_said_up_to_the_gap_told(table, algorithm, target):
    subject = _subject(table, target, algorithm, epochs=1)

    found = _explained(subject)

    assert found["gap_share"] < 0.03
    assert found["outputs"] == (["price"] if target == "price" else ["cheap", "dear", "fair"])
    assert {one["name"] for one in found["columns"]} == set(COLUMNS)
    assert 0 <= found["stability"] <= 1
    dots = {one["name"]: np.array(one["added"]) for one in found["dots"]}
    first = subject.said(subject.features[:1])[0]
    summed = sum(added[:, 0] for added in dots.values()) + np.array(found["base"])
    off = np.abs(summed - first).mean()
    assert off <= 10 * found["gap"] + 1e-3 * np.abs(first).max()


@pytest.mark.parametrize("method", ["sigmoid", "isotonic", "temperature"])
@pytest.mark.parametrize("n_classes", [2, 3])
def test_slopes_go_on_through_calibration(method, n_classes):
    import torch

    chance = np.random.default_rng(3)
    stated = chance.dirichlet(np.ones(n_classes), 400)
    truth = (stated**2).cumsum(axis=1)
    truth = (truth / truth[:, -1:] < chance.uniform(size=(400, 1))).sum(axis=1)
    calibration = learn(method, truth, stated)

    found = calibrated(calibration, torch.tensor(stated))

    # A classes' sum that is nothing is held away from 0, as is a logarithm.
    assert found.numpy() == pytest.approx(calibration.apply(stated), abs=1e-9)


def test_a_calibrated_network_is_followed_to_its_calibrated_chances(table):
    task = Task("classification", "kind", COLUMNS)
    training = fit(table, task, "feedforward_nn", {"epochs": 3}, seed=1, calibration="sigmoid")
    *_, last = training
    model = last.model()
    subject = subject_of(gather(model, table), rows=45, seed=0, budget=Budget(40_000, 60))
    rows = subject.features[:5].astype(np.float64)

    found = _Network(subject).attribute(rows, baseline_of(subject), 256)

    assert found.said == pytest.approx(model.predictor.predict(subject.features[:5]), abs=1e-5)
    sums = found.values.sum(axis=1) + found.base
    assert np.abs(sums - found.said).mean() < 0.03


def test_what_is_no_network_is_told_so(table):
    *_, last = fit(table, Task("regression", "price", COLUMNS), "linear_regression", {}, seed=1)
    model = last.model()
    subject = subject_of(gather(model, table), rows=45, seed=0, budget=Budget(10**6, 60))

    assert "this is none" in _explained(subject)["why_not"]
