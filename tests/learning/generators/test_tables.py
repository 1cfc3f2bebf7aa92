"""What is special about single generators: their formulas, and the leaks that are planted."""

from typing import Any

import numpy as np
import pytest

from armillary.learning.generators import check_params, get_generator


def make(generator_id: str, **params: Any) -> dict[str, Any]:
    generator = get_generator(generator_id)
    complete = check_params(generator, params).require()
    return dict(generator.generate(complete, np.random.default_rng(0)))


def test_a_spiral_without_noise_lies_on_its_arms() -> None:
    made = make("spiral", n_points=60, n_classes=3, turns=1.5)

    radius = np.hypot(made["x"], made["y"])
    angle = np.arctan2(made["y"], made["x"])
    wanted = 2 * np.pi * (1.5 * radius + made["label"] / 3)
    assert np.allclose(np.exp(1j * angle), np.exp(1j * wanted))
    assert radius.max() == pytest.approx(1)


def test_two_moons_are_the_usual_ones() -> None:
    made = make("moons", n_points=100, noise=0)

    x, y, lower = made["x"], made["y"], made["label"] == 1
    assert np.allclose(np.hypot(x[~lower], y[~lower]), 1)
    assert np.allclose(np.hypot(x[lower] - 1, y[lower] - 0.5), 1)
    assert y[~lower].min() >= -1e-12
    assert y[lower].max() <= 0.5 + 1e-12


def test_circles_shrink_by_their_factor() -> None:
    made = make("circles", n_points=90, n_classes=3, noise=0, factor=0.5)

    assert np.allclose(np.hypot(made["x"], made["y"]), 0.5 ** made["label"])


def test_xor_of_two_classes_is_exclusive_or() -> None:
    made = make("xor", n_points=400)

    assert np.array_equal(made["label"] == 1, (made["x"] > 0) != (made["y"] > 0))


def test_rings_are_filled_up_to_their_gaps() -> None:
    made = make("rings", n_points=600, gap=0.3)

    radius = np.hypot(made["x"], made["y"])
    assert np.array_equal(np.floor(radius), made["label"])
    assert (radius - made["label"]).max() <= 0.7


def test_a_line_without_noise_is_found_exactly() -> None:
    made = make("linear_regression", n_points=50, n_features=3, noise=0)

    table = np.column_stack([np.ones(50), made["x1"], made["x2"], made["x3"]])
    weights, rest, *_ = np.linalg.lstsq(table, made["y"], rcond=None)
    assert weights[0] == pytest.approx(2)
    assert np.all((np.abs(weights[1:]) >= 1) & (np.abs(weights[1:]) <= 3))
    assert rest[0] == pytest.approx(0, abs=1e-20)


def test_friedman_is_friedman() -> None:
    x = make("nonlinear_regression", shape="friedman", noise=0)

    wanted = 10 * np.sin(np.pi * x["x1"] * x["x2"]) + 20 * (x["x3"] - 0.5) ** 2
    assert np.allclose(x["y"], wanted + 10 * x["x4"] + 5 * x["x5"])


def test_a_rolled_sheet_can_be_unrolled() -> None:
    made = make("swiss_roll", n_points=100)

    assert np.allclose(np.hypot(made["x"], made["z"]), made["position"])


def test_the_rare_class_has_its_share() -> None:
    assert make("imbalanced", n_points=1000, rare_share=0.03)["label"].sum() == 30
    assert make("imbalanced", n_points=10, rare_share=0.001)["label"].sum() == 1


def test_signal_columns_tell_and_noise_columns_do_not() -> None:
    made = make("high_dimensional", n_points=3000, n_classes=2, separation=3)

    def difference(name: str) -> float:
        return abs(float(np.corrcoef(made[name], made["label"])[0, 1]))

    assert max(difference(f"signal_{place}") for place in range(1, 6)) > 0.5
    assert max(difference(f"noise_{place}") for place in range(1, 46)) < 0.08


@pytest.mark.parametrize(
    ("leak", "column"),
    [
        ("copy", "status_code"),
        ("noisy_copy", "contract_state"),
        ("afterwards", "refund"),
        ("missing", "exit_reason"),
    ],
)
def test_a_leak_tells_the_target_as_often_as_asked(leak: str, column: str) -> None:
    made = make("planted_leak", n_points=5000, leak=leak, strength=0.9)

    values = made[column]
    told = np.isin(values, ["A", "running", ""]) if values.dtype.kind == "U" else values == 0
    agrees = np.mean(~told == (made["left"] == "yes"))
    assert agrees == pytest.approx(0.9, abs=0.02)  # three standard errors


def test_ids_given_out_by_outcome_are_sorted_by_it() -> None:
    made = make("planted_leak", leak="identifier", strength=1.0)

    in_order = (made["left"] == "yes")[np.argsort(made["customer_id"])]
    assert np.array_equal(in_order, np.sort(in_order))


def test_rows_of_one_customer_agree() -> None:
    made = make("planted_leak", leak="groups", strength=1.0)

    mixed = [
        customer
        for customer in np.unique(made["customer_id"])
        if len(set(made["left"][made["customer_id"] == customer])) > 1
    ]
    assert mixed == []


def test_no_leak_leaves_an_honest_table() -> None:
    assert list(make("planted_leak", leak="none")) == [
        "months",
        "price",
        "complaints",
        "plan",
        "left",
    ]


def test_a_survey_obeys_its_physics() -> None:
    made = make("transit_survey", n_points=5000)

    planet = made["disposition"] == "CONFIRMED"
    ratio = made["planet_radius_earth"] / (109.08 * made["star_radius"])
    depth = made["transit_depth_ppm"] / (1e6 * ratio**2)
    # Depth and radius are measured with two in a hundred each: this is six standard deviations.
    assert np.abs(depth[planet] - 1).max() < 0.27
    years = made["period_days"] / 365.25
    kepler = made["semi_major_axis_au"] ** 3 / (made["star_mass"] * years**2)
    assert np.median(np.abs(kepler[planet] - 1)) < 0.1
    assert made["snr"].min() > 0.9 * 7.1
    assert 0.48 < planet.mean() < 0.52


def test_an_earth_around_a_sun_crosses_it_in_thirteen_hours() -> None:
    from armillary.learning.orbits import transit_hours

    one = np.ones(1)
    hours = transit_hours(365.25 * one, one, one, one / 109.08, 0 * one)

    assert hours[0] == pytest.approx(13.1, abs=0.1)


def test_a_survey_has_stars_with_several_planets_and_leaky_vetting() -> None:
    made = make("transit_survey", n_points=5000)

    planet = made["disposition"] == "CONFIRMED"
    _, planets = np.unique(made["star_id"][planet], return_counts=True)
    assert planets.max() >= 3
    assert 1.3 < planets.mean() < 2.2
    assert np.mean((made["disposition_score"] > 0.5) == planet) > 0.98
    flags = [made[name] for name in made if name.startswith("flag_")]
    assert np.mean((sum(flags) > 0) == ~planet) > 0.9
    assert abs(np.corrcoef(made["star_id"], planet)[0, 1]) < 0.06
