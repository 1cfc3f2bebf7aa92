"""What a host keeps loaded."""

import threading

import pytest

from armillary.jobs.calls.contract import Cache


def test_the_least_recently_used_goes_first() -> None:
    cache = Cache(max_entries=2)
    loads: list[str] = []

    for key in ("a", "b", "a", "c", "a", "b"):
        cache.get_or_load(key, lambda key=key: loads.append(key))  # type: ignore[misc]  # default

    assert loads == ["a", "b", "c", "b"]


def test_bytes_are_bounded_but_the_newest_stays() -> None:
    cache = Cache(max_bytes=100)

    cache.get_or_load("small", lambda: 1, size_bytes=60)
    cache.get_or_load("huge", lambda: 2, size_bytes=500)

    assert len(cache) == 1
    assert cache.get_or_load("huge", lambda: 3) == 2


def test_threads_that_want_one_key_load_it_once() -> None:
    cache = Cache()
    started = threading.Event()
    release = threading.Event()
    loads: list[int] = []

    def load() -> str:
        loads.append(1)
        started.set()
        release.wait(10)
        return "loaded"

    threads = [threading.Thread(target=cache.get_or_load, args=("key", load)) for _ in range(4)]
    for thread in threads:
        thread.start()
    started.wait(10)
    release.set()
    for thread in threads:
        thread.join(10)

    assert loads == [1]


def test_what_failed_to_load_is_tried_again() -> None:
    cache = Cache()

    def fail() -> str:
        raise OSError("not there yet")

    with pytest.raises(OSError, match="not there yet"):
        cache.get_or_load("key", fail)

    assert cache.get_or_load("key", lambda: "there") == "there"
