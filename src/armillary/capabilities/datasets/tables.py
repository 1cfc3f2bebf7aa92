"""What is stored of datasets; the values themselves are files."""

from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Json, Key, WorkspaceRow

# An ordinary dataset has neither: SQL's null, which can be asked for, not JSON's.
_OwnJson = Json(none_as_null=True)

DatasetState = Literal["importing", "ready", "failed"]
UploadState = Literal["open", "finished"]
MapState = Literal["computing", "ready", "failed"]
ReportState = Literal["pending", "ready", "failed"]


class Dataset(Base, WorkspaceRow):
    """One table: where it came from, what is known of it, where its values are."""

    __tablename__ = "datasets"
    __table_args__ = (sa.Index("ix_datasets_list", "workspace_id", "id"),)

    id: Mapped[Key] = mapped_column(primary_key=True)
    name: Mapped[str]
    filename: Mapped[str]
    state: Mapped[DatasetState] = mapped_column(sa.String(16))
    version: Mapped[int]
    upload_date: Mapped[datetime]
    created_by: Mapped[str]
    job_id: Mapped[str | None] = mapped_column(sa.String(64))
    """The job that imports it."""

    size_bytes: Mapped[int] = mapped_column(sa.BigInteger)
    content_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    """SHA-256 of the uploaded bytes."""

    duplicate_of: Mapped[str | None] = mapped_column(sa.String(64))
    """The oldest dataset of the workspace that was made of the same bytes, if there is one."""

    file_path: Mapped[str | None]
    """Storage key of the table as Parquet, once it is ready."""
    total_rows: Mapped[int | None] = mapped_column(sa.BigInteger)
    total_columns: Mapped[int | None]
    memory_bytes: Mapped[int | None] = mapped_column(sa.BigInteger)
    """What the values take when loaded."""
    duplicate_rows: Mapped[int | None] = mapped_column(sa.BigInteger)
    warnings: Mapped[list[str]]
    issues: Mapped[list[str]]
    """What made it fail; empty unless the file itself is at fault."""
    error: Mapped[str | None]
    import_error: Mapped[str | None]
    """Why importing it again failed, where its table is still the one from before."""

    head_rows: Mapped[int | None]
    """How many rows can be seen while it is being imported."""
    report_state: Mapped[ReportState | None] = mapped_column(sa.String(16))
    """How far the import report is; null where there is none."""
    report_job_id: Mapped[str | None] = mapped_column(sa.String(64))
    """The job that completes the report, unless the import itself did."""
    report_path: Mapped[str | None]
    """Storage key of the report."""

    dtypes: Mapped[dict[str, Any] | None] = mapped_column(Json, deferred=True)
    schema: Mapped[list[Any] | None] = mapped_column("column_schema", Json, deferred=True)
    """One entry a column, in order: see `schema.ColumnEntry`."""

    reading: Mapped[dict[str, Any] | None] = mapped_column(_OwnJson, deferred=True)
    """What a person said about how the file is read: see `reading_options.ImportOptions`."""
    meanings: Mapped[dict[str, Any] | None] = mapped_column(_OwnJson, deferred=True)
    """What a person said that columns mean, by name; it holds over later imports."""

    generated: Mapped[dict[str, Any] | None] = mapped_column(_OwnJson)
    """Of a synthetic table, ``{generator, params, seed}``: what makes it again."""
    derived_from: Mapped[list[str] | None] = mapped_column(_OwnJson)
    """The datasets that it was made of, the main one first; null where it was uploaded."""
    recipe: Mapped[dict[str, Any] | None] = mapped_column(_OwnJson, deferred=True)
    """How it was made: see `recipes.lineage`."""


class UploadSession(Base, WorkspaceRow):
    """A file that comes in pieces; its bytes lie in a part file until all of them are there."""

    __tablename__ = "upload_sessions"

    id: Mapped[Key] = mapped_column(primary_key=True)
    state: Mapped[UploadState] = mapped_column(sa.String(16))
    filename: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(sa.BigInteger)
    offset_bytes: Mapped[int] = mapped_column(sa.BigInteger)
    """How many bytes are on the disk for good; the next piece begins here."""
    sha256: Mapped[str | None] = mapped_column(sa.String(64))
    """The hash of the whole file as its sender told it."""
    head_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    """The hash of its first bytes, by which the sender knows the file again."""
    options: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """How the file is to be read, as an upload in one piece may say it."""
    dataset_id: Mapped[Key]
    """The dataset that it becomes; kept ready, so that finishing can be repeated."""
    job_id: Mapped[str | None] = mapped_column(sa.String(64))
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Recipe(Base, WorkspaceRow):
    """Steps that somebody keeps to apply them again."""

    __tablename__ = "recipes"

    id: Mapped[Key] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str]
    steps: Mapped[list[Any]]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int]


class DatasetMap(Base, WorkspaceRow):
    """A table's rows laid out in a plane; the places themselves are a file."""

    __tablename__ = "dataset_maps"

    id: Mapped[Key] = mapped_column(primary_key=True)
    dataset_id: Mapped[Key] = mapped_column(index=True)
    job_id: Mapped[Key] = mapped_column(index=True)
    state: Mapped[MapState] = mapped_column(sa.String(16))
    asked: Mapped[dict[str, Any]]
    """What was asked for: method, columns, parameters and the like; equal ones give one map."""
    used: Mapped[dict[str, Any] | None]
    """The parameters that were used in the end."""
    notes: Mapped[list[str]]
    """What is to be known of the way from the table to the plane."""
    facts: Mapped[dict[str, Any] | None]
    features: Mapped[list[str] | None]
    total_rows: Mapped[int | None] = mapped_column(sa.BigInteger)
    """How many rows the map has places for."""
    file_path: Mapped[str | None]
    error: Mapped[str | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
