"""One file for each job kind: how one of its jobs comes to be, and what it leaves.

`tests/contracts/test_jobs.py` holds every kind to the same laws by these examples. A new kind needs
one more file here, offering ``example``; see `tests.contracts.workshop.Example`.
"""
