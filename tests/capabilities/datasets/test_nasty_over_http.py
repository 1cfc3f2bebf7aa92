"""Files made to break readers, sent as a browser sends them."""

from pathlib import Path

import pytest

from tests.capabilities.datasets.conftest import Server
from tests.capabilities.datasets.nasty.judging import files_of

# Every twelfth is sent; all of them are read without a server elsewhere.
_SAMPLE = 12


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_files_come_in_over_http_and_leave_nothing_where_they_are_refused(
    server: Server, test_data: Path
) -> None:
    root = test_data / "nasty"
    for file in files_of(root)[::_SAMPLE]:
        before = server.stored()

        answer = server.upload((root / file).read_bytes(), Path(file).name)

        body = answer.json()
        assert answer.status_code in (200, 400), (file, body)
        if answer.status_code == 400:
            assert body["issues"], file
            assert server.stored() == before, file
        else:
            assert body["metadata"]["total_rows"] > 0, file
        work = server.state.settings.data_dir / "work"
        assert [path.name for path in work.glob("*")] == [], file
