"""The tables: a drawing of the database, ``docs/reference/schema.svg``, and its page."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

import sqlalchemy as sa

from armillary.migrations import load_tables
from documents._pages import REFERENCE, page

_COLUMNS, _WIDTH, _GAP = 3, 330, 24
_ROW, _HEAD, _PAD = 17, 26, 8
_STYLE = """
:root{--paper:#fff;--ink:#1b2430;--soft:#5d6b7c;--line:#c9d2dc;--head:#e8eef6}
@media(prefers-color-scheme:dark){
:root{--paper:#11161d;--ink:#e6ebf1;--soft:#9aa7b6;--line:#2b3541;--head:#1f2a38}}
text{font:12px ui-monospace,monospace;fill:var(--ink)} .name{font-weight:bold;font-size:13px}
.type{fill:var(--soft);text-anchor:end}
rect{fill:var(--paper);stroke:var(--line)} .head{fill:var(--head)}
"""


def generate() -> Iterator[tuple[Path, str]]:
    """Give the drawing and the page around it."""
    tables = sorted(load_tables().tables.values(), key=lambda table: table.name)
    yield REFERENCE / "schema.svg", _draw(tables)
    names = ", ".join(f"`{table.name}`" for table in tables)
    yield (
        REFERENCE / "schema.md",
        page("Database", _ABOUT, f"{len(tables)} tables: {names}.", "![Tables](schema.svg)"),
    )


_ABOUT = """Every row that people own names its workspace. Keys are marked with `#`, required
columns with `*`, and `→` names the table that a column refers to."""


def _draw(tables: list[sa.Table]) -> str:
    heights = [0] * _COLUMNS
    boxes = []
    for table in tables:
        place = heights.index(min(heights))
        boxes.append(_box(table, place * (_WIDTH + _GAP), heights[place]))
        heights[place] += _HEAD + _PAD + _ROW * len(table.columns) + _GAP
    width = _COLUMNS * (_WIDTH + _GAP) - _GAP
    size = f'viewBox="-8 -8 {width + 16} {max(heights) + 8}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{_STYLE}</style>'
    return "\n".join([head, *boxes, "</svg>"]) + "\n"


def _box(table: sa.Table, x: int, y: int) -> str:
    height = _HEAD + _PAD + _ROW * len(table.columns)
    parts = [
        f'<g transform="translate({x} {y})"><rect width="{_WIDTH}" height="{height}" rx="5"/>',
        f'<rect class="head" width="{_WIDTH}" height="{_HEAD}" rx="5"/>',
        f'<text class="name" x="10" y="18">{escape(table.name)}</text>',
    ]
    for index, column in enumerate(table.columns):
        base = _HEAD + _ROW * (index + 1)
        parts.append(f'<text x="10" y="{base}">{escape(_named(column))}</text>')
        parts.append(f'<text class="type" x="{_WIDTH - 10}" y="{base}">{_typed(column)}</text>')
    return "\n".join([*parts, "</g>"])


def _named(column: sa.Column[object]) -> str:
    mark = "#" if column.primary_key else "*" if not column.nullable else " "
    targets = sorted(key.column.table.name for key in column.foreign_keys)
    return f"{mark} {column.name}" + "".join(f" → {name}" for name in targets)


def _typed(column: sa.Column[object]) -> str:
    kind = column.type
    inner = kind.impl if isinstance(kind, sa.TypeDecorator) else kind
    return escape(type(inner).__name__.lower())
