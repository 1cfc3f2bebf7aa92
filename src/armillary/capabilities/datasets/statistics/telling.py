"""Saying in a sentence how two selections differ."""

# What is commonly called a small, a middling and a large effect, by these authors' rules of thumb.
_DELTA = (0.147, 0.33, 0.474)
_V = (0.1, 0.3, 0.5)
_WORDS = ("hardly any", "a small", "a middling", "a large")


def tell_numbers(delta: float | None, median_a: object, median_b: object) -> str:
    """Tell how the numbers of a column differ."""
    if delta is None:
        return "One of the selections has no values here."
    if delta == 0:
        return "Neither selection tends to higher values."
    higher = "B" if delta > 0 else "A"
    return (
        f"{higher} tends to higher values, {_size(delta, _DELTA)} difference: "
        f"the median is {_number(median_a)} in A and {_number(median_b)} in B."
    )


def tell_categories(effect: float | None, value: object, share_a: float, share_b: float) -> str:
    """Tell which category differs most."""
    if effect is None:
        return "There is only one value here, or none, to compare."
    if value is None:
        return f"The values differ by {_size(effect, _V)} amount."
    return (
        f"{_quoted(value)} is {_percent(share_a)} of A and {_percent(share_b)} of B; "
        f"over all values {_size(effect, _V)} difference."
    )


def tell_lengths(delta: float | None, median_a: object, median_b: object) -> str:
    """Tell how the lengths of texts differ."""
    if delta is None:
        return "One of the selections has no values here."
    if delta == 0:
        return "Neither selection tends to longer texts."
    return (
        f"{'B' if delta > 0 else 'A'} tends to longer texts, {_size(delta, _DELTA)} difference: "
        f"the median is {_number(median_a)} characters in A and {_number(median_b)} in B."
    )


def tell_word(word: str, share_a: float, share_b: float) -> str:
    """Tell which word sets two selections of texts apart."""
    return (
        f"{_quoted(word)} is in {_percent(share_a)} of the texts of A and {_percent(share_b)} of B."
    )


def tell_missing(share_a: float, share_b: float) -> str:
    """Tell how often values are missing."""
    return f"{_percent(share_a)} of A and {_percent(share_b)} of B are missing."


def _size(effect: float, bounds: tuple[float, ...]) -> str:
    return _WORDS[sum(abs(effect) >= bound for bound in bounds)]


def _percent(share: float) -> str:
    percent = 100 * share
    if 0 < percent < 0.1:
        return "less than 0.1 %"
    return f"{percent:.1f} %".replace(".0 %", " %")


def _number(value: object) -> str:
    return f"{value:,.6g}" if isinstance(value, float) else str(value)


def _quoted(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"“{text if len(text) <= 40 else text[:39] + '…'}”"
