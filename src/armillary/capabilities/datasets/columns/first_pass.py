"""The first pass over regular text: it is copied by what a sample says, and surveyed meanwhile."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from armillary.capabilities.datasets.columns.direct import Tally, Text, copy_directly
from armillary.capabilities.datasets.columns.guess import Guess, guess_kinds
from armillary.capabilities.datasets.columns.inference import Cells, Said
from armillary.capabilities.datasets.columns.plain import (
    NOTHING_PLAIN,
    Column,
    MayBePlain,
    Misjudged,
)
from armillary.capabilities.datasets.formats import ReadLimits
from armillary.capabilities.datasets.text.cells import Body, NeedsCare, read_fast
from armillary.capabilities.datasets.text.copying import too_many_rows
from armillary.capabilities.datasets.text.sampling import Sample, sample_lines
from armillary.capabilities.datasets.text.survey import Survey, survey

_LOOK_S = 0.1


@dataclass(frozen=True)
class Found:
    """What the first pass found: guesses, what was counted on the way, and the text's lines."""

    guesses: list[Guess]
    tallies: list[Tally]
    survey: Survey


def first_pass(
    text: Text, names: Sequence[str], target: Path, said: Said, limits: ReadLimits
) -> Generator[float, None, Found]:
    """Copy the text to a typed Parquet file, giving the share that is done.

    Raises `NeedsCare`, or `Unreadable` for too many rows.
    """
    sample = sample_lines(text.body)
    # The engine reads 1_000 as a number.
    may_be = MayBePlain(numbers=b"_" not in sample.lines)
    with _surveying(text.body, sample) as surveying:
        while True:
            guesses = _guess(text, names, sample, target.parent, said)
            columns = [
                guess.column(name, may_be) for name, guess in zip(names, guesses, strict=True)
            ]
            has_numbers = any(column.is_plain_number for column in columns)
            trial = _Trial(surveying, sample, has_numbers, limits)
            tallies = None
            more_careful = MayBePlain(numbers=False, texts=may_be.texts, dates=False)
            try:
                tallies = yield from trial.copy(text, target, columns)
            except Misjudged:
                more_careful = NOTHING_PLAIN
            except NeedsCare:
                if not any(column.is_read for column in columns):
                    raise
            if tallies is not None:
                return Found(guesses, tallies, _count_rows(text.body, target, surveying.result()))
            may_be = more_careful
            if trial.has_strays:
                sample = sample_lines(text.body, only_first=True)


def refuse_other_rows(target: Path, found: Survey) -> None:
    """Raise `NeedsCare` where the engine cut the text into other rows than were counted."""
    if _rows_in(target) != found.rows:
        raise NeedsCare


def _count_rows(body: Body, target: Path, found: Survey) -> Survey:
    """Count the rows again where the engine found others: some may span several lines."""
    if _rows_in(target) != found.rows:
        found = survey(body)
        refuse_other_rows(target, found)
    return found


def _rows_in(target: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(target).num_rows)


@dataclass(frozen=True)
class _Trial:
    """One try to copy a text, on assumptions that its survey may show to be mistaken."""

    surveying: Future[Survey]
    sample: Sample
    has_plain_numbers: bool
    limits: ReadLimits

    def copy(
        self, text: Text, target: Path, columns: Sequence[Column]
    ) -> Generator[float, None, list[Tally] | None]:
        """Copy, giving the share that is done; gives None where an assumption was mistaken."""
        copying = copy_directly(text, target, columns)
        try:
            while not self._is_mistaken():
                yield next(copying)
        except StopIteration as end:
            tallies: list[Tally] = end.value
        else:
            return None
        finally:
            copying.close()
        while wait([self.surveying], _LOOK_S).not_done:
            yield 1.0
        return None if self._is_mistaken() else tallies

    @property
    def has_strays(self) -> bool:
        """Whether sampled lines were found to be none."""
        found = self.surveying
        return found.done() and bool(found.result().strays & set(self.sample.places))

    def _is_mistaken(self) -> bool:
        if not self.surveying.done():
            return False
        found = self.surveying.result()
        if found.rows > self.limits.rows:
            raise too_many_rows(self.limits)
        if found.rows == 0:
            raise NeedsCare
        return self.has_strays or (self.has_plain_numbers and found.has_underscores)


@contextmanager
def _surveying(body: Body, sample: Sample) -> Iterator[Future[Survey]]:
    """Survey a text in a thread; leaving stops it."""
    is_over = Event()
    with ThreadPoolExecutor(1) as pool:
        try:
            yield pool.submit(survey, body, sample.places, is_over.is_set, has_long_rows=False)
        finally:
            is_over.set()


def _guess(text: Text, names: Sequence[str], sample: Sample, work: Path, said: Said) -> list[Guess]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    lines = Body(work / "sample.csv", text.body.dialect, text.body.width, 0, 1)
    lines.path.write_bytes(sample.lines)
    cells = Cells(text.engine, work / "sample.parquet", text.body.width)
    batches = [batch for batch, _ in read_fast(lines)]
    if not batches:
        raise NeedsCare
    pq.write_table(pa.Table.from_batches(batches), cells.path, compression="lz4")
    return guess_kinds(cells, names, said)
