"""How middlewares turn somebody away, before any route sees the request."""

from starlette.types import Receive, Scope, Send

from armillary.base.errors import AppError
from armillary.base.http import error_response

POLICY_VIOLATION = 1008
_LONGEST_REASON = 120  # bytes; a closing frame holds 123


async def refuse(scope: Scope, receive: Receive, send: Send, error: AppError) -> None:
    """Answer a request, or an opening socket, with an error; the body is not read."""
    is_socket = scope["type"] == "websocket"
    if is_socket and "websocket.http.response" not in scope.get("extensions", {}):
        await close_socket(send, POLICY_VIOLATION, error.message)
        return
    response = error_response(error, scope.get("state", {}).get("request_id"))
    await response(scope, receive, send)


async def close_socket(send: Send, code: int, reason: str) -> None:
    """Close a socket with as much of the reason as a closing frame holds."""
    short = reason.encode()[:_LONGEST_REASON].decode(errors="ignore")
    await send({"type": "websocket.close", "code": code, "reason": short})
