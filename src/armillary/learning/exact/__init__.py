"""Models of which it is known exactly what each column adds to what they say."""

from armillary.learning.exact.finding import exactly
from armillary.learning.exact.sums import Exact, Method, Scale

__all__ = ["Exact", "Method", "Scale", "exactly"]
