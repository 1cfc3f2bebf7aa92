"""Limits."""

from pydantic import BaseModel

from armillary.settings.fields import setting


class Limits(BaseModel):
    """Limits."""

    rate_limit: int = setting(
        600,
        "RATE_LIMIT",
        text="Requests a minute for one person or address; the owner of this machine is not "
        "counted, and 0 turns all rate limits off.",
        ge=0,
    )
    rate_limit_per_minute: int = setting(
        60,
        "RATE_LIMIT_PER_MINUTE",
        "RATE_LIMIT_PER_MINUTE",
        text="Text analyses a minute for one address.",
        ge=0,
    )
    max_upload_mb: int = setting(
        500,
        "MAX_UPLOAD_MB",
        text="Largest upload of a table in MB.",
        ge=1,
    )
    max_open_uploads: int = setting(
        100,
        "MAX_OPEN_UPLOADS",
        text="Unfinished uploads that one workspace may have at a time.",
        ge=1,
    )
    upload_kept_hours: int = setting(
        72,
        "UPLOAD_KEPT_HOURS",
        text="Hours that an unfinished upload waits for its next bytes before it is removed.",
        ge=1,
    )
    max_upload_size_mb: int = setting(
        25,
        "MAX_UPLOAD_SIZE_MB",
        "MAX_UPLOAD_SIZE_MB",
        text="Largest upload at the small client's `/datasets/upload` in MB.",
        ge=1,
    )
    max_model_mb: int = setting(
        100,
        "MAX_MODEL_MB",
        text="Largest model in MB that can be brought in.",
        ge=1,
    )
    max_preview_rows: int = setting(
        200,
        "MAX_PREVIEW_ROWS",
        "MAX_PREVIEW_ROWS",
        text="Rows that the small client's `/datasets/upload` answers with.",
        ge=1,
    )
    max_body_mb: int = setting(
        10,
        "MAX_BODY_MB",
        text="Largest request body in MB where no upload is expected.",
        ge=1,
    )
    max_rows: int = setting(
        100_000_000,
        "MAX_ROWS",
        text="Most rows of one table.",
        ge=1,
    )
    max_columns: int = setting(
        10_000,
        "MAX_COLUMNS",
        text="Most columns of one table.",
        ge=1,
    )
    max_cell_characters: int = setting(
        16_000_000,
        "MAX_CELL_CHARACTERS",
        text="Longest text of one cell of a table, in characters.",
        ge=1,
        le=16_000_000,
    )
    max_sheet_cells: int = setting(
        25_000_000,
        "MAX_SHEET_CELLS",
        text="Most cells of the rectangle that an Excel or OpenDocument sheet fills; it is loaded "
        "whole, at some 50 bytes a cell.",
        ge=1,
    )
    max_unpacked_mb: int = setting(
        20_480,
        "MAX_UNPACKED_MB",
        text="Most that may come out of a compressed table or an archive, in MB.",
        ge=1,
    )
    max_unpacked_ratio: int = setting(
        1000,
        "MAX_UNPACKED_RATIO",
        text="How many times as large as it came a table may be when it is unpacked; 100 MB are "
        "always allowed.",
        ge=1,
    )
    max_archive_members: int = setting(
        10_000,
        "MAX_ARCHIVE_MEMBERS",
        text="Most members of a ZIP archive with a table in it.",
        ge=1,
    )
    max_training_time_s: int = setting(
        3600,
        "MAX_TRAINING_TIME",
        "MAX_TRAINING_TIME",
        text="Seconds after which a training is stopped, its best state kept.",
        ge=1,
    )
    training_state_limit_mb: int = setting(
        256,
        "TRAINING_STATE_LIMIT_MB",
        text="Largest state of a training that is kept to go on from; larger ones are not.",
        ge=0,
    )
    session_cleanup_days: int = setting(
        7,
        "SESSION_CLEANUP_DAYS",
        "SESSION_CLEANUP_DAYS",
        text="Days after which stored events are forgotten; those of a job count from its end.",
        ge=1,
    )
    orphaned_files_hours: float = setting(
        24.0,
        "ORPHANED_FILES_HOURS",
        text="Hours after which stored files that belong to nothing are removed; 0 means never.",
        ge=0,
    )
