"""A client that keeps in step with a server as the page does: fetches once, then only listens."""

import json
import socket
from contextlib import ExitStack, suppress
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

WITHIN_S = 60.0
WORKSPACE = "workspace:ws_demo"
LISTS = {
    "jobs": ("/api/jobs?limit=500", "jobs"),
    "datasets": ("/api/datasets?limit=500", "items"),
    "models": ("/api/models?limit=500", "items"),
    "recipes": ("/api/recipes", "recipes"),
    "runs": ("/api/training?limit=200", "sessions"),
    "experiments": ("/api/experiments", "experiments"),
    "state": ("/api/workspaces/ws_demo/state", None),
}


class Listener:
    """Remembers how far it heard each topic, and everything it was told, for the appliers."""

    def __init__(self) -> None:
        self.url = ""
        self.steps: list[Any] = []
        self.views: dict[str, str] = {}
        """Where each view is fetched, by name."""
        self._heard: dict[str, int | None] = {}
        self._texts: dict[tuple[str, int], str] = {}
        self._line = ExitStack()
        self._connection: ClientConnection | None = None

    def connect(self) -> None:
        """Come (back) and ask for everything from where it was heard."""
        self.cut()
        address = self.url.replace("http", "ws") + "/ws/events"
        self._connection = self._line.enter_context(connect(address))
        for topic in self._heard:
            self._ask(topic)

    def cut(self) -> None:
        """Lose the connection with whatever is on its way."""
        if self._connection is not None:
            with suppress(OSError):
                # The server may have closed it before.
                self._connection.socket.shutdown(socket.SHUT_RDWR)
            self._connection = None
        self._line.close()

    def open_lists(self) -> None:
        """Listen to the workspace; its lists are fetched once the server has begun to tell."""
        self._follow(WORKSPACE, None)

    def open_job(self, job_id: str) -> None:
        """Fetch a job with its log, and listen to it from there."""
        if f"job {job_id}" in self.views:
            return
        self._follow(f"job:{job_id}", self._fetch_job(job_id))

    def open_run(self, run: str) -> None:
        """Fetch the curves and the timeline of a run, and listen to it from there."""
        if f"points {run}" in self.views:
            return
        self._follow(f"job:{run}", min(self._fetch_points(run), self._fetch_timeline(run)))

    def open_search(self, search_id: str) -> None:
        """Fetch the trials of a search, and listen to it from there."""
        if f"trials {search_id}" in self.views:
            return
        self._follow(f"job:{search_id}", self._fetch_trials(search_id))

    def begin_anew(self, topic: str) -> None:
        """Have everything that is still there of a topic told again, which must change nothing."""
        if topic in self._heard and self._connection is not None:
            self._heard[topic] = 0
            self._ask(topic)

    def hear(self, until: dict[str, int]) -> None:
        """Listen until each topic was heard up to a number."""
        while self._connection is not None and self._is_behind(until):
            self._take(str(self._connection.recv(WITHIN_S)))

    @property
    def topics(self) -> list[str]:
        """The topics that are listened to."""
        return list(self._heard)

    def fetch(self, view: str) -> Any:
        """Fetch what a view shows."""
        kind = view.partition(" ")[0]
        answer = httpx.get(self.url + self.views[view], timeout=WITHIN_S).raise_for_status().json()
        if kind in LISTS:
            part = LISTS[kind][1]
            return answer if part is None else answer[part]
        return answer["job"] if kind == "job" else answer

    def _is_behind(self, until: dict[str, int]) -> bool:
        heard = ((self._heard[topic], number) for topic, number in until.items())
        return any(one is None or one < number for one, number in heard)

    def _follow(self, topic: str, after: int | None) -> None:
        self._heard[topic] = after
        if self._connection is not None:
            self._ask(topic)

    def _ask(self, topic: str) -> None:
        assert self._connection is not None
        wanted = {"topic": topic, "after": self._heard[topic]}
        self._connection.send(json.dumps({"type": "subscribe", "topics": [wanted]}))

    def _take(self, text: str) -> None:
        message = json.loads(text)
        topic, number = message["topic"], message["number"]
        match message["type"]:
            case "subscribed" if self._heard[topic] is None:
                self._heard[topic] = number
                self._fetch(topic)
            case "refetch":
                self._heard[topic] = number
                self._fetch(topic)
            case "event":
                self._take_event(topic, number, text)

    def _take_event(self, topic: str, number: int, text: str) -> None:
        held = self._texts.setdefault((topic, number), text)
        assert held == text, "a replay has other bytes"
        last = self._heard[topic]
        assert last is not None
        # What was on its way when the topic was asked for anew comes twice.
        if number > last:
            assert number == last + 1, f"{topic} skips from {last} to {number}"
            self._heard[topic] = number
        self.steps.append({"event": json.loads(text)})

    def _fetch(self, topic: str) -> None:
        """Fetch what hangs on a topic, as a page does that was told to."""
        if topic == WORKSPACE:
            for view, (address, _) in LISTS.items():
                self._fetch_view(view, address)
        else:
            name = topic.partition(":")[2]
            fetches = (
                self._fetch_job,
                self._fetch_points,
                self._fetch_timeline,
                self._fetch_trials,
            )
            for fetch in fetches:
                if f"{fetch.__name__.removeprefix('_fetch_')} {name}" in self.views:
                    fetch(name)

    def _fetch_job(self, job_id: str) -> int:
        address = f"/api/jobs/{job_id}"
        number: int = (
            httpx.get(self.url + address, timeout=WITHIN_S).raise_for_status().json()["last_number"]
        )
        self._fetch_view(f"job {job_id}", address)
        self._fetch_view(f"log {job_id}", f"{address}/log?limit=5000")
        return number

    def _fetch_trials(self, search_id: str) -> int:
        view = f"trials {search_id}"
        self._fetch_view(view, f"/api/search/{search_id}/trials?order=number&limit=1000")
        number: int = self.steps[-1]["fetched"][1]["last_number"]
        return number

    def _fetch_points(self, run: str) -> int:
        view = f"points {run}"
        self._fetch_view(view, f"/api/training/{run}/points")
        number: int = self.steps[-1]["fetched"][1]["last_number"]
        return number

    def _fetch_timeline(self, run: str) -> int:
        view = f"timeline {run}"
        self._fetch_view(view, f"/api/training/{run}/timeline")
        number: int = self.steps[-1]["fetched"][1]["last_number"]
        return number

    def _fetch_view(self, view: str, address: str) -> None:
        self.views[view] = address
        self.steps.append({"fetched": [view, self.fetch(view)]})
