"""Where things are kept."""

from pathlib import Path

from pydantic import BaseModel

from armillary.settings.fields import setting


class Places(BaseModel):
    """Where things are kept."""

    data_dir: Path = setting(
        Path("data"),
        "DATA_DIR",
        text="Folder of the database, the stored files and the log.",
    )
    database_url: str = setting(
        "",
        "DATABASE_URL",
        "DATABASE_URL",
        text="SQLAlchemy address of the database; empty means SQLite in the data folder.",
    )
    storage_path: Path | None = setting(
        None,
        "STORAGE_PATH",
        text="Folder of stored files; empty means `storage` in the data folder.",
    )
    redis_url: str = setting(
        "",
        "REDIS_URL",
        "REDIS_URL",
        text="Redis that carries wake-ups between machines; empty means none.",
    )
    model_storage_path: Path | None = setting(
        None,
        "MODEL_STORAGE_PATH",
        "MODEL_STORAGE_PATH",
        text="Folder of stored models; empty means `models` among the stored files.",
    )
    data_storage_path: Path | None = setting(
        None,
        "DATA_STORAGE_PATH",
        "DATA_STORAGE_PATH",
        text="Folder of stored tables; empty means `datasets` among the stored files.",
    )
    results_storage_path: Path | None = setting(
        None,
        "RESULTS_STORAGE_PATH",
        "RESULTS_STORAGE_PATH",
        text="Folder of job checkpoints and results; empty means `jobs` among the stored files.",
    )

    @property
    def database_address(self) -> str:
        """The address of the database in use."""
        if not self.database_url:
            return f"sqlite:///{(self.data_dir / 'armillary.db').resolve()}"
        # Both short forms are what hosting services hand out; psycopg 3 is the driver we ship.
        for short in ("postgres://", "postgresql://"):
            if self.database_url.startswith(short):
                return "postgresql+psycopg://" + self.database_url.removeprefix(short)
        return self.database_url

    @property
    def storage_root(self) -> Path:
        """The folder of stored files in use."""
        return self.storage_path or self.data_dir / "storage"

    @property
    def storage_mounts(self) -> dict[str, Path]:
        """The first parts of storage keys that are kept in folders of their own."""
        chosen = {
            "models": self.model_storage_path,
            "datasets": self.data_storage_path,
            "jobs": self.results_storage_path,
        }
        return {name: path for name, path in chosen.items() if path is not None}
