"""Why a model cannot be brought in."""

from armillary.base.errors import BadRequest


class Refused(BadRequest):
    """The file is no model that can be taken in; says what to bring instead."""

    code = "not_a_model"


def refuse(message: str) -> Refused:
    """Give the error of a file that is damaged or hostile."""
    return Refused(f"{message} Nothing of it was run; bring another file.", code="damaged_model")


def not_made(error: Exception) -> Refused:
    """Give the error of a file of which a library cannot make the model."""
    return Refused(
        f"The model cannot be made of the file ({type(error).__name__}: {str(error)[:300]}). "
        "It may be of another version; save it again with a newer one, or bring it as ONNX.",
        code="not_a_model",
    )


def require_model(thing: object) -> None:
    """Raise `Refused` for what predicts nothing."""
    if not hasattr(thing, "predict"):
        raise Refused(f"The file holds a {type(thing).__name__}, which is no model.")
