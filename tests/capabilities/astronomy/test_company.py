"""What the rest of a table says of a signal, and gaps that are made by chance."""

import numpy as np
import pandas as pd

from armillary.capabilities.astronomy.missions import get_mission
from armillary.capabilities.astronomy.pretraining import company
from armillary.capabilities.astronomy.pretraining.gaps import SHARE, groups_of, with_gaps
from armillary.capabilities.astronomy.pretraining.quantities import QUANTITIES
from armillary.capabilities.astronomy.pretraining.tables import is_fitted, is_measured

KEPLER = get_mission("kepler")


def _signals(*rows: tuple[int, float, float]) -> pd.DataFrame:
    """Signals of (star, period, moment) that last two hours and a half."""
    table = pd.DataFrame(rows, columns=["kepid", "koi_period", "koi_time0bk"])
    return table.assign(koi_duration=2.5)


def test_a_rhythm_is_shared_where_period_and_moments_agree_on_another_star() -> None:
    table = _signals(
        (1, 10.0, 130.0),
        (2, 10.0001, 150.02),  # two periods later
        (3, 10.0, 135.0),  # at other moments
        (1, 10.0, 130.0),  # on the same star
        (4, 10.01, 130.0),  # of another period
    )
    many = _signals(*((100 + row, 300.0 + row, 131.0) for row in range(3_000)))

    found = company.count(KEPLER, table, many)[company.RHYTHM]

    assert found.tolist() == [1.0, 2.0, 0.0, 1.0, 0.0]


def test_in_a_small_table_that_nobody_shares_a_rhythm_says_nothing() -> None:
    found = company.count(KEPLER, _signals((1, 10.0, 130.0), (2, 10.0, 130.0), (3, 7.0, 130.0)))

    assert found[company.RHYTHM][:2].tolist() == [1.0, 1.0]
    assert np.isnan(found[company.RHYTHM][2])


def test_signals_of_a_star_are_counted_and_the_nearest_period_is_found() -> None:
    found = company.count(
        KEPLER, _signals((1, 10.0, 1.0), (1, 20.0, 1.0), (1, 40.0, 1.0), (2, 5.0, 1.0))
    )

    assert found[company.SIGNALS].tolist() == [3.0, 3.0, 3.0, 1.0]
    assert np.allclose(found[company.RATIO][:3], np.log(2))
    assert np.isnan(found[company.RATIO][3])


def test_gaps_are_made_in_rows_that_are_learned_from_alone_and_the_same_each_time() -> None:
    columns = list(QUANTITIES["kepler"].values())
    table = pd.DataFrame(1.0, index=range(2_000), columns=columns)
    learned = np.arange(2_000) < 1_000

    made = with_gaps(KEPLER, table, learned, 1)

    assert made[~learned].notna().all(axis=None)
    for group in groups_of(KEPLER):
        assert abs(made.loc[learned, group[0]].isna().mean() - SHARE) < 0.04
    assert made["koi_period"].notna().all()
    assert made.equals(with_gaps(KEPLER, table, learned, 1))


def test_a_row_without_depth_is_not_measured_and_one_without_errors_not_fitted() -> None:
    table = pd.DataFrame(
        {
            "koi_duration": [3.0, 3.0, 3.0],
            "koi_depth": [100.0, 100.0, np.nan],
            "koi_period_err1": [0.1, np.nan, 0.1],
            "koi_depth_err1": [1.0, 1.0, 1.0],
        }
    )

    assert is_measured(KEPLER, table).tolist() == [True, True, False]
    assert is_fitted(KEPLER, table).tolist() == [True, False, False]
    assert not is_measured(KEPLER, table[["koi_duration"]]).any()
