"""Writing a pretrained model where it is shipped from: a bundle, and its card beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

from armillary.base.errors import TooLarge
from armillary.base.values import to_json
from armillary.capabilities.astronomy.pretraining.training import Pretrained
from armillary.learning import bundle

MOST_BYTES = 3 * 1024 * 1024


def ship(made: Pretrained, folder: Path) -> int:
    """Write the bundle into ``folder``/model and the card beside it; gives the bytes of both.

    What was there is replaced only once the new one has been read back. Raises `AppError` where
    it is larger than may be shipped.
    """
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        lineage = {"source": made.card["source"], "card": "card.json"}
        bundle.save(made.model, fresh / "model", lineage)
        (fresh / "card.json").write_bytes(to_json(made.card) + b"\n")
        bundle.load(fresh / "model")
        size = sum(path.stat().st_size for path in fresh.rglob("*") if path.is_file())
        if size > MOST_BYTES:
            raise TooLarge(
                f"The model has {size:,} bytes, where {MOST_BYTES:,} may be shipped. "
                "Train fewer or smaller trees."
            )
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return size
