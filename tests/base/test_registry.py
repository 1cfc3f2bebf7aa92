"""One file is one thing; a stray stops the start by name."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from armillary.base.registry import StrayModule, discover, discover_everywhere

_THING = "class T:\n    id = {id!r}\n\nthing = T()\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "found_things"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for name in [name for name in sys.modules if name.startswith("found_things")]:
        del sys.modules[name]


def test_every_public_file_is_found(package: Path) -> None:
    (package / "b.py").write_text(_THING.format(id="beta"))
    (package / "a.py").write_text(_THING.format(id="alpha"))
    (package / "_private.py").write_text("raise RuntimeError\n")

    found = discover("found_things", "thing")

    assert [(name, item.module) for name, item in found.items()] == [
        ("alpha", "found_things.a"),
        ("beta", "found_things.b"),
    ]


def test_folders_of_things_are_found_wherever_they_are(package: Path) -> None:
    for parent, identity in (("one", "x"), ("two", "y")):
        (package / parent / "kinds").mkdir(parents=True)
        (package / parent / "__init__.py").touch()
        (package / parent / "kinds" / "__init__.py").touch()
        (package / parent / "kinds" / "k.py").write_text(_THING.format(id=identity))
    (package / "three").mkdir()
    (package / "three" / "__init__.py").touch()

    assert list(discover_everywhere("found_things", "kinds", "thing")) == ["x", "y"]


@pytest.mark.parametrize(
    ("text", "said"), [("x = 1\n", "should offer"), (_THING.format(id=""), "has no id")]
)
def test_a_stray_stops_the_start_by_name(package: Path, text: str, said: str) -> None:
    (package / "stray.py").write_text(text)

    with pytest.raises(StrayModule, match=f"stray.py.*{said}|{said}.*|.*stray.py"):
        discover("found_things", "thing")


def test_an_id_given_twice_names_both_files(package: Path) -> None:
    (package / "a.py").write_text(_THING.format(id="same"))
    (package / "b.py").write_text(_THING.format(id="same"))

    with pytest.raises(StrayModule, match=r"b\.py.*'same'.*found_things\.a"):
        discover("found_things", "thing")
