"""Printing by a browser: where there is none, or it fails, the answer says what to do."""

from pathlib import Path

import pytest

from armillary.base.errors import Unavailable
from armillary.base.printing import print_pdf

PAGE, DATED = "<p>Hello</p>", "20260102030405"


def browser(folder: Path, script: str) -> None:
    file = folder / "chromium"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def test_without_a_browser_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Unavailable, match="apt install chromium"):
        print_pdf(PAGE, DATED)


def test_a_browser_that_prints_nothing_is_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser(tmp_path, "echo no memory is left >&2; exit 1")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    with pytest.raises(Unavailable, match="printed nothing: no memory is left"):
        print_pdf(PAGE, DATED)


def test_the_time_of_printing_gives_way_to_that_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser(
        tmp_path,
        """for one in "$@"; do case $one in --print-to-pdf=*) target=${one#*=};; esac; done
echo "%PDF /CreationDate (D:20261126025917+00'00') /ModDate (D:20261126025918+02'00')" > $target""",
    )
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    printed = print_pdf(PAGE, DATED)

    dated = b"(D:20260102030405+00'00')"
    assert printed == b"%PDF /CreationDate " + dated + b" /ModDate " + dated + b"\n"
