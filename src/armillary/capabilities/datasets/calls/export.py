"""A view of a table, written into a file that the server gives out while it grows."""

import contextlib
import time
from pathlib import Path
from typing import Any

from armillary.capabilities.datasets.export_source import Source
from armillary.capabilities.datasets.exports import find_export
from armillary.capabilities.datasets.paging import places_of
from armillary.capabilities.datasets.queries import open_table
from armillary.jobs.calls import CallContext, HostName, SingleCall

_OLD_S = 86_400.0


class Export(SingleCall):
    """Payload ``{key, columns, view, format, safe, path}``; the path lies in the work folder."""

    id = "datasets.export"
    host: HostName = "analyses"
    # A second try would write over what was given out already.
    idempotent = False

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Write the file; where that fails nothing of it stays."""
        view, path = payload["view"], Path(payload["path"])
        _clean(path.parent)
        try:
            with open_table(payload, context) as table:
                source = Source(table, context, view, places_of(table, view["columns"]))
                find_export(payload["format"]).write(source, path, is_safe=payload["safe"])
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return {"size_bytes": path.stat().st_size}


call = Export()


def _clean(folder: Path) -> None:
    """Remove what a server that was killed left here."""
    now = time.time()
    for path in folder.iterdir():
        # Others give out their tables meanwhile, and remove them.
        with contextlib.suppress(FileNotFoundError):
            if now - path.stat().st_mtime > _OLD_S:
                path.unlink()
