"""Numbers for those who watch the server, as Prometheus text and as JSON."""

import time
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy.orm import Session
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from armillary import jobs

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60)


class Numbers:
    """The counters of one server process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "armillary_http_requests_total",
            "HTTP requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "armillary_http_request_seconds",
            "Seconds until a request was answered.",
            ("method", "route"),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.sockets = Gauge(
            "armillary_sockets_open", "Web sockets open now.", registry=self.registry
        )
        self.jobs = Gauge(
            "armillary_jobs", "Jobs by their state.", ("state",), registry=self.registry
        )
        # Finding the counters of a request takes longer than counting.
        self._counted: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        place = (method, route, status)
        counted = self._counted.get(place)
        if counted is None:
            count = self.requests.labels(method, route, str(status))
            counted = self._counted[place] = (count, self.seconds.labels(method, route))
        counted[0].inc()
        counted[1].observe(seconds)

    def open_sockets(self) -> int:
        """Count the web sockets that are open now."""
        return int(self.registry.get_sample_value("armillary_sockets_open") or 0)

    def to_prometheus(self, counts: dict[str, int]) -> bytes:
        """Write the text that Prometheus scrapes; ``counts`` are the jobs by state."""
        for state, count in counts.items():
            self.jobs.labels(state).set(count)
        return generate_latest(self.registry)


class CountRequests:
    """Counts and times what passes through the server, by route and not by address."""

    def __init__(self, app: ASGIApp, numbers: Numbers) -> None:
        self._app = app
        self._numbers = numbers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note its end."""
        if scope["type"] == "websocket":
            with self._numbers.sockets.track_inprogress():
                await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin, status = time.perf_counter(), 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            self._note(scope, status, time.perf_counter() - begin)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unknown")
        self._numbers.note(scope["method"], route, status, seconds)


def jobs_by_state(session: Session) -> dict[str, int]:
    """Count the jobs of every state."""
    return jobs.count_by_state(session)


def summary(session: Session, sockets: int) -> dict[str, Any]:
    """Give the numbers that clients read as JSON; times are in seconds."""
    counts = jobs_by_state(session)
    return {
        "total_requests": sum(counts.values()),
        "completed_requests": counts.get("succeeded", 0),
        "failed_requests": counts.get("failed", 0) + counts.get("lost", 0),
        "queue_size": counts.get("queued", 0),
        "average_processing_time": jobs.mean_run_seconds(session),
        "active_websocket_connections": sockets,
    }
