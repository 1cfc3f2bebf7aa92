"""What a model says over two columns, with the rows of a table: model and rows stay loaded."""

from typing import Any

from armillary.capabilities.models.calls._loaded import loaded
from armillary.capabilities.models.explained_rows import load_material
from armillary.jobs.calls import CallContext, HostName, SingleCall
from armillary.learning.plane.asked import Asked

MOST_ROWS = 50_000
_ROW_BYTES = 200


class DrawPlane(SingleCall):
    """Payload ``{prefix, size_bytes, key, table_rows, target, asked}``; no key without a table."""

    id = "models.draw_plane"
    host: HostName = "models"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Give what `armillary.learning.plane.picture.draw` gives; without a key the surface."""
        from armillary.learning.facing import facing
        from armillary.learning.plane.picture import draw, draw_alone

        model = loaded(context, payload)
        if payload["key"] is None:
            return draw_alone(facing(model, payload["target"]), Asked(**payload["asked"]))
        key, target, total = payload["key"], payload["target"], int(payload["table_rows"])

        def load() -> Any:
            return load_material(context.storage, model, key, target=target, most_rows=MOST_ROWS)

        material = context.load(
            f"{payload['prefix']} drawn with {key} for {target}",
            load,
            size_bytes=_ROW_BYTES * min(total, MOST_ROWS),
        )
        picture = draw(material, Asked(**payload["asked"]))
        if total > MOST_ROWS:
            picture["notes"].append(f"{MOST_ROWS:,} of {total:,} rows, evenly spread, are asked.")
        return picture


call = DrawPlane()
