"""The guide names every format, packing and usual file name there is."""

from pathlib import Path

import pytest

from armillary.capabilities.datasets.containers import all_containers
from armillary.capabilities.datasets.formats import TableFormat, all_formats

GUIDE = Path(__file__).parent.parent.parent.parent / "docs" / "guide" / "data.md"


@pytest.mark.parametrize("each", all_formats(), ids=lambda each: each.id)
def test_the_guide_has_a_row_for_every_format(each: TableFormat) -> None:
    names = " ".join(f"`{suffix}`" for suffix in each.suffixes)

    assert f"| {each.name} | {names} |" in GUIDE.read_text(encoding="utf-8")


def test_the_guide_names_every_packing() -> None:
    text = GUIDE.read_text(encoding="utf-8")

    assert [each.name for each in all_containers() if each.name not in text] == []
