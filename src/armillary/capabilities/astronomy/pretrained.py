"""Models that come with the product, where there are any."""

from pathlib import Path

from armillary.capabilities.astronomy.missions import Mission


def stored_model(mission: Mission) -> Path | None:
    """Give the folder of the bundle that comes for a mission; None where one is trained instead.

    Its classes are the three dispositions, or two of them, and its columns those of the archive.
    """
    folder = Path(__file__).parent / "pretrained_models" / mission.key
    return folder if (folder / "manifest.json").is_file() else None
