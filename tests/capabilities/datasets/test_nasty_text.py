"""Delimited text made to break readers: each ends as a right table, or in a clear refusal.

Values are compared with those that pandas reads by itself and, where these
differ, with those that it reads when it is told what was found out: it takes commas, UTF-8 and a
header for granted.
"""

from pathlib import Path

import pytest

from tests.capabilities.datasets.nasty.judging import what_is_wrong

_FOLDERS = ("csv/csvkit", "csv/duckdb/afl", "csv/duckdb/a", "csv/duckdb/test", "csv")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("folder", _FOLDERS)
def test_every_file_is_a_right_table_or_clearly_refused(test_data: Path, folder: str) -> None:
    assert what_is_wrong(test_data / "nasty", _FOLDERS, folder) == []
