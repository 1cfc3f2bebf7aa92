"""The command as a whole: help that teaches, exit codes that mean something, a quick start."""

import subprocess
import sys

import pytest
from typer.main import get_command

from armillary.base.errors import BadRequest, Conflict, Invalid, NotFound, TooLarge, Unavailable
from armillary.cli.exits import Exit, exit_of
from armillary.cli.program import program

HEAVY = ("sklearn", "scipy", "pandas", "numpy", "torch", "duckdb", "pyarrow", "lightgbm")
SLOW_TO_START = ("sqlalchemy", "fastapi", "pydantic", *HEAVY)


def verbs() -> list[str]:
    return sorted(get_command(program).commands)  # type: ignore[attr-defined]  # it is a group


def test_help_lists_every_verb_and_every_exit_code(armillary) -> None:
    answer = armillary("--help")

    assert answer.code == Exit.OK
    assert [verb for verb in verbs() if verb not in answer.out] == []
    assert [code for code in Exit if f"{code.value} " not in answer.out] == []


@pytest.mark.parametrize("verb", verbs())
def test_the_help_of_every_verb_has_examples(armillary, verb: str) -> None:
    if verb == "datasets":
        helps = [armillary(verb, part, "--help") for part in ("list", "import", "show")]
    else:
        helps = [armillary(verb, "--help")]

    for answer in helps:
        assert answer.code == Exit.OK
        assert "Examples" in answer.out
        assert f"armillary {verb}" in answer.out


def test_asking_for_help_waits_for_nothing_heavy() -> None:
    code = "import sys, armillary.cli.program; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert [name for name in SLOW_TO_START if name in loaded] == []


def test_an_unknown_verb_is_a_usage_error(armillary) -> None:
    answer = armillary("tarin")

    assert answer.code == Exit.USAGE
    assert "No such command 'tarin'" in answer.err


def test_an_unknown_setting_names_the_nearest(armillary) -> None:
    answer = armillary("settings", ARMILLARY_DATA_DRI="x")

    assert answer.code == Exit.USAGE
    assert "did you mean ARMILLARY_DATA_DIR?" in answer.err


def test_a_setting_that_cannot_be_is_told_by_its_name(armillary) -> None:
    answer = armillary("settings", ARMILLARY_WORKERS="many")

    assert answer.code == Exit.USAGE
    assert "ARMILLARY_WORKERS" in answer.err


def test_version_is_printed(armillary) -> None:
    answer = armillary("--version")

    assert (answer.code, answer.out) == (Exit.OK, "armillary 0.1.0\n")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotFound("x"), Exit.NOT_FOUND),
        (Invalid("x"), Exit.BAD_DATA),
        (BadRequest("x"), Exit.BAD_DATA),
        (TooLarge("x"), Exit.BAD_DATA),
        (Conflict("x"), Exit.FAILED),
        (Unavailable("x"), Exit.FAILED),
    ],
)
def test_every_error_has_its_exit_code(error, code: Exit) -> None:
    assert exit_of(error) is code
