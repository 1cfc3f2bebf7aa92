"""What is told of a job always fits into an event, whatever people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armillary.base.values import to_json
from armillary.jobs import moves
from armillary.jobs.failures import describe
from armillary.jobs.submit import MAX_DEPENDENCIES
from armillary.jobs.tables import Job
from armillary.jobs.wire import (
    ERROR_BYTES,
    FIELD_BYTES,
    MESSAGE_BYTES,
    TITLE_BYTES,
    cut,
    to_wire,
)
from armillary.realtime.log import MAX_EVENT_BYTES


@given(st.text(max_size=300), st.integers(10, 400))
def test_a_cut_text_fits_and_a_short_one_stays(text: str, limit: int):
    result = cut(text, limit)

    assert len(to_json(result)) <= limit
    if len(to_json(text)) <= limit:
        assert result == text


@pytest.mark.parametrize("letter", ["x", '"', "\x00", "ä", "😀"])
def test_the_biggest_job_fits_into_one_event(letter):
    text = letter * 5000
    job = Job(
        id="job_" + "0" * 26,
        workspace_id="w" * 64,
        kind="k" * 64,
        title=cut(text, TITLE_BYTES),
        state="queued",
        message=cut(text, MESSAGE_BYTES),
        error=moves.error("c" * 64, text),
        params={"x": "p" * (FIELD_BYTES - 10)},
        result={"x": "r" * (FIELD_BYTES - 10)},
        depends_on=["job_" + "0" * 26] * MAX_DEPENDENCIES,
        needs={"threads": 1, "memory_bytes": 1 << 40, "gpus": 8, "gpu_memory_bytes": 1 << 40},
        unit="u" * 64,
    )

    assert len(job.error["message"]) <= ERROR_BYTES
    assert len(to_json({"job": to_wire(job)})) < MAX_EVENT_BYTES


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no file at /var/lib/armillary/data.csv", "no file at …"),
        ("see https://example.org/a/b for more", "see https://example.org/a/b for more"),
        ("3/4 of the rows", "3/4 of the rows"),
        ("in ~/data/x.csv: bad", "in …: bad"),
    ],
)
def test_a_failure_is_told_without_the_servers_paths(text, told):
    assert describe(ValueError(text)) == {"code": "crashed", "message": f"ValueError: {told}"}


def test_failures_of_the_system_are_told_by_what_they_are():
    assert describe(FileNotFoundError(2, "No such file", "/secret"))["message"] == (
        "FileNotFoundError: No such file."
    )
    assert describe(MemoryError())["code"] == "out_of_memory"
