"""Writing HTML and SVG so that foreign text can never become markup."""

from html import escape


class Markup(str):
    """Text that is markup already; everything else is escaped."""

    __slots__ = ()


Child = str | Markup | None


def element(tag: str, *children: Child, **attributes: object) -> Markup:
    """Write one element; ``class_`` is the class, ``stroke_width`` becomes ``stroke-width``."""
    written = "".join(
        f' {_name(name)}="{escape(_text(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{tag}{written}>{join(*children)}</{tag}>")


def join(*children: Child) -> Markup:
    """Put pieces behind each other, escaping those that are not markup."""
    return Markup(
        "".join(
            child if isinstance(child, Markup) else escape(child)
            for child in children
            if child is not None
        )
    )


def _name(name: str) -> str:
    # SVG names its view box in camel case.
    return "viewBox" if name == "view_box" else name.rstrip("_").replace("_", "-")


def _text(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
