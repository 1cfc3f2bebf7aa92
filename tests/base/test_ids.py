"""Ids are unique, say what they name and sort by time."""

import re
import threading

from armillary.base.ids import new_id


def test_ids_of_one_process_rise() -> None:
    made = [new_id("job") for _ in range(2000)]

    assert made == sorted(set(made))
    assert all(re.fullmatch(r"job_[0-9a-hjkmnp-tv-z]{26}", identity) for identity in made)


def test_threads_never_make_the_same_id() -> None:
    made: list[str] = []

    def make() -> None:
        made.extend([new_id("x") for _ in range(500)])

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(made)) == len(made) == 4000
