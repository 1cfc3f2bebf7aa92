"""Options that several verbs have, and the settings they lead to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from armillary.settings import Settings

AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON for scripts instead of text for people.")
]
DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        help="Folder of the database and the stored files (else ARMILLARY_DATA_DIR or ./data).",
        show_default=False,
        file_okay=False,
    ),
]

Read = Annotated[
    list[str] | None,
    typer.Option(
        "--read",
        metavar="NAME=VALUE",
        help="How the file is read, where it is not as found out: delimiter, quote, encoding, "
        "decimal, has_header, skip_rows, part or types.COLUMN; may be repeated.",
    ),
]


def load_settings(data_dir: Path | None = None, **given: Any) -> Settings:
    """Read the settings of the environment; what the command line names wins."""
    # Imported here, so that `--help` need not wait for it.
    from armillary.settings import Settings

    chosen = {name: value for name, value in given.items() if value is not None}
    if data_dir is not None:
        chosen["data_dir"] = data_dir
        # A named folder means the database inside it, whatever the environment says.
        chosen.setdefault("database_url", "")
    return Settings.load(**chosen)


def hushed(settings: Settings, level: str) -> Settings:
    """Have only what is as bad as this logged, unless somebody wants to see more than usual."""
    wanted = "debug" if settings.log_level == "debug" else level
    return settings.model_copy(update={"log_level": wanted})
