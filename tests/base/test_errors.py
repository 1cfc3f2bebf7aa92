"""Errors are one family that survives a process border."""

from armillary.base.errors import AppError, Conflict, NotFound
from armillary.base.http import error_body


def test_an_error_survives_a_process_border() -> None:
    error = Conflict(
        "The job has ended.", code="job_ended", details={"state": "failed"}, extra={"jobId": "j"}
    )

    back = AppError.from_wire(error.to_wire())

    assert type(back) is Conflict
    assert back.to_wire() == error.to_wire()


def test_the_body_has_every_key_that_some_client_reads() -> None:
    error = NotFound("No such table.", errors=[{"loc": ["id"], "msg": "unknown"}])

    assert error_body(error, "r1") == {
        "success": False,
        "error": "No such table.",
        "detail": "No such table.",
        "code": "not_found",
        "errors": [{"loc": ["id"], "msg": "unknown"}],
        "request_id": "r1",
    }
