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
    max_training_time_s: int = setting(
        3600,
        "MAX_TRAINING_TIME",
        "MAX_TRAINING_TIME",
        text="Seconds after which a training is stopped, its best state kept.",
        ge=1,
    )
    session_cleanup_days: int = setting(
        7,
        "SESSION_CLEANUP_DAYS",
        "SESSION_CLEANUP_DAYS",
        text="Days after which the stored events of a finished job are compacted.",
        ge=1,
    )
    orphaned_files_hours: float = setting(
        24.0,
        "ORPHANED_FILES_HOURS",
        text="Hours after which stored files that belong to nothing are removed; 0 means never.",
        ge=0,
    )
