"""Real tables come in whole, and files made to break readers break nothing."""

import gzip
import time
from pathlib import Path

import pytest

from armillary.capabilities.datasets.errors import Unreadable
from tests.capabilities.datasets.importer import import_bytes

SHAPES = {
    "abalone.csv": (4177, 9),
    "adult_train.csv.gz": (32561, 15),
    "bank_marketing.csv.gz": (8237, 21),
    "beijing_pm25.csv.gz": (43824, 13),
    "breast-cancer.csv": (286, 10),
    "california_housing.csv.gz": (20640, 10),
    "credit_default.csv.gz": (30000, 25),
    "daily_min_temperatures.csv": (3650, 2),
    "ecoli.csv": (336, 8),
    "glass.csv": (214, 10),
    "haberman.csv": (306, 4),
    "heart_cleveland.csv": (303, 14),
    "ionosphere.csv": (351, 35),
    "mpg.csv": (398, 9),
    "penguins.csv": (344, 7),
    "pima_diabetes.csv": (768, 9),
    "taxis.csv.gz": (6433, 14),
    "titanic.csv": (891, 12),
    "titanic_seaborn.csv": (891, 15),
    "winequality-white.csv": (4898, 12),
}
# Every tenth of them is read whenever tests run; all of them take a minute.
_SAMPLE = 10
_LONGEST_S = 60


@pytest.mark.parametrize("name", SHAPES)
def test_real_tables_have_their_shapes(test_data: Path, name: str) -> None:
    data = (test_data / "tabular" / name).read_bytes()

    table = import_bytes(gzip.decompress(data) if name.endswith(".gz") else data, name)

    assert table.frame.shape == SHAPES[name]
    assert "left out" not in table.warnings
    assert "left empty" not in table.warnings


def test_adult_loses_the_blanks_after_its_commas(test_data: Path) -> None:
    data = gzip.decompress((test_data / "tabular" / "adult_train.csv.gz").read_bytes())

    frame = import_bytes(data).frame

    assert frame["column_15"].value_counts().to_dict() == {"<=50K": 24720, ">50K": 7841}


def test_a_telescopes_export_loses_its_comments_only(test_data: Path) -> None:
    path = next((test_data / "exoplanet").glob("toi_*.csv.gz"))

    table = import_bytes(gzip.decompress(path.read_bytes()))

    assert table.frame.shape == (5723, 65)
    assert table.frame["tid"].nunique() == 5492
    assert "6 columns have no values at all" in table.warnings


def test_some_nasty_files_break_nothing(test_data: Path) -> None:
    _read_all(_nasty(test_data)[::_SAMPLE])


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_nasty_file_breaks_anything(test_data: Path) -> None:
    _read_all(_nasty(test_data))


def _nasty(test_data: Path) -> list[Path]:
    return sorted(path for path in (test_data / "nasty" / "csv").rglob("*") if path.is_file())


def _read_all(files: list[Path]) -> None:
    """Read each to a table or to a clear refusal, none for long."""
    assert files
    for path in files:
        began = time.monotonic()
        said, rows = _read(path)
        assert said.endswith(".") if rows is None else rows > 0
        assert time.monotonic() - began < _LONGEST_S, path.name


def _read(path: Path) -> tuple[str, int | None]:
    try:
        return "", import_bytes(path.read_bytes(), path.name).imported.rows
    except Unreadable as error:
        return error.message, None
