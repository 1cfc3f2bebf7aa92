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
            self._tell(busy, told)

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

    def _tell(self, busy: list[Child], told: list[holdings.Told]) -> None:
        by_job = {job_id: child for child in busy if child.claim for job_id in child.claim.numbers}
        for one in told:
            if one.job_id in by_job:
                self._supervisor.control(by_job[one.job_id], one.job_id, one.control)
        with self._database.write() as session:
            holdings.forget_controls(session, told)
