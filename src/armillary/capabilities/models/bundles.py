"""Bundles of models in storage: written whole, read back by workers and hosts, zipped."""

import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.errors import NotFound, Unavailable
from armillary.base.storage import Gathered, Storage
from armillary.base.values import from_json

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel

_CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True)
class StoredBundle:
    """Where a bundle lies and how large it is."""

    prefix: str
    size_bytes: int


def write_bundle(
    storage: Storage, model: "FittedModel", prefix: str, lineage: Mapping[str, Any]
) -> StoredBundle:
    """Store a model under a prefix, all of its files or none."""
    from armillary.learning import bundle

    with tempfile.TemporaryDirectory(prefix="armillary-bundle-") as folder:
        bundle.save(model, Path(folder), lineage)
        storage.write_prefix(prefix, Path(folder))
    return StoredBundle(prefix, sum(file.size_bytes for file in storage.list_files(prefix)))


def gather_bundle(
    gathered: Gathered, model: "FittedModel", prefix: str, lineage: Mapping[str, Any]
) -> StoredBundle:
    """Have a model stored under a prefix where nothing lies, together with other files."""
    from armillary.learning import bundle

    _, files = bundle.files_of(model, lineage)
    gathered.add({f"{prefix}/{name}": data for name, data in files.items()})
    return StoredBundle(prefix, sum(len(data) for data in files.values()))


def keep_only(storage: Storage, model_id: str, folder: str) -> None:
    """Remove what claims that died have left of a model beside the folder that counts."""
    for file in list(storage.list_files(f"models/{model_id}")):
        if not file.key.startswith(f"{folder}/"):
            storage.delete(file.key)


def load_bundle(storage: Storage, prefix: str) -> "FittedModel":
    """Load a stored model; raises where a file was changed or is gone."""
    from armillary.learning import bundle

    try:
        return bundle.load(storage.local_path(prefix))
    except (FileNotFoundError, NotFound):
        raise Unavailable(
            "The files of this model are gone from the storage; train it again or restore them.",
            code="bundle_missing",
        ) from None


def export_bundle(storage: Storage, prefix: str, folder: Path) -> None:
    """Copy a stored bundle into a folder, which is made."""
    for file in storage.list_files(prefix):
        target = folder / file.key.removeprefix(f"{prefix}/")
        target.parent.mkdir(parents=True, exist_ok=True)
        with storage.open_read(file.key) as source, target.open("wb") as out:
            shutil.copyfileobj(source, out, _CHUNK_BYTES)


def zip_bundle(storage: Storage, prefix: str) -> Iterator[bytes]:
    """Give a zip of a bundle piece by piece; nothing but one piece is held in memory."""
    out = _Drain()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in storage.list_files(prefix):
            name = file.key.removeprefix(f"{prefix}/")
            # A fixed time, so that the same model always gives the same bytes.
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with storage.open_read(file.key) as source, archive.open(entry, "w") as target:
                while chunk := source.read(_CHUNK_BYTES):
                    target.write(chunk)
                    yield out.take()
    yield out.take()


class _Drain(io.RawIOBase):
    """A file that can only be written to, and emptied as it fills."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._position = 0

    def writable(self) -> bool:
        """It can be written to."""
        return True

    def tell(self) -> int:
        """Give the bytes written so far."""
        return self._position

    def write(self, data: Any, /) -> int:
        """Append bytes."""
        self._buffer += data
        self._position += len(data)
        return len(data)

    def take(self) -> bytes:
        """Give what was written since the last time."""
        taken = bytes(self._buffer)
        self._buffer.clear()
        return taken


def read_manifest(storage: Storage, prefix: str) -> dict[str, Any] | None:
    """Give what a stored model says of itself, loading nothing of it; None where it is gone."""
    try:
        with storage.open_read(f"{prefix}/manifest.json") as file:
            manifest: dict[str, Any] = from_json(file.read())
    except (FileNotFoundError, NotFound, ValueError):
        return None
    return manifest
