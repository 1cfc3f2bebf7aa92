"""Mission tables: from the folder, from the archive, made up; and what is refused."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from armillary.capabilities.astronomy import get_mission, mission_tables, synthetic
from armillary.capabilities.astronomy.splitting import CLASS
from armillary.capabilities.datasets import get_dataset, read_frame
from armillary.settings import Settings
from tests.capabilities.datasets.sources.serving import Answer, serving
from tests.contracts.workshop import Workshop, open_workshop

ROWS = 240
KEPLER = get_mission("kepler")


@dataclass
class Archive:
    """What a pretended archive answers, and what it was asked."""

    table: bytes
    rows: int
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def answer(self, query: str) -> bytes:
        self.asked.append(query)
        return f"n\n{self.rows}\n".encode() if "count(" in query else self.table


@contextmanager
def opened(archive: Archive) -> Iterator[Archive]:
    def answer(path: str) -> Answer:
        body = archive.answer(parse_qs(urlsplit(path).query)["query"][0])
        return 200, {"Content-Length": str(len(body))}, body

    with serving(answer) as address:
        archive.address = f"{address}/TAP/sync"
        yield archive


@pytest.fixture
def table(tmp_path: Path) -> bytes:
    synthetic.write(KEPLER, tmp_path / "any.csv", ROWS)
    return (tmp_path / "any.csv").read_bytes()


@pytest.fixture
def shop(settings: Settings) -> Iterator[Workshop]:
    alone = settings.model_copy(update={"exoplanet_archive_url": ""})
    with open_workshop(alone) as shop:
        yield shop


def use(shop: Workshop, **given: Any) -> None:
    shop.settings = shop.settings.model_copy(update=given)


def make(shop: Workshop, mission: str = "kepler", *, refresh: bool = False) -> Any:
    """Have a table made, and give its job as it ended."""
    with shop.database.write() as session:
        if refresh:
            job_id = mission_tables.refresh(shop.actor, session, get_mission(mission))
        else:
            found = mission_tables.ensure(shop.actor, session, get_mission(mission), shop.settings)
            assert found is not None
            job_id = found
    return shop.run(job_id)[0]


def told(shop: Workshop, mission: str = "kepler") -> dict[str, Any]:
    with shop.database.read() as session:
        return mission_tables.to_wire(shop.actor, session, get_mission(mission))


def frame_of(shop: Workshop, part: str, mission: str = "kepler") -> Any:
    with shop.database.read() as session:
        row = mission_tables.get_table(shop.actor, session, get_mission(mission))
        held = get_dataset(shop.actor, session, getattr(row, f"{part}_id"))
        assert held["state"] == "ready"
    files = list((shop.settings.storage_root / "datasets" / held["id"]).glob("*.parquet"))
    key = files[0].relative_to(shop.settings.storage_root).as_posix()
    return read_frame(shop.storage, key)


def test_a_file_of_the_folder_is_known_by_what_it_holds_and_parted_by_star(
    shop: Workshop, tmp_path: Path, table: bytes
) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "whatever it is called.CSV.gz").write_bytes(gzip.compress(table))
    (folder / "notes.csv").write_text("a,b\n1,2\n")
    (folder / "picture.csv.gz").write_bytes(b"\x1f\x8bnot whole")
    use(shop, datasets_dir=folder)

    job = make(shop)

    learned, tested = frame_of(shop, "trainval"), frame_of(shop, "test")
    found = told(shop)
    assert (job.state, job.error) == ("succeeded", None)
    assert (found["state"], found["source"], found["notice"]) == ("ready", "folder", None)
    assert found["details"]["file"] == "whatever it is called.CSV.gz"
    assert len(learned) + len(tested) == ROWS
    assert abs(len(tested) / ROWS - 0.2) < 0.03
    assert not set(learned["kepid"]) & set(tested["kepid"])
    assert set(learned[CLASS]) == set(tested[CLASS]) == {"planet", "candidate", "false_positive"}
    with shop.database.write() as session:
        assert mission_tables.ensure(shop.actor, session, KEPLER, shop.settings) is None


def test_the_archive_is_asked_once_and_again_on_demand(shop: Workshop, table: bytes) -> None:
    with opened(Archive(table, ROWS)) as archive:
        use(shop, exoplanet_archive_url=archive.address)
        first, before = make(shop), told(shop)
        again, after = make(shop, refresh=True), told(shop)

    assert (first.state, again.state) == ("succeeded", "succeeded")
    assert archive.asked == [KEPLER.source.count_query, KEPLER.source.query] * 2
    assert before["source"] == after["source"] == "archive"
    assert before["details"]["sha256"] == after["details"]["sha256"]
    assert before["fetched_at"] < after["fetched_at"]
    assert before["datasets"] != after["datasets"]


@pytest.mark.parametrize(
    ("answer", "rows", "said"),
    [
        (b"<!DOCTYPE html><title>Sorry</title>", ROWS, "a web page or XML came"),
        (b"n\n", ROWS, "the columns that came begin with n"),
        (None, ROWS + 1, f"The archive has {ROWS + 1} rows; {ROWS} came"),
        (b"half", ROWS, "It seems to break off"),
        (b"", ROWS, "the columns that came begin with nothing"),
    ],
)
def test_what_is_no_whole_table_is_refused_and_the_old_one_kept(
    shop: Workshop, table: bytes, answer: bytes | None, rows: int, said: str
) -> None:
    with opened(Archive(table, ROWS)) as archive:
        use(shop, exoplanet_archive_url=archive.address)
        make(shop)
        before, files = told(shop), shop.files()
        archive.table = {None: table, b"half": table[: len(table) // 2]}.get(answer, answer or b"")
        archive.rows = rows
        job = make(shop, refresh=True)

    after = told(shop)
    assert job.state == "failed"
    assert said in job.error["message"]
    assert after == {**before, "error": job.error["message"]}
    assert shop.files() == files


def test_where_no_table_can_be_had_the_survey_stands_in_and_says_so(shop: Workshop) -> None:
    job = make(shop, "tess")

    found = told(shop, "tess")
    assert (job.state, found["source"]) == ("succeeded", "synthetic")
    assert "made up" in found["notice"]
    assert "ARMILLARY_EXOPLANET_ARCHIVE_URL is empty" in found["details"]["why"]
    assert set(frame_of(shop, "trainval", "tess")["tfopwg_disp"]) == {"CP", "PC", "FP"}


def test_a_real_table_takes_the_place_of_the_survey_once_a_folder_is_named(
    shop: Workshop, tmp_path: Path, table: bytes
) -> None:
    make(shop)
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "koi.csv").write_bytes(table)
    use(shop, datasets_dir=folder)

    make(shop)

    assert told(shop)["source"] == "folder"


@pytest.mark.parametrize(
    ("mission", "rows", "columns", "tested"),
    [("kepler", 7229, 49, 1446), ("tess", 5723, 65, 1145), ("k2", 3033, 94, 607)],
)
def test_the_archives_own_files_become_tables(
    shop: Workshop, test_data: Path, mission: str, rows: int, columns: int, tested: int
) -> None:
    use(shop, datasets_dir=test_data / "exoplanet")

    job = make(shop, mission)

    found = told(shop, mission)
    star = get_mission(mission).star
    parts = [frame_of(shop, part, mission) for part in ("trainval", "test")]
    assert (job.state, found["source"]) == ("succeeded", "folder")
    assert (found["details"]["rows"], found["details"]["columns"]) == (rows, columns)
    assert sum(len(part) for part in parts) == rows
    assert abs(len(parts[1]) - tested) <= 0.01 * rows
    assert not set(parts[0][star]) & set(parts[1][star])
    shares = [part[CLASS].value_counts(normalize=True) for part in parts]
    assert (shares[0] - shares[1]).abs().max() < 0.02
