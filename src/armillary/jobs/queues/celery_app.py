"""What ``celery --app armillary.jobs.queues.celery_app worker`` loads."""

from armillary.base.logging import configure
from armillary.jobs.queues.celery import make_app
from armillary.settings import Settings

_settings = Settings.load()
configure(_settings)
app = make_app(_settings)
