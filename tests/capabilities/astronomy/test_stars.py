"""Names of stars: one spelling, whatever a table, a header or a file calls them."""

import pandas as pd
import pytest

from armillary.capabilities.astronomy.stars import called, names_in, of_rows, star_in_header


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("KIC 11442793", ["KIC 11442793"]),
        ("kic011442793", ["KIC 11442793"]),
        ("Kepler-90 d", ["Kepler-90"]),
        ("K00752.01", ["KOI-752"]),
        ("TOI 700.01", ["TOI-700"]),
        ("kplr011442793-2009131105131_llc.fits", ["KIC 11442793"]),
        ("ktwo201367065-c01_llc.fits", ["EPIC 201367065"]),
        ("tess2018206045859-s0001-0000000025155310-0120-s_lc.fits", ["TIC 25155310"]),
        ("KIC 5 (Kepler-7)", ["KIC 5", "Kepler-7"]),
        ("STIC 5, ten EPICs, K2", []),
        ("curve.csv", []),
    ],
)
def test_a_star_is_found_in_a_text(text: str, names: list[str]) -> None:
    assert names_in(text) == names


def test_of_two_numbers_of_one_catalogue_the_more_trusted_counts() -> None:
    assert called(["TIC 7", "KIC 2", "WASP-47"], ["kplr000000001-x.fits", "curve.csv"]) == [
        "TIC 7",
        "KIC 2",
        "WASP-47",
    ]


def test_rows_of_every_mission_say_their_star() -> None:
    frame = pd.DataFrame(
        {
            "kepid": [11442793.0, None, None, None, None],
            "kepler_name": ["Kepler-90 d", None, None, None, None],
            "tid": [None, 25155310.0, None, None, None],
            "toi": [None, "700.01", None, None, None],
            "epic_hostname": [None, None, "EPIC 201367065", None, None],
            "epic_candname": [None, None, None, None, "EPIC 201912552.01"],
            "hostname": [None, None, "K2-3", "WASP-47", None],
            "k2_name": [None, None, "K2-3 b", None, "K2-18 b"],
        },
        dtype=object,
    )

    assert of_rows(frame) == [
        ["KIC 11442793", "Kepler-90"],
        ["TIC 25155310", "TOI-700"],
        ["EPIC 201367065", "K2-3"],
        ["WASP-47"],
        ["EPIC 201912552", "K2-18"],
    ]


def test_a_header_tells_its_star_and_nothing_else_does() -> None:
    cards = ["SIMPLE  =                    T", "OBJECT  = 'KIC 757076'         / name", "END"]
    header = "".join(card.ljust(80) for card in cards).encode()

    assert star_in_header(header) == "KIC 757076"
    assert star_in_header(header.replace(b"OBJECT", b"OBJEKT")) is None
    assert star_in_header(b"time,flux\nOBJECT  = 'KIC 1'") is None
