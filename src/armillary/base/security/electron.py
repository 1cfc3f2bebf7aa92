"""The addresses that a desktop shell of the connectomics client may call with origin `null`."""

import re

_NAMES = (
    "hello",
    "get_tensorboard_url",
    "get_tensorboard_status",
    "start_tensorboard",
    "neuroglancer",
    "check_files",
    "chat/session",
    "chat/session/[^/]+",
    "chat/sessions",
    "chat/query",
    "chat/clear",
    "chat/conversations",
    "chat/conversations/[^/]+",
    "start_model_training",
    "stop_model_training",
    "start_model_inference",
    "stop_model_inference",
    "training_status",
    "inference_status",
    "training_logs",
    "inference_logs",
    "pytc/configs",
    "pytc/config",
    "pytc/architectures",
    "app/log-event",
)
_PATHS = re.compile(rf"(?:/api)?/(?:{'|'.join(_NAMES)})")


def is_connectomics_path(path: str) -> bool:
    """Whether an address belongs to the connectomics interface, also in its ``/api`` form."""
    return _PATHS.fullmatch(path) is not None
