"""All that trainings need of this package: imported once, where processes that train are forked.

What is found by looking through folders is found here, and known to every process behind; no
library is loaded for it that was not loaded before.
"""

from armillary.learning import bundle, familiar, fit, stacked, target
from armillary.learning.algorithms import all_algorithms
from armillary.learning.guard import looking
from armillary.learning.guard.lookouts import all_lookouts
from armillary.learning.metrics import residuals
from armillary.learning.scores.families import all_families
from armillary.learning.threads import limited

__all__ = ["bundle", "familiar", "fit", "looking", "residuals", "stacked", "target"]

# Looking for thread pools and installed packages takes longer than a small training.
with limited(1):
    bundle.versions_here()
all_algorithms()
all_families()
all_lookouts()
