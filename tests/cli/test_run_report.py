"""Sheets from the terminal: the ending of the file says the format."""

from pathlib import Path

import pytest

from armillary.base.errors import Invalid
from armillary.cli.run_report import check_sheet_file


def test_an_ending_that_is_no_format_is_refused_before_anything_is_computed() -> None:
    for file in (None, Path("a.html"), Path("a.MD"), Path("a.pdf")):
        check_sheet_file(file)

    with pytest.raises(Invalid, match=r"\.html, \.md, \.pdf.*got a\.doc"):
        check_sheet_file(Path("a.doc"))
