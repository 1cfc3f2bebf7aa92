"""What both algorithms that LightGBM computes share: its rounds, and models as its text."""

from armillary.learning.contract import State
from armillary.learning.leafwise.booster import BEST_FILE, LinearBoosterPredictor, predictor_of
from armillary.learning.leafwise.rounds import Rounds
from armillary.learning.pack import reading_weights
from armillary.learning.rounds_learner import RoundsLearner


class LeafwiseLearner(RoundsLearner):
    """Boosted trees that grow where they help most."""

    weighs = True
    begin = Rounds

    def load(self, state: State) -> LinearBoosterPredictor:
        """Read the model text."""
        with reading_weights():
            return predictor_of(state.files[BEST_FILE])
