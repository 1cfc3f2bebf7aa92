"""The table of a mission: a small one in the folder of tables, imported and parted by star."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from armillary.capabilities.astronomy import get_mission, mission_tables
from armillary.capabilities.astronomy.synthetic import write
from armillary.capabilities.datasets import service as datasets
from armillary.capabilities.datasets.service import original_key
from armillary.capabilities.datasets.tables import Dataset
from tests.contracts.workshop import Example, Workshop

ROWS = 300


class Tables(Example):
    """Somebody takes a mission's table anew."""

    id = "astronomy.tables"
    # The file as it came, the table made of it with its report, and the two parts.
    leaves = 5

    def prepare(self, shop: Workshop) -> Any:
        folder = shop.settings.data_dir / "archive"
        folder.mkdir()
        write(get_mission("kepler"), Path(folder, "kepler.csv"), ROWS)
        shop.settings = shop.settings.model_copy(update={"datasets_dir": folder})
        return folder

    def submit(self, shop: Workshop, prepared: Any) -> str:
        with shop.database.write() as session:
            return mission_tables.refresh(shop.actor, session, get_mission("kepler"))

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        with shop.database.read() as session:
            parts = session.scalars(sa.select(Dataset).where(Dataset.job_id == job_id)).all()
            raw = session.get(Dataset, self._raw_id(shop, job_id) or "")
        keys = {row.file_path for row in parts if row.file_path}
        if raw is None:
            return keys
        return keys | {key for key in (raw.file_path, raw.report_path, original_key(raw.id)) if key}

    def delete_subject(self, shop: Workshop, job_id: str) -> None:
        with shop.database.write() as session:
            raw_id = self._raw_id(shop, job_id)
            if raw_id is not None:
                datasets.delete(shop.actor, session, shop.storage, raw_id)

    def _raw_id(self, shop: Workshop, job_id: str) -> str | None:
        with shop.database.read() as session:
            row = mission_tables.find_table(shop.actor, session, get_mission("kepler"))
            pending = (row.pending or {}) if row is not None else {}
        result = shop.job(job_id).result or {}
        return result.get("raw_id") or (
            pending.get("raw_id") if pending.get("job_id") == job_id else None
        )


example = Tables()
