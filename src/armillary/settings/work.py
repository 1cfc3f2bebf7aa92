"""Work."""

from typing import Literal

from pydantic import BaseModel

from armillary.settings.fields import setting


class Work(BaseModel):
    """Work."""

    workers: int = setting(
        1,
        "WORKERS",
        text="Worker processes beside the server; 0 where workers run elsewhere.",
        ge=0,
    )
    worker_slots: int = setting(
        2,
        "WORKER_SLOTS",
        text="Jobs that one worker process runs at a time; as many that give way, such as "
        "reading large files, and a short one find a place beside them.",
        ge=1,
    )
    worker_idle_s: float = setting(
        60.0,
        "WORKER_IDLE_S",
        text="Seconds without server and jobs after which an embedded worker leaves.",
        gt=0,
    )
    cancel_grace_s: float = setting(
        5.0,
        "CANCEL_GRACE_S",
        text="Seconds a cancelled job has to end by itself before its process is killed.",
        gt=0,
    )
    keep_limit_s: float = setting(
        60.0,
        "KEEP_LIMIT_S",
        text="Seconds that a stopped job may take in all to store the best it has, "
        "as long as it goes on doing so.",
        gt=0,
    )
    queue: Literal["local", "celery"] = setting(
        "local",
        "QUEUE",
        text="What tells workers of new jobs: the bus, or Celery with the Redis above.",
    )
    device: str = setting(
        "auto",
        "DEVICE",
        "DEVICE",
        "DEVICES",
        text="Where networks are computed: `auto` (on the graphics cards there are), `cpu`, or "
        "the cards named, such as `cuda:0` or `cuda:0,cuda:1`.",
        pattern=r"^(auto|cpu|cuda(:\d+)?(,cuda:\d+)*)$",
    )
    default_batch_size: int = setting(
        64,
        "DEFAULT_BATCH_SIZE",
        "DEFAULT_BATCH_SIZE",
        text="Batch size of trainings that name none and whose algorithm has no default.",
        ge=1,
    )
