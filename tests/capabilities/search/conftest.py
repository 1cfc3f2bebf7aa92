"""The server, worker and tables that trainings are tested with."""

from tests.capabilities.training.conftest import (  # noqa: F401  # pytest finds them here
    cancer,
    cancer_id,
    client,
    finished,
    settings,
    until,
    upload,
    workers,
)
