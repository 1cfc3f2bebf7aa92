"""Which columns somebody names at the terminal to learn from, or to leave out."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from armillary.base.errors import Invalid

_NO_TEXTS = "none"


class Columns(Protocol):
    """What an order says of columns."""

    @property
    def features(self) -> str | None:
        """Those to learn from, with commas."""
        ...

    @property
    def leave_out(self) -> str | None:
        """Those not to learn from, with commas."""
        ...

    @property
    def group(self) -> str | None:
        """The one by which rows are kept together."""
        ...

    @property
    def time(self) -> str | None:
        """The one in whose order rows are split."""
        ...

    @property
    def weight(self) -> str | None:
        """The one that says how much rows count."""
        ...


def choose_features(
    order: Columns, targets: Sequence[str], dataset: Mapping[str, Any]
) -> list[str] | None:
    """Name the columns to learn from; None means all others."""
    chosen = listed(order.features)
    left_out = listed(order.leave_out) or []
    known = [column["name"] for column in dataset["schema"]]
    if unknown := [name for name in left_out if name not in known]:
        raise Invalid(f"--leave-out names {unknown[0]!r}; the table has no such column.")
    if chosen is None and not left_out:
        return None
    beside = (*targets, order.group, order.time, order.weight)
    names = chosen or [name for name in known if name not in beside]
    return [name for name in names if name not in left_out]


def choose_texts(given: str | None) -> list[str] | None:
    """Name the columns to read as texts; None leaves it to what they hold."""
    return [] if given == _NO_TEXTS else listed(given)


def listed(text: str | None) -> list[str] | None:
    """Read names with commas between."""
    return [name.strip() for name in text.split(",") if name.strip()] if text else None
