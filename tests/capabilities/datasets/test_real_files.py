"""Real tables come in whole."""

import gzip
from pathlib import Path

import pytest

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
    described = {column["name"]: column.get("description") for column in table.imported.columns}
    assert described["pl_orbper"] == "Planet Orbital Period Value [days]"
    assert None not in described.values()
