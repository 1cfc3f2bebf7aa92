"""What is packed into few symbols is read back as it was, as finely as it is drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from armillary.learning.palette import CLASS_COLOURS, UNKNOWN_COLOUR
from armillary.learning.plane import packed

SHARES = st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=50)


def _array(values):
    return np.array([np.nan if one is None else one for one in values], dtype=float)


@given(SHARES)
def test_fine_shares_come_back_within_half_a_step(shares):
    text = packed.pack_fine(_array(shares))

    assert len(text) == 2 * len(shares)
    for before, after in zip(shares, packed._fine(text, 0.0, 1.0), strict=True):
        assert after is None if before is None else after == pytest.approx(before, abs=0.5 / 4095)


@given(st.lists(st.one_of(st.none(), st.integers(0, 63)), max_size=50))
def test_places_come_back_as_they_were(places):
    assert packed._places(packed.pack_places(_array(places))) == places


def _picture(**other):
    return {
        "task": "classification",
        "target": "label",
        "classes": ["up", "down"],
        "x": {"name": "a", "low": -1.0, "high": 1.0},
        "y": {"name": "b", "low": 0.0, "high": 10.0},
        "resolution": 2,
        "span": None,
        "z": packed.pack_places(np.array([0, 1, 1, np.nan])),
        "sure": packed.pack_coarse(np.array([1, 0.5, 0.75, np.nan])),
        "points": {
            "x": packed.pack_fine(np.array([0.0, 1.0, 0.5])),
            "y": packed.pack_fine(np.array([0.0, 1.0, 0.5])),
            "truth": packed.pack_places(np.array([0, 1, 1])),
            "said": packed.pack_places(np.array([0, 0, np.nan])),
            "held": packed.pack_places(np.array([0, 0, 1])),
        },
        **other,
    }


def test_a_picture_of_classes_has_the_shape_that_clients_know():
    said = packed.unpack(_picture())

    assert said["decision_boundary"]["x"] == [[-1.0, 1.0], [-1.0, 1.0]]
    assert said["decision_boundary"]["y"] == [[0.0, 0.0], [10.0, 10.0]]
    assert said["decision_boundary"]["z"] == [[0.0, 1.0], [1.0, None]]
    assert said["decision_boundary"]["confidence"][0][1] == pytest.approx(0.5, abs=0.01)
    points = said["points"]
    assert points["true_labels"] == ["up", "down", "down"]
    assert points["predicted_labels"] == ["up", "up", None]
    assert points["colors"] == [CLASS_COLOURS[0], CLASS_COLOURS[1], CLASS_COLOURS[1]]
    assert points["parts"] == ["training", "training", "validation"]
    assert points["x"] == pytest.approx([-1.0, 1.0, 0.0], abs=0.001)
    assert said["accuracy"] == pytest.approx(1 / 3)
    assert said["columns"] == {"x": "a", "y": "b"}


def test_a_picture_of_numbers_lies_between_its_ends():
    shares = np.array([0.0, 1.0, np.nan])
    points = {name: packed.pack_fine(shares) for name in ("x", "y", "truth", "said")}
    held = packed.pack_places(np.zeros(3))

    said = packed.unpack(
        _picture(
            task="regression",
            classes=None,
            span=[100.0, 300.0],
            z=packed.pack_fine(np.array([0.0, 0.25, 0.5, 1.0])),
            sure=None,
            points={**points, "held": held},
        )
    )

    rows = said["decision_boundary"]["z"]
    assert rows[0] == pytest.approx([100.0, 150.0], abs=0.05)
    assert rows[1] == pytest.approx([200.0, 300.0], abs=0.05)
    assert said["decision_boundary"]["confidence"] is None
    assert said["points"]["predicted_labels"] == [100.0, 300.0, None]
    assert said["points"]["colors"] == ["#440154", "#FDE725", UNKNOWN_COLOUR]
    assert said["accuracy"] is None


def test_points_without_a_truth_have_the_colour_of_what_is_said():
    nothing = packed.pack_places(np.full(3, np.nan))
    picture = _picture()

    said = packed.unpack(_picture(points={**picture["points"], "truth": nothing}))

    assert said["points"]["colors"] == [CLASS_COLOURS[0], CLASS_COLOURS[0], UNKNOWN_COLOUR]
    assert said["accuracy"] is None
