"""Saying at the terminal how a file is read, and hearing what is odd about it."""

from pathlib import Path

import pytest

from armillary.base.errors import AppError
from armillary.cli.reading import parse_reading


def test_what_is_said_of_a_file_is_understood() -> None:
    read = ["delimiter=tab", "quote=none", "has_header=no", "skip_rows=2", "types.a b=str"]

    assert parse_reading(read).to_json() == {
        "delimiter": "\t",
        "quote": "",
        "has_header": False,
        "skip_rows": 2,
        "types": {"a b": "str"},
    }


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("delimiter", "NAME=VALUE"),
        ("separator=;", "it takes decimal, delimiter, encoding"),
        ("types.a=number", "types.a"),
        ("encoding=klingon", "there is no encoding"),
    ],
)
def test_what_is_not_understood_is_refused_in_words(said: str, told: str) -> None:
    with pytest.raises(AppError) as refused:
        parse_reading([said])

    assert told in refused.value.message


def test_a_file_is_imported_as_was_said_and_what_is_odd_is_told(armillary, tmp_path: Path) -> None:
    rows = "".join(f"{n:03}|{n}\n" for n in range(20))
    (tmp_path / "codes.txt").write_text(f"code|size\n{rows}020|NA\n020|NA\n")

    order = ("datasets", "import", "codes.txt", "--data-dir", "d")
    told = armillary(*order, "--read", "types.size=float64")
    found = armillary(*order, "--read", "types.code=int64", "--json").json["datasets"]

    assert told.code == 0, told.err
    assert "22 rows, 2 columns" in told.out + told.err
    assert "2 cells with words such as NA or ? were read as missing, in size (2)" in told.err
    assert {one["name"]: one["dtype"] for one in found[0]["schema"]} == {
        "code": "int64",
        "size": "int64",
    }
