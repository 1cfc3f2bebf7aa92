"""Zip files of strangers, opened with care."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from armillary.learning.brought.problems import refuse

_MOST_FILES = 20_000
_MOST_BYTES = 400 << 20
_PIECE = 1 << 20


def read_zip(data: bytes) -> dict[str, bytes]:
    """Give the files of a zip by name.

    Raises `AppError` where names lead out of it or come twice, where it is no zip, and as soon as
    it unpacks to more than 400 MB, whatever it says of itself.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_names([entry.filename for entry in entries])
            left, files = _MOST_BYTES, {}
            for entry in entries:
                files[entry.filename] = _read(archive, entry, left)
                left -= len(files[entry.filename])
            return files
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError) as error:
        raise refuse(f"The file is no sound zip ({error}).") from error


def _check_names(names: list[str]) -> None:
    if len(names) > _MOST_FILES:
        raise refuse(f"The zip holds {len(names):,} files; at most {_MOST_FILES:,} are read.")
    if len(set(names)) != len(names):
        raise refuse("The zip holds two files of the same name.")
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or "\x00" in name:
            raise refuse(f"The zip holds {name[:100]!r}, which leads out of it.")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    out = bytearray()
    with archive.open(entry) as file:
        while piece := file.read(_PIECE):
            out += piece
            if len(out) > left:
                raise refuse(f"The zip unpacks to more than {_MOST_BYTES >> 20} MB.")
    return bytes(out)
