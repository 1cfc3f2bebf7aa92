"""Where tables of planets come from, and how many sessions may learn from them."""

from pathlib import Path

from pydantic import BaseModel

from armillary.settings.fields import setting


class Astronomy(BaseModel):
    """Tables of planets and of what is taken for them."""

    datasets_dir: Path | None = setting(
        None,
        "DATASETS_DIR",
        text="Folder with the NASA Exoplanet Archive's own CSV files (also .csv.gz), under any "
        "name; what lies there is taken before the archive is asked.",
    )
    exoplanet_archive_url: str = setting(
        "https://exoplanetarchive.ipac.caltech.edu/TAP/sync",
        "EXOPLANET_ARCHIVE_URL",
        text="Address of the NASA Exoplanet Archive's TAP service; empty means it is never asked.",
    )
    exoplanet_archive_timeout_s: float = setting(
        120.0,
        "EXOPLANET_ARCHIVE_TIMEOUT_S",
        text="Seconds that fetching one table from the archive may take.",
        gt=0,
    )
    exoplanet_sessions: int = setting(
        100,
        "EXOPLANET_SESSIONS",
        text="Unfinished exoplanet sessions that one workspace may have at a time.",
        ge=1,
    )
    exoplanet_training_s: int = setting(
        1800,
        "EXOPLANET_TRAINING_S",
        text="Seconds after which the training of an exoplanet session stops, its best kept.",
        ge=1,
    )
    exoplanet_session_hours: float = setting(
        24.0,
        "EXOPLANET_SESSION_HOURS",
        text="Hours that an ended exoplanet session is kept once its result was read; unread ones "
        "are kept thirty times as long.",
        ge=24,
    )
