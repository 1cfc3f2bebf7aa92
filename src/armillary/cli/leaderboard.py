"""The leaderboard of a search, live while it runs and whole at its end."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

from rich.live import Live
from rich.table import Table

from armillary.cli.screen import err, escape, out, print_note
from armillary.cli.workshop import Workshop
from armillary.learning.catalogue import get_entry
from armillary.report.names import metric_name
from armillary.report.scale import number
from armillary.report.scores import score_text

_LOOK_S = 0.25
_SHOWN = 8
_ENDED = frozenset({"succeeded", "failed", "cancelled", "lost"})
_WIDTH_OF_OTHERS, _LEAST_WIDTH = 95, 12


class _Shown(Protocol):
    def update(self, renderable: Table) -> None:
        """Show a newer table."""


def follow(shop: Workshop, search_id: str, *, quiet: bool) -> tuple[dict[str, Any], bool]:
    """Follow a search to its end; gives it with its trials, and whether Ctrl+C has ended it.

    The first Ctrl+C ends the trials, and the best is kept; a second one ends the command.
    """
    from armillary.capabilities import search

    try:
        return _watch(shop, search_id, quiet=quiet), False
    except KeyboardInterrupt:
        print_note("Ending the trials; the best is kept. Ctrl+C again ends it at once.")
    with shop.database.write() as session:
        search.stop(shop.actor, session, search_id)
    return _watch(shop, search_id, quiet=True), True


def print_leaderboard(found: dict[str, Any]) -> None:
    """Print the best trials, and what ties mean."""
    out.print(_table(found))
    standing = found["search"]["standing"]
    if standing is not None and len(standing["tied"]) > 1:
        others = len(standing["tied"]) - 1
        cheapest = standing["cheapest"]
        which = "the leader itself" if cheapest == standing["leader"] else f"trial {cheapest}"
        are = "trial is" if others == 1 else "trials are"
        print_note(f"{others} {are} tied with the leader within noise; the cheapest is {which}.")


def _watch(shop: Workshop, search_id: str, *, quiet: bool) -> dict[str, Any]:
    listener = shop.bus.listen("wake")
    is_live = not quiet and err.is_terminal
    shown: AbstractContextManager[_Shown | None]
    shown = Live(console=err, auto_refresh=False, transient=True) if is_live else nullcontext()
    told = 0
    try:
        with shown as live:
            while True:
                found = _read(shop, search_id)
                if isinstance(live, Live):
                    live.update(_table(found), refresh=True)
                elif not quiet:
                    told = _tell(found, told)
                if found["job"]["state"] in _ENDED:
                    return found
                listener.receive(_LOOK_S)
    finally:
        listener.close()


def _read(shop: Workshop, search_id: str) -> dict[str, Any]:
    from armillary import jobs
    from armillary.capabilities import search

    with shop.database.read() as session:
        found = search.read_search(shop.actor, session, search_id)
        job = jobs.to_wire(jobs.get(shop.actor, session, search_id))
        page = search.list_trials(
            shop.actor, session, search_id, order="rank", limit=1000, offset=0
        )
    against = page["trained_against"]
    return {"search": found["search"], "trials": page["trials"], "job": job, "against": against}


def _tell(found: dict[str, Any], told: int) -> int:
    """Print a line for every ten trials that have ended, for files and pipes."""
    ended: int = sum(trial["state"] != "running" for trial in found["trials"])
    if ended >= told + 10:
        best = found["trials"][0]
        score = found["search"]["metric"]
        value, metric = score_text(score, best["value"]), metric_name(score)
        print_note(f"{ended} trials, best {metric} {value} ({best['algorithm_id']})")
        return ended
    return told


def _table(found: dict[str, Any]) -> Table:
    search = found["search"]
    metric = metric_name(search["metric"])
    counts = search["trials"]
    title = f"{search['name']}: {sum(counts.values())} trials, {search['status']}"
    table = Table(title=escape(title), title_justify="left", title_style="bold")
    for name in ("trial", "algorithm", metric, "± of folds", "s a fold", "state", "values"):
        is_text = name in ("algorithm", "state", "values")
        # What does not fit is taken from the values, whose text is cut for it.
        table.add_column(name, justify="left" if is_text else "right", no_wrap=name != "values")
    standing = search["standing"] or {"tied": [], "leader": None, "cheapest": None}
    for trial in found["trials"][:_SHOWN]:
        table.add_row(*_row(trial, search["metric"], standing))
    return table


def _row(trial: dict[str, Any], metric: str, standing: dict[str, Any]) -> tuple[str, ...]:
    marks = trial["state"]
    if trial["number"] == standing["leader"]:
        marks = "leads"
    elif trial["number"] in standing["tied"]:
        marks = "tied"
    if trial["number"] == standing["cheapest"]:
        marks += ", cheapest"
    figures = [score_text(metric, trial[of]) for of in ("value", "spread")]
    entry = get_entry(trial["algorithm_id"])
    changed = {
        name: value
        for name, value in trial["params"].items()
        if value != _default(trial["algorithm_id"], name)
    }
    values = ", ".join(f"{name}={_short(value)}" for name, value in changed.items()) or "defaults"
    room = max(_LEAST_WIDTH, out.width - _WIDTH_OF_OTHERS)
    if len(values) > room:
        values = f"{values[: room - 1]}…"
    return (
        str(trial["number"]),
        escape(entry.name),
        *figures,
        number(trial["cost_s"]),
        marks,
        escape(values),
    )


def _default(algorithm_id: str, name: str) -> Any:
    """Give the default of a value, of what goes first by its own name."""
    owner, dot, own = name.partition(".")
    return get_entry(owner if dot else algorithm_id).properties[own or name]["default"]


def _short(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
