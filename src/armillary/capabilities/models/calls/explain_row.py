"""Why a model says what it says of one row: the rows to compare with stay loaded."""

from typing import Any

from armillary.capabilities.models.calls._loaded import loaded
from armillary.capabilities.models.explained_rows import load_material
from armillary.jobs.calls import CallContext, HostName, SingleCall

_MOST_ROWS = 50_000


class ExplainRow(SingleCall):
    """Payload ``{prefix, size_bytes, key, table_rows, row, fixed, wanted, target}``."""

    id = "models.explain_row"
    host: HostName = "models"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Give what `explain_row` gives."""
        from armillary.learning.explain_row import Asked, explain_row, make_explainable

        model = loaded(context, payload)
        key, target = payload["key"], payload["target"]

        def make() -> Any:
            return make_explainable(
                load_material(context.storage, model, key, target=target, most_rows=_MOST_ROWS)
            )

        # Of a wide table it takes longer than an answer may; the time counts for nobody.
        held = context.load(
            f"{payload['prefix']} explained with {key} for {target}",
            make,
            size_bytes=_size(payload),
        )
        return explain_row(held, Asked(payload["row"], payload["fixed"], payload["wanted"]))


call = ExplainRow()


def _size(payload: Any) -> int:
    """Guess what is held: some thousand rows, as they are and as numbers."""
    return 5_000_000 + int(payload["size_bytes"]) // 10
