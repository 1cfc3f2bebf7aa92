"""Files that are stored together."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from armillary.base.storage import Gathered, LocalStorage, gathered


class Counting(LocalStorage):
    """A storage that notes what each call writes."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.calls: list[list[str]] = []

    def write_files(self, files: Mapping[str, bytes]) -> None:
        """Write, and note it."""
        self.calls.append(sorted(files))
        super().write_files(files)


def test_few_files_are_written_by_one_call(tmp_path: Path) -> None:
    storage = Counting(tmp_path)
    together = Gathered(storage)

    together.add({"models/a/x": b"1", "models/a/y": b"2"})
    together.add({"trainings/b/z": b"3"})
    assert list(storage.list_files("models")) == []
    together.write()
    together.write()

    assert storage.calls == [["models/a/x", "models/a/y", "trainings/b/z"]]
    with storage.open_read("trainings/b/z") as file:
        assert file.read() == b"3"


def test_large_files_are_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathered, "MOST_BYTES", 4)
    storage = Counting(tmp_path)
    together = Gathered(storage)

    together.add({"a/small": b"123"})
    together.add({"a/large": b"45678"})
    together.add({"a/last": b"9"})
    assert storage.calls == [["a/large", "a/small"]]
    together.write()

    assert storage.calls[1:] == [["a/last"]]


@pytest.mark.parametrize("key", ["a/../b/c", "a/b c", "/", "../x"])
def test_a_key_that_is_none_is_refused_and_nothing_is_written(tmp_path: Path, key: str) -> None:
    storage = LocalStorage(tmp_path)

    with pytest.raises(ValueError, match="a storage key"):
        storage.write_files({"a/good": b"1", key: b"2"})

    assert not storage.exists("a/good")


def test_files_stay_inside_the_storage_where_a_folder_is_a_link(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    outside.mkdir()
    root.mkdir()
    (root / "a").symlink_to(outside)

    with pytest.raises(ValueError, match="inside the storage"):
        LocalStorage(root).write_files({"a/x": b"1"})

    assert list(outside.iterdir()) == []
