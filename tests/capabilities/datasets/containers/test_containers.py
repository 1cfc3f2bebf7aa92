"""Files packed in others: one comes out, within bounds, wherever names in archives point."""

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from pathlib import Path

import pyarrow as pa
import pytest

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import ReadLimits, ReadOptions
from armillary.capabilities.datasets.opening import list_parts
from tests.capabilities.datasets.importer import LIMITS, Table, folder, import_bytes

CSV = b"a,b\n1,x\n2,y\n"
ROWS = [(1, "x"), (2, "y")]


def zstd(data: bytes) -> bytes:
    target = pa.BufferOutputStream()
    with pa.CompressedOutputStream(target, "zstd") as stream:
        stream.write(data)
    return bytes(target.getvalue())


def zipped(**members: bytes) -> bytes:
    return zipped_as({name.replace("__", "."): data for name, data in members.items()})


def zipped_as(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


STREAMS = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd,
}


def read(data: bytes, filename: str, part: str | None = None, limits: ReadLimits = LIMITS) -> Table:
    return import_bytes(data, filename, limits, ReadOptions(part=part))


@pytest.mark.parametrize("suffix", STREAMS)
def test_compressed_tables_are_read_whatever_their_name(suffix: str) -> None:
    data = STREAMS[suffix](CSV)

    assert read(data, f"t.csv.{suffix}").rows == ROWS
    assert read(data, "t.csv").rows == ROWS


@pytest.mark.parametrize("suffix", STREAMS)
def test_streams_in_several_pieces_are_read_whole(suffix: str) -> None:
    data = STREAMS[suffix](b"a,b\n1,x\n") + STREAMS[suffix](b"2,y\n")

    assert read(data, f"t.csv.{suffix}").rows == ROWS


@pytest.mark.parametrize("suffix", STREAMS)
@pytest.mark.parametrize("kept", [0.3, 0.9, 0.99])
def test_streams_cut_off_are_refused(suffix: str, kept: float) -> None:
    data = STREAMS[suffix](b"".join(b"%d,%d\n" % (n, zlib.crc32(b"%d" % n)) for n in range(9999)))

    with pytest.raises(Unreadable, match="cannot be unpacked"):
        read(data[: int(len(data) * kept)], f"t.csv.{suffix}")


@pytest.mark.parametrize("suffix", ["gz", "bz2", "xz"])
def test_a_damaged_stream_is_refused(suffix: str) -> None:
    data = bytearray(STREAMS[suffix](CSV * 1000))
    data[len(data) // 2] ^= 0xFF

    with pytest.raises(Unreadable, match="cannot be unpacked"):
        read(bytes(data), f"t.csv.{suffix}")


def test_an_archive_gives_its_first_table_and_names_the_others() -> None:
    table = read(zipped(README__md=b"hello", one__csv=CSV, two__csv=b"c\n3\n"), "t.zip")

    assert table.rows == ROWS
    assert "'one.csv' was read; the archive also has 'README.md', 'two.csv'." in table.warnings


def test_a_member_can_be_chosen_and_a_table_in_it() -> None:
    lists = b'{"x": [{"n": 1}], "y": [{"n": 2}]}'
    data = zipped(one__csv=CSV, two__json=lists)

    assert read(data, "t.zip", "two.json!y").rows == [(2,)]
    assert read(data, "t.zip", "one.csv").rows == ROWS
    assert read(zipped(two__json=lists), "t.zip", "y").rows == [(2,)]
    with pytest.raises(Unreadable, match=r"no 'three.csv' in the archive; there is 'one.csv'"):
        read(data, "t.zip", "three.csv")


def test_compressed_members_are_read() -> None:
    assert read(zipped(t__csv__gz=gzip.compress(CSV)), "t.zip").rows == ROWS


def test_more_packing_than_that_is_refused() -> None:
    data = gzip.compress(gzip.compress(gzip.compress(CSV)))

    with pytest.raises(Unreadable, match="packed more than 2 times"):
        read(data, "t.csv.gz.gz.gz")


def test_members_are_listed_and_what_one_of_them_holds() -> None:
    two = zipped_as({"a.csv": CSV, "b/c.csv": CSV, "b/": b"", "__MACOSX/._a.csv": b"x"})
    one = zipped(x__json=b'{"x": [{"n": 1}], "y": [{"n": 2}]}')

    assert names_of_parts(two) == ["a.csv", "b/c.csv"]
    assert names_of_parts(one) == ["x", "y"]
    assert names_of_parts(CSV) == []


def names_of_parts(data: bytes) -> list[str]:
    with folder() as work:
        path = work / "original"
        path.write_bytes(data)
        return [part.name for part in list_parts(path, "t", LIMITS)]


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:\\evil.csv", "x" * 3000]
)
def test_names_that_point_elsewhere_reach_nothing(name: str, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()

    assert read(zipped_as({name: CSV}), "t.zip").rows == ROWS
    assert list(tmp_path.rglob("*evil*")) == []


def test_a_link_in_an_archive_is_only_its_text() -> None:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = 0o120777 << 16
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    with pytest.raises(Unreadable, match="no rows"):
        read(target.getvalue(), "t.zip")


def test_two_members_of_one_name_are_no_trap() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("t.csv", CSV)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("t.csv", b"c\n3\n")

    assert read(target.getvalue(), "t.zip").rows == ROWS


def test_a_member_with_a_password_is_refused_by_name() -> None:
    data = bytearray(zipped(t__csv=CSV))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1

    with pytest.raises(Unreadable, match=r"'t.csv' in the archive is protected by a password"):
        read(bytes(data), "t.zip")


def test_a_compression_that_is_not_known_is_refused() -> None:
    data = bytearray(zipped(t__csv=CSV))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(mark) + offset] = 97

    with pytest.raises(Unreadable, match="compression is not known"):
        read(bytes(data), "t.zip")


@pytest.mark.parametrize("kept", [30, 60, 100])
def test_an_archive_cut_off_is_refused(kept: int) -> None:
    with pytest.raises(Unreadable, match="cannot be unpacked"):
        read(zipped(t__csv=CSV)[:kept], "t.zip")


def test_an_archive_without_files_is_refused() -> None:
    with pytest.raises(Unreadable, match="holds no file"):
        read(zipped_as({"folder/": b""}), "t.zip")
    with pytest.raises(Unreadable, match=r"'t.csv' in the ZIP file is empty"):
        read(zipped(t__csv=b""), "t.zip")


@pytest.mark.parametrize("suffix", [*STREAMS, "zip"])
def test_a_bomb_is_stopped_at_the_limit(suffix: str) -> None:
    zeros = bytes(30 << 20)
    data = zipped(t__csv=zeros) if suffix == "zip" else STREAMS[suffix](zeros)
    limits = ReadLimits(rows=9, columns=9, unpacked_bytes=20 << 20)

    with pytest.raises(Unreadable, match="ARMILLARY_MAX_UNPACKED_MB"):
        read(data, f"t.csv.{suffix}", limits=limits)


def test_a_ratio_that_no_table_has_is_refused() -> None:
    data = bz2.compress(bytes(120 << 20))
    limits = ReadLimits(rows=9, columns=9, unpacked_ratio=100)

    with pytest.raises(Unreadable, match="ARMILLARY_MAX_UNPACKED_RATIO"):
        read(data, "t.csv.bz2", limits=limits)


def test_many_members_are_refused() -> None:
    data = zipped_as({f"{n}.csv": b"" for n in range(11)})

    with pytest.raises(Unreadable, match="ARMILLARY_MAX_ARCHIVE_MEMBERS"):
        read(data, "t.zip", limits=ReadLimits(rows=9, columns=9, members=10))
