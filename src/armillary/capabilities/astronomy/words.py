"""What is told beside a session's predictions: its mission, and columns that know too much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.capabilities.astronomy.missions import Mission

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel


def of_mission(mission: Mission) -> dict[str, Any]:
    """Give what a page needs of a mission to name its columns and to draw its plots."""
    return {
        "key": mission.key,
        "title": mission.title,
        "axes": dict(mission.axes),
        "words": {name: vars(word) for name, word in mission.words.items()},
        "acknowledgement": mission.source.acknowledgement,
    }


def of_hindsight(mission: Mission, model: FittedModel) -> list[str]:
    """Warn of columns that know a little of what came after."""
    used = {str(one["name"]) for one in model.features}
    found = [name for name in mission.hindsight if name in used]
    if not found:
        return []
    return [
        f"{', '.join(found)} may know a little of what came after: they are measured again "
        "once a planet is believed, or tell how long people had to decide. Scores on stars "
        "that nobody has looked at yet may be lower."
    ]
