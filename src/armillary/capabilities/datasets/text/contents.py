"""Telling what a file is that is not delimited text, by its first bytes."""

import re

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "a RIFF sound, film or image"),
    (b"%PDF-", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a ZIP archive, or a document such as .xlsx that is one inside"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document such as .xls"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"SIMPLE  =", "a FITS file"),
    (b"CDF\x01", "a NetCDF file"),
    (b"CDF\x02", "a NetCDF file"),
    (b"MATLAB 5.0 MAT-file", "a MATLAB file"),
    (b"$FL2@(#)", "an SPSS file"),
    (b"<stata_dta>", "a Stata file"),
    (b"RDX2\n", "an R data file"),
    (b"RDX3\n", "an R data file"),
    (b"Obj\x01", "an Avro file"),
    (b"\x04\x22\x4d\x18", "an LZ4 stream"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\x80\x04\x95", "a Python pickle"),
)
_MARKUP = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:(!doctype\s+html|html|head|body|table)|(\?xml|svg|[a-z]+\s+xmlns))",
    re.IGNORECASE | re.DOTALL,
)
_JSON = re.compile(rb'\s*(?:\{\s*"[^"]*"\s*:|\[\s*[\[{])')
_DBASE_VERSIONS = frozenset(b"\x02\x03\x30\x31\x32\x43\x63\x83\x8b\xcb\xf5\xfb")
_DBASE_HEADER, _DBASE_FIELD = 32, 32


def name_of_content(head: bytes) -> str | None:
    """Say what a file is by its first bytes, where it is something known that is no plain table."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[257:262] == b"ustar":
        return "a tar archive"
    if _is_dbase(head):
        return "a dBase table (.dbf)"
    text = head.removeprefix(b"\xef\xbb\xbf")
    if found := _MARKUP.match(text):
        return "a web page (HTML)" if found[1] else "an XML document"
    return "JSON" if _JSON.match(text) else None


def _is_dbase(head: bytes) -> bool:
    """Tell a dBase table by its header: a version, a day, and fields of fixed size."""
    if len(head) <= _DBASE_HEADER or head[0] not in _DBASE_VERSIONS:
        return False
    _, month, day = head[1:4]
    header_bytes, record_bytes = (int.from_bytes(head[at : at + 2], "little") for at in (8, 10))
    has_day = 1 <= month <= 12 and 1 <= day <= 31
    has_fields = header_bytes > _DBASE_HEADER + _DBASE_FIELD and record_bytes > 1
    kind_of_first_field = head[_DBASE_HEADER + 11 : _DBASE_HEADER + 12]
    return has_day and has_fields and kind_of_first_field.isupper()
