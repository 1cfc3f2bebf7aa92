"""Why a model cannot be brought in."""

from armillary.base.errors import BadRequest


class Refused(BadRequest):
    """The file is no model that can be taken in; says what to bring instead."""

    code = "not_a_model"


def refuse(message: str) -> Refused:
    """Give the error of a file that is damaged or hostile."""
    return Refused(f"{message} Nothing of it was run; bring another file.", code="damaged_model")
