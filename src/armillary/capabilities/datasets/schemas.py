"""What clients send about datasets."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from armillary.capabilities.datasets.columns.types import ColumnType
from armillary.capabilities.datasets.reading_options import ImportOptions
from armillary.capabilities.datasets.views import View

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class UploadRequest(BaseModel):
    """A file that will come in pieces."""

    filename: Annotated[str, Field(min_length=1, max_length=1000)]
    size_bytes: Annotated[int, Field(ge=0)]
    sha256: Sha256 | None = None
    """The hash of the whole file, where it is known."""
    head_sha256: Sha256 | None = None
    """The hash of its first MiB, by which the client will know the file again."""
    recognise: bool = False
    """Whether to be told of a dataset made of the same bytes, instead of sending them."""
    options: ImportOptions | None = None
    """How the file is to be read."""


class RenameRequest(BaseModel):
    """Another name for a dataset."""

    name: Annotated[str, Field(min_length=1, max_length=200)]


class MeaningsRequest(BaseModel):
    """What columns mean, by name; null goes back to what was found out."""

    columns: Annotated[dict[str, ColumnType | None], Field(min_length=1, max_length=10_000)]


class FinishRequest(BaseModel):
    """The end of an upload; the hash, where it is known, is compared with what came."""

    sha256: Sha256 | None = None


class SpiralRequest(BaseModel):
    """The parameters of a synthetic table, by their names, beside these."""

    model_config = ConfigDict(extra="allow")

    seed: int = 0
    """The same seed gives the same table."""
    name: Annotated[str, Field(max_length=200)] | None = None
    """What the dataset shall be called; its generator's id where nothing is said."""

    def parameters(self) -> dict[str, Any]:
        """Give what the generator itself is told."""
        return dict(self.model_extra or {})


class GenerateRequest(SpiralRequest):
    """A synthetic table of some type, such as ``moons``."""

    type: str


class MapRequest(BaseModel):
    """A map of a table's rows."""

    method: str
    """Such as ``pca``, ``tsne`` or ``umap``."""
    columns: Annotated[list[str], Field(min_length=1, max_length=1000)] | None = None
    """What rows are compared by; where nothing is said, all columns that suit."""
    view: View | None = None
    """Which rows the map shows; its columns are those compared by where ``columns`` is not said."""
    parameters: dict[str, Any] = {}
    missing: Literal["fill", "drop"] = "fill"
    """Whether rows with gaps are kept, their gaps filled, or left out."""
    most_rows: Annotated[int, Field(ge=10, le=100_000)] = 20_000
    """Of a table with more rows, so many are drawn by chance."""
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 42
