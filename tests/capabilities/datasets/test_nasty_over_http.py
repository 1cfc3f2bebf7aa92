"""Files made to break readers, sent as a browser sends them."""

import os
from pathlib import Path

import pytest

from tests.capabilities.datasets.conftest import Server
from tests.capabilities.datasets.nasty.judging import files_of
from tests.capabilities.datasets.nasty.over_http import send_files
from tests.support.servers import run_server

# Every twelfth is sent; all of them are read without a server elsewhere.
_SAMPLE = 12
_WANTS_ALL = bool(os.environ.get("ARMILLARY_TEST_EVERY_FILE"))


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


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.skipif(not _WANTS_ALL, reason="takes ten minutes: set ARMILLARY_TEST_EVERY_FILE=1")
def test_every_file_ends_over_http_as_a_table_or_a_clear_refusal_and_leaves_nothing(
    tmp_path: Path, test_data: Path
) -> None:
    root, data_dir = test_data / "nasty", tmp_path / "data"
    data_dir.mkdir()

    with run_server(data_dir) as server:
        sent = send_files(server, root, files_of(root))

    assert sent.wrong == []
    assert sent.tables > 500
    assert sent.refused > 150
