"""The events: a reference page of every type that a topic may tell."""

from collections.abc import Iterator
from pathlib import Path

from documents._pages import REFERENCE, page, table
from documents._source import calls_with_event

# What the modules that tell events call to do so.
_TOLD_BY = frozenset({"append", "_append", "_announce", "announce"})


def generate() -> Iterator[tuple[Path, str]]:
    """Give the page."""
    rows: dict[str, tuple[set[str], str]] = {}
    for said in calls_with_event(_TOLD_BY):
        modules, sentence = rows.setdefault(said.word, (set(), said.sentence))
        modules.add(said.module)
        rows[said.word] = (modules, sentence or said.sentence)
    listed = [
        (f"`{name}`", sentence, ", ".join(f"`{module}`" for module in sorted(modules)))
        for name, (modules, sentence) in sorted(rows.items())
    ]
    yield (
        REFERENCE / "events.md",
        page("Events", _TOPICS, table(("event", "told when", "by"), listed)),
    )


_TOPICS = """[The guide](../guide/live.md) says how to listen. The topics are:

| topic | tells |
|---|---|
| `workspace:<id>` | jobs, data sets and models that come, change their state or go; members |
| `job:<id>` | everything of one job: progress, log, points of curves. A training session is a job |
| `dataset:<id>` | everything of one data set |

`*.created` carries the whole thing, `*.updated` its id, version and what changed, `*.deleted`
its id."""
