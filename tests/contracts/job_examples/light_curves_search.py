"""A short light curve with one planet, searched."""

import math
from typing import Any

from armillary.capabilities.light_curves import service
from armillary.capabilities.light_curves.schemas import SearchRequest
from armillary.capabilities.light_curves.tables import StoredCurve
from tests.contracts.workshop import Example, Workshop


def curve() -> bytes:
    """A dip of 1 % every two days, in a light that waves a little."""
    lines = ["time,flux"]
    for number in range(600):
        time = number * 0.03
        dip = 0.01 if abs((time + 1) % 2 - 1) < 0.06 else 0.0
        lines.append(f"{time:.3f},{1 - dip + 1e-4 * math.sin(91 * number):.6f}")
    return "\n".join(lines).encode()


class Search(Example):
    """Somebody looks for planets of a star."""

    id = "light_curves.search"
    leaves = 2

    def submit(self, shop: Workshop, prepared: Any) -> str:
        key = service.new_key(None)
        with shop.storage.write(key) as file:
            file.write(curve())
        kept = {"key": key, "name": "curve.csv", "size_bytes": file.size_bytes}
        asked = SearchRequest(min_period=1.5, max_period=6, most_signals=1)
        with shop.database.write() as session:
            row = service.add(shop.actor, session, None, kept, "")
            session.flush()
            return str(service.search(shop.actor, session, row.id, asked).job_id)

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        with shop.database.read() as session:
            row = session.query(StoredCurve).filter_by(job_id=job_id).one_or_none()
            if row is None:
                return set()
            found = {row.result_key} if row.result_key else set()
            return found | {file["key"] for file in row.files}

    def delete_subject(self, shop: Workshop, job_id: str) -> None:
        with shop.database.write() as session:
            curve_id = shop.job(job_id).params["curve_id"]
            service.delete(shop.actor, session, shop.storage, curve_id)


example = Search()
