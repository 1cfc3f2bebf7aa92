"""Parameters of the maps that are drawn on request and trained as algorithms alike."""

from __future__ import annotations

from armillary.learning.parameters import ChoiceParam, FloatParam, IntParam

# UMAP's.

NEIGHBOURS = IntParam(
    name="n_neighbors",
    title="Neighbours",
    effect="How many neighbours count; more shows the whole, fewer the details.",
    default=15,
    minimum=2,
    maximum=200,
    unit="rows",
)

LEAST_DISTANCE = FloatParam(
    name="min_dist",
    title="Least distance",
    effect="How tightly neighbours may lie together.",
    default=0.1,
    minimum=0.0,
    maximum=1.0,
)

DISTANCE = ChoiceParam(
    name="metric",
    title="Distance",
    effect="How the distance of two rows is measured.",
    default="euclidean",
    options=("euclidean", "manhattan", "cosine"),
)

# t-SNE's.

PERPLEXITY = FloatParam(
    name="perplexity",
    title="Perplexity",
    effect="How many neighbours count; more shows coarser groups.",
    default=30.0,
    minimum=2.0,
    maximum=200.0,
)

ITERATIONS = IntParam(
    name="iterations",
    title="Iterations",
    effect="How long places are improved.",
    default=1000,
    minimum=300,
    maximum=5000,
    unit="iterations",
    advanced=True,
)
