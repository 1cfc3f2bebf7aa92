"""What is computed here in its own way gives the numbers of the library that is known for it."""

import numpy as np
import pandas as pd
import pytest
from sklearn import cluster, decomposition, ensemble, mixture, neighbors, preprocessing, svm

from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Table, Task
from armillary.learning.fit import fit
from armillary.learning.unsupervised.lloyd import move_centres, move_in_numpy

RNG = np.random.default_rng(0)
GROUPS = np.concatenate([RNG.normal(middle, 1.0, (100, 4)) for middle in (0.0, 5.0, 10.0)])
NEW = RNG.normal(4.0, 4.0, (50, 4))
COLUMNS = ("a", "b", "c", "d")


def _learn(algorithm_id: str, kind: str, rows=GROUPS, **params):
    algorithm = get_algorithm(algorithm_id)
    rows = rows.astype(algorithm.encoding.dtype)
    nothing = np.full(len(rows), -1)
    table = Table(kind, rows, nothing, rows[:20], nothing[:20], 0, COLUMNS)
    values = get_entry(algorithm_id).defaults() | params
    *_, last = algorithm.train(table, values, np.random.default_rng(3))
    return last.predictor()


def test_k_means_ends_where_the_library_ends_from_the_same_beginning():
    rng = np.random.default_rng(3)
    seed = int(rng.integers(2**31, size=1)[0])
    begun, _ = cluster.kmeans_plusplus(GROUPS, 3, random_state=seed)
    library = cluster.KMeans(3, init=begun, n_init=1).fit(GROUPS)

    model = _learn("k_means", "clustering", n_init=1)

    assert model.centres == pytest.approx(library.cluster_centers_, abs=1e-6)
    assert model.predict(NEW)[:, 0].tolist() == library.predict(NEW).tolist()


def test_an_iteration_of_k_means_is_the_same_in_numpy():
    begun = GROUPS[[0, 1, 120, 250]]
    with_one_far_off = np.concatenate([begun[:3], [[1e3, 1e3, 1e3, 1e3]]])

    assert move_centres(GROUPS, begun) == pytest.approx(move_in_numpy(GROUPS, begun))
    # What has no rows goes to the one that lies farthest off.
    lost = move_centres(GROUPS, with_one_far_off)
    assert lost[3] == pytest.approx(move_in_numpy(GROUPS, with_one_far_off)[3])


def test_the_best_beginning_of_k_means_counts():
    ends = [_learn("k_means", "clustering", n_clusters=7, n_init=count) for count in (1, 8)]
    left = [(end.predict(GROUPS)[:, 1] ** 2).sum() for end in ends]

    assert left[1] < left[0]


@pytest.mark.parametrize("shape", ["full", "tied", "diag", "spherical"])
def test_a_mixture_has_the_densities_of_the_library(shape):
    seed = int(np.random.default_rng(3).integers(2**31))
    library = mixture.GaussianMixture(
        3, covariance_type=shape, reg_covar=1e-3, random_state=seed, max_iter=200
    ).fit(GROUPS)

    model = _learn("gaussian_mixture", "clustering", covariance_type=shape)

    assert -model.loss(NEW) == pytest.approx(library.score(NEW), rel=1e-6)
    said = model.predict(NEW)
    assert said[:, 0].tolist() == library.predict(NEW).tolist()
    assert said[:, 1] == pytest.approx(library.predict_proba(NEW).max(axis=1), abs=1e-6)


def test_dbscan_knows_its_own_rows_and_leaves_far_ones_out():
    library = cluster.DBSCAN(eps=1.5).fit(GROUPS)

    model = _learn("dbscan", "clustering", eps=1.5)

    # A border row near two clusters may go to either; the rows of dense places are sure.
    core = library.core_sample_indices_
    assert model.predict(GROUPS[core])[:, 0].tolist() == library.labels_[core].tolist()
    assert model.predict(np.full((1, 4), 1000.0))[:, 0].tolist() == [-1]


def test_an_isolation_forest_grown_in_chunks_scores_as_the_librarys():
    seed = int(np.random.default_rng(3).integers(2**31))
    rows = GROUPS.astype("float32")
    library = ensemble.IsolationForest(n_estimators=200, max_samples=256, random_state=seed).fit(
        rows
    )

    model = _learn("isolation_forest", "anomaly_detection")

    scores = -library.score_samples(NEW.astype("float32"))
    assert model.predict(NEW)[:, 0] == pytest.approx(scores, rel=1e-6)


def test_local_outlier_factors_are_the_librarys():
    library = neighbors.LocalOutlierFactor(20, novelty=True).fit(GROUPS)

    model = _learn("local_outlier_factor", "anomaly_detection")

    assert model.predict(NEW)[:, 0] == pytest.approx(-library.score_samples(NEW), rel=1e-6)
    assert model.threshold == pytest.approx(np.quantile(-library.negative_outlier_factor_, 0.95))


def test_the_border_of_a_one_class_machine_is_the_librarys():
    library = svm.OneClassSVM(nu=0.1, gamma=0.1).fit(GROUPS)

    model = _learn("one_class_svm", "anomaly_detection", gamma=0.1)

    assert model.predict(NEW)[:, 0] == pytest.approx(-library.decision_function(NEW), abs=1e-6)


def test_principal_components_are_the_librarys_and_whitening_restores_the_same():
    library = decomposition.PCA(2).fit(GROUPS)

    plain, white = (_learn("pca", "dimensionality_reduction", whiten=on) for on in (False, True))

    assert plain.predict(NEW) == pytest.approx(library.transform(NEW), abs=1e-9)
    assert plain.explained == pytest.approx(library.explained_variance_ratio_)
    assert white.predict(GROUPS).std(axis=0, ddof=1) == pytest.approx([1.0, 1.0])
    restored = [model.restore(model.predict(NEW)) for model in (plain, white)]
    assert restored[0] == pytest.approx(restored[1], abs=1e-9)


def test_kernel_components_are_the_librarys_up_to_their_direction():
    library = decomposition.KernelPCA(2, kernel="rbf", gamma=0.25).fit(GROUPS)

    model = _learn("kernel_pca", "dimensionality_reduction", gamma=0.25)

    assert abs(model.predict(NEW)) == pytest.approx(abs(library.transform(NEW)), abs=1e-6)


@pytest.mark.parametrize(
    ("algorithm_id", "library"),
    [
        ("standard_scaler", preprocessing.StandardScaler()),
        ("min_max_scaler", preprocessing.MinMaxScaler(clip=True)),
        ("robust_scaler", preprocessing.RobustScaler()),
        ("quantile_transformer", preprocessing.QuantileTransformer(n_quantiles=300)),
        ("polynomial_features", preprocessing.PolynomialFeatures(include_bias=False)),
    ],
)
def test_scalers_give_what_the_librarys_give(algorithm_id, library):
    expected = library.fit(GROUPS).transform(NEW)

    model = _learn(algorithm_id, "preprocessing")

    assert model.predict(NEW) == pytest.approx(expected, abs=1e-6)


def test_a_power_makes_a_skewed_column_a_bell():
    skewed = np.exp(RNG.normal(size=(300, 4)) * 1.5)
    library = preprocessing.PowerTransformer().fit(skewed / skewed.std(axis=0))

    model = _learn("power_transformer", "preprocessing", rows=skewed)

    expected = library.transform(skewed / skewed.std(axis=0))
    assert model.predict(skewed) == pytest.approx(expected, abs=1e-4)


def test_what_goes_first_is_fitted_on_the_training_part_alone():
    frame = pd.DataFrame(GROUPS, columns=list(COLUMNS))
    frame["group"] = np.repeat(["one", "two", "three"], 100)
    first = [{"algorithm_id": "standard_scaler", "hyperparameters": {}}]

    *_, last = fit(
        frame, Task("classification", "group"), "logistic_regression", {}, seed=1, first=first
    )

    scales = last.model().predictor.links[0].fitted
    split = last.evaluation["split"]["train"]
    assert split == 210
    assert scales.centre != pytest.approx(GROUPS.mean(axis=0), abs=1e-9)
    assert scales.centre == pytest.approx(GROUPS.mean(axis=0), abs=0.5)
