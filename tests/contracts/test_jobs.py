"""Every job kind, held to the same laws: stopped at any yield, killed, or left without a subject.

What each of its jobs is about and leaves is told by its file in `tests/contracts/job_examples`.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from armillary.base.errors import AppError
from armillary.base.registry import discover
from armillary.jobs.kinds import CAPABILITIES, JobKinds
from armillary.jobs.ownership import find_owned
from armillary.jobs.tables import Job
from armillary.settings import Settings
from tests.contracts.rotation import rotation, todays
from tests.contracts.workshop import Example, Workshop, open_workshop
from tests.support.waiting import until
from tests.support.workers import end_worker, start_worker

EXAMPLES = "tests.contracts.job_examples"
MOST_YIELDS = 5
PATIENCE_S = 90.0

pytestmark = [pytest.mark.timeout(400)]


def examples() -> dict[str, Example]:
    return {kind_id: found.thing for kind_id, found in discover(EXAMPLES, "example").items()}


def find_example(kind_id: str) -> Example:
    example = examples().get(kind_id)
    if example is None:
        pytest.fail(
            f"The job kind {kind_id!r} is held to no law: add "
            f"tests/contracts/job_examples/{kind_id.replace('.', '_')}.py"
        )
    return example


@dataclass
class Trial:
    """One job, and what there was before it."""

    shop: Workshop
    example: Example
    job_id: str
    files: set[str]
    rows: dict[str, int]
    states: dict[tuple[str, Any], str]

    def half_made(self) -> list[str]:
        """Give files that no row names, names of no file, and rows that are stuck."""
        named = self.example.artefacts(self.shop, self.job_id)
        left = self.shop.files() - self.files
        strangers = {name for name in left if not any(is_under(name, key) for key in named)}
        absent = {key for key in named if not any(is_under(name, key) for name in left)}
        states = self.shop.states()
        stuck = {str(key) for key, state in self.states.items() if states.get(key) == state}
        return sorted(strangers | absent | stuck | self.shop.orphans())

    def rows_made(self) -> dict[str, int]:
        """Count the rows that there are more, or fewer, than before, by table."""
        made = {name: count - self.rows[name] for name, count in self.shop.rows().items()}
        return {name: count for name, count in made.items() if count}

    def assert_left(self, rows_made: dict[str, int]) -> None:
        """It has left what such a job leaves, once."""
        assert len(self.example.artefacts(self.shop, self.job_id)) == self.example.leaves
        assert self.rows_made() == rows_made


def is_under(name: str, key: str) -> bool:
    return name == key or name.startswith(f"{key}/")


@dataclass(frozen=True)
class Usual:
    """An example in a workshop that is closed again, and how it goes when nothing happens."""

    example: Example
    settings: Settings
    prepared: Any
    yields: int
    rows: dict[str, int]


@pytest.fixture(scope="module")
def rehearse(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Usual]:
    """Give what has the example of a kind go to its end, once for all laws."""

    @cache
    def run_twice(kind_id: str) -> Usual:
        example = find_example(kind_id)
        settings = Settings(
            data_dir=tmp_path_factory.mktemp("rehearsed") / "data",
            argon2_memory_kib=8,
            rate_limit=0,
            workers=0,
        )
        with open_workshop(settings) as shop:
            prepared = example.prepare(shop)
            # The first one in a workshop may make what all others share.
            run_to_the_end(submit(example, shop, prepared))
            trial = submit(example, shop, prepared)
            yields = run_to_the_end(trial)
            return Usual(example, shop.settings, prepared, yields, trial.rows_made())

    return run_twice


@pytest.fixture
def usual(kind_id: str, rehearse: Callable[[str], Usual]) -> Usual:
    """The kind's example, rehearsed."""
    return rehearse(kind_id)


@pytest.fixture
def shop(usual: Usual, tmp_path: Path) -> Iterator[Workshop]:
    """A workshop of the test's own: a copy of the one in which its example was rehearsed."""
    folder = tmp_path / "data"
    shutil.copytree(usual.settings.data_dir, folder)
    with open_workshop(usual.settings.model_copy(update={"data_dir": folder})) as opened:
        yield opened


@pytest.fixture
def begin(usual: Usual, shop: Workshop) -> Callable[[], Trial]:
    """Give what submits the kind's example."""
    return lambda: submit(usual.example, shop, usual.prepared)


def submit(example: Example, shop: Workshop, prepared: Any) -> Trial:
    files, rows, before = shop.files(), shop.rows(), shop.states()
    job_id = example.submit(shop, prepared)
    fresh = {key: state for key, state in shop.states().items() if key not in before}
    return Trial(shop, example, job_id, files, rows, fresh)


def run_to_the_end(trial: Trial) -> int:
    """Run a job that nothing happens to; gives the number of its yields."""
    job, yields = trial.shop.run(trial.job_id)
    assert (job.state, job.error) == ("succeeded", None)
    assert trial.half_made() == []
    return yields


def spread(count: int) -> list[int]:
    """Give some numbers from 1 to a count: the first, the last, and one in between that is due."""
    most = min(count, MOST_YIELDS)
    if most == 1:
        return [1]
    every = sorted({1 + round(place * (count - 1) / (most - 1)) for place in range(most)})
    return [every[0], *todays(every[1:-1], len(every[1:-1]) or 1), every[-1]]


KINDS = sorted(JobKinds.load())
MOMENTS = ("while it waits", "in the middle", "before it is tried again")


def test_no_example_is_of_a_kind_that_is_gone() -> None:
    assert sorted(set(examples()) - set(KINDS)) == []


def test_a_kind_without_an_example_is_named() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"'new\.kind'.*job_examples/new_kind\.py"):
        find_example("new.kind")


@pytest.mark.parametrize("kind_id", KINDS)
def test_it_leaves_what_its_example_says(usual: Usual, begin: Callable[[], Trial]) -> None:
    trial = begin()
    trial.shop.run(trial.job_id)

    trial.assert_left(usual.rows)
    named = trial.example.artefacts(trial.shop, trial.job_id)
    owned = {one.prefix for one in find_owned(CAPABILITIES)}
    assert {key.partition("/")[0] for key in named} <= owned


@pytest.mark.parametrize("kind_id", KINDS)
def test_cancelled_at_any_yield_it_leaves_nothing_half_made(
    usual: Usual, begin: Callable[[], Trial]
) -> None:
    ended = []
    for stop_at in spread(usual.yields):
        trial = begin()

        def stop(job_id: str, number: int, trial: Trial = trial, stop_at: int = stop_at) -> None:
            if number == stop_at:
                trial.shop.cancel(job_id)

        job, yields = trial.shop.run(trial.job_id, stop)

        assert trial.half_made() == []
        # Of what goes by the clock there may be fewer yields than there were once.
        ended.append(job.state if yields >= stop_at else "ended before")
    assert set(ended) <= {"cancelled", "ended before"}
    assert "cancelled" in ended


@pytest.mark.parametrize("kind_id", KINDS)
def test_paused_at_any_yield_it_leaves_what_it_leaves_undisturbed(
    usual: Usual, begin: Callable[[], Trial]
) -> None:
    paused = 0
    for pause_at in spread(usual.yields):
        trial = begin()
        if trial.shop.why_not_pausable(trial.job_id) is not None:
            pytest.skip("jobs of this kind cannot be paused")

        def pause(job_id: str, number: int, trial: Trial = trial, at: int = pause_at) -> None:
            if number == at:
                trial.shop.pause(job_id)

        job, _ = trial.shop.run(trial.job_id, pause)

        assert (job.state, job.error, job.deaths) == ("succeeded", None, 0)
        assert trial.half_made() == []
        trial.assert_left(usual.rows)
        paused += job.claim_number > 1
    assert paused > 0


@pytest.mark.parametrize("kind_id", KINDS)
def test_cancelled_before_it_began_it_leaves_nothing_half_made(begin: Callable[[], Trial]) -> None:
    trial = begin()

    trial.shop.cancel(trial.job_id)

    assert trial.shop.job(trial.job_id).state == "cancelled"
    assert trial.half_made() == []


@pytest.fixture
def deadly_kinds(tmp_path: Path) -> tuple[str, Path]:
    """Write a package of the real kinds, whose first attempt dies at a yield that a file names."""
    folder = tmp_path / "kinds"
    package = folder / "deadly" / "all" / "jobs"
    package.mkdir(parents=True)
    for place in (package, package.parent, package.parent.parent):
        (place / "__init__.py").touch()
    for number, kind_id in enumerate(KINDS):
        source = f"from tests.contracts.dying import dying\n\nkind = dying({kind_id!r})\n"
        (package / f"kind_{number}.py").write_text(source)
    return "deadly", folder


@pytest.mark.slow
@pytest.mark.parametrize("kind_id", KINDS)
def test_killed_in_the_middle_it_is_tried_again_and_leaves_everything_once(
    usual: Usual, begin: Callable[[], Trial], deadly_kinds: tuple[str, Path], shop: Workshop
) -> None:
    package, folder = deadly_kinds
    name = shop.settings.data_dir / "die_at"
    deaths = []
    worker = start_worker(shop.settings, kinds=package, folders=[folder])
    try:
        for die_at in moments(usual.yields):
            name.write_text(str(die_at))
            trial = begin()
            job = until(lambda: ended_job(trial), PATIENCE_S, lambda: str(vars(trial_job(trial))))  # noqa: B023

            assert (job.state, job.error) == ("succeeded", None)
            # The process tidies up once the end of its job is a fact.
            until(lambda: not trial.half_made(), PATIENCE_S, lambda: str(trial.half_made()))  # noqa: B023
            trial.assert_left(usual.rows)
            deaths.append(job.deaths)
    finally:
        end_worker(worker)
    # As above, the last yield of another run may never come.
    assert max(deaths) == 1
    assert set(deaths) <= {0, 1}


def moments(yields: int) -> list[int | str]:
    """Say where jobs are killed: one day at the first and the last yield, the next in between.

    Whoever looks at all laws has them killed everywhere.
    """
    every: list[int | str] = [1, (yields + 1) // 2, yields, "end"]
    told = rotation()
    return [every[int(told) % 2], every[2 + int(told) % 2]] if told.isdecimal() else every


def trial_job(trial: Trial) -> Job:
    return trial.shop.job(trial.job_id)


def ended_job(trial: Trial) -> Job | None:
    job = trial_job(trial)
    return job if job.is_finished else None


@pytest.mark.parametrize(
    ("kind_id", "when"),
    [(kind_id, when) for place, kind_id in enumerate(KINDS) for when in todays(MOMENTS, 3, place)],
)
def test_it_ends_cleanly_where_its_subject_was_deleted(
    usual: Usual, begin: Callable[[], Trial], shop: Workshop, when: str
) -> None:
    trial = begin()
    outcome: list[str] = []

    def delete() -> None:
        try:
            trial.example.delete_subject(shop, trial.job_id)
            outcome.append("deleted")
        except AppError as refused:
            outcome.append(f"refused with {refused.status}")

    def delete_in_the_middle(_job_id: str, number: int) -> None:
        if when == "in the middle" and number == max(1, usual.yields // 2):
            delete()

    if when == "while it waits":
        delete()
    if when == "before it is tried again":
        shop.cancel(trial.job_id)
        delete()
        shop.retry(trial.job_id)
    job, _ = shop.run(trial.job_id, delete_in_the_middle)

    assert outcome in (["deleted"], ["refused with 409"])
    assert (job.error or {}).get("code") not in {"crashed", "lost", "out_of_memory"}
    if outcome != ["deleted"]:
        assert job.state == "succeeded"
        trial.assert_left(usual.rows)
    assert trial.half_made() == []
