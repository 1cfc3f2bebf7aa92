"""Parameters that algorithms without a target share."""

from armillary.learning.parameters import ChoiceParam, FloatParam, IntParam

CLUSTERS = IntParam(
    name="n_clusters",
    title="Clusters",
    effect="How many groups to find; compare silhouettes to choose.",
    default=3,
    minimum=1,
    maximum=500,
    unit="clusters",
    log=True,
)

CONTAMINATION = FloatParam(
    name="contamination",
    title="Share expected unusual",
    effect="Higher calls more rows unusual; it only moves the threshold, not the scores.",
    default=0.05,
    minimum=0.0,
    maximum=0.5,
    above_minimum=True,
)

COMPONENTS = IntParam(
    name="n_components",
    title="Dimensions",
    effect="How many numbers each row becomes; fewer are easier to see, more keep more.",
    default=2,
    minimum=1,
    maximum=500,
    unit="dimensions",
    log=True,
)

DISTANCE = ChoiceParam(
    name="metric",
    title="Distance",
    effect=(
        "Euclidean is the straight line, manhattan adds up the columns, cosine compares directions."
    ),
    default="euclidean",
    options=("euclidean", "manhattan", "cosine"),
)

NEIGHBOURS = IntParam(
    name="n_neighbors",
    title="Neighbours",
    effect="How many rows nearby count; more see the whole, fewer the details.",
    default=20,
    minimum=2,
    maximum=500,
    unit="rows",
    log=True,
)
