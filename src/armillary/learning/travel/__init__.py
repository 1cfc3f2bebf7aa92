"""Models taken along: to where there is no Armillary."""
