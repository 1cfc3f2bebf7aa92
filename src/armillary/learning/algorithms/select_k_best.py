"""Select k best: keeps the columns that tell most of the target, each taken by itself.

**Source:** R. Fisher, "Statistical methods for research workers", 1925 (analysis of variance); A.
Kraskov, H. Stögbauer and P. Grassberger, "Estimating mutual information", Physical Review E 69,
2004. Scores by scikit-learn.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("preprocessing", "target")
    >>> *_, last = fit(table, task, "select_k_best", {"k": 2}, seed=0)
    >>> last.model().describes
    ('petal length (cm)', 'petal width (cm)')

"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.learning.contract import (
    ONE_THREAD,
    About,
    Encoding,
    Machine,
    Preset,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.parameters import ChoiceParam, IntParam, Params
from armillary.learning.unsupervised.chosen import Chosen
from armillary.learning.unsupervised.learning import in_one_step

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


class SelectKBest:
    """Keeps the best columns by a score of each."""

    id = "select_k_best"
    about = About(
        name="Select K Best",
        aliases=("feature_selection",),
        category="Preprocessing",
        description="Keeps the columns that tell most of the target, and drops the others.",
        when_to_use="Many columns of which most say nothing.",
        complexity="low",
        training_time="fast",
        documentation_url=(
            "https://scikit-learn.org/stable/modules/feature_selection.html"
            "#univariate-feature-selection"
        ),
        presets=(
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Thorough", "Sees bent dependencies too.",
                   {"score": "mutual_information"}),
        ),
    )  # fmt: skip
    tasks: tuple[TaskKind, ...] = ("preprocessing",)
    encoding = Encoding()
    resumable = False
    needs_target = True
    params = Params(
        [
            IntParam(
                name="k",
                title="Columns kept",
                effect="How many of the encoded columns are kept.",
                default=10,
                minimum=1,
                maximum=5000,
                unit="columns",
                log=True,
            ),
            ChoiceParam(
                name="score",
                title="Score",
                effect="Analysis of variance is fast; mutual information sees bent dependencies.",
                default="analysis_of_variance",
                options=("analysis_of_variance", "mutual_information"),
            ),
        ]
    )

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Score each column against the target."""
        import numpy as np

        if len(data.target) and data.n_classes == 0 and data.target.dtype.kind == "i":
            raise Invalid("Select K Best needs a target.", code="target_missing")
        scores = np.nan_to_num(_score(data, params["score"], int(rng.integers(2**31))))
        count = min(params["k"], len(scores))
        kept = np.sort(np.argsort(-scores, kind="stable")[:count]).astype(np.int64)
        names = tuple(data.columns[place] for place in kept)
        model = Chosen(names, kept, np.minimum(scores, 1e12))
        few = f"There are only {count} encoded columns, so all were kept."
        yield in_one_step(model, {}, (few,) if count < params["k"] else ())

    def load(self, state: State) -> Chosen:
        """Give the stored choice."""
        return Chosen.from_state(state)


def _score(data: Table, score: str, seed: int) -> Floats:
    import numpy as np
    from sklearn import feature_selection as scores

    is_classes = data.n_classes > 0
    found: Floats
    if score == "mutual_information":
        measure = scores.mutual_info_classif if is_classes else scores.mutual_info_regression
        found = measure(data.features, data.target, random_state=seed)
        return found
    with np.errstate(all="ignore"):
        measure = scores.f_classif if is_classes else scores.f_regression
        found = measure(data.features, data.target)[0]
    return found


algorithm = SelectKBest()
