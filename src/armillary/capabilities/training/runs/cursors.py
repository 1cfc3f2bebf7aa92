"""Where a page of the list ends, as an address carries it."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from armillary.base.errors import BadRequest
from armillary.base.values import from_json, to_iso, to_json


@dataclass(frozen=True)
class Cursor:
    """The last run of a page: what it was sorted by, and what settles ties."""

    value: Any
    created_at: datetime
    id: str

    def write(self) -> str:
        """Give the text that an address carries."""
        held = to_json([self.value, to_iso(self.created_at), self.id])
        return base64.urlsafe_b64encode(held).decode().rstrip("=")

    @staticmethod
    def read(text: str) -> "Cursor":
        """Read it back; raises `BadRequest` for what no list has given."""
        try:
            padded = text + "=" * (-len(text) % 4)
            value, created_at, identity = from_json(base64.urlsafe_b64decode(padded))
            moment = datetime.fromisoformat(created_at)
            known = value is None or isinstance(value, int | float | str)
            if not known or not isinstance(identity, str) or moment.tzinfo is None:
                raise ValueError(text)
        except (ValueError, TypeError, AttributeError) as error:
            raise BadRequest(
                "cursor must be the next_cursor of a list of runs; begin the list anew.",
                code="bad_cursor",
            ) from error
        return Cursor(value, moment, identity)
