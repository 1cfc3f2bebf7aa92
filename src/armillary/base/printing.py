"""Printing HTML as PDF by Chromium, in a process and a folder of its own."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from armillary.base.errors import Unavailable

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_LONGEST_S = 40.0
_DATES = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}([+-]\d\d'\d\d')")
# It gets a finished page without a script and shall do nothing but print it.
_OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
Interruptible = Callable[[Callable[[], object]], AbstractContextManager[None]]


def find_browser() -> str | None:
    """Give the path of a browser that can print; None where none is installed."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def print_pdf(
    html: str, dated: str, *, interruptible: Interruptible = lambda _: contextlib.nullcontext()
) -> bytes:
    """Print a document that needs nothing beside it; takes a second or two.

    ``dated`` (YYYYMMDDhhmmss) is written in the place of the time of printing, so that the same
    page gives the same bytes. Raises `Unavailable` where no browser is there or it prints nothing.
    """
    browser = find_browser()
    if browser is None:
        raise Unavailable(
            "A PDF is printed by Chromium, and this machine has none. Install it (Debian and "
            "Ubuntu: apt install chromium), or Google Chrome, where the server runs; or ask for "
            "HTML and print that from your own browser.",
            code="no_browser",
        )
    with tempfile.TemporaryDirectory(prefix="armillary-print-") as folder:
        source, target = Path(folder) / "sheet.html", Path(folder) / "sheet.pdf"
        source.write_text(html, encoding="utf-8")
        told = _run(_command(browser, Path(folder), source, target), folder, interruptible)
        if not target.is_file() or target.stat().st_size == 0:
            raise Unavailable(
                f"{Path(browser).name} printed nothing: {told or 'it said no reason'}. Ask for "
                "HTML instead and print that from your own browser.",
                code="not_printed",
            )
        # As long as before, so that every place in the file stays where it was.
        return _DATES.sub(rb"\g<1>" + dated.encode() + rb"+00'00'", target.read_bytes())


def _command(browser: str, folder: Path, source: Path, target: Path) -> list[str]:
    # Chromium refuses its own sandbox to root; the page holds no script and no foreign markup.
    own = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return [
        browser,
        *_OPTIONS,
        *own,
        f"--user-data-dir={folder}/profile",
        f"--print-to-pdf={target}",
        source.as_uri(),
    ]


def _run(command: list[str], folder: str, interruptible: Interruptible) -> str:
    """Run to the end, and give the last line of what was said; what hangs is ended."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        cwd=folder, env={"PATH": os.defpath, "HOME": folder, "LANG": "C.UTF-8"},
        start_new_session=True,
    )  # fmt: skip

    def end() -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    try:
        with interruptible(end):
            _, told = process.communicate(timeout=_LONGEST_S)
    except BaseException as error:
        end()
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            return f"it did not end within {_LONGEST_S:g} s"
        raise
    lines = told.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""
