"""Names that say that something was known only afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from armillary.learning.guard import words
from armillary.learning.guard.alone import look_alone
from armillary.learning.guard.contract import Finding, Fix
from armillary.learning.guard.seen import Seen

_AFTERWARDS = re.compile(
    r"(^|[_\W])(outcome|verdict|result|results|disposition|disp|disposed|label|prediction|"
    r"predicted|diagnosis|resolution|resolved|closed|closing|disc|discovery|discovered|confirmed|"
    r"discoverymethod|score|status|final|exit|refund|chargeback|cancelled|terminated|approved)"
    r"([_\W]|\d|$)",
    re.I,
)
_TELLS_CLASS, _TELLS_NUMBER = 0.53, 0.1


class Hindsight:
    """Looks at what columns are called; a name alone is no proof, so it only asks."""

    id = "hindsight"
    rank = 110

    def look(self, seen: Seen, found: Sequence[Finding]) -> Iterator[Finding]:
        """Yield the columns whose names sound so and that tell something of the target."""
        named = {name for one in found for name in one.columns if one.tells}
        least = _TELLS_NUMBER if seen.classes is None else _TELLS_CLASS
        told = [
            (look_alone(seen, seen.columns[name]).best, name)
            for name in seen.names
            if name not in named and _AFTERWARDS.search(name)
        ]
        columns = tuple(name for strength, name in told if strength > least)
        if not columns:
            return
        yield Finding(
            kind="hindsight",
            severity="notice",
            columns=columns,
            strength=max(strength for strength, name in told if name in columns),
            meaning="the strongest of them alone",
            why=(
                f"{words.names(columns)}: by the name this may be known only once the answer is, "
                f"and it tells something of {seen.target_name}. Ask whether it will be there when "
                "the model is asked."
            ),
            fix=Fix(leave_out=columns),
        )


lookout = Hindsight()
