"""The catalogue of algorithms that the server and the forms read."""

from collections.abc import Iterator
from pathlib import Path

from armillary.learning import build_catalogue
from documents._pages import SOURCE


def generate() -> Iterator[tuple[Path, str]]:
    """Give the catalogue."""
    yield SOURCE / "learning" / "catalogue.json", build_catalogue.build()
