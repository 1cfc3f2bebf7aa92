"""What everything else stands on; knows none of the product's nouns."""

from armillary.base.lean import missing

with missing("rich"):
    import structlog  # noqa: F401  # imported to be done with it
