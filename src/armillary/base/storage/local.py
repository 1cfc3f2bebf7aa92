"""Files on this machine's disk: written beside, synchronised, renamed into place."""

import errno
import hashlib
import io
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from armillary.base.ids import new_id
from armillary.base.storage.contract import Abandoned, StoredFile

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")
_TEMPORARY = ".writing"
_PARTS = ".parts"
_COPY_BYTES = 1 << 22
_AT_ONCE = 8


class _HashedFile:
    """A file being written, hashed on the way."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size_bytes = 0

    @property
    def sha256(self) -> str:
        """The hash of the bytes written so far."""
        return self._hash.hexdigest()

    def write(self, data: bytes, /) -> int:
        """Append bytes."""
        self._hash.update(data)
        self.size_bytes += len(data)
        return self._file.write(data)


class _Range(io.RawIOBase):
    """The part of an open file between two positions."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self._file = file
        self._left = max(end - start, 0)
        file.seek(start)

    def readable(self) -> bool:
        """Ranges can be read."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # typeshed's Buffer
        """Fill the buffer as far as the range goes."""
        chunk = self._file.read(min(len(buffer), self._left))
        buffer[: len(chunk)] = chunk
        self._left -= len(chunk)
        return len(chunk)

    def close(self) -> None:
        """Close the file below as well."""
        self._file.close()
        super().close()


class LocalStorage:
    """The `Storage` contract on a folder of the local disk.

    ``mounts`` gives keys with a certain first part a folder of their own, perhaps on another disk.
    """

    def __init__(self, root: Path, mounts: Mapping[str, Path] | None = None) -> None:
        self.root = root.resolve()
        self._mounts = {name: path.resolve() for name, path in (mounts or {}).items()}

    @contextmanager
    def write(self, key: str) -> Iterator[_HashedFile]:
        """Write beside, synchronise, rename: a crash leaves the old file or the new one."""
        target = self._path(key)
        temporary = self._new_temporary(key)
        try:
            with temporary.open("wb") as file:
                yield _HashedFile(file)
                file.flush()
                os.fsync(file.fileno())
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.replace(target)
            _synchronise(target.parent)
        finally:
            temporary.unlink(missing_ok=True)

    def write_files(self, files: Mapping[str, bytes]) -> None:
        """Write beside, synchronise all at once, rename each; each folder is synchronised once."""
        targets = self._targets(files)
        written = {key: self._new_temporary(key) for key in files}
        try:
            for key, temporary in written.items():
                temporary.write_bytes(files[key])
            _synchronise_all(list(written.values()))
            folders = sorted({target.parent for target in targets.values()})
            for folder in folders:
                folder.mkdir(parents=True, exist_ok=True)
            for key, temporary in written.items():
                temporary.replace(targets[key])
            _synchronise_all(folders)
        finally:
            for temporary in written.values():
                temporary.unlink(missing_ok=True)

    def _targets(self, keys: Iterable[str]) -> dict[str, Path]:
        """Give the path of each key; the folders of many keys are few, and looked at once each."""
        folders: dict[str, Path] = {}
        targets = {}
        for key in keys:
            folder, _, name = key.strip("/").rpartition("/")
            if not folder or not _PART.fullmatch(name):
                targets[key] = self._path(key)
                continue
            if folder not in folders:
                folders[folder] = self._path(folder)
            targets[key] = folders[folder] / name
        return targets

    def part_path(self, key: str) -> Path:
        """Give a path on the disk of the key's own folder, so that `adopt` only renames."""
        name = self._path(key).name
        folder = self._place(key)[0] / _PARTS
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name

    def adopt(self, key: str, path: Path) -> None:
        """Rename the file into place, or copy it where it lies on another disk."""
        target = self._path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.replace(target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            self._copy(path, key)
            path.unlink()
        _synchronise(target.parent)

    def _copy(self, path: Path, key: str) -> None:
        with path.open("rb") as source, self.write(key) as file:
            while data := source.read(_COPY_BYTES):
                file.write(data)

    def write_prefix(self, prefix: str, folder: Path) -> None:
        """Copy a folder beside and rename it into place; an older one is replaced."""
        target = self._path(prefix)
        temporary, replaced = self._new_temporary(prefix), self._new_temporary(prefix)
        try:
            shutil.copytree(folder, temporary)
            _synchronise_all(list(temporary.rglob("*")))
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                target.rename(replaced)
            temporary.rename(target)
            _synchronise(target.parent)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
            shutil.rmtree(replaced, ignore_errors=True)

    def open_read(self, key: str, start: int = 0, end: int | None = None) -> BinaryIO:
        """Open the file, or a range of its bytes."""
        file = self._path(key).open("rb")
        if start == 0 and end is None:
            return file
        size = os.fstat(file.fileno()).st_size
        return io.BufferedReader(_Range(file, start, size if end is None else min(end, size)))

    def exists(self, key: str) -> bool:
        """Whether the key names a file."""
        return self._path(key).is_file()

    def size_bytes(self, key: str) -> int:
        """The size on disk."""
        return self._path(key).stat().st_size

    def list_files(self, prefix: str) -> Iterator[StoredFile]:
        """Walk the folder of the prefix."""
        folder = self._path(prefix)
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                key = f"{prefix.strip('/')}/{path.relative_to(folder).as_posix()}"
                yield StoredFile(key, path.stat().st_size)

    def delete(self, key: str) -> None:
        """Remove the file if it is there."""
        self._path(key).unlink(missing_ok=True)

    def delete_prefix(self, prefix: str) -> None:
        """Rename the folder away, so that no half of it is ever seen, then remove it."""
        folder = self._path(prefix)
        doomed = self._new_temporary(prefix)
        try:
            folder.rename(doomed)
        except FileNotFoundError:
            return
        shutil.rmtree(doomed, ignore_errors=True)

    def local_path(self, key: str) -> Path:
        """Local files are read where they lie."""
        path = self._path(key)
        if not path.exists():
            raise FileNotFoundError(f"nothing is stored under {key!r}")
        return path

    def list_prefixes(self, prefix: str) -> Iterator[str]:
        """Give the names of the folders in the folder of the prefix."""
        folder = self._path(prefix)
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                if path.is_dir() and _PART.fullmatch(path.name):
                    yield path.name

    def changed_at(self, prefix: str) -> datetime | None:
        """Look at every file and folder below, and at the folder itself."""
        return _changed_at(self._path(prefix))

    def list_abandoned(self, before: datetime) -> list[Abandoned]:
        """Look into the folders where files are written that have no name yet."""
        return [Abandoned(path.name, _size_of(path)) for path in self._abandoned(before)]

    def remove_abandoned(self, before: datetime) -> None:
        """Remove what was not written to for long."""
        for path in self._abandoned(before):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def _abandoned(self, before: datetime) -> list[Path]:
        folders = [root / _TEMPORARY for root in (self.root, *self._mounts.values())]
        paths = [path for folder in folders if folder.is_dir() for path in folder.iterdir()]
        changed = {path: _changed_at(path) for path in paths}
        return [path for path, at in changed.items() if at is not None and at < before]

    def _new_temporary(self, key: str) -> Path:
        # Beside its target, since a rename does not cross disks.
        folder = self._place(key)[0] / _TEMPORARY
        folder.mkdir(parents=True, exist_ok=True)
        return folder / new_id("w")

    def _place(self, key: str) -> tuple[Path, list[str]]:
        first, *rest = key.strip("/").split("/")
        if first in self._mounts:
            return self._mounts[first], rest
        return self.root, [first, *rest]

    def _path(self, key: str) -> Path:
        root, parts = self._place(key)
        if not all(_PART.fullmatch(part) for part in parts):
            raise ValueError(
                f"a storage key has parts of letters, digits, '.', '_' and '-'; got {key!r}"
            )
        path = root.joinpath(*parts)
        if not path.resolve().is_relative_to(root):
            raise ValueError(f"a storage key stays inside the storage folder; got {key!r}")
        return path


def _changed_at(path: Path) -> datetime | None:
    """Say when a file, or anything in a folder, was last changed on this very disk.

    Files that are copied or renamed may bring along older times of writing; not this one.
    """
    times = [status.st_ctime for each in (path, *_below(path)) if (status := _status(each))]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _size_of(path: Path) -> int:
    found = [_status(each) for each in (path, *_below(path)) if not each.is_dir()]
    return sum(status.st_size for status in found if status)


def _below(path: Path) -> Iterator[Path]:
    # Unlike a glob it does not mind what is removed meanwhile.
    for folder, folders, files in os.walk(path):
        yield from (Path(folder) / name for name in (*folders, *files))


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


def _synchronise_all(paths: Sequence[Path]) -> None:
    """Synchronise many at once: the disk then does in one go what it would do one by one."""
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="synchronise") as pool:
        for _ in pool.map(_synchronise, paths):
            pass


def _synchronise(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
