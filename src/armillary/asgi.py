"""What uvicorn and gunicorn load: ``armillary.asgi:app``."""

from armillary.app import create_app

app = create_app()
