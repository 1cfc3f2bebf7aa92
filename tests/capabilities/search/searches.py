"""What people do with searches over HTTP."""

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient


class Searches:
    """What people do with searches of one table."""

    def __init__(
        self,
        client: TestClient,
        dataset_id: str,
        until: Callable[..., Any],
        target: str = "diagnosis",
    ) -> None:
        self._client, self._until = client, until
        self.table = {"dataset_id": dataset_id, "target_column": target}

    def start(self, **given: Any) -> str:
        body = {**self.table, **given}
        answer = self._client.post("/api/search", json=body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["search_id"])

    def read(self, search_id: str) -> dict[str, Any]:
        search: dict[str, Any] = self._client.get(f"/api/search/{search_id}").json()["search"]
        return search

    def trials(self, search_id: str, order: str = "rank") -> list[dict[str, Any]]:
        address = f"/api/search/{search_id}/trials?order={order}&limit=1000"
        trials: list[dict[str, Any]] = self._client.get(address).json()["trials"]
        return trials

    def tried(self, search_id: str, count: int = 1) -> list[dict[str, Any]]:
        """Wait until so many trials are complete, and give these."""

        def look() -> list[dict[str, Any]] | None:
            complete = [
                one for one in self.trials(search_id, "number") if one["state"] == "complete"
            ]
            return complete if len(complete) >= count else None

        found: list[dict[str, Any]] = self._until(look)
        return found

    def status(self, search_id: str, wanted: str) -> dict[str, Any]:
        """Wait until a search is in a state, and give it."""

        def look() -> dict[str, Any] | None:
            search = self.read(search_id)
            return search if search["status"] == wanted else None

        found: dict[str, Any] = self._until(look)
        return found

    def ended(self, search_id: str) -> dict[str, Any]:
        def look() -> dict[str, Any] | None:
            search = self.read(search_id)
            return search if search["finished_at"] else None

        found: dict[str, Any] = self._until(look, 100.0)
        return found
