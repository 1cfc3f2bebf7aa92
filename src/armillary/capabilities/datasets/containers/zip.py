"""ZIP archives: one member of each is read."""

import zipfile
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from armillary.capabilities.datasets.containers import Budget, Unpacked
from armillary.capabilities.datasets.damage import ZIP_ERRORS
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import Part, Reading, ReadLimits, all_formats
from armillary.capabilities.datasets.words import listed

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
# Files that are archives inside: documents, programs.
_DOCUMENTS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})
_ENCRYPTED = 0x1
_END_BYTES = 22
_COMMENT_BYTES = 65_535
_DIRECTORY_BYTES = 64 << 20
_PACKED = (".gz", ".bz2", ".xz", ".zst", ".zstd")
# Between the name of a member and that of a table in it.
_MARK = "!"


class ZipContainer:
    """Reads the member that is named, else the first that is a table by its name.

    A table inside a member is named behind a mark: ``book.xlsx!Sheet2``.
    """

    id = "zip"
    name = "ZIP"
    suffixes = (".zip",)

    def recognises(self, source: Path, head: bytes) -> bool:
        """Take what begins as an archive, but no document that is one inside."""
        if not head.startswith(_MAGIC):
            return False
        _refuse_large_directory(source)
        try:
            with zipfile.ZipFile(source) as archive:
                return not _DOCUMENTS & set(archive.namelist())
        except ZIP_ERRORS as error:
            raise _refusal(error) from error

    def parts(self, source: Path, filename: str, limits: ReadLimits) -> list[Part]:
        """List the files in the archive."""
        _refuse_large_directory(source)
        try:
            with zipfile.ZipFile(source) as archive:
                found = _members(archive, limits)
        except ZIP_ERRORS as error:
            raise _refusal(error) from error
        return [Part(each.filename, "member", f"{each.file_size:,} bytes") for each in found]

    def unpack(
        self, packed: Unpacked, target: Path, budget: Budget
    ) -> Generator[Reading, None, Unpacked]:
        """Copy one member."""
        with packed.path.open("rb") as raw:
            try:
                with zipfile.ZipFile(raw) as archive:
                    members = _members(archive, budget.limits)
                    member, inner = _choose(members, packed.options.part)
                    with archive.open(member) as stream:
                        opened = cast(BinaryIO, stream)
                        yield from budget.copy(opened, target, raw, packed.path.stat().st_size)
            except ZIP_ERRORS as error:
                raise _refusal(error) from error
        others = [repr(each.filename) for each in members if each is not member]
        told = f"{member.filename!r} was read; the archive also has {listed(others)}."
        return replace(
            packed,
            path=target,
            filename=member.filename.rsplit("/", 1)[-1],
            options=replace(packed.options, part=inner),
            warnings=(told,) if others else (),
            facts={"member": member.filename},
        )


container = ZipContainer()


def _members(archive: zipfile.ZipFile, limits: ReadLimits) -> list[zipfile.ZipInfo]:
    """Give the files that a person put into the archive."""
    every = archive.infolist()
    if len(every) > limits.members:
        raise Unreadable(
            f"The archive has {len(every):,} members; at most {limits.members:,} are accepted "
            "(ARMILLARY_MAX_ARCHIVE_MEMBERS). Unpack it, and choose the table in it."
        )
    found = [each for each in every if not each.is_dir() and not _is_hidden(each.filename)]
    if not found:
        raise Unreadable("The archive holds no file. Choose one with a table in it.")
    return found


def _is_hidden(name: str) -> bool:
    """Whether systems put it there: folders of resource forks, lists of icons."""
    parts = name.split("/")
    return parts[0] == "__MACOSX" or parts[-1].startswith(".") or parts[-1] == "Thumbs.db"


def _choose(members: list[zipfile.ZipInfo], part: str | None) -> tuple[zipfile.ZipInfo, str | None]:
    """Choose a member; gives what of ``part`` names a table inside it, too."""
    if part is None:
        chosen, inner = next((each for each in members if _is_table(each)), members[0]), None
    else:
        chosen, inner = _named(members, part)
    if chosen.flag_bits & _ENCRYPTED:
        raise Unreadable(
            f"{chosen.filename!r} in the archive is protected by a password. Pack it without one."
        )
    return chosen, inner


def _named(members: list[zipfile.ZipInfo], part: str) -> tuple[zipfile.ZipInfo, str | None]:
    exact = next((each for each in members if each.filename == part), None)
    if exact is not None:
        return exact, None
    begun = [each for each in members if part.startswith(each.filename + _MARK)]
    if begun:
        longest = max(begun, key=lambda each: len(each.filename))
        return longest, part[len(longest.filename) + 1 :]
    if len(members) == 1:
        return members[0], part  # the name of a table in the one member
    known = listed([repr(each.filename) for each in members])
    raise Unreadable(f"There is no {part!r} in the archive; there is {known}.")


def _is_table(member: zipfile.ZipInfo) -> bool:
    name = member.filename.lower()
    for suffix in _PACKED:
        name = name.removesuffix(suffix)
    return name.endswith(tuple(suffix for each in all_formats() for suffix in each.suffixes))


def _refuse_large_directory(source: Path) -> None:
    """Raise `Unreadable` for a directory of members that would not fit into memory."""
    size = source.stat().st_size
    with source.open("rb") as file:
        file.seek(max(size - _END_BYTES - _COMMENT_BYTES, 0))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    directory_bytes = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    # All ones mean that the number is in a larger record, for archives of 4 GB and more.
    if _DIRECTORY_BYTES < directory_bytes < 0xFFFFFFFF:
        raise Unreadable(
            f"The archive's list of members has {directory_bytes / 2**20:,.0f} MB; at most "
            f"{_DIRECTORY_BYTES // 2**20} MB are accepted. Unpack it, and choose the table in it."
        )


def _refusal(error: Exception) -> Unreadable:
    said = "its compression is not known" if isinstance(error, NotImplementedError) else str(error)
    return Unreadable(
        f"The ZIP archive cannot be unpacked: {said.rstrip('.')}. It may be damaged or cut off; "
        "pack it again."
    )
