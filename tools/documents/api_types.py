"""The description of the API, and the TypeScript types that the page is checked against."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from armillary.cli.openapi import describe_api
from documents._pages import ROOT

_PROGRAM = ROOT / "web" / "node_modules" / ".bin" / "openapi-typescript"


def generate() -> Iterator[tuple[Path, str]]:
    """Give both files."""
    text = describe_api()
    yield ROOT / "web" / "openapi.json", text
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "openapi.json", Path(folder) / "schema.gen.ts"
        given.write_text(text, encoding="utf-8")
        subprocess.run(
            [_PROGRAM, given, "--default-non-nullable=false", "--output", made],
            check=True,
            capture_output=True,
            cwd=ROOT / "web",
        )
        yield ROOT / "web" / "src" / "api" / "schema.gen.ts", made.read_text(encoding="utf-8")
