"""Bringing to processes what the database says their jobs are to be told."""

from collections.abc import Mapping

from armillary.base.database import Database
from armillary.jobs import holdings
from armillary.jobs.processes import Child
from armillary.jobs.supervision import Supervisor


class Delivery:
    """Cancels and controls on their way from the rows of one worker to its processes."""

    def __init__(self, database: Database, supervisor: Supervisor, worker_id: str) -> None:
        self._database = database
        self._supervisor = supervisor
        self._worker_id = worker_id

    def deliver(self) -> None:
        """Tell every busy process what there is to tell."""
        busy = self._supervisor.busy
        if not busy:
            return
        with self._database.read() as session:
            held = holdings.held_by(session, self._worker_id)
            told = holdings.controls_for(session, self._worker_id)
        for child in busy:
            self._cancel(child, held)
            self._pause(child, held)
        if told:
            self._tell(busy, held, told)

    def _cancel(self, child: Child, held: Mapping[str, holdings.Held]) -> None:
        assert child.claim is not None
        for job_id, number in child.claim.numbers.items():
            if held.get(job_id) == holdings.Held("cancelling", number):
                self._supervisor.cancel(child, job_id)

    def _pause(self, child: Child, held: Mapping[str, holdings.Held]) -> None:
        assert child.claim is not None
        for job_id, number in child.claim.numbers.items():
            one = held.get(job_id)
            if one is not None and one.claim_number == number and one.state != "cancelling":
                self._supervisor.pause(child, job_id, is_wanted=one.state == "pausing")

    def _tell(
        self,
        busy: list[Child],
        held: Mapping[str, holdings.Held],
        told: list[holdings.Told],
    ) -> None:
        # A process that has just let go of a job may not have said so when another one has it.
        by_claim = {
            claimed: child
            for child in busy
            if child.claim
            for claimed in child.claim.numbers.items()
        }
        handed_on = []
        for one in told:
            holder = held.get(one.job_id)
            child = holder and by_claim.get((one.job_id, holder.claim_number))
            if child:
                self._supervisor.control(child, one.job_id, one.control)
                handed_on.append(one)
        with self._database.write() as session:
            holdings.forget_controls(session, handed_on)
