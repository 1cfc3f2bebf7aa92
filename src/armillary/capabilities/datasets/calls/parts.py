"""Which tables a file holds: sheets, tables of a database, members of an archive, lists."""

from dataclasses import asdict, replace
from typing import Any

from armillary.capabilities.datasets.opening import limits_of, list_parts
from armillary.jobs.calls import CallContext, HostName, SingleCall

# A person waits for the answer, and other calls run beside it.
_UNPACKED_BYTES = 512 << 20


class Parts(SingleCall):
    """Payload ``{key, filename}``."""

    id = "datasets.parts"
    host: HostName = "tables"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """List what an import of the file can choose from."""
        limits = limits_of(context.settings)
        limits = replace(limits, unpacked_bytes=min(limits.unpacked_bytes, _UNPACKED_BYTES))
        source = context.storage.local_path(payload["key"])
        return [asdict(part) for part in list_parts(source, payload["filename"], limits)]


call = Parts()
