"""Files of the server: those under the roots, wherever links lead, and no others."""

import os
from pathlib import Path

import pytest

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.sources import server_files
from armillary.capabilities.datasets.sources.server_files import (
    OfferedFile,
    find_file,
    offer_files,
    open_file,
)
from armillary.settings import Settings


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder that is open, with a secret beside it."""
    folder = tmp_path / "open"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "t.csv").write_text("a\n1\n")
    (tmp_path / "secret.csv").write_text("password\n1\n")
    return folder


def read(path: str, root: Path, **given: object) -> tuple[str, bytes]:
    settings = Settings(data_dir=root, import_roots=(str(root),), **given)
    with open_file(path, settings) as fetched:
        return fetched.filename, b"".join(fetched.chunks)


def test_files_under_a_root_are_read_by_either_path(root: Path) -> None:
    assert read("sub/t.csv", root) == ("t.csv", b"a\n1\n")
    assert read(str(root / "sub" / "t.csv"), root) == ("t.csv", b"a\n1\n")


def test_links_are_followed_inside_only(root: Path) -> None:
    (root / "inside.csv").symlink_to(root / "sub" / "t.csv")
    (root / "outside.csv").symlink_to(root.parent / "secret.csv")
    (root / "folder").symlink_to(root.parent)

    assert read("inside.csv", root) == ("t.csv", b"a\n1\n")
    for path in ("outside.csv", "folder/secret.csv"):
        with pytest.raises(Unreadable, match="in none of the folders"):
            read(path, root)


@pytest.mark.parametrize(
    "path", ["../secret.csv", "sub/../../secret.csv", "/etc/passwd", "", ".", "/", "a\0b"]
)
def test_paths_that_lead_out_are_refused_alike(root: Path, path: str) -> None:
    with pytest.raises(Unreadable, match="in none of the folders"):
        read(path, root)


@pytest.mark.parametrize("path", ["sub", "missing.csv", "pipe"])
def test_what_is_no_file_is_told(root: Path, path: str) -> None:
    os.mkfifo(root / "pipe")

    with pytest.raises(Unreadable, match="There is no file"):
        read(path, root)


def test_a_file_that_is_too_large_is_refused(root: Path) -> None:
    (root / "large.csv").write_bytes(bytes((1 << 20) + 1))

    with pytest.raises(Unreadable, match="ARMILLARY_MAX_IMPORT_MB"):
        read("large.csv", root, max_import_mb=1)


def test_what_is_offered_can_be_had_and_lies_inside(root: Path) -> None:
    (root / "b.csv").write_text("a\n22\n")
    (root / ".hidden").write_text("a\n")
    (root / "outside.csv").symlink_to(root.parent / "secret.csv")
    os.mkfifo(root / "pipe")
    settings = Settings(data_dir=root, import_roots=(str(root),))

    offered, has_more = offer_files(settings)

    assert (offered, has_more) == ([OfferedFile("b.csv", 5), OfferedFile("sub/t.csv", 4)], False)
    assert [find_file(file.path, settings).stat().st_size for file in offered] == [5, 4]


def test_of_many_files_the_first_are_offered(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_files, "MOST_OFFERED", 3)
    for number in range(5):
        (root / f"{number}.csv").write_text("a\n1\n")

    offered, has_more = offer_files(Settings(data_dir=root, import_roots=(str(root),)))

    assert ([file.path for file in offered], has_more) == (["0.csv", "1.csv", "2.csv"], True)


def test_a_file_is_looked_for_in_every_root(root: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    (second / "late.csv").write_text("a\n1\n")
    settings = Settings(data_dir=root, import_roots=(str(root), str(second)))

    assert find_file("late.csv", settings) == second / "late.csv"
