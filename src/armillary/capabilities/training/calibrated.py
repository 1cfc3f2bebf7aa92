"""The run that calibrates: it loads a trained model, and learns nothing but its calibration."""

from typing import TYPE_CHECKING

from armillary.capabilities import models
from armillary.capabilities.training.fitting import TrainingRun
from armillary.capabilities.training.machines import machine_of

if TYPE_CHECKING:
    from armillary.learning.fit_snapshot import FitSnapshot, Fitting


class CalibratingRun(TrainingRun):
    """Loads a model instead of training one."""

    keeps_states = False

    def _begin(self) -> "Fitting":
        from armillary.learning import recalibrating

        of = self._params.calibrates
        assert of is not None
        frame, task = self._read_table()
        model = models.load_bundle(self._job.storage, of.prefix)
        return recalibrating.recalibrate(
            frame,
            task,
            model,
            self._params.calibration,
            recipe=self._recipe,
            machine=machine_of(self._job.granted),
        )

    def _what_begins(self) -> str:
        return f"Calibrating a trained model by {self._params.calibration}, with {self._read}."

    def _note_ending(self, snapshot: "FitSnapshot") -> None:
        """Nothing ends early here."""
