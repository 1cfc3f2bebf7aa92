"""`/health`, `/api/health` and `/metrics`."""

import functools
import shutil
import subprocess
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from armillary.base.access import public, signed_in
from armillary.base.errors import AppError
from armillary.base.http import (
    AppState,
    Reading,
    State,
    StrictJSONResponse,
    error_response,
    request_id_of,
)
from armillary.capabilities.monitoring.numbers import jobs_by_state, summary
from armillary.capabilities.monitoring.parts import PartHealth

router = APIRouter(tags=["monitoring"])
_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/health", dependencies=[Depends(public())])
async def read_health(state: State) -> Response:
    """Say how the server is, part by part, and whether there is a GPU."""
    parts = await state.extra["health"].ask()
    return StrictJSONResponse(await _health(parts, state), status_code=_status(parts))


@router.get("/api/health", dependencies=[Depends(public())])
async def read_api_health(request: Request, state: State) -> Response:
    """Answer 200 when every part answers, else 503 naming the part that does not."""
    parts = await state.extra["health"].ask()
    body = await _health(parts, state)
    ill = [part for part in parts if part.error]
    if ill:
        message = "; ".join(f"{part.name}: {part.error}" for part in ill)
        return error_response(
            AppError(message, code="unhealthy", status=503, extra=body), request_id_of(request)
        )
    literal = {"success": True, "message": "Exoplanet Playground API is running"}
    return StrictJSONResponse({**body, **literal})


@router.get("/metrics", dependencies=[Depends(signed_in())])
def read_metrics(request: Request, state: State, session: Reading) -> Response:
    """Give JSON, or Prometheus text to those who ask for it."""
    if _wants_prometheus(request.headers.get("accept", "")):
        return read_prometheus(state, session)
    return StrictJSONResponse(summary(session, state.extra["numbers"].open_sockets()))


@router.get("/metrics/prometheus", dependencies=[Depends(signed_in())])
def read_prometheus(state: State, session: Reading) -> Response:
    """Give the numbers as Prometheus text."""
    text = state.extra["numbers"].to_prometheus(jobs_by_state(session))
    return Response(text, media_type=_PROMETHEUS)


def _wants_prometheus(accept: str) -> bool:
    if "application/openmetrics-text" in accept:
        return True
    return "text/plain" in accept and "text/html" not in accept


def _status(parts: list[PartHealth]) -> int:
    return 503 if any(part.error for part in parts) else 200


async def _health(parts: list[PartHealth], state: AppState) -> dict[str, Any]:
    gpu = await to_thread.run_sync(gpu_name)
    return {
        "status": "degraded" if any(part.error for part in parts) else "healthy",
        "model_loaded": False,
        "gpu_available": gpu is not None,
        "gpu_name": gpu,
        "queue_size": await _queue_size(parts, state),
        "services": {part.name: part.error or "ok" for part in parts},
    }


async def _queue_size(parts: list[PartHealth], state: AppState) -> int | None:
    """Count the waiting jobs; None where the database cannot tell."""

    def count() -> int:
        with state.database.read() as session:
            return jobs_by_state(session).get("queued", 0)

    if any(part.error for part in parts if part.name in {"database", "migrations"}):
        return None
    return await to_thread.run_sync(count)


@functools.cache
def gpu_name() -> str | None:
    """Give the name of the first NVIDIA GPU of this machine, or None; asked once per process."""
    command = shutil.which("nvidia-smi")
    if command is None:
        return None
    answer = subprocess.run(
        [command, "--query-gpu=name", "--format=csv,noheader"],
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    names = answer.stdout.strip().splitlines()
    return names[0] if answer.returncode == 0 and names else None
