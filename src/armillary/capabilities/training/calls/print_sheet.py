"""A sheet as PDF, printed by a browser that is installed on this machine."""

from __future__ import annotations

import base64
from typing import Any

from armillary.base.printing import print_pdf
from armillary.jobs.calls import CallContext, HostName, SingleCall


class PrintSheet(SingleCall):
    """Payload ``{html, dated}``, answered by the PDF in base 64."""

    id = "training.print_sheet"
    host: HostName = "analyses"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Print; a browser that nobody waits for any more is ended."""
        printed = print_pdf(payload["html"], payload["dated"], interruptible=context.interruptible)
        return base64.b64encode(printed).decode()


call = PrintSheet()
