"""Integrated gradients: what each column adds on the straight way from a usual row.

**Source:** M. Sundararajan, A. Taly, Q. Yan, "Axiomatic Attribution for Deep Networks", ICML 2017,
equation 1; the integral by the midpoint rule in as many steps as its sum needs to come out.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from armillary.learning.calibration.predictor import calibration_of, uncalibrated
from armillary.learning.explain._baseline import Baseline, baseline_of
from armillary.learning.explain._calibrated import calibrated
from armillary.learning.explain._shapley import Attribution, by_block
from armillary.learning.explain.contributions import tell_attributions
from armillary.learning.explaining import Explaining, Subject, rounded
from armillary.learning.nets.operations import Torch
from armillary.learning.nets.predictor import NetworkPredictor
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_ROWS = 200
_FEWEST = 10
_STEPS = (32, 64, 128, 256, 512)
_TRIED_ROWS, _TRIAL_STEPS = 100, 4 * _STEPS[-1]
_CLOSE = 0.01  # of how far rows are from the baseline
_CELLS_AT_ONCE = 4_000_000


class IntegratedGradients:
    """Follows the slope of a network from a usual row to each row, column by column."""

    id = "integrated_gradients"
    name = "Integrated gradients"
    description = "What each column adds as a network goes from a usual row to this one."
    reading = (
        "Each dot is one row: to the right, the column raised what the network says of it against "
        "what it says of the usual row that is named below. Added to that, all columns give what "
        "the network says, up to the gap that is told. Another usual row gives other values; "
        "columns alike share credit as the network's weights happen to. It explains the model, not "
        "the world."
    )
    order = 8

    def why_not(self, subject: Subject) -> str | None:
        """It takes a network, and torch for its slopes."""
        if not isinstance(uncalibrated(subject.predictor), NetworkPredictor):
            return (
                "Integrated gradients follow the slopes of a neural network that learned here by "
                "torch; this is none."
            )
        if find_spec("torch") is None:
            return (
                "The slopes of a network are found by the optional part 'torch', which is not "
                "installed here. Install armillary[torch]."
            )
        return None

    def explain(self, subject: Subject, rng: np.random.Generator) -> Explaining:
        """Give what columns add to many rows, and how far the sums are from what is said."""
        network = _Network(subject)
        baseline = baseline_of(subject)
        few = min(_TRIED_ROWS, subject.budget.predictions // network.cost_of_row(_TRIAL_STEPS))
        tried = subject.features[spread(len(subject.features), max(_FEWEST, few))]
        steps = network.steps_for(tried, baseline)
        many = min(_ROWS, subject.budget.predictions // network.cost_of_row(steps))
        rows = spread(len(subject.features), max(_FEWEST, many))
        at_once = network.rows_at_once(steps)
        parts: list[Attribution] = []
        for start in range(0, len(rows), at_once):
            if parts and not subject.budget.allows(at_once * network.cost_of_row(steps)):
                break
            features = subject.features[rows[start : start + at_once]]
            parts.append(network.attribute(features, baseline, steps))
            yield min(1.0, (start + at_once) / len(rows))
        gap, moved = gap_of(parts)
        return {
            **tell_attributions(subject, parts, rows),
            "baseline": baseline.told,
            "steps": steps,
            "gap": rounded(gap),
            "gap_share": rounded(gap / moved) if moved > 0 else None,
        }


explanation = IntegratedGradients()


def gap_of(parts: Sequence[Attribution]) -> tuple[float, float]:
    """Give how far the sums are from what is said, and that from the baseline, in the mean."""
    import numpy as np

    moved = np.concatenate([part.said - part.base for part in parts])
    added = np.concatenate([part.values.sum(axis=1) for part in parts])
    return float(np.abs(moved - added).mean()), float(np.abs(moved).mean())


class _Network:
    """A network whose slopes are asked for, in numbers of twice the length."""

    def __init__(self, subject: Subject) -> None:
        import torch

        predictor = uncalibrated(subject.predictor)
        assert isinstance(predictor, NetworkPredictor)
        self._subject, self._predictor = subject, predictor
        self._calibration = calibration_of(subject.predictor)
        self._tensors = {
            name: torch.as_tensor(array, dtype=torch.float64)
            for name, array in predictor.arrays.items()
        }

    def cost_of_row(self, steps: int) -> int:
        """Going back through the network for each output costs about what going forth does."""
        return steps * (1 + len(self._subject.chosen))

    def rows_at_once(self, steps: int) -> int:
        """Say how many rows fit into memory together."""
        predictor = self._predictor
        cells = 4 * predictor.architecture.cells(predictor.sizes, predictor.params)
        return max(1, min(_ROWS, _CELLS_AT_ONCE // max(1, steps * cells)))

    def steps_for(self, features: Any, baseline: Baseline) -> int:
        """Give the fewest steps in which the sums of some rows come out, or else the most."""
        for steps in _STEPS[:-1]:
            at_once = self.rows_at_once(steps)
            starts = range(0, len(features), at_once)
            tried = [
                self.attribute(features[start : start + at_once], baseline, steps)
                for start in starts
            ]
            gap, moved = gap_of(tried)
            if gap <= _CLOSE * moved:
                return steps
        return _STEPS[-1]

    def attribute(self, features: Any, baseline: Baseline, steps: int) -> Attribution:
        """Give what columns add to encoded rows (n_rows, n_encoded)."""
        import numpy as np
        import torch

        subject = self._subject
        subject.budget.spent += len(features) * self.cost_of_row(steps)
        usual = torch.as_tensor(baseline.encoded, dtype=torch.float64)
        rows = torch.as_tensor(np.asarray(features, dtype=np.float64))
        way = rows - usual  # (n_rows, n_encoded)
        places = (torch.arange(steps, dtype=torch.float64) + 0.5) / steps
        on_way = (usual + places[:, None, None] * way).reshape(-1, way.shape[1])
        on_way.requires_grad_()
        said = self._said(on_way)  # (steps * n_rows, n_chosen)
        values = []
        for output in range(said.shape[1]):
            (slope,) = torch.autograd.grad(said[:, output].sum(), on_way, retain_graph=True)
            mean = slope.reshape(steps, *way.shape).mean(dim=0)
            values.append((mean * way).numpy())
        with torch.no_grad():
            base, ends = self._said(usual[None]).numpy(), self._said(rows).numpy()
        added = by_block(np.stack(values, axis=2), subject.blocks)
        blocks, names = subject.blocks, subject.names
        return Attribution(added, base, ends, None, blocks, names, subject.unit, "gradients")

    def _said(self, rows: Any) -> Any:
        """Give the outputs that are explained (n_rows, n_chosen)."""
        predictor = self._predictor
        outputs = predictor.architecture.answer(
            Torch(), self._tensors, rows, predictor.params, lambda values: values
        )
        if predictor.kind == "regression":
            return outputs * predictor.spread + predictor.centre
        shares = outputs.softmax(dim=1)
        if self._calibration is not None:
            shares = calibrated(self._calibration, shares)
        return shares[:, list(self._subject.chosen)]
