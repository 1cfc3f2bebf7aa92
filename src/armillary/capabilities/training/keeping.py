"""Keeping states of a running training: the best, the last, and those that somebody asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from armillary.base.allowance import Allowance, Terms
from armillary.base.database import after_commit
from armillary.base.storage import Gathered
from armillary.capabilities.training import checkpoints
from armillary.capabilities.training.checkpoints import Look, StoredState
from armillary.capabilities.training.timeline import Person, note
from armillary.jobs.contract import JobContext

if TYPE_CHECKING:
    from armillary.learning.fit_snapshot import FitSnapshot

_WORDS = {"best": "The best on the validation part", "last": "The last"}
_NEARLY = "Nearly the best on the validation part"
# A best state that is written at once may take half a hundredth of the time, and so much more at
# once: short trainings miss nothing. One that is copied in memory takes far less of nearly every
# training; of one whose steps are no longer than copying, this much.
WRITING = Terms(share=1 / 200, at_once_s=0.02, loading_s=0.5)
COPYING = Terms(share=0.03, at_once_s=0.25, loading_s=0.5)


@dataclass(frozen=True)
class _Held:
    """A state that is remembered, and perhaps not stored yet."""

    look: Look
    files: Callable[[], Mapping[str, bytes]]


class Keeper:
    """Keeps states of one run; where the algorithm cannot go on from one, it keeps none."""

    def __init__(self, job: JobContext, *, is_able: bool) -> None:
        self._job, self._is_able = job, is_able
        self._limit = job.settings.training_state_limit_mb * 1024 * 1024
        self._best: _Held | None = None
        self._allowances: dict[Terms, Allowance] = {}
        self._is_behind = False
        """Whether a better state than the one that was remembered last was passed over."""
        self._count = 0
        self._may_tidy = job.claim_number > 1
        """Whether there may be states of this run already, so that some of them are replaced."""

    def see(self, snapshot: "FitSnapshot", values: Mapping[str, Any]) -> None:
        """Remember the state of a look that is the best so far.

        As far as that takes little of the time: where a state is written at once very little, where
        it is copied for later nearly always.
        """
        if not (self._is_able and snapshot.best and snapshot.metrics):
            return
        allowance = self._allowance(WRITING if snapshot.remember is None else COPYING)
        self._is_behind = not allowance.is_left()
        if not self._is_behind:
            with allowance.spend():
                self._best = _Held(_look(snapshot, values), _remembered(snapshot))

    def _allowance(self, terms: Terms) -> Allowance:
        """Give the account of what remembering takes: it begins with the first state."""
        if terms not in self._allowances:
            self._allowances[terms] = Allowance(terms)
        return self._allowances[terms]

    def store_best(self) -> None:
        """Store the best state that is remembered, so that it outlives this process."""
        held, self._best = self._best, None
        if held is None or (stored := self._store("best", held.files())) is None:
            return
        with self._job.write() as session:
            self._add(session, "best", held.look, stored)
            self._tidy_up(session)

    def keep(
        self,
        snapshot: "FitSnapshot",
        values: Mapping[str, Any],
        name: str,
        by: Person | None,
        asked: str | None,
    ) -> str | None:
        """Keep a state that somebody asked for; gives why not, where it cannot be kept."""
        if not self._is_able:
            return "This algorithm has no state that could be gone on from."
        stored = self._store("kept", snapshot.state().files)
        if stored is None:
            return self.too_large()
        look = _look(snapshot, values)
        job = self._job
        with job.write() as session:
            created_by = None if by is None else by.id
            title = name or f"Step {look.step}"
            row = checkpoints.add(
                session, job.id, job.workspace_id, "kept", title, look, stored, created_by
            )
            details = {"checkpoint": checkpoints.to_wire(row), "asked": asked}
            note(
                session,
                job.id,
                job.workspace_id,
                "checkpoint_kept",
                by=by,
                step=look.step,
                details=details,
            )
        return None

    def last(
        self, snapshot: "FitSnapshot", values: Mapping[str, Any], gathered: Gathered
    ) -> Callable[[Session], None] | None:
        """Have the last state and the best stored; gives what registers them at the job's end."""
        if not self._is_able:
            return None
        look, best = _look(snapshot, values), self._best
        last = self._gather("last", snapshot.state().files, gathered)
        kept = [("last", look, last)]
        if best is not None and not snapshot.best:
            kept.append(("best", best.look, self._gather("best", best.files(), gathered)))

        def register(session: Session) -> None:
            if snapshot.best and self._may_tidy:
                checkpoints.forget(session, self._job.id, "best")
            for kind, of, stored in kept:
                if stored is not None:
                    self._add(session, kind, of, stored)
            # Where the last is the best no other is kept as that.
            if self._is_behind and not snapshot.best:
                self._name_best(session)
            if self._may_tidy:
                self._tidy_up(session)

        return register if last is not None else None

    def too_large(self) -> str:
        """Say why a state was not kept."""
        limit = self._job.settings.training_state_limit_mb
        return (
            f"Its state takes more than {limit} MB and is not kept, so it cannot be gone on "
            "from; ARMILLARY_TRAINING_STATE_LIMIT_MB sets the limit."
        )

    def _store(self, kind: str, files: Mapping[str, bytes]) -> StoredState | None:
        self._may_tidy = True
        gathered = Gathered(self._job.storage)
        stored = self._gather(kind, files, gathered)
        gathered.write()
        return stored

    def _gather(
        self, kind: str, files: Mapping[str, bytes], gathered: Gathered
    ) -> StoredState | None:
        if sum(len(data) for data in files.values()) > self._limit:
            return None
        self._count += 1
        # The claim's number keeps what a slower, lost claim still writes apart from this.
        name = f"{kind}-{self._job.claim_number}-{self._count}"
        return checkpoints.gather(gathered, f"{checkpoints.folder(self._job.id)}/{name}", files)

    def _add(self, session: Session, kind: str, look: Look, stored: StoredState) -> None:
        job = self._job
        if self._may_tidy:
            checkpoints.forget(session, job.id, kind)
        checkpoints.add(session, job.id, job.workspace_id, kind, _WORDS[kind], look, stored)

    def _name_best(self, session: Session) -> None:
        """Say of the best state that is kept that a better one came too soon after it."""
        session.flush()
        for row in checkpoints.list_of(session, self._job.id):
            if row.kind == "best":
                row.name = _NEARLY

    def _tidy_up(self, session: Session) -> None:
        session.flush()
        kept = [row.storage_key for row in checkpoints.list_of(session, self._job.id)]
        run, storage = self._job.id, self._job.storage
        after_commit(session, lambda _: checkpoints.remove_others(storage, run, kept))


def _remembered(snapshot: "FitSnapshot") -> Callable[[], Mapping[str, bytes]]:
    if snapshot.remember is None:
        files = snapshot.state().files
        return lambda: files
    later = snapshot.remember()
    return lambda: later().files


def _look(snapshot: "FitSnapshot", values: Mapping[str, Any]) -> Look:
    # The values in effect may change while the look is remembered.
    return Look(snapshot.step, snapshot.metrics, dict(values))
