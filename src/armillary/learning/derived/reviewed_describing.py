"""The same by hand for what predicts nothing: see `armillary.learning.derived.reviewed`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FIXED: Mapping[str, Mapping[str, Any]] = {
    # Both ways go on from a map of the rows that is drawn by lot otherwise.
    "MDS": {"init": "classical_mds", "n_init": 1},
    # With two or more, rows are said to be in all of them at once.
    "KBinsDiscretizer": {"quantile_method": "averaged_inverted_cdf", "subsample": None},
    "RandomTreesEmbedding": {"sparse_output": False},
    "SplineTransformer": {"order": "C", "handle_missing": "error", "sparse_output": False},
}
"""Values that are given always."""

_SOLVING = frozenset({"eigen_solver", "tol", "max_iter"})
_DICTIONARY = frozenset({"transform_alpha", "transform_max_iter", "positive_code", "tol"})
NOT_OFFERED: Mapping[str, frozenset[str]] = {
    "AdditiveChi2Sampler": frozenset({"sample_interval"}),  # found for the number of steps
    "AffinityPropagation": frozenset({"affinity", "convergence_iter", "max_iter"}),
    "BayesianGaussianMixture": frozenset(
        {"covariance_prior", "degrees_of_freedom_prior", "mean_precision_prior", "verbose_interval"}
    ),
    "Birch": frozenset({"branching_factor", "compute_labels"}),
    "BisectingKMeans": frozenset({"algorithm", "copy_x", "max_iter", "tol"}),
    "DictionaryLearning": _DICTIONARY,
    "EllipticEnvelope": frozenset({"store_precision"}),
    "FactorAnalysis": frozenset({"iterated_power", "svd_method", "tol"}),
    "FeatureAgglomeration": frozenset(
        {"compute_distances", "compute_full_tree", "distance_threshold"}
    ),
    "GaussianRandomProjection": frozenset({"compute_inverse_components"}),
    "Isomap": _SOLVING | {"neighbors_algorithm", "p", "path_method", "radius"},
    "KNNImputer": frozenset({"add_indicator", "keep_empty_features", "metric", "missing_values"}),
    "LatentDirichletAllocation": frozenset(
        {"evaluate_every", "max_doc_update_iter", "mean_change_tol", "perp_tol", "total_samples"}
    ),
    "LocallyLinearEmbedding": _SOLVING | {"hessian_tol", "modified_tol", "neighbors_algorithm"},
    "MDS": frozenset({"dissimilarity", "normalized_stress"}),
    "MeanShift": frozenset({"cluster_all", "max_iter", "min_bin_freq"}),
    "MiniBatchDictionaryLearning": _DICTIONARY | {"fit_algorithm", "max_no_improvement", "shuffle"},
    "MiniBatchSparsePCA": frozenset({"max_no_improvement", "method", "shuffle", "tol"}),
    "NeighborhoodComponentsAnalysis": frozenset({"tol"}),
    "OPTICS": frozenset({"algorithm", "leaf_size", "max_eps", "p", "predecessor_correction"}),
    "RandomTreesEmbedding": frozenset({"min_impurity_decrease", "min_weight_fraction_leaf"}),
    "RFE": frozenset({"step"}),
    "SelectFromModel": frozenset({"norm_order", "prefit"}),
    "SparsePCA": frozenset({"tol"}),
    "SparseRandomProjection": frozenset({"compute_inverse_components", "dense_output"}),
    "SpectralClustering": frozenset({"coef0", "degree", "eigen_solver", "eigen_tol", "n_init"}),
    "SpectralEmbedding": frozenset({"eigen_solver", "eigen_tol"}),
    "TruncatedSVD": frozenset(
        {"algorithm", "n_iter", "n_oversamples", "power_iteration_normalizer", "tol"}
    ),
}
"""Knobs that are not offered: details of the solver, and what another knob decides."""

DEFAULTS: Mapping[tuple[str, str], Any] = {
    # As many groups, or as few dimensions, as the algorithms written by hand begin with.
    ("BayesianGaussianMixture", "n_components"): 3,
    # Scaled columns of few rows leave clouds without a width.
    ("BayesianGaussianMixture", "reg_covar"): 1e-3,
    ("BisectingKMeans", "n_clusters"): 3,
    ("DictionaryLearning", "max_iter"): 100,
    ("DictionaryLearning", "n_components"): 2,
    ("EllipticEnvelope", "contamination"): 0.05,
    ("FactorAnalysis", "n_components"): 2,
    ("GaussianRandomProjection", "n_components"): 2,
    ("IncrementalPCA", "n_components"): 2,
    ("Isomap", "metric"): "euclidean",
    ("KBinsDiscretizer", "encode"): "onehot-dense",
    # A thousand rounds of a few rows each end where a hundred end.
    ("MiniBatchDictionaryLearning", "max_iter"): 100,
    ("MiniBatchDictionaryLearning", "n_components"): 2,
    ("MiniBatchSparsePCA", "max_iter"): 100,
    ("MiniBatchSparsePCA", "n_components"): 2,
    ("NeighborhoodComponentsAnalysis", "n_components"): 2,
    ("OPTICS", "metric"): "euclidean",
    # With fewer, every ripple of the order is an edge, and most rows belong nowhere.
    ("OPTICS", "min_samples"): 20,
    # So many as the columns are seldom, and only the nearest would be alike.
    ("RBFSampler", "gamma"): 0.1,
    ("PolynomialCountSketch", "gamma"): 0.1,
    ("RandomTreesEmbedding", "n_estimators"): 10,
    # One column in ten is none in a narrow table.
    ("SelectPercentile", "percentile"): 50.0,
    ("SpectralClustering", "n_clusters"): 3,
    ("SpectralClustering", "affinity"): "nearest_neighbors",
    ("SparsePCA", "n_components"): 2,
    ("SparseRandomProjection", "n_components"): 2,
}
"""Defaults that differ from scikit-learn's."""

_MANY: tuple[float, float] = (1, 500)
_NEAR: tuple[float, float] = (2, 200)
RANGES: Mapping[tuple[str, str], tuple[float, float]] = {
    **{
        (name, "n_components"): _MANY
        for name in (
            "BayesianGaussianMixture",
            "DictionaryLearning",
            "FactorAnalysis",
            "GaussianRandomProjection",
            "IncrementalPCA",
            "LatentDirichletAllocation",
            "MiniBatchDictionaryLearning",
            "MiniBatchSparsePCA",
            "NeighborhoodComponentsAnalysis",
            "SparsePCA",
            "SparseRandomProjection",
            "TruncatedSVD",
        )
    },
    **{(name, "n_components"): (1, 50) for name in ("ClassicalMDS", "Isomap", "MDS")},
    ("AdditiveChi2Sampler", "sample_steps"): (1, 3),  # beyond, it has no interval of its own
    ("AffinityPropagation", "preference"): (-500.0, 0.0),
    ("BayesianGaussianMixture", "max_iter"): (1, 1_000),
    ("BayesianGaussianMixture", "reg_covar"): (1e-6, 1.0),
    ("BayesianGaussianMixture", "weight_concentration_prior"): (1e-3, 1e3),
    ("Binarizer", "threshold"): (-3.0, 3.0),
    ("Birch", "n_clusters"): _MANY,
    ("AffinityPropagation", "damping"): (0.5, 0.99),
    ("Birch", "threshold"): (0.01, 10.0),
    ("BisectingKMeans", "n_clusters"): (1, 100),
    ("DictionaryLearning", "max_iter"): (1, 1_000),
    ("EllipticEnvelope", "support_fraction"): (0.5, 1.0),
    ("FeatureAgglomeration", "n_clusters"): _MANY,
    ("Isomap", "n_neighbors"): _NEAR,
    ("KBinsDiscretizer", "n_bins"): (2, 50),
    ("KNNImputer", "n_neighbors"): (1, 100),
    ("LatentDirichletAllocation", "doc_topic_prior"): (1e-3, 1.0),
    ("LatentDirichletAllocation", "max_iter"): (1, 200),
    ("LatentDirichletAllocation", "topic_word_prior"): (1e-3, 1.0),
    ("LocallyLinearEmbedding", "n_components"): (1, 50),
    ("LocallyLinearEmbedding", "n_neighbors"): _NEAR,
    ("LocallyLinearEmbedding", "reg"): (1e-6, 1.0),
    ("MDS", "max_iter"): (1, 3_000),
    ("MeanShift", "bandwidth"): (0.05, 50.0),
    ("Nystroem", "coef0"): (-10.0, 10.0),
    ("Nystroem", "degree"): (1.0, 8.0),
    ("Nystroem", "gamma"): (1e-3, 10.0),
    ("OPTICS", "min_cluster_size"): (2, 1_000),
    ("OPTICS", "min_samples"): (2, 500),
    ("OPTICS", "xi"): (0.0, 0.5),
    ("PolynomialCountSketch", "coef0"): (0.0, 10.0),
    ("PolynomialCountSketch", "degree"): (1, 6),
    ("PolynomialCountSketch", "gamma"): (0.0, 10.0),
    ("RBFSampler", "gamma"): (1e-3, 10.0),
    ("RandomTreesEmbedding", "max_depth"): (1, 10),
    ("RandomTreesEmbedding", "n_estimators"): (1, 50),
    ("RFE", "n_features_to_select"): (1, 500),
    ("SelectFromModel", "max_features"): (1, 500),
    ("SelectFromModel", "threshold"): (0.0, 1.0),
    ("SkewedChi2Sampler", "skewedness"): (0.01, 10.0),
    ("SpectralClustering", "gamma"): (1e-3, 10.0),
    ("SpectralClustering", "n_clusters"): (1, 100),
    ("SpectralClustering", "n_components"): (1, 100),
    ("SpectralClustering", "n_neighbors"): _NEAR,
    ("SpectralEmbedding", "gamma"): (1e-3, 10.0),
    ("SpectralEmbedding", "n_components"): (1, 50),
    ("SpectralEmbedding", "n_neighbors"): _NEAR,
    ("SplineTransformer", "degree"): (1, 8),
    ("SplineTransformer", "n_knots"): (2, 50),
    ("VarianceThreshold", "threshold"): (0.0, 10.0),
}
"""Where forms and searches stop."""

NOT_NULLABLE = frozenset(
    {
        (name, "n_components")
        for name in (
            "DictionaryLearning",
            "FactorAnalysis",
            "IncrementalPCA",
            "MiniBatchDictionaryLearning",
            "MiniBatchSparsePCA",
            "NeighborhoodComponentsAnalysis",
            "SparsePCA",
        )
    }
    | {("Birch", "n_clusters"), ("FeatureAgglomeration", "n_clusters"), ("Isomap", "n_neighbors")}
)

_PICKING = ("transform_algorithm", ("lars", "omp"))
WHEN: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("DictionaryLearning", "transform_n_nonzero_coefs"): _PICKING,
    ("FeatureAgglomeration", "metric"): ("linkage", ("average", "complete", "single")),
    ("LatentDirichletAllocation", "batch_size"): ("learning_method", ("online",)),
    ("LatentDirichletAllocation", "learning_decay"): ("learning_method", ("online",)),
    ("LatentDirichletAllocation", "learning_offset"): ("learning_method", ("online",)),
    ("LocallyLinearEmbedding", "reg"): ("method", ("standard",)),
    ("MiniBatchDictionaryLearning", "transform_n_nonzero_coefs"): _PICKING,
    ("Nystroem", "coef0"): ("kernel", ("poly", "sigmoid")),
    ("Nystroem", "degree"): ("kernel", ("poly",)),
    ("Nystroem", "gamma"): ("kernel", ("laplacian", "poly", "rbf", "sigmoid")),
    ("OPTICS", "min_cluster_size"): ("cluster_method", ("xi",)),
    ("OPTICS", "xi"): ("cluster_method", ("xi",)),
    ("SpectralClustering", "gamma"): ("affinity", ("rbf",)),
    ("SpectralClustering", "n_neighbors"): ("affinity", ("nearest_neighbors",)),
    ("SpectralEmbedding", "gamma"): ("affinity", ("rbf",)),
    ("SpectralEmbedding", "n_neighbors"): ("affinity", ("nearest_neighbors",)),
}
"""Knobs that matter only with some choices of another one."""

NO_OPTIONS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("BayesianGaussianMixture", "init_params"): ("random",),  # ends where no cloud is
    ("KBinsDiscretizer", "encode"): ("onehot",),  # the same, written otherwise
    # What a column of zeros makes of a row beyond the known ones is no number, or an error.
    ("SplineTransformer", "extrapolation"): ("error", "periodic"),
    # With as few neighbours as usual these have no solution.
    ("LocallyLinearEmbedding", "method"): ("hessian",),
}
"""Choices that are not offered."""

ONLY_OPTIONS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("FeatureAgglomeration", "metric"): ("cosine", "euclidean", "manhattan"),
    ("Isomap", "metric"): ("chebyshev", "cosine", "euclidean", "manhattan"),
    ("Nystroem", "kernel"): ("cosine", "laplacian", "linear", "poly", "rbf", "sigmoid"),
    ("OPTICS", "metric"): ("chebyshev", "cosine", "euclidean", "manhattan"),
    ("SpectralClustering", "affinity"): ("nearest_neighbors", "rbf"),
    ("SpectralEmbedding", "affinity"): ("nearest_neighbors", "rbf"),
}
"""Of long lists, the choices that are offered."""
