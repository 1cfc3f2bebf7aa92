"""Taking a light curve's file from a form while it arrives."""

from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import ClientDisconnect

from armillary.base.access import Actor
from armillary.base.errors import BadRequest, TooLarge
from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.capabilities.astronomy.stars import star_in_header
from armillary.capabilities.datasets.forms import FilePart
from armillary.capabilities.light_curves import service


async def receive(
    state: AppState,
    actor: Actor,
    chunks: AsyncIterator[bytes],
    content_type: str,
    curve_id: str | None,
    name: str,
) -> dict[str, Any]:
    """Store a file and give its light curve; whatever is wrong, nothing is left behind.

    Raises `TooLarge` as soon as it is over the limit, and `Invalid` for what is no light curve.
    """
    actor.require("editor")
    part, data = FilePart(content_type), bytearray()
    try:
        async for chunk in chunks:
            data += part.feed(chunk)
            if len(data) > service.MOST_BYTES:
                raise TooLarge(
                    f"A file of a light curve has at most {service.MOST_BYTES // 2**20} MB."
                )
    except ClientDisconnect:
        # Nobody hears this answer, and nothing here went wrong.
        raise BadRequest("The upload was cut off; send the file again.") from None
    part.finish()
    filename = part.filename[-200:] or "light curve"
    service.check_beginning(bytes(data[:8192]), filename)
    return await in_thread(
        state.executors.database, _keep, state, actor, curve_id, name, filename, bytes(data)
    )


def _keep(
    state: AppState, actor: Actor, curve_id: str | None, name: str, filename: str, data: bytes
) -> dict[str, Any]:
    """Store the bytes, then the row; where that fails the file goes."""
    if curve_id is not None:
        with state.database.read() as session:
            service.find(actor, session, curve_id)
    key = service.new_key(curve_id)
    with state.storage.write(key) as file:
        file.write(data)
    try:
        with state.database.write() as session:
            kept = {
                "key": key,
                "name": filename,
                "size_bytes": len(data),
                "star": star_in_header(data),
            }
            return service.to_wire(service.add(actor, session, curve_id, kept, name))
    except BaseException:
        state.storage.delete(key)
        raise
