"""Our own words for what predicts nothing: see `armillary.learning.derived.words`."""

from __future__ import annotations

from collections.abc import Mapping

EFFECTS: Mapping[str, str] = {
    "affinity": "How two rows are compared.",
    "assign_labels": "How groups are read off the rows' new places.",
    "assume_centered": "On takes zero for the middle instead of seeking it.",
    "bandwidth": "Higher looks farther around, for fewer groups; empty takes it from the rows.",
    "bin_seeding": "On begins at a grid of places instead of at every row: faster.",
    "bisecting_strategy": "Which group is halved next: the most spread, or the largest.",
    "branching_factor": "How many small groups each place of the tree holds.",
    "clip": "On cuts new rows to the range that was seen.",
    "cluster_all": "Off leaves out rows that lie beyond all groups.",
    "cluster_method": "How groups are read off the order in which rows were reached.",
    "contamination": "Higher calls more rows unusual; it moves the threshold, not the scores.",
    "covariance_type": "Which shapes clouds may have; simpler ones need fewer rows.",
    "damping": "Higher moves more slowly, where it would swing to and fro.",
    "doc_topic_prior": "Lower gives each row fewer topics.",
    "encode": "One column a bin, or one column with the bin's number.",
    "extrapolation": "What becomes of values beyond those that were seen.",
    "fit_algorithm": "How the parts are sought.",
    "include_bias": "Off leaves out the column that follows from the others.",
    "init": "Where it begins.",
    "init_params": "Where it begins.",
    "iterated_power": "Higher solves more exactly.",
    "knots": "Evenly along the values, or as many rows between any two.",
    "learning_decay": "Higher forgets the first rows sooner.",
    "learning_method": "All rows at each step, or some.",
    "learning_offset": "Higher heeds the first rows less.",
    "linkage": "How far apart two groups of columns count.",
    "metric_mds": "Off keeps only the order of distances.",
    "max_features": "The most columns that are kept.",
    "method": "How the solution is sought.",
    "min_cluster_size": "The fewest rows that make a group; empty takes those that make it dense.",
    "min_samples": "Higher asks for denser groups and leaves more rows out.",
    "n_bins": "How many bins each column is cut into.",
    "n_clusters": "How many groups to find.",
    "n_features_to_select": "How many columns are kept; empty keeps half.",
    "n_init": "More beginnings find better solutions; the best one is kept.",
    "n_iter": "Higher solves more exactly.",
    "n_knots": "More let each column bend more often.",
    "n_neighbors": "How many rows nearby count; more see the whole, fewer the details.",
    "norm": "By what a row's length is measured.",
    "percentile": "The share of columns kept, in hundredths.",
    "positive_dict": "On allows parts without negative numbers only.",
    "preference": "Higher finds more groups; empty takes it from the rows, which finds many.",
    "reg": "Higher keeps weights of neighbours more even.",
    "reg_covar": "Higher keeps clouds from shrinking onto single rows.",
    "ridge_alpha": "Higher holds coordinates back more.",
    "rotation": "Turns the factors so that each stands for few columns.",
    "sample_steps": "More follow the likeness more exactly, in more columns.",
    "skewedness": "Higher bends less.",
    "split_sign": "On gives what is above and below zero columns of their own.",
    "step": "How many columns are dropped at a time.",
    "strategy": "Bins of one width, of as many rows, or around middles.",
    "support_fraction": "The share of rows taken for usual; empty takes the most that is safe.",
    "threshold": "Where it changes from one to the other.",
    "topic_word_prior": "Lower makes topics of fewer columns.",
    "transform_algorithm": "How a row is made of the parts.",
    "transform_n_nonzero_coefs": "How many parts a row may be made of.",
    "weight_concentration_prior": "Lower leaves more of the clouds empty.",
    "weight_concentration_prior_type": "How the shares of the clouds are expected to fall off.",
    "weights": "Whether nearer rows count more.",
    "whiten": "Gives every dimension the same spread, so that small ones count as much.",
    "xi": "How steep the edge of a group must be.",
}
"""What turning a knob does."""

NAMED_BY_COLUMN = frozenset(
    {
        "AdditiveChi2Sampler",
        "Binarizer",
        "KBinsDiscretizer",
        "KNNImputer",
        "MaxAbsScaler",
        "Normalizer",
        "SplineTransformer",
    }
)
"""Those whose columns are made of one column each, and are named after it."""

COMPONENTS: Mapping[str, str] = {
    "ClassicalMDS": "mds",
    "DictionaryLearning": "part",
    "FactorAnalysis": "factor",
    "FeatureAgglomeration": "columns",
    "GaussianRandomProjection": "projection",
    "IncrementalPCA": "pc",
    "LatentDirichletAllocation": "topic",
    "LocallyLinearEmbedding": "lle",
    "MiniBatchDictionaryLearning": "part",
    "MiniBatchSparsePCA": "pc",
    "NeighborhoodComponentsAnalysis": "nca",
    "PolynomialCountSketch": "product",
    "RandomTreesEmbedding": "leaf",
    "RBFSampler": "rbf",
    "SkewedChi2Sampler": "chi2",
    "SparsePCA": "pc",
    "SparseRandomProjection": "projection",
    "SpectralEmbedding": "spectral",
    "TruncatedSVD": "svd",
}
"""The word for one of the numbers that a row becomes."""

ABOUT: Mapping[str, tuple[str, str]] = {
    "AdditiveChi2Sampler": (
        "Makes columns in which straight lines compare rows as histograms are compared.",
        "Before a linear model, where columns are shares or counts.",
    ),
    "AffinityPropagation": (
        "Lets rows vote which of them stand for others, until some stand for all.",
        "When groups shall be named by a typical row, and how many there are is not known.",
    ),
    "BayesianGaussianMixture": (
        "Finds groups as clouds, and leaves those clouds empty that are not needed.",
        "As Gaussian mixture, when only the most groups that there can be are known.",
    ),
    "Binarizer": (
        "Makes each column a yes or no: above the threshold or not.",
        "When only whether a value is high matters.",
    ),
    "Birch": (
        "Sums rows up in a tree of small groups while it reads them, then joins these.",
        "Very many rows and round groups.",
    ),
    "BisectingKMeans": (
        "Halves the rows, then the worse half, until there are enough groups.",
        "Many groups, and a tree of them.",
    ),
    "ClassicalMDS": (
        "Lays rows out so that straight distances stay what they were, in one solution.",
        "To look at distances that mean something.",
    ),
    "DictionaryLearning": (
        "Finds parts of which every row is made by adding up a few.",
        "Signals and spectra that are made of a few shapes each.",
    ),
    "EllipticEnvelope": (
        "Draws an ellipse around the usual rows, unmoved by those that are not.",
        "One cloud of usual rows, and few columns.",
    ),
    "FactorAnalysis": (
        "Explains columns by a few hidden factors, and a noise of its own for each column.",
        "Questionnaires, and other columns that measure the same from several sides.",
    ),
    "FeatureAgglomeration": (
        "Joins columns that go together, and takes their mean.",
        "Many columns that say nearly the same.",
    ),
    "GaussianRandomProjection": (
        "Looks at the rows from directions drawn by lot, which keeps distances roughly.",
        "Very many columns, when reducing them must cost nothing.",
    ),
    "IncrementalPCA": (
        "PCA that reads the rows in batches.",
        "Tables too large to be solved in one piece.",
    ),
    "Isomap": (
        "Measures distances along the rows, not through empty space, and lays those out.",
        "Rows that lie on one bent sheet.",
    ),
    "KBinsDiscretizer": (
        "Cuts each column into bins.",
        "Before a linear model, where a column's effect goes up and down.",
    ),
    "KNNImputer": (
        "Fills gaps with the mean of the nearest rows that know the value.",
        "Before a learner, when columns tell of one another and gaps are not many.",
    ),
    "LatentDirichletAllocation": (
        "Describes each row as a mixture of topics that columns belong to.",
        "Columns that count words or events.",
    ),
    "LocallyLinearEmbedding": (
        "Keeps how each row is made of its neighbours.",
        "Rows that lie on one bent sheet without holes.",
    ),
    "MDS": (
        "Lays rows out so that distances stay what they were as nearly as can be.",
        "To look at distances that mean something, a few hundred rows.",
    ),
    "MaxAbsScaler": (
        "Divides each column by its largest value, and leaves zero where it is.",
        "Columns in which most values are zero.",
    ),
    "MeanShift": (
        "Climbs from the rows to where they are densest; each summit is a group.",
        "Groups of unknown number and any size, in few columns.",
    ),
    "MiniBatchDictionaryLearning": (
        "Finds parts of which every row is made, reading some rows at a time.",
        "As dictionary learning, with many rows.",
    ),
    "MiniBatchSparsePCA": (
        "Directions made of few columns each, reading some rows at a time.",
        "As sparse PCA, with many rows.",
    ),
    "NeighborhoodComponentsAnalysis": (
        "Turns the columns so that rows of one class come together.",
        "Before nearest neighbours, or to see how classes lie.",
    ),
    "Normalizer": (
        "Gives every row the length 1.",
        "When only the proportions within a row matter.",
    ),
    "Nystroem": (
        "Makes columns that say how like a row is to some others.",
        "Before a linear model, to let it bend at little cost.",
    ),
    "OPTICS": (
        "Reaches row after row through dense places, and reads groups off the order.",
        "As DBSCAN, when some groups are denser than others.",
    ),
    "PolynomialCountSketch": (
        "Makes columns that stand for products of all columns, mixed by lot.",
        "Before a linear model, when there are too many products to write out.",
    ),
    "RBFSampler": (
        "Makes columns of waves drawn by lot, in which straight lines are bent.",
        "Before a linear model, to let it bend on very many rows.",
    ),
    "RFE": (
        "Drops the column that trees find least useful, again and again.",
        "When columns only tell something together.",
    ),
    "RandomTreesEmbedding": (
        "Says in which leaf of each of several random trees a row ends.",
        "Before a linear model, to let it see places and not only directions.",
    ),
    "SelectFdr": (
        "Keeps columns that go with the target, few of them by mere chance.",
        "Many columns, when the share of those kept wrongly shall be small.",
    ),
    "SelectFpr": (
        "Keeps columns that go with the target more than chance allows.",
        "A first look at which columns matter, each by itself.",
    ),
    "SelectFromModel": (
        "Keeps columns that trees find more useful than the usual one.",
        "Many columns, when dependencies are bent.",
    ),
    "SelectFwe": (
        "Keeps columns that surely go with the target.",
        "Many columns, when none shall be kept wrongly.",
    ),
    "SelectPercentile": (
        "Keeps a share of the columns, those that tell most of the target.",
        "When the share that matters is easier to guess than the number.",
    ),
    "SkewedChi2Sampler": (
        "Makes columns of waves drawn by lot, for values that fall off to one side.",
        "Before a linear model, where columns are shares or intensities.",
    ),
    "SparsePCA": (
        "Finds directions made of few columns each.",
        "When components shall be read, and not only used.",
    ),
    "SparseRandomProjection": (
        "Looks at the rows from directions of few columns drawn by lot.",
        "Very many columns, when reducing them must cost nothing.",
    ),
    "SpectralClustering": (
        "Cuts the network of near rows where it is thinnest.",
        "Winding groups that hang together, up to some thousand rows.",
    ),
    "SpectralEmbedding": (
        "Lays the network of near rows out so that what hangs together lies together.",
        "To see groups and bent sheets.",
    ),
    "SplineTransformer": (
        "Turns each column into smooth bumps along its values.",
        "Before a linear model, to let each column bend.",
    ),
    "TruncatedSVD": (
        "PCA that does not move the middle of the rows to zero first.",
        "Tables in which most values are zero.",
    ),
    "VarianceThreshold": (
        "Drops columns that hardly vary.",
        "Very many columns of which some are nearly constant.",
    ),
}
"""What it does, and when to use it."""
