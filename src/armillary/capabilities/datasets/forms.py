"""Reading one file out of a multipart form while its bytes arrive."""

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from armillary.base.errors import BadRequest

_HEADER_BYTES = 16_384
_OPTIONS_BYTES = 1 << 20


class FilePart:
    """The part named ``file`` of a form; feed it the body and take the file's bytes from it.

    A part named ``options`` is kept beside it.
    """

    def __init__(self, content_type: str) -> None:
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary")
        if kind != b"multipart/form-data" or not boundary:
            raise _no_file()
        self.filename = ""
        self.options = bytearray()
        self._is_file = False
        self._is_options = False
        self._was_found = False
        self._is_over = False
        self._headers: dict[bytes, str] = {}
        self._name, self._value = bytearray(), bytearray()
        self._bytes: list[bytes] = []
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._add_name,
                "on_header_value": self._add_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._end_headers,
                "on_part_data": self._add_data,
                "on_part_end": self._end,
                "on_end": self._finish,
            },
            max_header_size=_HEADER_BYTES,
        )

    def feed(self, chunk: bytes) -> bytes:
        """Take a piece of the body and give the file's bytes in it."""
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise BadRequest(f"The form is malformed: {error}. Send the file again.") from error
        data, self._bytes = b"".join(self._bytes), []
        return data

    def finish(self) -> None:
        """Check at the end of the body that the form was whole and had a file."""
        if not self._is_over:
            raise BadRequest("The form ends in its middle; it was cut off. Send the file again.")
        if not self._was_found:
            raise _no_file()

    def _begin(self) -> None:
        self._headers = {}

    def _add_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _add_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        # Latin-1 keeps every byte as it is; what is meant is UTF-8, decoded below.
        self._headers[bytes(self._name).lower()] = self._value.decode("latin-1")
        self._name, self._value = bytearray(), bytearray()

    def _end_headers(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", ""))
        filename = options.get(b"filename")
        # A form may hold more files; one upload is one table.
        self._is_file = options.get(b"name") == b"file" and bool(filename) and not self._was_found
        self._is_options = options.get(b"name") == b"options" and not filename
        if self._is_file and filename:
            self._was_found = True
            self.filename = filename.decode("utf-8", "replace")

    def _add_data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self._bytes.append(data[start:end])
        elif self._is_options:
            self.options += data[start:end]
            if len(self.options) > _OPTIONS_BYTES:
                raise BadRequest(f"The options are longer than {_OPTIONS_BYTES:,} bytes.")

    def _end(self) -> None:
        self._is_file = self._is_options = False

    def _finish(self) -> None:
        self._is_over = True


def _no_file() -> BadRequest:
    return BadRequest(
        "Send the file as multipart/form-data, in a part named `file` that has a filename.",
        code="no_file",
    )
