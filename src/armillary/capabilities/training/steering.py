"""Steering a running training: what people ask of it, done at the next look and told."""

from collections import deque
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from armillary.base.errors import Invalid
from armillary.capabilities.training import courses, timeline
from armillary.capabilities.training.keeping import Keeper
from armillary.capabilities.training.tables import TimelineEntry
from armillary.capabilities.training.timeline import Change, Person, What
from armillary.jobs.contract import Control, JobContext, Log
from armillary.learning import contract as learning
from armillary.learning.catalogue import CatalogueEntry
from armillary.learning.course import Course
from armillary.learning.going_on import live_names
from armillary.learning.params import check_live

if TYPE_CHECKING:
    from armillary.learning.fit_snapshot import FitSnapshot


_TURNS = frozenset({"started", "paused", "interrupted", "went_on", "began_anew"})


class Steering:
    """What is asked of one run, the values in effect, and the notes of what came of it.

    Changes that were made before the process died, but after the state that it goes on from, are
    made again at their steps: so the numbers are those of a training that never died.
    """

    def __init__(self, job: JobContext, entry: CatalogueEntry, keeper: Keeper) -> None:
        self._job, self._entry, self._keeper = job, entry, keeper
        self.values: dict[str, Any] = dict(job.params.hyperparameters)
        with job.read() as session:
            self._past = timeline.of_attempt(timeline.read(session, job.id))
        self._asked: deque[Control] = deque(
            _as_control(entry) for entry in timeline.unanswered(self._past)
        )
        self._known = {entry.id for entry in timeline.unanswered(self._past)}
        self._again = deque(timeline.changes(self._past))
        self._course = courses.begun(job.params, entry)

    def course(self, ended: int) -> Course | None:
        """Give which values held from which step on, of so many; None where not all is known."""
        return None if self._course is None else Course(tuple(self._course), ended)

    @property
    def was_paused(self) -> bool:
        """Whether the run stood still because somebody wanted it."""
        told = [entry.what for entry in self._past if entry.what in _TURNS]
        return bool(told) and told[-1] == "paused"

    @property
    def has_begun_before(self) -> bool:
        """Whether an earlier claim of this attempt has begun."""
        return any(entry.what == "started" for entry in self._past)

    def live_at(self, step: int) -> dict[str, Any]:
        """Give the live values in effect at the step of the state that the run goes on from."""
        while self._again and self._again[0].step <= step:
            self._hold(self._again.popleft())
        return {name: self.values[name] for name in live_names(self._entry)}

    def hear(self, control: Control | None) -> None:
        """Take what somebody asks; what was found in the timeline already is not done twice."""
        if control is None or control.get("asked") in self._known:
            return
        if (asked := control.get("asked")) is not None:
            self._known.add(asked)
        self._asked.append(control)

    def next(self, snapshot: "FitSnapshot") -> Iterator[Log | learning.SetParam]:
        """Do what was asked, as far as one look allows; a value to set comes last."""
        if self._again and self._again[0].step <= snapshot.step:
            change = self._again.popleft()
            self._hold(change)
            yield learning.SetParam(change.name, change.value)
            return
        while self._asked:
            control = self._asked.popleft()
            if control["type"] == "checkpoint":
                if (refusal := self._keep(snapshot, control)) is not None:
                    yield Log("warning", refusal)
            elif control["type"] == "set_param":
                yield self._set(snapshot, control)
                return

    def keep_asked(self, snapshot: "FitSnapshot") -> None:
        """Keep the moments that were asked for before the run was stopped, and not kept yet."""
        with self._job.read() as session:
            entries = timeline.of_attempt(timeline.read(session, self._job.id))
        for asked in timeline.unanswered(entries):
            if asked.what == "keeping":
                self._keep(snapshot, _as_control(asked))

    def note(
        self,
        what: What,
        *,
        step: int | None = None,
        by: Person | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """Add a fact to the run's timeline, at once."""
        with self._job.write() as session:
            self._write(session, what, step, by, details)

    def note_soon(
        self, what: What, *, step: int | None = None, details: Mapping[str, Any] | None = None
    ) -> None:
        """Add a fact that nothing waits for."""
        self._job.write_soon(lambda session: self._write(session, what, step, None, details))

    def _write(
        self,
        session: Session,
        what: What,
        step: int | None,
        by: Person | None,
        details: Mapping[str, Any] | None,
    ) -> None:
        run, workspace = self._job.id, self._job.workspace_id
        timeline.note(session, run, workspace, what, step=step, by=by, details=details)

    def _keep(self, snapshot: "FitSnapshot", control: Control) -> str | None:
        """Keep a moment; gives why not, where it cannot be kept."""
        by, asked = Person.read(control.get("by")), control.get("asked")
        name = str(control.get("name") or "")
        refusal = self._keeper.keep(snapshot, self.values, name, by, asked)
        if refusal is not None:
            details = {"asked": asked, "reason": refusal}
            self.note("checkpoint_refused", step=snapshot.step, by=by, details=details)
        return refusal

    def _set(self, snapshot: "FitSnapshot", control: Control) -> learning.SetParam:
        name, asked = str(control.get("name")), control.get("asked")
        try:
            value = check_live(self._entry, name, control.get("value"))
        except Invalid:
            # The training says itself what is wrong with it, and goes on.
            return learning.SetParam(name, control.get("value"))
        details = {"name": name, "from": self.values.get(name), "to": value, "asked": asked}
        if snapshot.is_within:
            details["is_within"] = True
        by = Person.read(control.get("by"))
        self.note("parameter_changed", step=snapshot.step, by=by, details=details)
        self._hold(Change(snapshot.step, name, value, snapshot.is_within))
        return learning.SetParam(name, value)

    def _hold(self, change: Change) -> None:
        """Have a value hold from now on."""
        self.values[change.name] = change.value
        if self._course is not None:
            self._course.append(courses.changed(self._entry, self.values, change))


def _as_control(entry: TimelineEntry) -> Control:
    """Give what was asked as it would have been told to the running job."""
    by = timeline.person_of(entry)
    kind = "checkpoint" if entry.what == "keeping" else "set_param"
    told = {"type": kind, "asked": entry.id, "by": None if by is None else by.to_wire()}
    return {**told, **entry.details}
