"""Chance that is the same for the same rows and seed, whatever the threads and the machine."""

from armillary.base.sql import quoted


def chance(seed: int, purpose: str, value: str = "n") -> str:
    """Give the SQL of a number from 0 to 2**64 that looks like chance, one for each value."""
    return f"md5_number_lower({quoted(f'{seed}:{purpose}:')} || ({value})::varchar)"
