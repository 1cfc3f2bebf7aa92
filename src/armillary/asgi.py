"""What uvicorn and gunicorn load: ``armillary.asgi:app``."""

from armillary.app import create_app
from armillary.base.garbage import spare_what_is_there

app = create_app()
spare_what_is_there()
