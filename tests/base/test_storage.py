"""The local driver keeps the storage contract."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armillary.base.storage import LocalStorage


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "files")


def _read(storage: LocalStorage, key: str) -> bytes:
    with storage.open_read(key) as file:
        return file.read()


def test_what_is_written_is_read_with_its_hash(storage: LocalStorage) -> None:
    with storage.write("a/b.bin") as file:
        file.write(b"one ")
        file.write(b"two")

    assert _read(storage, "a/b.bin") == b"one two"
    assert file.sha256 == hashlib.sha256(b"one two").hexdigest()
    assert storage.size_bytes("a/b.bin") == file.size_bytes == 7


def test_a_failed_write_leaves_the_old_file_and_nothing_else(storage: LocalStorage) -> None:
    with storage.write("a") as file:
        file.write(b"old")

    with pytest.raises(RuntimeError), storage.write("a") as file:
        file.write(b"new")
        raise RuntimeError

    assert _read(storage, "a") == b"old"
    assert [path.name for path in storage.root.rglob("*") if path.is_file()] == ["a"]


def test_several_files_are_written_together_and_none_is_left_half(
    storage: LocalStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.write_files({"a/one": b"1", "a/deep/two": b"22", "b": b"333"})
    storage.write_files({})

    def refuse(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(OSError, match="No space"):
        storage.write_files({"a/one": b"new", "c": b"new"})

    found = {path.relative_to(storage.root) for path in storage.root.rglob("*") if path.is_file()}
    assert found == {Path("a/one"), Path("a/deep/two"), Path("b")}
    assert _read(storage, "a/one") == b"1"
    assert _read(storage, "a/deep/two") == b"22"


@given(data=st.binary(max_size=200), start=st.integers(0, 250), length=st.integers(0, 250))
def test_a_range_is_the_slice(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, start: int, length: int
) -> None:
    storage = LocalStorage(tmp_path_factory.mktemp("range"))
    with storage.write("k") as file:
        file.write(data)

    with storage.open_read("k", start, start + length) as part:
        assert part.read() == data[start : start + length]


@pytest.mark.parametrize(
    "key", ["../x", "a/../../x", "/etc/..", "", ".hidden", "a//b", "a b", "a\0"]
)
def test_keys_that_lead_elsewhere_are_refused(storage: LocalStorage, key: str) -> None:
    with pytest.raises(ValueError, match="storage key"):
        storage.exists(key)


def test_a_link_out_of_the_folder_is_refused(storage: LocalStorage, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    storage.root.mkdir()
    (storage.root / "link").symlink_to(tmp_path)

    with pytest.raises(ValueError, match="inside"):
        storage.open_read("link/secret")


def test_a_prefix_is_stored_listed_replaced_and_deleted_whole(
    storage: LocalStorage, tmp_path: Path
) -> None:
    folder = tmp_path / "bundle"
    (folder / "deep").mkdir(parents=True)
    (folder / "a").write_bytes(b"1")
    (folder / "deep" / "b").write_bytes(b"22")

    storage.write_prefix("models/m", folder)
    (folder / "a").unlink()
    first = [(file.key, file.size_bytes) for file in storage.list_files("models/m")]
    storage.write_prefix("models/m", folder)

    assert first == [("models/m/a", 1), ("models/m/deep/b", 2)]
    assert [file.key for file in storage.list_files("models/m")] == ["models/m/deep/b"]
    storage.delete_prefix("models/m")
    assert list(storage.list_files("models/m")) == []


def test_a_missing_key_is_a_missing_file(storage: LocalStorage) -> None:
    with pytest.raises(FileNotFoundError):
        storage.open_read("nothing")
    with pytest.raises(FileNotFoundError):
        storage.local_path("nothing")
    storage.delete("nothing")
    storage.delete_prefix("nothing")


def test_a_mounted_part_lies_in_its_own_folder(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path / "files", {"models": tmp_path / "elsewhere"})

    with storage.write("models/m/weights") as file:
        file.write(b"1")

    assert (tmp_path / "elsewhere" / "m" / "weights").read_bytes() == b"1"
    assert [file.key for file in storage.list_files("models")] == ["models/m/weights"]


def test_prefixes_are_listed_with_the_time_of_their_last_change(storage: LocalStorage) -> None:
    for key in ("a/one/x", "a/two/deep/y", "a/file", "b/three/z"):
        with storage.write(key) as file:
            file.write(b"1")

    before = storage.changed_at("a/two")
    with storage.write("a/two/deep/y") as file:
        file.write(b"2")

    assert list(storage.list_prefixes("a")) == ["one", "two"]
    assert list(storage.list_prefixes("nothing")) == []
    assert before is not None
    assert (storage.changed_at("a/two") or before) >= before
    assert storage.changed_at("nothing") is None


def test_files_brought_along_from_long_ago_count_as_new(
    storage: LocalStorage, tmp_path: Path
) -> None:
    source = tmp_path / "old"
    source.mkdir()
    (source / "file").write_bytes(b"1")
    for path in (source / "file", source):
        os.utime(path, (0, 0))

    storage.write_prefix("a/b", source)

    changed_at = storage.changed_at("a/b")
    assert changed_at is not None
    assert changed_at.year > 2000


def test_what_dead_writers_left_is_listed_and_removed(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path / "files", {"far": tmp_path / "elsewhere"})
    writers = [storage.write(key) for key in ("near/x", "far/y")]
    for writer in writers:
        writer.__enter__().write(b"half")
    late = datetime.now(UTC) + timedelta(minutes=1)

    early = storage.list_abandoned(late - timedelta(days=1))
    found = storage.list_abandoned(late)
    storage.remove_abandoned(late)

    assert early == []
    assert len(found) == 2
    assert storage.list_abandoned(late) == []
