"""What lists of runs are made from: narrow tables, so that 50,000 runs are walked in no time."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Key

# Compared byte by byte on every database, so that all words with a beginning are one range.
_Bytewise = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


class ListedRun(Base):
    """What lists show and filter by of a training; its status follows that of its job."""

    __tablename__ = "listed_runs"
    # Each filter's index is in the order of the list, so that a page of it is read and no more.
    __table_args__ = (
        sa.Index("ix_listed_runs_created", "workspace_id", "created_at", "id"),
        sa.Index("ix_listed_runs_name", "workspace_id", "name", "id"),
        sa.Index("ix_listed_runs_status", "workspace_id", "status", "created_at", "id"),
        sa.Index("ix_listed_runs_algorithm", "workspace_id", "algorithm_id", "created_at", "id"),
        sa.Index("ix_listed_runs_dataset", "workspace_id", "dataset_id", "created_at", "id"),
        sa.Index("ix_listed_runs_experiment", "workspace_id", "experiment_id", "created_at", "id"),
        sa.Index("ix_listed_runs_person", "workspace_id", "created_by", "created_at", "id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[Key] = mapped_column(primary_key=True)
    workspace_id: Mapped[Key]
    name: Mapped[str]
    source: Mapped[str]
    status: Mapped[Key]
    algorithm_id: Mapped[str | None]
    dataset_id: Mapped[str | None]
    experiment_id: Mapped[str | None] = mapped_column(sa.String(64))
    target: Mapped[str | None]
    tags: Mapped[list[str]]
    has_notes: Mapped[bool]
    notes_version: Mapped[int]
    against: Mapped[int] = mapped_column(server_default=sa.text("0"), default=0)
    """How many serious findings of the guard its scores were had against."""
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    version: Mapped[int]


class RunTag(Base):
    """One tag of one run."""

    __tablename__ = "run_tags"
    __table_args__ = (
        sa.Index("ix_run_tags_tag", "workspace_id", "tag", "run"),
        {"sqlite_with_rowid": False},
    )

    run: Mapped[Key] = mapped_column(primary_key=True)
    tag: Mapped[Key] = mapped_column(primary_key=True)
    workspace_id: Mapped[Key]


class RunWord(Base):
    """A word of a run's name, notes, tags or parameters, by which it is found."""

    __tablename__ = "run_words"
    __table_args__ = (
        sa.Index("ix_run_words_word", "workspace_id", "word", "run"),
        {"sqlite_with_rowid": False},
    )

    run: Mapped[Key] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(_Bytewise, primary_key=True)
    workspace_id: Mapped[Key]


class RunValue(Base):
    """A parameter of a run, or a result of it: what it may be sorted by besides its curves."""

    __tablename__ = "run_values"
    __table_args__ = (
        sa.Index("ix_run_values_number", "workspace_id", "kind", "name", "number", "run"),
        sa.Index("ix_run_values_text", "workspace_id", "kind", "name", "text", "run"),
        {"sqlite_with_rowid": False},
    )

    run: Mapped[Key] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    """``parameter`` or ``result``."""
    name: Mapped[Key] = mapped_column(primary_key=True)
    workspace_id: Mapped[Key]
    number: Mapped[float | None]
    text: Mapped[str | None] = mapped_column(sa.String(200))


class RunNotes(Base):
    """What people wrote about a run, in Markdown."""

    __tablename__ = "run_notes"

    run: Mapped[Key] = mapped_column(primary_key=True)
    workspace_id: Mapped[Key]
    text: Mapped[str]
    version: Mapped[int]
    """Rises with each change, so that nobody overwrites what they have not seen."""
    updated_by: Mapped[str]
    updated_at: Mapped[datetime]


class DeletedRun(Base):
    """A run that is gone, whose points wait to be removed a little at a time."""

    __tablename__ = "deleted_runs"

    run: Mapped[Key] = mapped_column(primary_key=True)
    workspace_id: Mapped[Key]
