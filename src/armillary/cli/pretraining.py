"""Training the shipped models at the terminal, one mission after another."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.errors import NotFound
from armillary.capabilities.astronomy.missions import Mission, all_missions, get_mission
from armillary.cli.screen import print_json, print_note, print_table
from armillary.report.scale import share
from armillary.report.scores import interval_text, score_text

if TYPE_CHECKING:
    import pandas as pd

_PATTERNS = {"kepler": "*cumulative*.csv*", "tess": "*toi*.csv*", "k2": "*k2pandc*.csv*"}
_KINDS = {
    "planet_auc": "auc",
    "planet_recall_at_99_precision": "recall",
    "planet_calibration_error": "calibration_error",
    "macro_f1": "f1",
}
"""Which scores those of the cards are."""


def pretrain_missions(
    keys: Sequence[str] | None, data: Path, output: Path | None, repeats: int, *, as_json: bool
) -> None:
    """Train, judge and write each mission's model."""
    from armillary.capabilities.astronomy.pretrained import BUNDLES, survey_key
    from armillary.capabilities.astronomy.pretraining.shipping import ship
    from armillary.capabilities.astronomy.pretraining.training import pretrain

    missions = [get_mission(key) for key in keys] if keys else list(all_missions())
    paths: dict[str, Path] = {mission.key: find_table(data, mission) for mission in missions}
    told: dict[str, Any] = {}
    for mission in missions:
        path = paths[mission.key]
        frame = read_table(path)
        begun = time.process_time()
        made = pretrain(mission, frame, source=path.name, repeats=repeats)
        seconds = time.process_time() - begun
        folder = (output or BUNDLES) / mission.key
        folder.parent.mkdir(parents=True, exist_ok=True)
        size = ship(made, folder)
        told[mission.key] = made.card | {"size_bytes": size, "folder": str(folder)}
        if not as_json:
            print_table(["score", "held-out stars", "folds"], _lines(made.card), mission.title)
            print_note(f"{folder}: {size:,} bytes, {seconds:.0f} s of processor time.")
        told[survey_key(mission.key)] = _survey(mission, output or BUNDLES, as_json=as_json)
    if {"kepler", "tess"} <= paths.keys():
        told["tess_from_kepler"] = _transfer(paths, output or BUNDLES, as_json=as_json)
    if as_json:
        print_json(told)


def _survey(mission: Mission, output: Path, *, as_json: bool) -> dict[str, Any]:
    """Train and write what is asked where a made-up table stands in for the mission's."""
    from armillary.capabilities.astronomy.pretrained import survey_key
    from armillary.capabilities.astronomy.pretraining.shipping import ship
    from armillary.capabilities.astronomy.pretraining.survey import pretrain_survey

    made = pretrain_survey(mission)
    folder = output / survey_key(mission.key)
    size = ship(made, folder)
    if not as_json:
        print_table(["score", "another draw", "folds"], _lines(made.card), str(made.card["title"]))
        print_note(f"{folder}: {size:,} bytes.")
    return made.card | {"size_bytes": size, "folder": str(folder)}


def _transfer(paths: Mapping[str, Path], output: Path, *, as_json: bool) -> dict[str, Any]:
    """Train and write what Kepler teaches for TESS."""
    from armillary.capabilities.astronomy.pretraining.shipping import ship
    from armillary.capabilities.astronomy.pretraining.transfer import pretrain_transfer

    kepler, tess = (read_table(paths[key]) for key in ("kepler", "tess"))
    source = f"{paths['kepler'].name} and {paths['tess'].name}"
    made = pretrain_transfer(kepler, tess, source=source)
    folder = output / "tess_from_kepler"
    size = ship(made, folder)
    if not as_json:
        judged = made.card["judged_on"]
        shown = [
            ["share answered", share(judged["share_answered"])],
            ["planet auc of what is answered", _said("auc", judged["planet_auc"])],
            ["planet auc of all rows", _said("auc", judged["planet_auc_of_all_rows"])],
        ]
        print_table(["score", "stars that chose nothing"], shown, "From Kepler to TESS")
        print_note(f"{folder}: {size:,} bytes.")
    return made.card | {"size_bytes": size, "folder": str(folder)}


def find_table(folder: Path, mission: Mission) -> Path:
    """Find a mission's table in a folder; the last by name, which is the newest of dated ones."""
    found = sorted(folder.glob(_PATTERNS[mission.key]))
    if not found:
        raise NotFound(
            f"{folder} has no file named {_PATTERNS[mission.key]} with the table of "
            f"{mission.title}. Put the archive's CSV file there."
        )
    return found[-1]


def read_table(path: Path) -> "pd.DataFrame":
    """Read a CSV file of the archive, whose first lines are comments."""
    import pandas as pd

    return pd.read_csv(path, comment="#", low_memory=False)


def _lines(card: Mapping[str, Any]) -> list[list[str]]:
    folds = card["scores_of_folds"]
    return [
        [
            name.replace("_", " "),
            _said(name, score),
            "; ".join(_said(name, one[name]) for one in folds),
        ]
        for name, score in card["scores_on_held_out_stars"].items()
    ]


def _said(name: str, score: Mapping[str, float]) -> str:
    kind = _KINDS.get(name, name)
    return (
        f"{score_text(kind, score['value'])} ({interval_text(kind, score['low'], score['high'])})"
    )
