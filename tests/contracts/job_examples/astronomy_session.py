"""A session of the playground on two small tables of somebody's own."""

from pathlib import Path
from typing import Any

from armillary.capabilities import datasets
from armillary.capabilities.astronomy import get_mission, model_types, sessions, synthetic
from armillary.capabilities.astronomy.tables import ExoplanetSession
from armillary.capabilities.datasets.service import original_key
from armillary.capabilities.datasets.tables import Dataset
from armillary.capabilities.training.tables import Training
from tests.contracts.job_examples.training_fit import left_by
from tests.contracts.workshop import Example, Workshop

ROWS = 120


class Session(Example):
    """Somebody trains a tree on a table and has it judge another."""

    id = "astronomy.session"
    # Two files with their tables and reports, the table made of one, what training leaves, answers.
    leaves = 12

    def prepare(self, shop: Workshop) -> Any:
        path = Path(shop.settings.data_dir, "own.csv")
        synthetic.write(get_mission("kepler"), path, ROWS)
        return path.read_bytes()

    def submit(self, shop: Workshop, prepared: Any) -> str:
        tree = model_types.choose(model_types.get_model_type("tree"), {"max_depth": "3"})
        wish = sessions.Wish("custom", "user", get_mission("kepler"), tree)
        uploads = [
            datasets.store_file(shop.storage, f"{name}.csv", [prepared])
            for name in ("training", "testing")
        ]
        with shop.database.write() as session:
            return sessions.start(shop.actor, session, shop.settings, wish, uploads).id

    def artefacts(self, shop: Workshop, job_id: str) -> set[str]:
        with shop.database.read() as session:
            row = session.get(ExoplanetSession, job_id)
            assert row is not None
            made = [*row.uploads, *([row.table_id] if row.table_id else [])]
            tables = [one for name in made if (one := session.get(Dataset, name))]
            run = session.get(Training, row.training_id or "")
        keys = {key for one in tables for key in (one.file_path, one.report_path) if key}
        keys |= {original_key(one.id) for one in tables if one.id in row.uploads}
        keys |= {row.result_key} if row.result_key else set()
        return keys | (left_by(run) if run is not None else set())

    def delete_subject(self, shop: Workshop, job_id: str) -> None:
        with shop.database.write() as session:
            row = session.get_one(ExoplanetSession, job_id)
            datasets.delete_dataset(shop.actor, session, shop.storage, row.uploads[0])


example = Session()
