"""t-SNE: a map in which rows that are alike lie together.

**Source:** L. van der Maaten and G. Hinton, "Visualizing data using t-SNE", JMLR 9, 2008; the same
map as of a table in the browser, see `armillary.learning.unsupervised.descent`.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("dimensionality_reduction", "target")
    >>> *_, last = fit(table, task, "t_sne", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["trustworthiness"] > 0.9
    True

"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import (
    ONE_THREAD,
    About,
    Encoding,
    Machine,
    Preset,
    Snapshot,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.map_parameters import ITERATIONS, PERPLEXITY
from armillary.learning.maps.tsne import narrow
from armillary.learning.pack import (
    pack_arrays,
    pack_json,
    reading_weights,
    unpack_arrays,
    unpack_json,
)
from armillary.learning.parameters import Params
from armillary.learning.threads import limited
from armillary.learning.unsupervised.descent import Descent, is_able
from armillary.learning.unsupervised.laying_out import TOO_MANY, as_known, lay_out
from armillary.learning.unsupervised.learning import draw_rows
from armillary.learning.unsupervised.nearest import NearestKnown

if TYPE_CHECKING:
    import numpy as np

_MOST_ROWS = 3_000
_DESCENT, _PROGRESS = "descent.safetensors", "progress.json"


class _Plan:
    """Rows on their way to their places."""

    def __init__(self, data: Table, params: Mapping[str, Any], rng: np.random.Generator) -> None:
        self._rows, told = draw_rows(data.features, _MOST_ROWS, rng, TOO_MANY)
        seed = int(rng.integers(2**31))
        matrix, used, notes = narrow(self._rows, params, seed)
        self._told = (*told, *notes)
        self._most = params["iterations"]
        self.descent = Descent(matrix, used["perplexity"], self._most, seed)

    def restore(self, state: State) -> None:
        """Go back to where a state was taken."""
        with reading_weights():
            self.descent.restore(unpack_arrays(state, _DESCENT), unpack_json(state, _PROGRESS))

    def look(self) -> Snapshot:
        """Give a look that keeps where the rows are now."""
        descent, progress = self.descent, self.descent.described()
        arrays, model = descent.arrays(), as_known(self._rows, descent.places, "tsne")
        is_told = not progress["is_exploring"] and progress["divergence"] is not None

        def state() -> State:
            resumable = {_DESCENT: pack_arrays(arrays), _PROGRESS: pack_json(progress)}
            return State({**model.to_state().files, **resumable}, frozenset(resumable))

        return Snapshot(
            step=progress["iteration"],
            total=progress["iteration"] if descent.is_over else self._most,
            unit="iteration",
            metrics={"train_divergence": progress["divergence"]} if is_told else {},
            state=state,
            predictor=lambda: model,
            warnings=self._told,
        )


class Tsne:
    """Neighbourhoods in a plane, iteration by iteration."""

    id = "t_sne"
    about = About(
        name="t-SNE",
        aliases=("tsne",),
        category="Dimensionality Reduction",
        description="Lays rows out in a plane so that neighbours stay together.",
        when_to_use="To see groups in many columns; distances between groups mean little.",
        complexity="medium",
        training_time="slow",
        documentation_url="https://scikit-learn.org/stable/modules/manifold.html#t-sne",
        presets=(
            Preset("fast", "Fast", "Few iterations.", {"iterations": 500}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Thorough", "Many iterations.", {"iterations": 3000}),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("dimensionality_reduction",)
    encoding = Encoding(scale=True)
    resumable = True
    places_new = False
    params = Params([PERPLEXITY, replace(ITERATIONS, rounds=True)])

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Lay the rows out; others are placed among their nearest neighbours."""
        if not is_able():
            yield lay_out("tsne", data, params, rng, most_rows=_MOST_ROWS)
            return
        plan = _Plan(data, params, rng)
        if resume is not None:
            plan.restore(resume)
            yield plan.look()
        while not plan.descent.is_over:
            with limited(1):
                plan.descent.go_on_to_check()
            yield plan.look()

    def load(self, state: State) -> NearestKnown:
        """Give the stored rows with their places."""
        return NearestKnown.from_state(state)


algorithm = Tsne()
