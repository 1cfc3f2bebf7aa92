"""A sheet as Markdown: the same sections, with the numbers behind each chart in its place."""

import re
from collections.abc import Iterator, Sequence

from armillary.report.contents import Block, Fact, Facts, Grid, Section, Sheet, Told
from armillary.report.scale import number
from armillary.report.tables import behind

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")


def render_markdown(sheet: Sheet) -> str:
    """Write the sheet as one Markdown document."""
    lines = [f"# {_plain(sheet.title)}", "", _plain(sheet.about), ""]
    for warning in sheet.warnings:
        lines += [f"> **{_plain(warning)}**", ""]
    lines += [*_facts(sheet.summary), ""]
    for section in sheet.sections:
        lines += _section(section)
    return "\n".join(lines).rstrip() + "\n"


def _section(section: Section) -> Iterator[str]:
    if not section.blocks:
        return
    yield from (f"## {_plain(section.title)}", "")
    for block in section.blocks:
        yield from _block(block)
        yield ""


def _block(block: Block) -> Iterator[str]:
    match block:
        case Facts():
            yield from _facts(block.facts)
        case Told():
            for sentence in block.sentences:
                yield f"- {'⚠ ' if block.tone == 'warning' else ''}{_plain(sentence)}"
        case Grid():
            yield from _grid(block)
            yield from _reads(block.reads)
        case _:
            yield from _grid(behind(block))
            yield from _reads(block.reads)


def _reads(reads: str) -> Iterator[str]:
    if reads:
        yield from ("", f"*How to read this:* {_plain(reads)}")


def _facts(facts: Sequence[Fact]) -> Iterator[str]:
    for fact in facts:
        note = f" ({_plain(fact.note)})" if fact.note else ""
        yield f"- **{_plain(fact.name)}**: {_plain(number(fact.value))}{note}"


def _grid(grid: Grid) -> Iterator[str]:
    if grid.title:
        yield from (f"**{_plain(grid.title)}**", "")
    yield _row(grid.head)
    yield "|" + " --- |" * len(grid.head)
    for row in grid.rows:
        yield _row(row)


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(_plain(number(cell)) for cell in cells) + " |"


def _plain(text: str) -> str:
    """Write text so that nothing in it is read as Markdown or HTML, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
