"""Files of other kinds made to break readers: each ends as a right table, or is clearly refused.

Values are compared with those that pandas and pyarrow read.
"""

from pathlib import Path

import pytest

from tests.capabilities.datasets.nasty.judging import files_of, what_is_wrong
from tests.capabilities.datasets.nasty.known import KNOWN

_FOLDERS = ("excel", "json/JSONTestSuite", "json", "parquet/apache", "parquet", "other")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("folder", _FOLDERS)
def test_every_file_is_a_right_table_or_clearly_refused(test_data: Path, folder: str) -> None:
    assert what_is_wrong(test_data / "nasty", _FOLDERS, folder) == []


def test_known_differences_are_of_files_that_are_there(test_data: Path) -> None:
    assert set(KNOWN) <= set(files_of(test_data / "nasty"))
