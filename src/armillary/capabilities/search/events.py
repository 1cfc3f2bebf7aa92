"""What is announced about a search: on its job's topic, and on the workspace's that it is gone."""

from typing import Any

from sqlalchemy.orm import Session

from armillary import realtime
from armillary.capabilities.search.tables import Search, Trial
from armillary.capabilities.search.wire import trial_to_wire


def told_trial(session: Session, trial: Trial) -> None:
    """Announce a trial as it now is."""
    _append(session, trial, "search.trial", {"trial": trial_to_wire(trial)})


def told_guard(session: Session, search: Search) -> None:
    """Announce that the guard has looked over what the trials learn from."""
    topic = f"job:{search.id}"
    data = {"search_id": search.id}
    realtime.append(session, topic, "search.looked", data, workspace_id=search.workspace_id)


def told_clock(session: Session, search: Search) -> None:
    """Announce that the clock of a search stands, or goes on."""
    topic = f"job:{search.id}"
    data = {"search_id": search.id}
    realtime.append(session, topic, "search.clock", data, workspace_id=search.workspace_id)


def told_outcome(session: Session, search: Search) -> None:
    """Announce that the trials of a search are over, or what came of its best."""
    topic = f"job:{search.id}"
    data = {"search_id": search.id}
    realtime.append(session, topic, "search.concluded", data, workspace_id=search.workspace_id)


def told_deletion(session: Session, search: Search) -> None:
    """Announce on the topic of the workspace that a search is gone."""
    topic = f"workspace:{search.workspace_id}"
    data = {"id": search.id}
    realtime.append(session, topic, "search.deleted", data, workspace_id=search.workspace_id)


def _append(session: Session, trial: Trial, kind: str, data: dict[str, Any]) -> None:
    topic = f"job:{trial.search_id}"
    realtime.append(session, topic, kind, data, workspace_id=trial.workspace_id)
