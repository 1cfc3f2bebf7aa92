"""What is wrong with a file that cannot become a dataset."""

from collections.abc import Sequence

from armillary.base.errors import AppError, BadRequest, Conflict


class Unreadable(BadRequest):
    """The file cannot become a dataset; ``issues`` say what was found where and what to do."""

    code = "dataset_unreadable"

    def __init__(self, *issues: str) -> None:
        self.issues: Sequence[str] = issues
        extra = {"error": "Dataset validation failed", "issues": list(issues)}
        super().__init__(" ".join(issues), extra=extra)


class Left(AppError):
    """The client has gone away; nobody reads this."""

    code = "client_left"
    status = 499


class Changed(Conflict):
    """The table is not the one that was asked for any more."""

    code = "dataset_changed"

    def __init__(self) -> None:
        super().__init__("The table was imported anew or removed in the meantime; load it again.")
