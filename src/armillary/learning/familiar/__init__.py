"""What a model saw in training, in short, and which rows are too far from it to be spoken of."""

from armillary.learning.familiar.profile import Profile, SeenColumn
from armillary.learning.familiar.telling import Strange, find_strange

__all__ = ["Profile", "SeenColumn", "Strange", "find_strange"]
