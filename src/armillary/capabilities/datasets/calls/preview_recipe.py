"""What the steps of a recipe would do to a table, tried on some of its rows."""

from typing import Any

from armillary.capabilities.datasets import work_folders
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.recipes.trying import try_steps
from armillary.jobs.calls import CallContext, HostName, SingleCall

_MEMORY_BYTES = 512 << 20
_THREADS = 2


class PreviewRecipe(SingleCall):
    """Payload as `recipes.trying.to_payload` gives it."""

    id = "datasets.preview_recipe"
    host: HostName = "tables"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Try the steps, interruptibly, in temporary tables of this call's own."""
        engine = context.cache.get_or_load("recipes", lambda: _open(context))
        cursor = engine.cursor()
        try:
            with context.interruptible(cursor.interrupt):
                return try_steps(cursor, context.storage, payload, lambda: not context.is_cancelled)
        finally:
            cursor.close()


call = PreviewRecipe()


def _open(context: CallContext) -> Any:
    work = work_folders.parent_of(context.settings) / work_folders.RECIPES
    work.mkdir(parents=True, exist_ok=True)
    folder = context.storage.local_path("datasets")
    return open_engine([folder], work.resolve(), threads=_THREADS, memory_bytes=_MEMORY_BYTES)
