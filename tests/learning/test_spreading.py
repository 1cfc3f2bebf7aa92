"""Some of many places."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from armillary.learning.spreading import spread


@given(st.integers(0, 5_000), st.integers(2, 300))
def test_places_rise_from_the_first_to_the_last_and_are_as_many_as_may_be(length: int, limit: int):
    places = spread(length, limit)

    assert len(places) == min(length, limit)
    assert (np.diff(places) > 0).all()
    assert length == 0 or (places[0], places[-1]) == (0, length - 1)
    assert length <= limit or np.ptp(np.diff(places)) <= 1
