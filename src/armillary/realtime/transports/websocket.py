"""Clients at the other end of a web socket."""

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from armillary.realtime.transports.contract import Gone


class WebSocketTransport:
    """Carries texts over an accepted web socket."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket

    async def send(self, text: str) -> None:
        """Send a text; raises `Gone`."""
        if not self._is_open():
            raise Gone
        try:
            await self._websocket.send_text(text)
        except WebSocketDisconnect as error:
            raise Gone from error

    async def receive(self) -> str:
        """Wait for the next text; a binary frame is read as UTF-8. Raises `Gone`."""
        if not self._is_open():
            raise Gone
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise Gone
        text = message.get("text")
        if isinstance(text, str):
            return text
        return bytes(message["bytes"]).decode(errors="replace")

    async def close(self, code: int, reason: str) -> None:
        """End the connection, if it is not ended yet."""
        if self._is_open():
            await self._websocket.close(code, reason)

    def _is_open(self) -> bool:
        states = (self._websocket.client_state, self._websocket.application_state)
        return WebSocketState.DISCONNECTED not in states
