"""What is left of a machine, and of a worker's places, in each of the lanes that jobs run in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from armillary.jobs.contract import Granted, Lane

LANES: tuple[Lane, ...] = ("express", "main", "background")


@dataclass(frozen=True)
class Gpu:
    """One graphics processor by its number, and the memory that it has, or has left."""

    number: int
    memory_bytes: int


@dataclass(frozen=True)
class Capacity:
    """What a machine has, or has left."""

    threads: int
    memory_bytes: int
    gpus: tuple[Gpu, ...] = ()

    def without(self, granted: Granted) -> "Capacity":
        """Give what is left after a grant."""
        return replace(
            self,
            threads=self.threads - granted.threads,
            memory_bytes=self.memory_bytes - granted.memory_bytes,
            gpus=tuple(_left_of(gpu, granted) for gpu in self.gpus),
        )


@dataclass(frozen=True)
class Places:
    """How many jobs a worker runs at a time, and how many of each lane it runs now.

    ``slots`` are for what is express or main, as many more for what gives way in the background,
    and one is for express work alone.
    """

    slots: int
    taken: Mapping[Lane, int] = field(default_factory=dict)

    def has(self, lane: Lane) -> bool:
        """Whether one more job of the lane may begin."""
        if lane == "background":
            return self._taken(lane) < self.slots
        is_shared_left = self._taken("main") + self._taken("express") < self.slots
        return is_shared_left or (lane == "express" and self.has_express)

    @property
    def has_express(self) -> bool:
        """Whether the place that is for express work alone is free."""
        return not self._taken("express")

    @property
    def open_lanes(self) -> list[Lane]:
        """The lanes in which one more job may begin."""
        return [lane for lane in LANES if self.has(lane)]

    def after(self, lane: Lane) -> "Places":
        """Give what is left once a job of the lane has begun."""
        return replace(self, taken={**self.taken, lane: self._taken(lane) + 1})

    def _taken(self, lane: Lane) -> int:
        return self.taken.get(lane, 0)


@dataclass(frozen=True)
class Room:
    """What one worker of a machine may begin: its places, and what the machine has left.

    ``free`` counts memory and GPUs, which all lanes share; ``threads`` are those that each lane has
    in use, of as many as the machine has.
    """

    total: Capacity
    free: Capacity
    places: Places
    threads: Mapping[Lane, int] = field(default_factory=dict)

    @staticmethod
    def of(total: Capacity, places: Places) -> "Room":
        """Give the room of a machine on which nothing runs."""
        return Room(total, total, places)

    @property
    def has_express_place(self) -> bool:
        """Whether the place that is for express work alone is free."""
        return self.places.has_express

    def has_place(self, lane: Lane) -> bool:
        """Whether the worker has a place in the lane."""
        return self.places.has(lane)

    def free_for(self, lane: Lane) -> Capacity:
        """Give what a job of the lane may be granted."""
        return replace(self.free, threads=self.total.threads - self.threads.get(lane, 0))

    def beside(self, lane: Lane, granted: Granted) -> "Room":
        """Give what is left beside a job of this machine, whichever worker runs it."""
        in_use = self.threads.get(lane, 0) + granted.threads
        return replace(
            self, free=self.free.without(granted), threads={**self.threads, lane: in_use}
        )

    def after(self, lane: Lane, granted: Granted) -> "Room":
        """Give what is left once this worker has begun a job."""
        return replace(self.beside(lane, granted), places=self.places.after(lane))


def _left_of(gpu: Gpu, granted: Granted) -> Gpu:
    if gpu.number not in granted.gpus:
        return gpu
    taken = granted.gpu_memory_bytes or gpu.memory_bytes
    return Gpu(gpu.number, gpu.memory_bytes - taken)
