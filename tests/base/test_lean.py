"""Keeping processes small."""

import subprocess
import sys

import pytest

from armillary.base.lean import missing


def test_a_package_is_missing_for_a_while_only() -> None:
    sys.modules.pop("wave", None)

    with missing("wave"), pytest.raises(ImportError):
        import wave

    import wave

    with missing("wave"):
        import wave as again

    assert again is wave


def test_a_server_loads_nothing_to_colour_texts_with() -> None:
    script = "import sys, armillary.asgi; print({'rich', 'pygments'} & set(sys.modules))"

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.strip().splitlines()[-1] == "set()"
