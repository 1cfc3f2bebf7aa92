"""A network in training: epochs of batches, stopped and resumed without a trace."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import SUPERVISED, Machine, Snapshot, State, Table
from armillary.learning.metrics import points
from armillary.learning.nets.architecture import Architecture, Sizes
from armillary.learning.nets.losses import mean_loss
from armillary.learning.nets.net import Net, make_optimizer
from armillary.learning.nets.placing import place
from armillary.learning.nets.predictor import NetworkPredictor, rows_at_once
from armillary.learning.nets.resuming import (
    PROGRESS_FILE,
    RESUME_FILE,
    Resumable,
    load_resumed,
)
from armillary.learning.nets.rows import Rows, class_tensor
from armillary.learning.pack import unpack_json
from armillary.learning.schedules import factor

if TYPE_CHECKING:
    import torch

_LIVE = ("learning_rate", "regularization_rate")
_STRETCH_ROWS = 8192


@dataclass
class Progress:
    """How far the epochs are; ``batch`` counts those done of the epoch under way."""

    learning_rate: float
    regularization_rate: float
    epoch: int = 0
    batch: int = 0
    best_epoch: int = 0
    best_loss: float | None = None
    gained_epoch: int = 0
    gained_loss: float | None = None

    @property
    def waited(self) -> int:
        """How many epochs brought no gain, by more than ``min_delta``, since the last that did."""
        gained = self.best_epoch if self.gained_loss is None else self.gained_epoch
        return self.epoch - gained

    def note(self, loss: float, min_delta: float) -> bool:
        """Count a finished epoch, and tell whether it is the best so far."""
        self.epoch, self.batch = self.epoch + 1, 0
        if not math.isfinite(loss):
            return False
        before = self.best_loss if self.gained_loss is None else self.gained_loss
        if before is None or loss < before - min_delta:
            self.gained_epoch, self.gained_loss = self.epoch, loss
        is_best = self.best_loss is None or loss < self.best_loss
        if is_best:
            self.best_epoch, self.best_loss = self.epoch, loss
        return is_best


class Epochs:
    """The network, its optimizer, its random numbers and its progress.

    Two generators are kept apart: one shuffles the rows of an epoch, the other drops neurons. So an
    epoch that was interrupted goes on in the same order.
    """

    def __init__(
        self,
        architecture: Architecture,
        data: Table,
        params: Mapping[str, Any],
        seed: int,
        machine: Machine,
    ) -> None:
        import torch

        self._sizes = Sizes(data.features.shape[1], _n_outputs(data))
        machine = place(architecture, self._sizes, params, machine)
        torch.set_num_threads(machine.threads)
        # The build of torch that is installed may know of no card, whatever the machine has.
        is_on_card = machine.device == "cuda" and torch.cuda.is_available()
        device = torch.device("cuda" if is_on_card else "cpu")
        self.remarks: tuple[str, ...] = ()
        self._params, self._kind = params, data.kind
        self.progress = Progress(params["learning_rate"], params["regularization_rate"])
        self.shuffling = torch.Generator().manual_seed(seed)
        self.dropping = torch.Generator(device).manual_seed(seed + 1)
        self.net = Net.fresh(architecture, self._sizes, params, seed + 2, device)
        self._rows = Rows(data, device, rows_at_once(architecture.cells(self._sizes, params)))
        self.best = [tensor.detach().clone() for tensor in self.net.tensors]
        self.optimizer = make_optimizer(self.net.tensors, params)
        self._class_weights = class_tensor(data, device) if params.get("balance_classes") else None
        # How rows will be shuffled once more if an epoch is broken off; None between epochs.
        self._started_epoch: torch.Tensor | None = None
        self.sums = torch.zeros(2, dtype=torch.float64, device=device)  # loss, correct
        self._gradient_norm: torch.Tensor | None = None

    def is_over(self) -> bool:
        """Tell whether all epochs are done or patience has run out."""
        progress, patience = self.progress, self._params["early_stopping_epochs"]
        is_tired = patience is not None and progress.batch == 0 and progress.waited >= patience
        return progress.epoch >= self._params["epochs"] or is_tired

    def set_param(self, name: str, value: float) -> None:
        """Use another value of a live parameter from the next batch on."""
        if name in _LIVE:
            setattr(self.progress, name, value)
            self._set_learning_rate()

    def run_one(self) -> Iterator[dict[str, float] | None]:
        """Run what is left of an epoch: yield None now and then, and its points at the end."""
        import torch

        self._started_epoch = self.shuffling.get_state()
        order = torch.randperm(self._rows.count, generator=self.shuffling).to(self._rows.device)
        batches = torch.split(order, self._params["batch_size"])
        stretch = math.ceil(_STRETCH_ROWS / self._params["batch_size"])
        if self.progress.batch == 0:
            self.sums.zero_()
        self._set_learning_rate()
        while self.progress.batch < len(batches):
            if self.progress.batch:
                yield None
            self._run(batches[self.progress.batch : self.progress.batch + stretch])
        yield self._end_epoch()

    def snapshot(self, metrics: Mapping[str, float]) -> Snapshot:
        """Give a look at the training."""
        progress, total = self.progress, self._params["epochs"]
        batches = math.ceil(self._rows.count / self._params["batch_size"])
        is_over = self.is_over()
        return Snapshot(
            step=progress.epoch,
            total=progress.epoch if is_over else total,
            unit="epoch",
            metrics=metrics,
            state=self.state,
            predictor=self._predictor,
            best=progress.epoch == progress.best_epoch,
            fraction=1.0 if is_over else (progress.epoch + progress.batch / batches) / total,
            warnings=self.remarks + (self._say_if_stopped() if is_over else ()),
            vitals=self._vitals(),
            remember=self.remember,
        )

    def _vitals(self) -> dict[str, float]:
        vitals = {"learning_rate": float(self.optimizer.param_groups[0]["lr"])}
        if self._gradient_norm is not None:
            vitals["gradient_norm"] = float(self._gradient_norm)
        return vitals

    def state(self) -> State:
        """Give the best network, and the last one with all that going on takes."""
        return self._resumable().to_state()

    def remember(self) -> Callable[[], State]:
        """Copy what changes as the training goes on, which takes no longer than a step."""
        return self._resumable().copied().to_state

    def _resumable(self) -> Resumable:
        begun = self._started_epoch
        shuffling = self.shuffling.get_state() if begun is None else begun
        return Resumable.of(self, shuffling, partial(self._predictor_of, self.best))

    def restore(self, state: State) -> None:
        """Go back to where `state` was taken."""
        self.progress = Progress(**(unpack_json(state, PROGRESS_FILE) | state.live))
        load_resumed(self, state.files[RESUME_FILE])

    def _run(self, batches: Sequence[torch.Tensor]) -> None:
        """Learn from some batches, each the places of its rows (n_batch,), and measure them.

        The outputs are measured all at once, which is cheaper than after each step.
        """
        import torch

        outputs = [self._step(rows) for rows in batches]
        self.progress.batch += len(batches)
        if self._params["gradient_clip"] is None:
            # Those of the last batch are still there; looking at each batch's would cost time.
            slopes = [tensor.grad for tensor in self.net.tensors if tensor.grad is not None]
            self._gradient_norm = torch.nn.utils.get_total_norm(slopes)
        rows, weights = torch.cat(list(batches)), self._rows.weights
        weights = None if weights is None else weights[rows]
        self.sums += self._measure(torch.cat(outputs), self._rows.target[rows], weights)

    def _step(self, rows: torch.Tensor) -> torch.Tensor:
        """Learn from one batch and give what the network said of it (n_batch, n_outputs)."""
        import torch

        features, target = self._rows.features[rows], self._rows.target[rows]
        weights = self._rows.fitting_weights
        output = self.net.forward(features, self._params["dropout_rate"], self.dropping)
        of_rows = None if weights is None else weights[rows]
        loss = mean_loss(self._kind, output, target, of_rows, self._class_weights)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it without types
        self._regularize()
        if self._params["gradient_clip"] is not None:
            most = self._params["gradient_clip"]
            self._gradient_norm = torch.nn.utils.clip_grad_norm_(self.net.tensors, most)
        self.optimizer.step()
        return output.detach()

    def _regularize(self) -> None:
        """Add the slope of the penalty rate · |w| or rate · w² / 2 to that of the weights."""
        import torch

        kind, rate = self._params["regularization"], self.progress.regularization_rate
        if kind == "none" or rate == 0.0:
            return
        weights = [weight.detach() for weight in self.net.weights]
        slopes = weights if kind == "l2" else list(torch._foreach_sign(weights))
        gradients = [weight.grad for weight in self.net.weights if weight.grad is not None]
        torch._foreach_add_(gradients, slopes, alpha=rate)

    def _measure(
        self, output: torch.Tensor, target: torch.Tensor, weights: torch.Tensor | None
    ) -> torch.Tensor:
        """Give the sums of loss and of correct rows (2,), each row by its weight."""
        import torch

        total = len(target) if weights is None else weights.sum()
        loss = mean_loss(self._kind, output, target, weights) * total
        correct = torch.zeros_like(loss)
        if self._kind == "classification":
            is_correct = output.argmax(dim=1) == target
            correct = (is_correct if weights is None else is_correct * weights).sum()
        return torch.stack([loss.double(), correct.double()])

    def _end_epoch(self) -> dict[str, float]:
        """Measure the epoch, keep the network if it is the best so far, give the points."""
        import torch

        training = self._name(self.sums / self._rows.total)
        with torch.no_grad():
            parts = [
                self._measure(self.net.forward(features), target, weights)
                for features, target, weights in self._rows.validation
            ]
        self._started_epoch = None
        validation = self._name(torch.stack(parts).sum(dim=0) / self._rows.validation_total)
        if self.progress.note(validation["loss"], self._params["min_delta"]):
            self.best = [tensor.detach().clone() for tensor in self.net.tensors]
        return points(training, validation)

    def _name(self, means: torch.Tensor) -> dict[str, float]:
        """Name a mean loss and a share of correct rows (2,), in the units of the target."""
        loss, correct = means.tolist()
        if self._kind == "classification":
            return {"loss": loss, "accuracy": correct}
        if self._kind not in SUPERVISED:
            return {"loss": loss}
        squared = loss * self._rows.spread**2
        return {"loss": squared, "rmse": squared**0.5}

    def _set_learning_rate(self) -> None:
        done, total = self.progress.epoch, self._params["epochs"]
        rate = self.progress.learning_rate * factor(self._params, done, total)
        for group in self.optimizer.param_groups:
            group["lr"] = rate

    def _predictor(self) -> NetworkPredictor:
        return self._predictor_of(self.best)

    def _predictor_of(self, tensors: Sequence[torch.Tensor]) -> NetworkPredictor:
        arrays = [tensor.cpu().numpy() for tensor in tensors]
        return NetworkPredictor(
            architecture=self.net.architecture,
            kind=self._kind,
            sizes=self._sizes,
            params=self._params,
            arrays=dict(zip(self.net.named, arrays, strict=True)),
            centre=self._rows.centre,
            spread=self._rows.spread,
        )

    def _say_if_stopped(self) -> tuple[str, ...]:
        progress = self.progress
        if progress.epoch >= self._params["epochs"]:
            return ()
        return (
            f"Stopped after epoch {progress.epoch}: no improvement in {progress.waited} epochs. "
            f"The model is that of epoch {progress.best_epoch}.",
        )


def _n_outputs(data: Table) -> int:
    """Give how many numbers a network answers: without a target, the row that it was given."""
    if data.kind == "classification":
        return data.n_classes
    return 1 if data.kind == "regression" else data.features.shape[1]
