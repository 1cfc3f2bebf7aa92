"""Algorithms that are found in scikit-learn, and made such by one adapter.

`derive_algorithms` finds them when the catalogue is written; afterwards each is made from its entry
there without loading anything.
"""

from armillary.learning.derived.algorithm import DerivedAlgorithm, derive_algorithms

__all__ = ["DerivedAlgorithm", "derive_algorithms"]
