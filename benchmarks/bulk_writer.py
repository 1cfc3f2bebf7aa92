"""A program that logs points as fast as they are answered, until it is ended.

It is a process of its own: as a thread of whoever measures, it would slow the measuring.
"""

import sys

import httpx

# The most that one call takes.
BATCH = 100


def write(url: str) -> None:
    """Begin a run and log to it for ever."""
    step = 0
    with httpx.Client(base_url=url, timeout=60) as client:
        session = client.post("/api/training", json={"name": "bulk"}).json()["session_id"]
        while True:
            points = [{"name": "m", "step": step + i, "value": 1.0} for i in range(BATCH)]
            client.post(f"/api/training/{session}/log", json={"points": points}).raise_for_status()
            step += BATCH


if __name__ == "__main__":
    write(sys.argv[1])
