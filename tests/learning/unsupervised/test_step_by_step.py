"""NMF and t-SNE take scikit-learn's steps one by one, so that they can be gone on with."""

import warnings

import numpy as np
import pytest

from armillary.learning.unsupervised import factors
from armillary.learning.unsupervised.descent import Descent


@pytest.mark.parametrize("penalty", [0.0, 0.005])
def test_factors_are_those_of_scikit_learn(penalty: float) -> None:
    from sklearn.decomposition import NMF

    rng = np.random.default_rng(0)
    rows = rng.random((200, 3)) @ rng.random((3, 9)) + 0.05 * rng.random((200, 9))
    whole = NMF(
        3, init="nndsvda", alpha_H=penalty, l1_ratio=1.0, tol=1e-2, max_iter=60, random_state=7
    )

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parts = whole.fit(rows).components_
    found = factors.begin(rows, 3, seed=7)
    while found.moved > 1e-2 and found.iteration < 60:
        found.improve(rows, penalty)

    assert found.iteration == whole.n_iter_
    # The same steps in another order of summing.
    assert np.allclose(found.parts.T, parts, atol=1e-9)


def test_the_loop_in_numpy_is_the_compiled_one(monkeypatch) -> None:
    rows = np.random.default_rng(1).random((80, 7))
    compiled, own = factors.begin(rows, 3, seed=0), factors.begin(rows, 3, seed=0)

    for _ in range(5):
        compiled.improve(rows, 0.001)
    monkeypatch.setattr(factors, "_compiled", lambda: None)
    for _ in range(5):
        own.improve(rows, 0.001)

    assert np.allclose(own.parts, compiled.parts, atol=1e-12)
    assert own.moved == pytest.approx(compiled.moved)


@pytest.mark.parametrize("columns", [1, 4])
def test_places_are_those_of_scikit_learn(columns: int) -> None:
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    rows = np.random.default_rng(0).normal(size=(120, columns))
    rows[:60] += 3
    begin = "pca" if columns > 1 else "random"
    whole = TSNE(perplexity=20, max_iter=330, init=begin, random_state=5, n_jobs=1)

    descent = Descent(rows, 20.0, 330, seed=5)
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = whole.fit_transform(rows)
        while not descent.is_over:
            descent.go_on_to_check()

    assert np.array_equal(descent.places, expected)
    assert descent.progress.divergence == pytest.approx(whole.kl_divergence_)


def test_a_descent_gone_on_with_is_the_longer_descent() -> None:
    rows = np.random.default_rng(0).normal(size=(90, 3))
    longer, shorter, on = (Descent(rows, 10.0, most, seed=1) for most in (450, 320, 450))
    for one in (longer, shorter):
        while not one.is_over:
            one.go_on_to_check()

    on.restore(shorter.arrays(), shorter.described())
    while not on.is_over:
        on.go_on_to_check()

    assert np.array_equal(on.places, longer.places)
