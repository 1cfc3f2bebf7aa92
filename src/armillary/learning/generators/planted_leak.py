"""Customers who stay or leave, with a column that gives the answer away.

The honest columns explain some of it: the chance of leaving is the logistic function of
``-1 + 0.9 complaints - 0.05 months + 0.02 price``, all three as deviations from usual. The leak is
of a chosen kind, each seen in practice: the target under another name, a copy with slips, something
written down only afterwards, an id given out by outcome, a form filled in only by those who left,
or several rows of one customer, of which a random split shows some to the model and asks for others
that it then knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.generating import AboutGenerator, points
from armillary.learning.parameters import ChoiceParam, FloatParam, Params

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from armillary.learning.generating import Values

_ROWS_OF_ONE = 8
_LEAKS = {
    "copy": ("status_code", "LEAK: the target under another name, A for stayed and C for left."),
    "noisy_copy": ("contract_state", "LEAK: the target with a few slips of the pen."),
    "afterwards": ("refund", "LEAK: paid out after somebody left, so known only then."),
    "identifier": ("customer_id", "LEAK: numbers were given out by outcome; high ones left."),
    "missing": ("exit_reason", "LEAK: a form that only those who left fill in; blank otherwise."),
    "groups": ("customer_id", "LEAK where rows are split at random: rows of one customer agree."),
}


class PlantedLeak:
    """Churn with a leak."""

    id = "planted_leak"
    about = AboutGenerator(
        name="Planted leak",
        description="Customers who leave, with a column that gives the answer away: is it found?",
        task="classification",
        target="left",
        axes=("months", "complaints"),
    )
    params = Params(
        [
            points(1000),
            ChoiceParam(
                name="leak",
                title="Leak",
                effect="Which kind of column gives the answer away.",
                default="afterwards",
                options=("none", *_LEAKS),
            ),
            FloatParam(
                name="strength",
                title="Strength",
                effect="The share of rows in which the leak tells the truth.",
                default=0.98,
                minimum=0.5,
                maximum=1.0,
            ),
        ]
    )

    def columns(self, params: Mapping[str, Any]) -> dict[str, str]:
        """Name the honest columns, the leak and the target."""
        leak = [_LEAKS[params["leak"]]] if params["leak"] != "none" else []
        return {
            "months": "How many months somebody has been a customer.",
            "price": "What they pay a month.",
            "complaints": "How often they complained in the last year.",
            "plan": "Which plan they have; it means nothing.",
            **dict(leak),
            "left": "Whether they left: the target.",
        }

    def generate(self, params: Mapping[str, Any], rng: np.random.Generator) -> Values:
        """Draw customers, decide who leaves, plant the leak."""
        import numpy as np

        rows = params["n_points"]
        customer = np.arange(rows)
        if params["leak"] == "groups":
            customer = rng.permutation(customer // _ROWS_OF_ONE)
        months = rng.integers(1, 97, rows)
        price = rng.normal(40, 12, rows).clip(5).round(2)
        complaints = rng.poisson(1.5, rows)
        odds = -1 + 0.9 * (complaints - 1.5) - 0.05 * (months - 48) + 0.02 * (price - 40)
        left = rng.uniform(0, 1, rows) < 1 / (1 + np.exp(-odds))
        if params["leak"] == "groups":
            _, first = np.unique(customer, return_index=True)
            of_customer = left[first][customer]
            left = np.where(rng.uniform(0, 1, rows) < params["strength"], of_customer, left)
        honest: Values = {
            "months": months,
            "price": price,
            "complaints": complaints,
            "plan": rng.choice(np.array(["basic", "plus", "family"]), rows),
        }
        told = left ^ (rng.uniform(0, 1, rows) >= params["strength"])
        leak = _leak(params["leak"], told, customer, rng)
        return {**honest, **leak, "left": np.where(left, "yes", "no")}


generator = PlantedLeak()


def _leak(
    kind: str, told: NDArray[np.bool_], customer: NDArray[np.int64], rng: np.random.Generator
) -> Values:
    """Give the column that tells, rightly or wrongly, who left."""
    import numpy as np

    if kind == "none":
        return {}
    name, rows = _LEAKS[kind][0], len(told)
    if kind == "copy":
        return {name: np.where(told, "C", "A")}
    if kind == "noisy_copy":
        return {name: np.where(told, "ended", "running")}
    if kind == "afterwards":
        return {name: np.where(told, rng.uniform(5, 60, rows).round(2), 0.0)}
    if kind == "missing":
        reasons = rng.choice(np.array(["price", "service", "moved", "other"]), rows)
        return {name: np.where(told, reasons, "")}
    if kind == "groups":
        return {name: 10_000 + customer}
    # Whoever is told to have left has a higher number than all others.
    order = np.lexsort((rng.uniform(0, 1, rows), told))
    number = np.empty(rows, dtype=np.int64)
    number[order] = np.arange(rows)
    return {name: 10_000 + number}
